using System.Diagnostics;
using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The real <c>holdfast doctor</c> against the simulator.</summary>
[Trait("Req", "CX-11")]
public sealed class DoctorTests : EndToEndTest
{
    private static readonly string[] Checks =
        ["configuration", "slack token", "scopes", "sockets", "model", "database", "postgres", "redis", "disk", "clock", "time zones", "webhook"];

    [Fact]
    public async Task All_is_well_before_the_first_start_and_nothing_is_made()
    {
        var server = Prepare();

        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.True(code == 0, output);
        Assert.Equal(Checks, Lines(output).Select(NameOf));
        Assert.All(Lines(output), line => Assert.Matches("^(ok|skip) ", line));
        Assert.Contains(Lines(output), line => line.EndsWith("Holdfast Harbour (T0HOLDFAST)", StringComparison.Ordinal));
        Assert.False(Path.Exists(server.DataFolder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(server.DataFolder)!));
        Assert.DoesNotContain('\e', output);
        Assert.Equal(0, Slack.Model.Total);
    }

    [Fact]
    public async Task In_an_empty_folder_nothing_is_made_either()
    {
        var server = Prepare();
        Directory.CreateDirectory(server.DataFolder);

        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.True(code == 0, output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.DataFolder));
    }

    [Fact]
    public async Task What_a_machine_reads_has_every_check_once()
    {
        var server = Prepare(("OPENAI_API_KEY", "sk-wrong"));

        var (code, output) = await server.RunVerbAsync("doctor", "--json");

        Assert.Equal(1, code);
        using var document = JsonDocument.Parse(output);
        var reports = document.RootElement.EnumerateArray().ToList();
        Assert.Equal(Checks, reports.Select(report => report.GetProperty("check").GetString()));
        Assert.Equal(
            ["ok", "ok", "ok", "ok", "failed", "ok", "skipped", "skipped", "ok", "ok", "ok", "skipped"], reports.Select(report => report.GetProperty("status").GetString()));
        Assert.All(reports, report => Assert.NotEmpty(report.GetProperty("message").GetString()!));
        Assert.Contains("OPENAI_API_KEY", reports[4].GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, reports[0].GetProperty("remedy").ValueKind);
        Assert.DoesNotContain("sk-wrong", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SLACK_BOT_TOKEN", "xoxb-1-2-thisOneWasNeverGiven", "slack token", "invalid_auth")]
    [InlineData("SLACK_APP_TOKEN", "xapp-1-A0HOLDFAST-2-thisonewasnevergiven", "sockets", "invalid_auth")]
    [InlineData("SLACK_APP_TOKEN", "xapp-1-A0OTHER-2-thisonewasnevergiven", "slack token", "A0OTHER")]
    [InlineData("OPENAI_API_KEY", "sk-this-one-was-never-given", "model", "refuses the key")]
    public async Task A_secret_that_is_refused_is_named_and_not_shown(string variable, string value, string check, string said)
    {
        var server = Prepare((variable, value));

        var line = await FailsAsync(server, check);

        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.Contains(check == "slack token" && said == "A0OTHER" ? "Slack:AppToken" : variable, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_is_to_be_replaced()
    {
        using var revoked = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "auth.test", ErrorCode = "token_revoked" });

        var line = await FailsAsync(Prepare(), "slack token");

        Assert.Contains("token_revoked -> ", line, StringComparison.Ordinal);
        Assert.Contains("SLACK_BOT_TOKEN", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_that_the_bot_cannot_do_without_fails_and_another_only_switches_a_feature_off()
    {
        var server = Prepare();
        var all = Slack.BotScopes;

        Slack.BotScopes = [.. all.Except(["files:write"])];
        var (code, output) = await server.RunVerbAsync("doctor");
        Assert.True(code == 0, output);
        Assert.Matches("warn +scopes .*files:write.*job.* -> add files:write", output);

        Slack.BotScopes = [.. all.Except(["files:write", "chat:write"])];
        var line = await FailsAsync(server, "scopes");
        Assert.Contains("add chat:write, files:write", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_is_refused_is_told_from_a_token_that_is()
    {
        using var refused = Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = Fault.WebSocketConnect, Status = 503 });

        var line = await FailsAsync(Prepare(), "sockets");

        Assert.Contains("Slack gave an address", line, StringComparison.Ordinal);
        Assert.Contains("503", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_Mode_that_is_switched_off_is_said()
    {
        Slack.Sockets.Disable();

        var line = await FailsAsync(Prepare(), "sockets");

        Assert.Contains("feature_not_enabled", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_endpoint_that_is_down_or_does_not_know_the_model_is_said()
    {
        var down = await FailsAsync(Prepare(("OPENAI_BASE_URL", $"http://127.0.0.1:{Ports.Free()}/v1")), "model");
        Assert.Contains("cannot be reached", down, StringComparison.Ordinal);
        Assert.Contains("OPENAI_BASE_URL", down, StringComparison.Ordinal);

        var unknown = await FailsAsync(Prepare(("Agent:Model", "gpt-4o-mni")), "model");
        Assert.Contains("gpt-4o-mini", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_echo_agent_needs_no_model()
    {
        var (code, output) = await Prepare(("Agent:Kind", "Echo"), ("OPENAI_API_KEY", "")).RunVerbAsync("doctor");

        Assert.True(code == 0, output);
        Assert.Matches("skip +model ", output);
    }

    [Fact]
    public async Task An_unknown_key_is_listed_and_the_rest_is_checked_all_the_same()
    {
        var server = Prepare(("Runs:Concurency", "2"), ("Runs:Timeout", "soon"), ("Slack:Connections", "many"), ("Tools:Policies:exek", "Off"));

        var line = await FailsAsync(server, "configuration");

        Assert.Contains("Did you mean Runs:Concurrency?", line, StringComparison.Ordinal);
        Assert.Contains("Runs:Timeout must be a duration", line, StringComparison.Ordinal);
        Assert.Contains("Slack:Connections must be", line, StringComparison.Ordinal);
        Assert.Contains("Did you mean Tools:Policies:exec?", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_goes_to_the_usual_address_when_the_key_of_the_right_one_was_misspelt()
    {
        var server = Prepare(("SLACK_API_URL", ""), ("Slack:ApiUlr", Slack.SlackApiUrl.ToString()));

        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.Equal(1, code);
        Assert.All((string[])["slack token", "scopes", "sockets", "clock"], check => Assert.Matches($"skip +{check} .*Slack:ApiUrl", output));
        Assert.Matches("ok +model ", output);
    }

    [Fact]
    public async Task A_Slack_that_hangs_is_waited_for_within_the_limit()
    {
        using var hanging = Slack.Faults.Add(new Fault(FaultKind.Hang));
        var since = Stopwatch.GetTimestamp();

        var (code, output) = await Prepare().RunVerbAsync("doctor");

        var took = Stopwatch.GetElapsedTime(since);
        Assert.Equal(1, code);
        Assert.Equal(Checks, Lines(output).Select(NameOf));
        Assert.Matches("FAIL +slack token .*timeout", output);
        Assert.Matches("FAIL +sockets .*timeout", output);
        Assert.Matches("ok +model ", output);
        Assert.True(took < TimeSpan.FromMinutes(1), $"It took {took.TotalSeconds:0.0} s.");
    }

    [Fact]
    public async Task A_clock_that_is_off_is_measured_against_Slacks()
    {
        Slack.Clock.Offset = TimeSpan.FromMinutes(10);
        var line = await FailsAsync(Prepare(), "clock");
        Assert.Contains("behind Slack's", line, StringComparison.Ordinal);

        Slack.Clock.Offset = -TimeSpan.FromSeconds(20);
        var (code, output) = await Prepare().RunVerbAsync("doctor");
        Assert.True(code == 0, output);
        Assert.Matches("warn +clock .*ahead of Slack's", output);
    }

    [Fact]
    public async Task Beside_a_running_server_it_says_so_and_disturbs_nothing()
    {
        var server = await StartAsync(("Agent:Kind", "Echo"));
        var before = Names(server.DataFolder);

        var threads = Enumerable.Range(0, 20).Select(n => World.MentionBot(General, Ada, $"number {n}.")).ToList();
        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.True(code == 0, output);
        Assert.Matches("ok +database .*in use by a running server", output);
        Assert.Matches("(ok|warn) +sockets .*beside 2", output);
        Assert.Equal(before, Names(server.DataFolder));
        foreach (var (thread, n) in threads.Select((thread, n) => (thread, n))) await AnswerAsync(General, thread, $"echo number {n}.");
        await server.WaitUntilIdleAsync();
        Assert.Equal(2, Slack.Sockets.OpenCount);
        Assert.All(threads, thread => Assert.Single(Answers(General, thread)));

        await server.StopAsync();
        await DoctorChangesNothingAsync(server);
    }

    [Fact]
    public async Task What_a_killed_server_left_behind_is_looked_at_and_left_for_the_next_start()
    {
        var server = await StartAsync(("Agent:Kind", "Echo"));
        await server.KillAsync();
        Assert.Contains("holdfast.db-wal", Names(server.DataFolder));

        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.True(code == 0, output);
        Assert.Matches("ok +database .*no server runs on it", output);
        await server.StartAsync();
        await AnswerAsync(General, World.MentionBot(General, Ada, "again"), "echo again");
    }

    [Fact]
    public async Task An_event_that_comes_to_its_connection_is_not_acknowledged_and_reaches_the_server()
    {
        var server = Prepare(("Agent:Kind", "Echo"));
        var thread = World.MentionBot(General, Ada, "is anybody there?");

        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.True(code == 0, output);
        Assert.All(Slack.Sockets.Envelopes, envelope => Assert.Null(envelope.AckedAt));
        await server.StartAsync();
        await AnswerAsync(General, thread, "echo is anybody there?");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said()
    {
        var server = Prepare();
        Directory.CreateDirectory(server.DataFolder);
        await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "holdfast.db"), new string('x', 200), TestContext.Current.CancellationToken);

        var line = await FailsAsync(server, "database");

        Assert.Contains("no SQLite database", line, StringComparison.Ordinal);
    }

    /// <summary>Runs it, holds it to exactly one failure, and gives what is said about it.</summary>
    private static async Task<string> FailsAsync(HoldfastUnderTest server, string check)
    {
        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.Equal(1, code);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, output, StringComparison.Ordinal));
        var failed = Lines(output).Where(line => line.StartsWith("FAIL", StringComparison.Ordinal)).Select(NameOf).ToList();
        Assert.True(failed.Contains(check), output);
        var from = output.IndexOf($"FAIL  {check}", StringComparison.Ordinal);
        var next = Checks.Skip(Array.IndexOf(Checks, check) + 1).FirstOrDefault();
        return next is null ? output[from..] : output[from..output.IndexOf($"  {next} ", from, StringComparison.Ordinal)];
    }

    private static readonly string[] Secrets = ["xoxb-", "thisonewasnevergiven", "sk-this", "HoldfastSimulatorBot", "holdfastsimulatorapp", "sk-holdfast"];

    private static IEnumerable<string> Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != ' ');

    private static string NameOf(string line) => line[6..19].Trim();

    private static async Task DoctorChangesNothingAsync(HoldfastUnderTest server)
    {
        var before = Names(server.DataFolder).Select(name => (name, File.GetLastWriteTimeUtc(Path.Combine(server.DataFolder, name)))).ToList();
        var (code, output) = await server.RunVerbAsync("doctor");
        Assert.True(code == 0, output);
        Assert.Matches("ok +database .*no server runs on it", output);
        Assert.Equal(before, Names(server.DataFolder).Select(name => (name, File.GetLastWriteTimeUtc(Path.Combine(server.DataFolder, name)))));
    }

    private static IEnumerable<string> Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
