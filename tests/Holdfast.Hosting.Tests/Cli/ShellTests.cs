using System.Text.Json;
using Holdfast.Testing;

namespace Holdfast.Hosting.Tests.Cli;

/// <summary>What a person meets who types something, before there is any server.</summary>
[Trait("Req", "CX-8")]
public sealed class ShellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("there is no command 'start'. Did you mean 'run'?", "start")]
    [InlineData("there is no command 'statis'. Did you mean 'status'?", "statis")]
    [InlineData("there is no command 'approvel' of 'holdfast approvals'. Did you mean 'approve'?", "approvals", "approvel")]
    [InlineData("there is no option '--jsn' of 'holdfast usage'. Did you mean '--json'?", "usage", "--jsn")]
    [InlineData("what of 'holdfast runs'? One of list, show.", "runs")]
    [InlineData("'now' is one word too many for 'holdfast timers'.", "timers", "now")]
    [InlineData("See 'holdfast --help'.", "qwertz")]
    [InlineData("See 'holdfast usage --help'.", "usage", "--by", "colour")]
    public async Task What_is_not_understood_is_said_with_what_was_meant_and_without_the_whole_help(string expected, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(arguments);
        Assert.Equal((64, ""), (exit, output));
        Assert.StartsWith("holdfast: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    [Trait("Req", "XP-5")]
    public async Task The_manifest_that_is_written_is_the_one_of_the_docs()
    {
        var setup = await File.ReadAllTextAsync(Path.Combine(Holdfast.Tests.Repository.Sources.Root, "docs", "slack-setup.md"), TestContext.Current.CancellationToken);
        var block = setup[(setup.IndexOf("```yaml\n", StringComparison.Ordinal) + 8)..];
        var expected = string.Join('\n', block[..block.IndexOf("```", StringComparison.Ordinal)].Split('\n').Select(line => line.Length > 3 ? line[3..] : ""));
        var (exit, output, _) = await RunAsync("manifest", "--set", "Slack:DirectMessages=Sessions");
        Assert.Equal((0, expected.TrimEnd()), (exit, output.TrimEnd()));
    }

    [Fact]
    [Trait("Req", "XP-5")]
    public async Task Without_sessions_and_over_http_the_manifest_has_what_that_needs()
    {
        var (exit, output, _) = await RunAsync("manifest", "--json", "--http", "https://holdfast.example.org/");
        Assert.Equal(0, exit);
        var manifest = JsonElement.Parse(output);
        Assert.False(manifest.GetProperty("settings").GetProperty("socket_mode_enabled").GetBoolean());
        Assert.Equal("https://holdfast.example.org/slack/events", manifest.GetProperty("settings").GetProperty("event_subscriptions").GetProperty("request_url").GetString());
        Assert.Equal("https://holdfast.example.org/slack/events", manifest.GetProperty("features").GetProperty("slash_commands")[0].GetProperty("url").GetString());
        Assert.False(manifest.GetProperty("features").TryGetProperty("agent_view", out _));
        Assert.DoesNotContain("agent_session_stopped", output, StringComparison.Ordinal);
        Assert.DoesNotContain("assistant:write", output, StringComparison.Ordinal);
        var (_, same, _) = await RunAsync("manifest", "--json", "--set", "Slack:Transport=Http", "--set", "SlackHttp:PublicUrl=https://holdfast.example.org/slack/events");
        Assert.Equal(output, same);
        Assert.Equal(78, (await RunAsync("manifest", "--http", "http://holdfast.example.org")).Exit);
        Assert.Equal(78, (await RunAsync("manifest", "--set", "Slack:Transport=Http")).Exit);
    }

    [Theory]
    [InlineData("holdfast ", "audit")]
    [InlineData("holdfast approvals d", "deny")]
    [InlineData("holdfast usage --by ", "channel")]
    public async Task Completion_knows_commands_options_and_choices(string line, string expected)
    {
        var (exit, output, _) = await RunAsync("complete", "--position", $"{line.Length}", "--", line);
        Assert.Equal(0, exit);
        Assert.Contains(expected, output.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _holdfast_complete holdfast")]
    [InlineData("zsh", "#compdef holdfast")]
    [InlineData("powershell", "Register-ArgumentCompleter -Native -CommandName holdfast")]
    public async Task Each_shell_has_its_script(string shell, string expected)
    {
        var (exit, output, _) = await RunAsync("completion", shell);
        Assert.Equal(0, exit);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) => HoldfastProcess.RunAsync(_folder.Path, null, arguments);
}
