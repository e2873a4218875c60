using Holdfast.Testing;

namespace Holdfast.Hosting.Tests.Cli;

public sealed class HoldfastCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_names_the_verbs_and_succeeds()
    {
        var (exit, output, _) = await RunAsync("--help");
        Assert.Equal(0, exit);
        Assert.Contains("run", output, StringComparison.Ordinal);
        Assert.Contains("never loses a message", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_refused()
    {
        var (exit, _, error) = await RunAsync("rnu");
        Assert.NotEqual(0, exit);
        Assert.Contains("rnu", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Agent:Kind", "Key=Value")]
    [InlineData("=x", "Key=Value")]
    [InlineData("Agent:Knd=Echo", "Did you mean Agent:Kind?")]
    [Trait("Req", "CX-8")]
    public async Task A_setting_that_cannot_be_taken_stops_the_start_with_code_78_and_the_remedy(string setting, string remedy)
    {
        var (exit, output, error) = await RunAsync("run", "--set", setting);
        Assert.Equal((78, ""), (exit, output));
        Assert.StartsWith("holdfast: ", error, StringComparison.Ordinal);
        Assert.Contains(remedy, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-7")]
    public async Task A_malformed_setting_that_holds_a_secret_is_not_repeated()
    {
        var (exit, _, error) = await RunAsync("run", "--set", "Slack:BotToken:xoxb-hunter2");
        Assert.Equal(78, exit);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Agent\": ", "appsettings.json")]
    [InlineData("not json", "appsettings.json")]
    [Trait("Req", "CX-8")]
    public async Task A_malformed_file_stops_the_start_with_code_78_and_its_name(string content, string named)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "appsettings.json"), content, TestContext.Current.CancellationToken);
        var (exit, _, error) = await RunAsync("run");
        Assert.Equal(78, exit);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task A_file_that_was_named_must_be_there()
    {
        var (exit, _, error) = await RunAsync("run", "--config", "missing.json");
        Assert.Equal(78, exit);
        Assert.Contains("missing.json", error, StringComparison.Ordinal);
    }

    /// <summary>Each source sets a value that is refused by name: the one that is named has won.</summary>
    [Theory]
    [InlineData(1, "from-file")]
    [InlineData(2, "from-variable")]
    [InlineData(3, "from-line")]
    [Trait("Req", "CX-8")]
    public async Task The_later_source_wins_file_then_variables_then_command_line(int sources, string winner)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "appsettings.json"), """{"Runs":{"Concurrency":"from-file"}}""", TestContext.Current.CancellationToken);
        var variables = new Dictionary<string, string>();
        if (sources >= 2)
            variables["HOLDFAST_Runs__Concurrency"] = "from-variable";
        string[] line = sources >= 3 ? ["--set", "Runs:Concurrency=from-line"] : [];
        var (exit, _, error) = await HoldfastProcess.RunAsync(_folder.Path, variables, ["run", .. line]);
        Assert.Equal(78, exit);
        Assert.Contains($"Runs:Concurrency must be a whole number, not '{winner}'.", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task Well_known_variables_go_before_the_file_and_behind_those_of_Holdfast()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "appsettings.json"), """{"Slack":{"BotToken":"","AppToken":""},"OpenAI":{"ApiKey":""}}""", TestContext.Current.CancellationToken);
        var variables = new Dictionary<string, string>
        {
            ["SLACK_BOT_TOKEN"] = "xoxb-1", ["SLACK_APP_TOKEN"] = "xapp-1", ["OPENAI_API_KEY"] = "sk-1", ["HOLDFAST_OpenAI__ApiKey"] = "no key", ["HOLDFAST_Slack__BotToken"] = "",
        };
        var (exit, _, error) = await HoldfastProcess.RunAsync(_folder.Path, variables, "run");
        Assert.Equal(78, exit);
        Assert.DoesNotContain("SLACK_BOT_TOKEN", error, StringComparison.Ordinal);
        Assert.DoesNotContain("SLACK_APP_TOKEN", error, StringComparison.Ordinal);
        Assert.Contains("(from HOLDFAST_OpenAI__ApiKey)", error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] arguments) => HoldfastProcess.RunAsync(_folder.Path, null, arguments);
}
