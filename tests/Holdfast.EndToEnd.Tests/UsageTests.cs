using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using static Holdfast.EndToEnd.Tests.Support.EndpointRow;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Who has used how much, in the book that outlives the runs.</summary>
[Trait("Req", "SE-7")]
[Trait("Req", "AS-16")]
public sealed class UsageTests(SharedDatabase database) : EndToEndTest
{
    private const int Read = 1_000;
    private const int Written = 10;

    private static readonly (string, string)[] Prices = [("Agent:InputPrice", "2"), ("Agent:OutputPrice", "50")];

    /// <summary>What one answer costs, in millionths of a dollar.</summary>
    private const long Cost = (Read * 2) + (Written * 50);

    public override async ValueTask InitializeAsync()
    {
        await UtcDay.LongEnoughAsync();
        await base.InitializeAsync();
    }

    [Fact]
    [Trait("Req", "AS-6")]
    public async Task Each_answer_stands_in_the_book_by_person_model_channel_and_day_with_the_price_of_the_model_that_gave_it()
    {
        await using var first = new OddEndpoint((row, _) => row == 0 ? Used("model-a", "Fine.") : OddReply.Status(503, """{"error":{"message":"overloaded"}}"""));
        await using var backup = new OddEndpoint((_, _) => Used("model-b", "Stood in."));
        await StartAsync(
        [
            .. Prices, ("OPENAI_BASE_URL", first.BaseUrl), ("Agent:Fallbacks:0", "backup"), ("Models:backup:Model", "model-b"), ("Models:backup:BaseUrl", backup.BaseUrl),
            ("Models:backup:ApiKey", "sk-other"), ("Models:backup:InputPrice", "0"), ("Models:backup:OutputPrice", "7"), ("Operators:Users:0", World.Grace.Id), ("Ledger:AddUpEvery", "00:00:01"),
        ]);
        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");
        await AnswerAsync(World.Random.Id, World.MentionBot(World.Random.Id, Ada, "row 0."), "Fine.");
        await AnswerAsync(General, World.MentionBot(General, World.Linus.Id, "row 1."), "Stood in.");

        // The same before it is added up and after, also without a server.
        var before = await SeeAsync();
        await SeeAddedUpAsync();
        Assert.Equal(before, await SeeAsync());
        Assert.Equal(
        [
            Row(Ada, messages: 2, input: 2 * Read, output: 2 * Written, cost: 2 * Cost),
            Row(World.Linus.Id, messages: 1, input: Read, output: Written, cost: 7 * Written),
        ], before[0]);
        Assert.Equal([Row("model-a", 0, 2 * Read, 2 * Written, 2 * Cost), Row("model-b", 0, Read, Written, 7 * Written), Row("", 3, 0, 0, 0)], before[1]);
        Assert.Equal([Row(General, 2, 2 * Read, 2 * Written, Cost + (7 * Written)), Row(World.Random.Id, 1, Read, Written, Cost)], before[2]);
        Assert.Equal(Row("", 3, 3 * Read, 3 * Written, (2 * Cost) + (7 * Written)), Assert.Single(before[3]) with { Name = "" });

        Slack.Interactions.Command(Ada, General, "/holdfast", "usage");
        Slack.Interactions.Command(World.Grace.Id, General, "/holdfast", "usage");
        var own = await SeeAnswerAsync(Ada);
        Assert.Contains("• Today: 2 messages · 2,000 in · 20 out tokens · $0.0050", own.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Everybody", own.Text, StringComparison.Ordinal);
        var all = await SeeAnswerAsync(World.Grace.Id);
        Assert.Contains("• Today: 0 messages\n", all.Text, StringComparison.Ordinal);
        Assert.Contains($"• <@{World.Linus.Id}>: 1 message · 1,000 in · 10 out tokens · under $0.0001", all.Text, StringComparison.Ordinal);
        World.OpenHome(Ada);
        var home = await World.WaitForViewAsync(view => view.User == Ada && view.Kind == "publish");
        Assert.Contains("*This month:* 2 messages", home.Json, StringComparison.Ordinal);

        await Server.StopAsync();
        Assert.Equal(before, await SeeAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "RS-3")]
    [Trait("Req", "XP-3")]
    public async Task A_kill_in_the_midst_of_a_run_books_what_the_model_has_reported_once(bool isShared)
    {
        var hang = true;
        await using var model = new OddEndpoint((_, request) => !request.HasResult
            ? OddReply.Events(Calls("""{"index":0,"id":"call_1","type":"function","function":{"name":"current_time","arguments":"{}"}}"""), End("tool_calls"), UsageOf("model-a"), "[DONE]")
            : Volatile.Read(ref hang) ? OddReply.Stream("") with { Hangs = true } : Used("model-a", "Done."));
        await StartAsync([.. isShared ? await database.NewSettingsAsync() : [], .. Prices, ("OPENAI_BASE_URL", model.BaseUrl), ("Ledger:AddUpEvery", "00:00:01")]);
        const int Runs = 8;
        var threads = Enumerable.Range(0, Runs).Select(run => World.MentionBot(General, run % 2 == 0 ? Ada : World.Linus.Id, $"row {run}.")).ToList();

        // Their first answers are in the book, and the second ones are waited for: then it dies, twice, and is added up in between.
        for (var kill = 1; kill <= 2; kill++)
        {
            await Eventually.SeeAsync("each has asked again", () => Enumerable.Range(0, Runs).All(run => model.Asked(run).Count >= 1 + kill));
            await Server.KillAsync();
            await Server.StartAsync();
        }

        Volatile.Write(ref hang, false);
        await Server.KillAsync();
        await Server.StartAsync();
        foreach (var thread in threads)
            await AnswerAsync(General, thread, "Done.");
        await Server.WaitUntilIdleAsync();

        Assert.Equal(Row("", Runs, 2 * Runs * Read, 2 * Runs * Written, 2 * Runs * Cost), Assert.Single(await RowsAsync("day")) with { Name = "" });
        Assert.All(await RowsAsync("user"), row => Assert.Equal(Row(row.Name, Runs / 2, Runs * Read, Runs * Written, Runs * Cost), row));
        if (!isShared)
            await SeeAddedUpAsync();
        Assert.Equal(Row("", Runs, 2 * Runs * Read, 2 * Runs * Written, 2 * Runs * Cost), Assert.Single(await RowsAsync("day")) with { Name = "" });
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task Kills_at_any_moment_lose_no_message_of_the_book_and_double_none()
    {
        await using var model = new OddEndpoint((_, _) => Used("model-a", "Done."));
        await StartAsync([.. Prices, ("OPENAI_BASE_URL", model.BaseUrl), ("Ledger:AddUpEvery", "00:00:01")]);
        var random = new Random(20261130);
        var threads = new List<string>();
        for (var kill = 0; kill < 5; kill++)
        {
            for (var i = 0; i < 20; i++)
                threads.Add(World.MentionBot(General, i % 3 == 0 ? Ada : World.Linus.Id, $"row {threads.Count}."));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 2_000)));
            await Server.KillAsync();
            await Server.StartAsync();
        }

