using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Programs that are MCP servers give the agent tools, and whatever they do harms nothing else.</summary>
[Trait("Req", "AS-15")]
public sealed partial class McpTests : EndToEndTest
{
    private const string Approve = "approval.approve";
    private const string Secret = "odd-secret-0123456789";

    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");

    private string Grace => World.Grace.Id;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Eventually.SeeAsync("no program of a server is left", () => Running().Count == 0, () => string.Join(", ", Running()));
        _folder.Dispose();
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task The_reference_server_for_files_reads_freely_and_writes_when_somebody_has_approved_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "poem.txt"), "Über allen Gipfeln");
        await StartWithToolsAsync(
            [.. await ReferenceServer.SettingsAsync("files", "filesystem", _folder.Path), Marked("files"), ("Mcp:Servers:files:TrustAnnotations", "true"), ("Approvals:Users:0", Grace)], "files");

        await SaysAsync($$"""use files_read_text_file {"path":"{{_folder.Path}}/poem.txt"}""", "Über allen Gipfeln");
        await SaysAsync("""use files_read_text_file {"path":"/etc/passwd"}""", "Access denied");
        var thread = World.MentionBot(General, Ada, $$"""use files_write_file {"path":"{{_folder.Path}}/new.txt","content":"Ruh & du"}""");
        var card = await CardAsync(thread);
        Assert.Equal($$"""
            MCP server: files
            Tool: write_file
            Arguments: {
              "path": "{{_folder.Path}}/new.txt",
              "content": "Ruh & du"
            }
            """.ReplaceLineEndings("\n"), Shown(card));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "new.txt")));
        Slack.Interactions.Click(Grace, General, card.Ts, Approve);

        await AnswerAsync(General, thread, "Successfully wrote");
        Assert.Equal("Ruh & du", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "new.txt")));
    }

    [Fact]
    [Trait("Req", "SE-4")]
    public async Task The_reference_server_with_everything_answers_in_every_kind_of_content()
    {
        await StartWithToolsAsync(
            [
                .. await ReferenceServer.SettingsAsync("all", "everything"), Marked("all"), ("Tools:Policies:all_*", "Auto"), ("ODD_VARIABLE", Secret),
                ("Mcp:Servers:all:Environment:GIVEN", "with ${ODD_VARIABLE}"), ("Images:Model", "gpt-image-1"),
            ],
            "all");

        await SaysAsync("""use all_echo {"message":"hello"}""", "Echo: hello");
        await SaysAsync("""use all_get-sum {"a":2,"b":3}""", "2 and 3 is 5");
        var thread = World.MentionBot(General, Ada, "use all_get-tiny-image");
        await AnswerAsync(General, thread, "it is posted in this conversation by itself)");
        var posted = await World.WaitForMessageAsync(message => message is { IsFromBot: true, Files.Count: 1 } && message.ThreadTs == thread);
        Assert.Equal("get-tiny-image of all", posted.Files[0].Title);
        Assert.Contains("MCP logo", posted.Files[0].AltText, StringComparison.Ordinal);
        var asked = Slack.Model.Recent[^1];
        var seen = Assert.Single(asked.Messages[^1].Images);
        Assert.Contains("your tools returned the following pictures", asked.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal("image/png", seen.MediaType);

        // It is the newest picture of the conversation: shown with what is asked next, and edited by saying so.
        await Server.KillAsync();
        await Server.StartAsync();
        await ToolsAreThereAsync(times: 2, "all");
        World.PostAsUser(General, Ada, "edit that picture: make it blue", thread);
        var edited = await World.WaitForMessageAsync(message => message is { IsFromBot: true, Files.Count: 1 } && message.ThreadTs == thread && message.Ts != posted.Ts);
        Assert.EndsWith(": make it blue", edited.Files[0].Title, StringComparison.Ordinal);
        Assert.Equal(World.FileBytes(posted.Files[0].Id).ToArray(), Slack.Model.Images.Recent[^1].Images[0].Bytes.ToArray());
        await AnswerAsync(General, thread, "which I made");
        Assert.Equal(seen.Bytes.ToArray(), Assert.Single(Slack.Model.Recent[^1].Messages.SelectMany(message => message.Images)).Bytes.ToArray());
        await SaysAsync("""use all_get-structured-content {"location":"New York"}""", "temperature");
        await SaysAsync("""use all_get-resource-reference {"resourceType":"Text","resourceId":1}""", "demo://resource/dynamic/text/1");
        await SaysAsync("""use all_get-sum {"a":2}""", "the argument \"b\" is missing");
        await SaysAsync("""use all_get-sum {"a":"two","b":3}""", "all_get-sum said:");
        var environment = await SaysAsync("use all_get-env", "GIVEN");
        Assert.Contains("with ***", environment, StringComparison.Ordinal);
        foreach (var secret in (string[])[Secret, "SLACK_", "OPENAI_", "HOLDFAST_Storage"])
            Assert.DoesNotContain(secret, environment, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usual")]
    [InlineData("starts-in=6")]
    [Trait("Req", "RS-14")]
    [Trait("Req", "RS-18")]
    public async Task What_is_approved_right_after_a_restart_waits_for_its_server_and_is_done_once(string start)
    {
        var file = Path.Combine(_folder.Path, "notes");
        await StartWithToolsAsync([.. Odd(null, start), ("Approvals:Users:0", Grace)]);
        var thread = World.MentionBot(General, Ada, $$"""use odd_note {"file":"{{file}}","text":"once"}""");
        var card = await CardAsync(thread);
        await Server.KillAsync();
        await Server.StartAsync();

        Slack.Interactions.Click(Grace, General, card.Ts, Approve);

        await AnswerAsync(General, thread, "odd_note said: noted");
        await Server.WaitUntilIdleAsync();
        Assert.Equal("once\n", await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "RS-14")]
    [Trait("Req", "XP-8")]
    public async Task A_call_that_a_kill_interrupts_is_not_made_again_and_the_model_is_told(bool isApproved)
    {
        var (file, go) = (Path.Combine(_folder.Path, "notes"), Path.Combine(_folder.Path, "go"));
        await StartWithToolsAsync([.. Odd(), ("Approvals:Users:0", Grace), ("Tools:Policies:odd_note", isApproved ? "Approve" : "Auto")]);
        var thread = World.MentionBot(General, Ada, $$"""use odd_note {"file":"{{file}}","text":"once","wait":"{{go}}"}""");
        if (isApproved) Slack.Interactions.Click(Grace, General, (await CardAsync(thread)).Ts, Approve);
        await Eventually.SeeAsync("the call is under way", () => File.Exists(file));
        await Server.KillAsync();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "is not known");
        await Server.WaitUntilIdleAsync();
        Assert.Equal("once\n", await File.ReadAllTextAsync(file));
    }

    [Fact]
    [Trait("Req", "RS-14")]
    public async Task A_call_that_only_reads_is_made_again_after_a_kill_where_the_server_is_trusted()
    {
        var calls = Path.Combine(_folder.Path, "calls");
        await StartWithToolsAsync([.. Odd(), ("Mcp:Servers:odd:TrustAnnotations", "true"), ("Mcp:Servers:odd:Timeout", "00:10:00")]);
        var thread = World.MentionBot(General, Ada, $$"""use odd_hang {"file":"{{calls}}"}""");
        await CalledAsync(calls, times: 1);
        await Server.KillAsync();
        await Server.StartAsync();

        await CalledAsync(calls, times: 2);
        World.PostAsUser(General, Ada, "stop", thread);
        await AnswerAsync(General, thread, "topped");
        Assert.DoesNotContain(Answers(General, thread), text => text.Contains("is not known", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_call_without_an_end_is_given_up_on_and_the_server_is_told()
    {
        await StartWithToolsAsync([.. Odd("Auto"), ("Mcp:Servers:odd:Timeout", "00:00:02")]);
        await SaysAsync("use odd_hang", "gave no answer within 2 s");
        await SaysAsync("use odd_progress", "gave no answer within 2 s");
        await SaysAsync("use odd_cancelled", "odd_cancelled said: cancelled 2");
    }

    [Fact]
    [Trait("Req", "AS-21")]
    public async Task A_stop_reaches_the_server()
    {
        var calls = Path.Combine(_folder.Path, "calls");
        await StartWithToolsAsync(Odd("Auto"));
        var thread = World.MentionBot(General, Ada, $$"""use odd_hang {"file":"{{calls}}"}""");
        await CalledAsync(calls, times: 1);

        World.PostAsUser(General, Ada, "stop", thread);

        await AnswerAsync(General, thread, "topped");
        await SaysAsync("use odd_cancelled", "odd_cancelled said: cancelled 1");
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task Results_without_measure_cost_neither_memory_nor_the_conversation()
    {
        await StartWithToolsAsync(Odd("Auto"));
        await SaysAsync("""use odd_big {"bytes":100000}""", "odd_big said: zzz");
        var before = ProcessFacts.ResidentBytes(Server.ProcessId);
        for (var round = 0; round < 4; round++)
            await SaysAsync("use odd_big {\"bytes\":30000000}", "larger than 4194304 bytes");
        var grown = ProcessFacts.ResidentBytes(Server.ProcessId) - before;
        Assert.True(grown < 60_000_000, $"It has grown by {grown / 1_000_000} MB.");
        await SaysAsync("""use odd_echo {"text":"still here"}""", "odd_echo said: still here");
    }

    [Fact]
    public async Task Content_of_every_kind_is_named_and_an_error_is_one()
    {
        await StartWithToolsAsync(Odd("Auto"));
        var said = await SaysAsync("use odd_rich", "first");
        foreach (var expected in (string[])
            ["(a picture, image/png, 3 kB;", "(a sound, audio/wav, 300 bytes;", "(Resource file:///tmp/x.txt, x, text/plain, 12 bytes)", "what y says", "application/octet-stream, 60 bytes", "kind 'hologram'", "42"])
            Assert.Contains(expected, said, StringComparison.Ordinal);
        await SaysAsync("use odd_fail", "it cannot be done");
    }

    [Theory]
    [InlineData("usual")]
    [InlineData("new")]
    public async Task New_tools_are_there_in_the_next_run(string protocol)
    {
        await StartWithToolsAsync(Odd("Auto", protocol));
        await SaysAsync("use odd_extra_1", "no tool named odd_extra_1");
        await SaysAsync("use odd_grow", "grown");
        await Server.WaitForOutputAsync("MCP server odd has other tools now: 15");
        await SaysAsync("use odd_extra_1", "odd_extra_1 said:");

        // A run keeps the tools that it began with, and is told that one of them is gone: by Holdfast, or by the server where that is quicker.
        var gone = await SaysAsync("use odd_grow {\"less\":true}\nthen use odd_extra_1", "extra_1");
        Assert.Matches("does not have the tool extra_1 any more|did not do it: .*unknown", gone);
        await Server.WaitForOutputAsync("MCP server odd has other tools now: 14");
        await SaysAsync("use odd_extra_1", "no tool named odd_extra_1");
    }

    [Fact]
    [Trait("Req", "SE-4")]
    [Trait("Req", "RS-13")]
    public async Task A_server_that_dies_is_started_again_and_says_nothing_secret()
    {
        await StartWithToolsAsync([.. Odd("Auto"), ("TOKEN_OF_ODD", Secret), ("Mcp:Servers:odd:Environment:ODD_TOKEN", "${TOKEN_OF_ODD}")]);
        var first = await SaysAsync("use odd_pid", "odd_pid said:");

        var lost = await SaysAsync("use odd_die", "was lost during the call");

        Assert.True(lost.Contains("ended with exit code 3: dying with *** in hand", StringComparison.Ordinal), lost);
        await Server.WaitForOutputAsync("MCP server odd is there again, with 14 tools");
        Assert.NotEqual(first, await SaysAsync("use odd_pid", "odd_pid said:"));
        Assert.Contains("MCP server odd is not there: it ended with exit code 3: dying with *** in hand", Server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Server.Output, StringComparison.Ordinal);
        var health = await Server.WaitForHealthAsync("all is well again", health => health.Status == "ok");
        Assert.Equal(14, health.Figure("mcp_odd_tools"));
    }

    [Fact]
    [Trait("Req", "RS-13")]
    public async Task Garbage_and_floods_are_passed_over()
    {
        await StartWithToolsAsync(Odd("Auto"));
        await SaysAsync("use odd_garbage", "garbage is out");
        await SaysAsync("""use odd_flood {"lines":50000}""", "flooded");
        await SaysAsync("""use odd_echo {"text":"fine"}""", "odd_echo said: fine");
        Assert.Single(Garbage().Matches(Server.Output));
        Assert.InRange(Complaints().Count(Server.Output), 1, 25);
    }

    [Theory]
    [InlineData("hang-initialize")]
    [InlineData("hang-list")]
    [InlineData("die-at-start")]
    public async Task A_server_that_does_not_come_keeps_nobody_waiting(string mode)
    {
        await StartWithToolsAsync([.. Odd("Auto"), .. OddServer.Settings("bad", mode), ("Mcp:Servers:bad:StartTimeout", "00:00:06"), Marked("bad")]);

        await SaysAsync("""use odd_echo {"text":"first"}""", "odd_echo said: first");
        var health = await Server.WaitForHealthAsync("it is said", health => health.Problems.Contains("'bad'", StringComparison.Ordinal));

        Assert.Equal("degraded", health.Status);
        Assert.Contains(mode == "die-at-start" ? "it ended with exit code 4: the configuration is wrong" : "it did not answer within 6 s", health.Problems, StringComparison.Ordinal);
        var since = Stopwatch.GetTimestamp();
        await SaysAsync("""use odd_echo {"text":"second"}""", "odd_echo said: second");
        await SaysAsync("use bad_echo", "no tool named bad_echo");
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "Runs waited for the server that hangs.");
        Assert.Equal(0, health.Figure("mcp_bad_tools"));
    }

    [Fact]
    public async Task A_server_that_ends_when_asked_for_its_version_is_not_asked_again()
    {
        await StartAsync(Odd("Auto", "strict"));
        await Server.WaitForOutputAsync("MCP server odd is there again");
        await SaysAsync("""use odd_echo {"text":"greeted"}""", "odd_echo said: greeted");
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task Five_thousand_tools_and_odd_descriptions_are_bounded()
    {
        await StartAsync([
            .. OddServer.Settings("many", "many"), Marked("many"), .. OddServer.Settings("picked", "many"), Marked("picked"), ("Mcp:Servers:picked:Tools:0", "tool_4999"),
            .. OddServer.Settings("odd", "odd"), Marked("odd"), ("Tools:Policies:odd_*", "Auto"), ("Approvals:Users:0", Grace),
        ]);
        await Server.WaitForHealthAsync(
            "all have told their tools",
            health => health.Code is not null && health.Figure("mcp_many_tools") == 128 && health.Figure("mcp_picked_tools") == 1 && health.Figure("mcp_odd_tools") == 5);
        var told = await SaysAsync("use odd_none", "no tool named odd_none");
        foreach (var offered in (string[])["odd_long", "odd_untyped", "odd_a_b_c_", "odd_nnn", "odd_fine", "many_tool_0", "set_timer"])
            Assert.Contains(offered, told, StringComparison.Ordinal);
        Assert.All(Names().Matches(told), name => Assert.InRange(name.Length, 1, 64));
        Assert.Contains("picked_tool_4999", told, StringComparison.Ordinal);
        Assert.Contains("Some tools of MCP server many are left out", Server.Output, StringComparison.Ordinal);
        foreach (var named in (string[])["no_schema", "text_schema", "array_schema", "huge_schema"])
            Assert.Contains(named + ": ", Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-14")]
    public async Task Nothing_of_a_server_outlives_Holdfast()
    {
        await StartWithToolsAsync(Odd("Auto", "child", "stay"));
        await SaysAsync("""use odd_echo {"text":"here"}""", "odd_echo said: here");
        var first = Running();
        Assert.True(first.Count >= 2, string.Join(", ", first));

        await Server.KillAsync();
        Assert.NotEmpty(Running());
        await Server.StartAsync();
        await Eventually.SeeAsync("what the killed one left is gone", () => !Running().Intersect(first).Any(), () => string.Join(", ", Running()));
        await ToolsAreThereAsync(times: 2);
        await SaysAsync("""use odd_echo {"text":"again"}""", "odd_echo said: again");

        Assert.Equal(0, await Server.StopAsync());
        Assert.Empty(Running());
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task What_is_wrong_in_the_configuration_is_named_at_the_start()
    {
        var server = Prepare(
            ("Mcp:Servers:github:Url", "https://mcp.example/mcp"), ("Mcp:Servers:github:Headers:Authorization", "Bearer ${NO_SUCH_TOKEN}"),
            ("Mcp:Servers:github:Header:X", "y"), ("Mcp:Servers:both:Url", "https://mcp.example/mcp"), ("Mcp:Servers:both:Command", "x"),
            ("Mcp:Servers:none:Timeout", "00:00:05"), ("Mcp:Server:x:Command", "y"), ("Mcp:Servers:set:Command", "z"));

        Assert.Equal(78, await server.RunToEndAsync());

        foreach (var said in (string[])
        [
            "Mcp:Servers:github:Header is not known. Did you mean Mcp:Servers:github:Headers?", "Mcp:Servers:both:Command and Url are both set",
            "Mcp:Servers:none:Command or Url is missing", "Mcp:Server is not known. Did you mean Mcp:Servers?",
        ])
            Assert.Contains(said, server.Tail(), StringComparison.Ordinal);

        var other = Prepare(
            ("Mcp:Servers:github:Url", "https://mcp.example/mcp"), ("Mcp:Servers:github:Headers:Authorization", "Bearer ${NO_SUCH_TOKEN}"), ("Mcp:Servers:set:Command", "z"),
            ("Mcp:Servers:git:Command", "z"), ("Mcp:Servers:git:Prefix", "git"));
        Assert.Equal(78, await other.RunToEndAsync());
        Assert.Contains("Mcp:Servers:github:Headers:Authorization needs the environment variable NO_SUCH_TOKEN, which is not set.", other.Tail(), StringComparison.Ordinal);
        Assert.Contains("so begins the tool set_timer", other.Tail(), StringComparison.Ordinal);
        Assert.Contains("Mcp:Servers:github:Prefix is 'github_', which begins as that of git ('git')", other.Tail(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-11")]
    public async Task The_doctor_starts_each_server_and_says_what_to_do()
    {
        var (code, output) = await Prepare([
            .. Odd(), .. OddServer.Settings("sleepy", "starts-in=9"), ("Mcp:Servers:absent:Command", "no-such-program"), .. OddServer.Settings("dead", "die-at-start"), ("Mcp:Servers:away:Url", "http://127.0.0.1:1/mcp"),
        ]).RunVerbAsync("doctor");

        Assert.Equal(1, code);
        Assert.Matches(@"ok +mcp odd +odd 1 at python3 has 14 tools", output);
        Assert.Matches(@"ok +mcp sleepy +odd 1 at python3 has 14 tools", output);
        Assert.Matches(@"FAIL +mcp absent +no-such-program: .*not found in its PATH.* -> install it, or correct Mcp:Servers:absent:Command", output);
        Assert.Matches(@"FAIL +mcp dead +python3: it ended with exit code 4: the configuration is wrong -> run it by hand", output);
        Assert.Matches(@"FAIL +mcp away +127.0.0.1:1: it cannot be reached.* -> check Mcp:Servers:away:Url", output);
    }

    /// <summary>Starts a server whose program of tools is there: on a busy machine a question may be quicker.</summary>
    private async Task StartWithToolsAsync(IEnumerable<(string Key, string Value)> settings, string program = "odd")
    {
        await StartAsync(settings);
        await ToolsAreThereAsync(times: 1, program);
    }

    private Task ToolsAreThereAsync(int times, string program = "odd") => Eventually.SeeAsync(
        "the program of tools is there", () => Server.Output.Split('\n').Count(line => line.Contains($"MCP server {program} (", StringComparison.Ordinal)) >= times, Server.Tail);

    /// <summary>The program has been called, so often, and hangs.</summary>
    private static Task CalledAsync(string file, int times) =>
        Eventually.SeeAsync($"called {times} times", () => File.Exists(file) && File.ReadAllLines(file).Length == times, () => File.Exists(file) ? File.ReadAllText(file) : "not called");

    /// <summary>Asks for something, and hears an answer with certain words.</summary>
    private async Task<string> SaysAsync(string text, string containing)
    {
        var thread = World.MentionBot(General, Ada, text);
        return (await AnswerAsync(General, thread, containing, TimeSpan.FromSeconds(60))).Text;
    }

    private IEnumerable<(string Key, string Value)> Odd(string? policy = null, params string[] modes) =>
        [.. OddServer.Settings("odd", modes), Marked("odd"), .. policy is null ? [] : new[] { ("Tools:Policies:odd_*", policy) }];

    private (string Key, string Value) Marked(string server) => ($"Mcp:Servers:{server}:Environment:ODD_MARK", _mark);

    private Task<SlackMessage> CardAsync(string thread) =>
        World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true);

    private static string Shown(SlackMessage card)
    {
        using var blocks = JsonDocument.Parse(card.Blocks!);
        return string.Concat(blocks.RootElement.EnumerateArray()
            .Where(block => block.GetProperty("type").GetString() == "rich_text")
            .Select(block => block.GetProperty("elements")[0].GetProperty("elements")[0].GetProperty("text").GetString()));
    }

    /// <summary>The processes of this test's servers, by a variable that each of them inherits.</summary>
    private List<string> Running()
    {
        var mark = Encoding.UTF8.GetBytes($"\0ODD_MARK={_mark}\0");
        var found = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                if (File.ReadAllBytes(Path.Combine(process, "environ")).AsSpan().IndexOf(mark) >= 0)
                    found.Add(Path.GetFileName(process));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or belongs to somebody else.
            }
        }

        return found;
    }

    [GeneratedRegex("is for messages of the protocol", RegexOptions.None, 5_000)]
    private static partial Regex Garbage();

    [GeneratedRegex("says: complaint", RegexOptions.None, 5_000)]
    private static partial Regex Complaints();

    [GeneratedRegex("odd_[A-Za-z0-9_-]+", RegexOptions.None, 5_000)]
    private static partial Regex Names();
}
