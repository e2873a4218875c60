using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Who asked for, decided, ordered and changed what: known when the runs are gone, and in nobody's words.</summary>
[Trait("Req", "SE-7")]
public sealed class AuditTests(SharedDatabase database) : EndToEndTest
{
    private const string Words = "Answer like a pirate.";

    private string Grace => World.Grace.Id;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "RS-3")]
    [Trait("Req", "XP-3")]
    public async Task What_was_asked_decided_ordered_and_changed_stands_in_the_trail_after_a_kill_without_words(bool isShared)
    {
        await StartAsync(
        [
            .. isShared ? await database.NewSettingsAsync() : [], ("Operators:Users:0", Grace), ("Approvals:Users:0", Grace), ("Tools:Policies:current_time", "Approve"),
            ("Approvals:AlwaysAllow:0", "current_time"), ("Access:DenyUsers:0", World.Linus.Id),
        ]);
        World.MentionBot(General, World.Linus.Id, "hello from a stranger");
        World.MentionBot(General, World.Linus.Id, "hello again");
        await DecideAsync("approval.deny");
        await DecideAsync("approval.approve");
        await DecideAsync("approval.always");
        await SetAsync(Words);
        await CommandAsync(Ada, "timer 3h buy the hidden tea", "I'll remind you");
        var id = World.Ephemerals.Last(message => message.EphemeralFor == Ada).Text.Split("timer cancel ")[1].Split('`')[0].Trim();
        await CommandAsync(Ada, $"timer cancel {id}", "ancelled");
        await CommandAsync(Grace, "pause", "Paused");
        await CommandAsync(Grace, "pause", "Already paused");
        await CommandAsync(Grace, "resume", "I'm back");
        await CommandAsync(Grace, "approvals", "Allowed for always");
        Assert.Equal(0, (await Server.RunVerbAsync("pause")).Code);
        Assert.Equal(0, (await Server.RunVerbAsync("resume")).Code);
        await StopARunAsync();
        await Server.WaitUntilIdleAsync();
        var before = await TrailAsync();
        await Server.KillAsync();

        var trail = await TrailAsync();
        Assert.Equal(before, trail);
        string[] expected =
        [
            $"access.refused {World.Linus.Id} denied user",
            $"approval.asked {Ada} current_time", $"approval.denied {Grace} current_time",
            $"approval.asked {Ada} current_time", $"approval.approved {Grace} current_time",
            $"approval.asked {Ada} current_time", $"approval.always {Grace} current_time",
            $"settings.changed {Ada} instructions",
            $"timer.set {Ada} once", $"timer.cancelled {Ada} once",
            $"command.used {Grace} pause", $"agent.paused {Grace} ", $"command.used {Grace} pause", $"command.used {Grace} resume", $"agent.resumed {Grace} ",
            $"command.used {Grace} approvals",
            $"agent.paused {(isShared ? "the command line" : "the server's console")} ", $"agent.resumed {(isShared ? "the command line" : "the server's console")} ",
            $"run.stopped {Ada} ",
        ];
        Assert.Equal(expected.Order(), trail.Select(Line).Order());
        Assert.All(trail, entry => Assert.DoesNotContain("hidden tea", entry, StringComparison.Ordinal));
        Assert.All(trail, entry => Assert.DoesNotContain("pirate", entry, StringComparison.Ordinal));

        var (_, ofGrace) = await Server.RunVerbAsync("audit", "--user", Grace, "--act", "approval.", "--json");
        Assert.Equal(3, JsonNode.Parse(ofGrace)!.AsArray().Count);
        Assert.Equal("[]", (await Server.RunVerbAsync("audit", "--since", "0m", "--json")).Output.Trim());
        Assert.Contains("approval.denied", (await Server.RunVerbAsync("audit", "--since", "1h")).Output, StringComparison.Ordinal);
        Assert.Equal(64, (await Server.RunVerbAsync("audit", "--since", "yesterday-ish")).Code);

        await Server.StartAsync();
        await CommandAsync(Grace, "audit", "*approval.denied*");
    }

    private async Task DecideAsync(string action)
    {
        var thread = World.MentionBot(General, Ada, "use current_time");
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        Slack.Interactions.Click(Grace, General, card.Ts, action);
        await World.WaitForReplyAsync(General, thread, message => message.Ts == card.Ts && message.Text.Contains(" this", StringComparison.Ordinal));
        await Server.WaitUntilIdleAsync();
    }

    private async Task SetAsync(string instructions)
    {
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Command(Ada, General, "/holdfast", "settings"));
        await Slack.Interactions.Submit(Ada, view.Id, new Dictionary<string, string> { ["settings.instructions"] = instructions }).Ended;
        await Server.WaitForOutputAsync($"Settings of {Ada}");
    }

    private async Task StopARunAsync()
    {
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say at last");
        await Eventually.SeeAsync("the model is called", () => Slack.Model.InFlight == 1, () => $"{Slack.Model.InFlight}");
        World.PostAsUser(General, Ada, "stop", thread);
        await AnswerAsync(General, thread, "Stopped before");
        Slack.Model.StallAll = false;
    }

    private async Task CommandAsync(string user, string text, string answer)
    {
        var count = World.Ephemerals.Count;
        Slack.Interactions.Command(user, General, "/holdfast", text);
        await Eventually.SeeAsync($"'{answer}'", () => World.Ephemerals.Skip(count).Any(message => message.EphemeralFor == user && message.Text.Contains(answer, StringComparison.Ordinal)),
            () => string.Join('\n', World.Ephemerals.Skip(count).Select(message => message.Text)));
    }

    private async Task<List<string>> TrailAsync()
    {
        var (code, output) = await Server.RunVerbAsync("audit", "--json");
        Assert.Equal(0, code);
        return [.. JsonNode.Parse(output)!.AsArray().Select(entry => entry!.ToJsonString())];
    }

    private static string Line(string entry)
    {
        var node = JsonNode.Parse(entry)!;
        return $"{node["act"]} {node["by"]} {node["what"]}";
    }
}