        foreach (var thread in threads)
            await AnswerAsync(General, thread, "Done.");
        await Server.WaitUntilIdleAsync();

        var day = Assert.Single(await RowsAsync("day"));
        var reported = Enumerable.Range(0, threads.Count).Sum(row => model.Asked(row).Count);
        Assert.Equal(threads.Count, day.Messages);
        Assert.Equal((threads.Count, 0), (day.Runs, day.Failures));

        // An answer that came in the instant of a kill was not written down, and was asked for again.
        Assert.InRange(day.Input, threads.Count * Read, reported * Read);
        Assert.Equal(day.Input / Read * Cost, day.Cost);
    }

    private static string UsageOf(string model) =>
        $$$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"{{{model}}}","choices":[],"usage":{"prompt_tokens":{{{Read}}},"completion_tokens":{{{Written}}}}}""";

    private static OddReply Used(string model, string text) => OddReply.Events(
        Text(text).Replace("\"odd\"", $"\"{model}\"", StringComparison.Ordinal), End().Replace("\"odd\"", $"\"{model}\"", StringComparison.Ordinal), UsageOf(model), "[DONE]");

    private static UsageRow Row(string name, long messages, long input, long output, long cost) => new(name, messages, messages, 0, input, output, cost);

    private async Task<List<List<UsageRow>>> SeeAsync() => [await RowsAsync("user"), await RowsAsync("model"), await RowsAsync("channel"), await RowsAsync("day")];

    private async Task<List<UsageRow>> RowsAsync(string by)
    {
        var (code, output) = await Server.RunVerbAsync("usage", "--days", "2", "--by", by, "--json");
        Assert.Equal(0, code);
        return [.. JsonNode.Parse(output)!.AsArray().Select(row => new UsageRow(
            (string)row!["name"]!, Number(row, "messages"), Number(row, "runs"), Number(row, "failures"), Number(row, "input_tokens"), Number(row, "output_tokens"), Number(row, "cost_micros")))];

        static long Number(JsonNode row, string name) => (long)row[name]!;
    }

    /// <summary>Sees in the file that there are days of the book.</summary>
    private Task SeeAddedUpAsync() => Eventually.SeeAsync("it is added up", () => Directory.GetFiles(Server.DataFolder, "holdfast.db*").Any(file => TextOf(file).Contains("usage_line", StringComparison.Ordinal)));

    private static string TextOf(string file)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(open, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private async Task<SlackMessage> SeeAnswerAsync(string user)
    {
        await Eventually.SeeAsync("the command is answered", () => World.Ephemerals.Any(message => message.EphemeralFor == user));
        return World.Ephemerals.Last(message => message.EphemeralFor == user);
    }

    private sealed record UsageRow(string Name, long Messages, long Runs, long Failures, long Input, long Output, long Cost);
}
