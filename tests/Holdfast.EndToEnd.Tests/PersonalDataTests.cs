using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What one person said is shown to them, and deleted for good, whatever dies in the middle.</summary>
[Trait("Req", "SE-7")]
public sealed class PersonalDataTests(SharedDatabase database) : EndToEndTest
{
    private string Grace => World.Grace.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"heard {request.LastUserText}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "RS-3")]
    [Trait("Req", "XP-3")]
    public async Task What_a_person_said_is_exported_and_then_forgotten_across_kills_and_the_sums_stay(bool isShared)
    {
        await StartAsync([.. isShared ? await database.NewSettingsAsync() : [], ("Operators:Users:0", Grace), ("Ledger:AddUpEvery", "00:00:01"), ("Runs:Retention", "1.00:00:00")]);
        var alone = World.MentionBot(General, Ada, "adas hidden secret");
        await AnswerAsync(General, alone, "heard");
        var together = World.MentionBot(General, Grace, "graces question");
        await AnswerAsync(General, together, "heard");
        World.MentionBot(General, Ada, "adas hidden remark", together);
        await Eventually.SeeAsync("both are answered", () => Answers(General, together).Count == 2);
        var own = World.MentionBot(General, Grace, "graces own");
        await AnswerAsync(General, own, "heard");
        Slack.Interactions.Command(Ada, General, "/holdfast", "timer 3h adas hidden tea");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("I'll remind you", StringComparison.Ordinal));
        await Server.WaitUntilIdleAsync();

        var export = await ExportAsync(Ada);
        Assert.Contains(export, line => (string)line["type"]! == "run" && ((string)line["question"]!).Contains("adas hidden secret", StringComparison.Ordinal));
        Assert.Contains(export, line => (string)line["type"]! == "turn" && (string?)line["speaker"] == Ada && ((string)line["text"]!).Contains("adas hidden remark", StringComparison.Ordinal));
        Assert.Contains(export, line => (string)line["type"]! == "timer");
        Assert.DoesNotContain(export, line => line.ToJsonString().Contains("graces own", StringComparison.Ordinal));
        var before = await UsageAsync();

        Assert.Contains("Nothing was deleted", (await Server.RunVerbAsync("forget", Ada)).Output, StringComparison.Ordinal);
        Assert.Equal(64, (await Server.RunVerbAsync("forget", "ada", "--yes")).Code);
        await Server.KillAsync();
        if (!isShared)
            Assert.Contains("the next server that starts", (await Server.RunVerbAsync("forget", Ada, "--yes")).Output, StringComparison.Ordinal);
        await Server.StartAsync();
        if (isShared)
        {
            var order = Server.RunVerbAsync("forget", Ada, "--yes");
            await Server.KillAsync();
            await Server.StartAsync();
            await order;
        }

        await Server.WaitForOutputAsync("A person was forgotten");
        await Server.WaitUntilIdleAsync();
        var (code, again) = await Server.RunVerbAsync("forget", Ada, "--yes", "--json");
        Assert.Equal((0, "done"), (code, (string)JsonNode.Parse(again)!["state"]!));

        Assert.DoesNotContain(await ExportAsync(Ada), line => (string)line["type"]! is not ("person" or "usage_line"));
        var kept = await ExportAsync(Grace);
        Assert.Contains(kept, line => line.ToJsonString().Contains("graces own", StringComparison.Ordinal));
        await Eventually.SeeAsync("the name is out of the book", UsageAsync, now => !now.ContainsKey(Ada) && now.GetValueOrDefault("") == before[Ada] && now[Grace] == before[Grace]);
        var acts = JsonNode.Parse((await Server.RunVerbAsync("audit", "--act", "person.", "--user", Ada, "--json")).Output)!.AsArray().Select(entry => (string)entry!["act"]!).ToList();
        Assert.Equal((2, 2), (acts.Count(act => act == "person.exported"), acts.Count(act => act == "person.forgotten")));
        if (isShared)
            return;
        await Server.StopAsync();
        Assert.Equal(0, (await Server.RunVerbAsync("export", Ada)).Code);
    }

    private async Task<List<JsonNode>> ExportAsync(string user)
    {
        var (code, output) = await Server.RunVerbAsync("export", user);
        Assert.Equal(0, code);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private async Task<Dictionary<string, long>> UsageAsync() =>
        JsonNode.Parse((await Server.RunVerbAsync("usage", "--json")).Output)!.AsArray().ToDictionary(row => (string)row!["name"]!, row => (long)row!["messages"]!);
}
