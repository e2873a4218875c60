using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.World;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What an operator sees and orders in a shell: beside the running server, on workers' database, and on the store alone.</summary>
[Trait("Req", "AS-4")]
public sealed class CommandLineTests(SharedDatabase database) : EndToEndTest
{
    private const string Approve = "approval.approve";

    private readonly TemporaryFolder _folder = new();

    private string Grace => World.Grace.Id;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "XP-3")]
    public async Task What_is_waiting_is_listed_beside_the_server_and_without_it(bool isShared)
    {
        await StartAsync([.. isShared ? await database.NewSettingsAsync() : [], ("Operators:Users:0", Grace), ("Approvals:Users:0", Grace), ("Tools:Policies:current_time", "Approve")]);
        var answered = World.MentionBot(General, Ada, "say the hidden words");
        await AnswerAsync(General, answered, "the hidden words");
        var asked = World.MentionBot(General, Ada, "use current_time");
        await CardAsync(asked);
        Slack.Interactions.Command(Ada, General, "/holdfast", "timer 3h hidden tea");
        await World.WaitForEphemeralAsync(Ada, message => message.Text.Contains("I'll remind you", StringComparison.Ordinal));
        await Server.WaitUntilIdleAsync();
        await SeeAsync(isRunning: true, isShared);
        await Server.StopAsync();
        await SeeAsync(isRunning: false, isShared);
    }

    private async Task SeeAsync(bool isRunning, bool isShared)
    {
        var status = await JsonAsync("status");
        Assert.Equal(isShared ? "shared" : isRunning ? "running" : "not running", (string)status["server"]!);
        Assert.Equal(isShared || !isRunning ? null : "ok", (string?)status["status"]);
        if (isShared && isRunning)
            Assert.Single(status["workers"]!.AsArray());
        Assert.Contains("1 approval waiting for a decision", (await Server.RunVerbAsync("status")).Output, StringComparison.Ordinal);
        Assert.Equal("Scheduled", (string)(await JsonAsync("lanes")).AsArray().Single(queue => (int)queue!["items"]! > 0)!["queue"]!);

        var timer = Assert.Single((await JsonAsync("timers")).AsArray())!;
        Assert.Equal((Ada, null), ((string)timer["user"]!, (string?)timer["label"]));
        Assert.Equal("hidden tea", (string)Assert.Single((await JsonAsync("timers", "--words", "--user", Ada)).AsArray())!["label"]!);
        Assert.Empty((await JsonAsync("timers", "--user", Grace)).AsArray());
        Assert.Contains("No job", (await Server.RunVerbAsync("jobs")).Output, StringComparison.Ordinal);

        var approval = Assert.Single((await JsonAsync("approvals", "list")).AsArray())!;
        Assert.Equal(("current_time", Ada), ((string)approval["tool"]!, (string)approval["for"]!));
        Assert.Contains($"/{General}/thread/{General}-", (string)approval["thread"]!, StringComparison.Ordinal);

        var runs = (await JsonAsync("runs", "list", "--user", Ada)).AsArray();
        Assert.Equal(["waiting", "completed"], runs.Select(run => (string)run!["state"]!));
        Assert.DoesNotContain("hidden words", runs.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await JsonAsync("runs", "list", "--user", Grace)).AsArray());
        var id = (string)runs[1]!["id"]!;
        var run = await JsonAsync("runs", "show", id);
        Assert.Equal("model", (string)run["steps"]!.AsArray()[0]!["kind"]!);
        Assert.DoesNotContain("hidden words", run.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("hidden words", (await Server.RunVerbAsync("runs", "show", id[^8..], "--words")).Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), await Server.RunVerbAsync("runs", "show", "ffffffff"));
    }

    [Theory]
    [InlineData("approve", false)]
    [InlineData("deny", false)]
    [InlineData("approve", true)]
    [Trait("Req", "RS-18")]
    public async Task An_operator_decides_a_request_in_a_shell_once_and_the_card_and_the_trail_say_so(string verb, bool isShared)
    {
        await StartAsync([.. isShared ? await database.NewSettingsAsync() : [], ("Approvals:Users:0", Grace), ("Tools:Policies:current_time", "Approve")]);
        var thread = World.MentionBot(General, Ada, "use current_time");
        var card = await CardAsync(thread);
        var id = (string)(await JsonAsync("approvals", "list")).AsArray()[0]!["id"]!;

        var decided = await Server.RunVerbAsync("approvals", verb, id[^8..]);

        var (word, past) = verb == "approve" ? ("approved", "approval.approved") : ("denied", "approval.denied");
        Assert.Equal(0, decided.Code);
        Assert.StartsWith($"{id} {word} by the command line (", decided.Output, StringComparison.Ordinal);
        await World.WaitForReplyAsync(General, thread, message => message.Ts == card.Ts && message.Text.Contains($"the command line ({Environment.UserName}) {word} this", StringComparison.Ordinal));
        Assert.Equal(1, (await Server.RunVerbAsync("approvals", verb, id)).Code);
        Assert.Single((await JsonAsync("audit", "--act", past)).AsArray());
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task A_decision_that_is_made_without_a_server_is_carried_out_by_the_next()
    {
        await StartAsync(("Approvals:Users:0", Grace), ("Tools:Policies:current_time", "Approve"));
        var thread = World.MentionBot(General, Ada, "use current_time");
        var card = await CardAsync(thread);
        await Server.KillAsync();
        var id = (string)(await JsonAsync("approvals", "list")).AsArray()[0]!["id"]!;
        Assert.Contains("the next server that starts", (await Server.RunVerbAsync("approvals", "deny", id)).Output, StringComparison.Ordinal);
        await Server.StartAsync();
        await World.WaitForReplyAsync(General, thread, message => message.Ts == card.Ts && message.Text.Contains("denied this", StringComparison.Ordinal));
        await AnswerAsync(General, thread, "denied");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "RS-5")]
    [Trait("Req", "SE-7")]
    public async Task A_dead_letter_says_whose_it_was_and_where_and_an_order_about_it_is_in_the_trail(bool isShared)
    {
        await StartAsync(isShared ? await database.NewSettingsAsync() : []);
        using var archived = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "chat.postMessage", ErrorCode = "is_archived", Times = 1 });
        World.MentionBot(General, Ada, "say hello");
        await Server.WaitForHealthAsync("a dead letter", health => health.DeadLetters > 0);
        var dead = (await JsonAsync("deadletters", "list")).AsArray()[0]!;
        Assert.Equal(Ada, (string)dead["user"]!);
        Assert.StartsWith("https://app.slack.com/client/", (string)dead["thread"]!, StringComparison.Ordinal);

        Assert.Equal(0, (await Server.RunVerbAsync("dead-letters", "replay", (string)dead["id"]!)).Code);
        Assert.Equal(1, (await Server.RunVerbAsync("dead-letters", "discard", (string)dead["id"]!)).Code);
        Assert.Equal(64, (await Server.RunVerbAsync("dead-letters", "replay")).Code);
        var entry = Assert.Single((await JsonAsync("audit", "--act", "dead-letter.")).AsArray())!;
        Assert.Equal(("dead-letter.replayed", $"the command line ({Environment.UserName})", Ada), ((string)entry["act"]!, (string)entry["by"]!, (string)entry["for"]!));
    }

    [Fact]
    [Trait("Req", "RS-9")]
    public async Task Health_is_a_word_and_an_exit_code()
    {
        await StartAsync();
        Assert.StartsWith("OK: up ", (await SeeHealthAsync(0)).Output, StringComparison.Ordinal);
        Assert.StartsWith("OK: up ", (await SeeHealthAsync(0, $"http://127.0.0.1:{Server.Port}")).Output, StringComparison.Ordinal);
        await Server.RunVerbAsync("pause");
        Assert.StartsWith("WARN: paused: ", (await SeeHealthAsync(1)).Output, StringComparison.Ordinal);
        await Server.StopAsync();
        Assert.StartsWith("CRIT: no server answers", (await SeeHealthAsync(2)).Output, StringComparison.Ordinal);
        Assert.Equal("CRIT", (string)JsonNode.Parse((await SeeHealthAsync(2, $"http://127.0.0.1:{Server.Port}", "--json")).Output)!["state"]!);
        Assert.Equal(78, (await Server.RunVerbAsync("health", "localhost")).Code);
    }

    [Fact]
    [Trait("Req", "SE-6")]
    [Trait("Req", "RS-3")]
    public async Task A_backup_that_is_made_under_load_is_whole_and_goes_on_elsewhere()
    {
        var backup = Path.Combine(_folder.Path, "holdfast.backup");
        var server = await StartAsync(("Operators:Users:0", Grace));
        var threads = Enumerable.Range(0, 40).Select(i => World.MentionBot(General, Ada, $"say before {i}")).ToList();
        await AnswerAsync(General, threads[20], "before 20");
        var (code, output) = await server.RunVerbAsync("backup", backup);
        Assert.Equal(0, code);
        Assert.StartsWith(backup, output, StringComparison.Ordinal);
        Assert.False(File.Exists(backup + ".part"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
        Assert.Equal(78, (await server.RunVerbAsync("backup", backup)).Code);
        Assert.Equal(78, (await server.RunVerbAsync("restore", backup, "--replace")).Code);
        foreach (var thread in threads)
            await World.WaitForReplyAsync(General, thread, message => message.IsFromBot);
        await server.WaitUntilIdleAsync();
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(78, (await server.RunVerbAsync("restore", backup)).Code);

        var other = Prepare(("Operators:Users:0", Grace));
        Assert.Equal(0, (await other.RunVerbAsync("restore", backup)).Code);
        await other.StartAsync();
        await other.WaitUntilIdleAsync();
        await AnswerAsync(General, World.MentionBot(General, Ada, "say after"), "after");
        await other.StopAsync();

        var (replaced, kept) = await other.RunVerbAsync("restore", backup, "--replace");
        Assert.Equal(0, replaced);
        Assert.True(File.Exists(kept.Trim().Split(' ')[^1]));
        await File.WriteAllTextAsync(backup + ".text", "no database at all");
        Assert.Equal(78, (await other.RunVerbAsync("restore", backup + ".text", "--replace")).Code);
        var bytes = await File.ReadAllBytesAsync(backup);
        bytes.AsSpan(bytes.Length / 2).Fill(0x55);
        await File.WriteAllBytesAsync(backup + ".damaged", bytes);
        Assert.Equal(78, (await other.RunVerbAsync("restore", backup + ".damaged", "--replace")).Code);
        await other.StartAsync();
    }

    [Fact]
    [Trait("Req", "CX-7")]
    public async Task The_configuration_is_shown_with_its_sources_and_without_a_secret()
    {
        var server = Prepare(
            ("Agent:Model", "gpt-4.1"), ("REDIS_URL", "redis://someone:hunter2@127.0.0.1:1/0"), ("Notifications:WebhookUrl", "https://hooks.example.org/services/T0/B0/hunter2-hunter2-hunter2"),
            ("Notifications:WebhookSecret", "hunter2-hunter2-hunter2-hunter2-hunter2"), ("Mcp:Servers:files:Command", "mcp"), ("Mcp:Servers:files:Environment:TOKEN", "hunter2"),
            ("Mcp:Servers:files:Arguments:0", "--token=hunter2"), ("Agent:Modell", "hunter2"));
        var (code, output) = await server.RunVerbAsync("config", "show", "--json", "--set", "Runs:Concurrency=7");
        Assert.Equal(0, code);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Slack.BotEnvironment["SLACK_BOT_TOKEN"], output, StringComparison.Ordinal);
        var settings = JsonNode.Parse(output)!.AsArray().ToDictionary(setting => (string)setting!["key"]!, setting => ((string)setting!["value"]!, (string)setting["source"]!));
        Assert.Equal(("gpt-4.1", "HOLDFAST_Agent__Model"), settings["Agent:Model"]);
        Assert.Equal(("7", "--set Runs:Concurrency"), settings["Runs:Concurrency"]);
        Assert.Equal(("***", "SLACK_BOT_TOKEN"), settings["Slack:BotToken"]);
        Assert.Equal("redis://***@127.0.0.1:1/0", settings["Redis:Url"].Item1);
        Assert.Equal("mcp", settings["Mcp:Servers:files:Command"].Item1);
        Assert.Contains("Audit:Retention", (await server.RunVerbAsync("config", "show", "--all")).Output, StringComparison.Ordinal);
        var problems = (await server.TellVerbAsync("config", "show")).Errors;
        Assert.Contains("a server won't start with these settings: ", problems, StringComparison.Ordinal);
        Assert.Contains("Agent:Model", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problems, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> SeeHealthAsync(int code, params string[] arguments)
    {
        var result = await Server.RunVerbAsync(["health", .. arguments]);
        Assert.Equal(code, result.Code);
        return result;
    }

    private Task<SlackMessage> CardAsync(string thread) =>
        World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true);

    private async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var (code, output) = await Server.RunVerbAsync([.. arguments, "--json"]);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {code} {output}");
        return JsonNode.Parse(output)!;
    }
}
