using System.Diagnostics;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>MCP servers behind HTTP give the agent tools: those of today's protocol, and those with sessions.</summary>
[Trait("Req", "AS-15")]
public sealed class McpHttpTests : EndToEndTest
{
    private const string Approve = "approval.approve";
    private const string Token = "http-secret-0123456789";

    private readonly int _port = Ports.Free();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "RS-18")]
    [Trait("Req", "SE-4")]
    public async Task It_is_asked_with_its_token_and_what_changes_something_when_that_was_approved(bool hasSessions)
    {
        await using var mcp = await McpOverHttp.StartAsync(_port, Token, hasSessions);
        await StartAsync([.. Settings(), ("Mcp:Servers:notes:TrustAnnotations", "true"), ("Approvals:Users:0", World.Grace.Id)]);
        await Server.WaitForOutputAsync("is there, with 4 tools");

        await SaysAsync("""use notes_greet {"name":"Ada"}""", "Hello, Ada");
        var thread = World.MentionBot(General, Ada, $$"""use notes_note {"text":"for {{_port}}"}""");
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true);
        Assert.DoesNotContain($"for {_port}", McpOverHttp.Notes);
        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, Approve);
        await AnswerAsync(General, thread, "notes_note said: noted");

        Assert.Single(McpOverHttp.Notes, note => note == $"for {_port}");
        Assert.All(mcp.Seen, request => Assert.EndsWith("True", request, StringComparison.Ordinal));
        Assert.DoesNotContain(Token, Server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "AS-3")]
    public async Task Hangs_and_results_without_measure_are_given_up_on_and_the_server_is_told(bool hasSessions)
    {
        await using var mcp = await McpOverHttp.StartAsync(_port, Token, hasSessions);
        await StartAsync([
            .. Settings(), ("Tools:Policies:notes_*", "Auto"), ("Mcp:Servers:notes:Timeout", "00:00:02"),
            .. Settings("patient"), ("Tools:Policies:patient_*", "Auto"), ("Mcp:Servers:patient:MaxResultBytes", "1000000"),
        ]);
        await Server.WaitForHealthAsync("its tools are known", health => health.Code is not null && health.Figure("mcp_notes_tools") == 4 && health.Figure("mcp_patient_tools") == 4);

        await SaysAsync($$"""use notes_hang {"text":"{{_port}}"}""", "gave no answer within 2 s");
        await Eventually.SeeAsync("the server has heard of it", () => McpOverHttp.Notes.Contains($"{_port} was cancelled"));
        await SaysAsync("use patient_big {\"bytes\":10000000}", "larger than 1000000 bytes");
        await SaysAsync("""use notes_greet {"name":"Grace"}""", "Hello, Grace");
        Assert.DoesNotContain("is not there", Server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "RS-13")]
    public async Task One_that_goes_and_comes_back_is_found_again(bool hasSessions)
    {
        var mcp = await McpOverHttp.StartAsync(_port, Token, hasSessions);
        await StartAsync([.. Settings(), ("Tools:Policies:notes_*", "Auto")]);
        await Server.WaitForOutputAsync("is there, with 4 tools");
        await SaysAsync("""use notes_greet {"name":"Ada"}""", "Hello, Ada");
        await mcp.DisposeAsync();

        await SaysAsync("""use notes_greet {"name":"Ada"}""", "MCP server notes");
        var health = await Server.WaitForHealthAsync("it is said", health => health.Problems.Contains("MCP server 'notes' is not there", StringComparison.Ordinal));
        Assert.Equal("degraded", health.Status);
        await using var again = await McpOverHttp.StartAsync(_port, Token, hasSessions);
        await Server.WaitForOutputAsync("MCP server notes is there again, with 4 tools");

        await SaysAsync("""use notes_greet {"name":"Grace"}""", "Hello, Grace");
        await Server.WaitForHealthAsync("all is well", health => health.Status == "ok");
    }

    [Fact]
    [Trait("Req", "SE-4")]
    [Trait("Req", "CX-11")]
    public async Task A_wrong_token_is_told_and_not_shown()
    {
        await using var mcp = await McpOverHttp.StartAsync(_port, "another-token", hasSessions: false);
        await StartAsync([.. Settings()]);
        var since = Stopwatch.GetTimestamp();

        await SaysAsync("""use notes_greet {"name":"Ada"}""", "no tool named notes_greet");
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30));
        var health = await Server.WaitForHealthAsync("it is said", health => health.Problems.Contains("it answers HTTP 401", StringComparison.Ordinal));
        var (code, output) = await Server.RunVerbAsync("doctor");

        Assert.Equal(1, code);
        Assert.Matches("FAIL +mcp notes .*it answers HTTP 401 -> check the token in Mcp:Servers:notes:Headers", output);
        foreach (var text in (string[])[health.Problems, output, Server.Output])
            Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
    }

    private async Task<string> SaysAsync(string text, string containing)
    {
        var thread = World.MentionBot(General, Ada, text);
        return (await AnswerAsync(General, thread, containing, TimeSpan.FromSeconds(60))).Text;
    }

    private IEnumerable<(string Key, string Value)> Settings(string name = "notes") =>
    [
        ($"Mcp:Servers:{name}:Url", $"http://127.0.0.1:{_port}/mcp"), ($"Mcp:Servers:{name}:Headers:Authorization", "Bearer ${TOKEN_OF_NOTES}"), ("TOKEN_OF_NOTES", Token),
    ];
}
