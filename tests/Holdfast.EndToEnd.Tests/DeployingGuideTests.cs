using System.Diagnostics;
using System.Text.RegularExpressions;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The commands of docs/deploying.md that need nothing but the program are run as they stand there, beside a server and after it.</summary>
[Trait("Req", "XP-12")]
public sealed partial class DeployingGuideTests : EndToEndTest
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Req", "SE-6")]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        var blocks = Block().Matches(await File.ReadAllTextAsync(Guide())).Select(block => (Stopped: block.Groups["stopped"].Success, Commands: block.Groups["commands"].Value)).ToList();
        var server = await StartAsync(("Agent:Kind", "Echo"));
        await AnswerAsync(General, World.MentionBot(General, Ada, "before"), "echo before");
        await server.WaitUntilIdleAsync();

        var said = await RunAsync(server, blocks.Where(block => !block.Stopped).Select(block => block.Commands));

        Assert.Contains("OK: up ", said, StringComparison.Ordinal);
        Assert.Matches(@"Slack:BotToken +\*\*\* +SLACK_BOT_TOKEN\n", said);
        Assert.Matches(@"Slack:BotToken +\*\*\* +SLACK_BOT_TOKEN_FILE\n", said);
        Assert.DoesNotContain(Slack.BotEnvironment["SLACK_BOT_TOKEN"], said, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
        Assert.Contains("restored into ", await RunAsync(server, blocks.Where(block => block.Stopped).Select(block => block.Commands)), StringComparison.Ordinal);
        await server.StartAsync();
        await AnswerAsync(General, World.MentionBot(General, Ada, "after"), "echo after");
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task A_server_whose_secrets_stand_in_files_answers_and_one_whose_files_are_missing_says_which()
    {
        var token = Path.Combine(_folder.Path, "bot-token");
        await File.WriteAllTextAsync(token, Slack.BotEnvironment["SLACK_BOT_TOKEN"] + "\n");
        await StartAsync(("SLACK_BOT_TOKEN", ""), ("SLACK_BOT_TOKEN_FILE", token), ("Agent:Kind", "Echo"));
        await AnswerAsync(General, World.MentionBot(General, Ada, "hello"), "echo hello");

        var other = Prepare(("SLACK_BOT_TOKEN", ""), ("SLACK_BOT_TOKEN_FILE", token + ".missing"), ("HOLDFAST_Slack__AppToken_FILE", _folder.Path));
        Assert.Equal(78, await other.RunToEndAsync());
        Assert.Contains($"SLACK_BOT_TOKEN_FILE names {token}.missing, which does not exist.", other.Output, StringComparison.Ordinal);
        Assert.Contains($"HOLDFAST_Slack__AppToken_FILE names {_folder.Path}, which cannot be read", other.Output, StringComparison.Ordinal);
    }

    /// <summary>All of them in one shell, as a person types them, which ends at the first that fails.</summary>
    private async Task<string> RunAsync(HoldfastUnderTest server, IEnumerable<string> commands)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-eu", "-c", string.Join('\n', commands)]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in server.Environment) start.Environment[name] = value;
        start.Environment["PATH"] = Path.GetDirectoryName(HoldfastUnderTest.Executable()) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = await shell.StandardError.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await shell.WaitForExitAsync().WaitAsync(Eventually.Patience);
        Assert.True(shell.ExitCode == 0, $"{await output}\n{errors}");
        return await output;
    }

    private static string Guide()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "deploying.md");
    }

    [GeneratedRegex("<!-- tried(?<stopped>: stopped)? -->\n```sh\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Block();
}
