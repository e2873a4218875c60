using System.Collections;
using Holdfast.Hosting.Configuration;
using Holdfast.Testing;

namespace Holdfast.Hosting.Tests.Configuration;

/// <summary>A secret may stand in a file, as Docker, Kubernetes and systemd give it.</summary>
[Trait("Req", "XP-12")]
[Trait("Req", "CX-8")]
public sealed class VariableFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SLACK_BOT_TOKEN_FILE", "Slack:BotToken", "xoxb-1", "xoxb-1")]
    [InlineData("DATABASE_URL_FILE", "Database:Url", "postgres://db/holdfast\n", "postgres://db/holdfast")]
    [InlineData("HOLDFAST_Slack__BotToken_FILE", "Slack:BotToken", "xoxb-1\r\n\n", "xoxb-1")]
    [InlineData("holdfast_notifications__webhooksecret_file", "notifications:webhooksecret", "\uFEFFcorrect horse battery staple", "correct horse battery staple")]
    [InlineData("HOLDFAST_Mcp__Servers__tickets__Headers__Authorization_FILE", "Mcp:Servers:tickets:Headers:Authorization", "Bearer x", "Bearer x")]
    public void What_a_file_holds_counts_as_if_it_stood_in_the_variable(string name, string key, string content, string value) =>
        Assert.Equal([(key, value, name)], EnvironmentVariables.Read(new Hashtable { [name] = FileWith(content) }));

    [Fact]
    public void What_another_program_is_to_find_in_a_file_is_handed_to_it_as_it_is() => Assert.Equal(
        [("Mcp:Servers:x:Environment:TOKEN_FILE", "/etc/x", "HOLDFAST_Mcp__Servers__x__Environment__TOKEN_FILE")],
        EnvironmentVariables.Read(new Hashtable { ["HOLDFAST_Mcp__Servers__x__Environment__TOKEN_FILE"] = "/etc/x" }));

    [Theory]
    [InlineData("HOLDFAST_FILE", "FILE")]
    [InlineData("HOLDFAST__FILE", "_FILE")]
    [InlineData("HOLDFAST_House__File", "House:File")]
    public void What_has_no_other_name_before_it_is_a_setting_as_any(string name, string key) => Assert.Equal([(key, "/etc/x", name)], EnvironmentVariables.Read(new Hashtable { [name] = "/etc/x" }));

    [Fact]
    public void A_variable_that_a_template_leaves_empty_names_no_file() => Assert.Empty(EnvironmentVariables.Read(new Hashtable { ["SLACK_BOT_TOKEN_FILE"] = "", ["SLACK_APP_TOKEN_FILE"] = " " }));

    [Fact]
    public void All_files_that_cannot_be_had_are_told_at_once_each_with_its_variable_and_no_word_of_it()
    {
        var (missing, empty, large, taken) = (Path.Combine(_folder.Path, "missing"), FileWith(" \n"), FileWith(new string('x', 65_537)), FileWith("xapp-1"));
        var refused = Assert.Throws<ConfigurationException>(() => EnvironmentVariables.Read(new Hashtable
        {
            ["SLACK_BOT_TOKEN_FILE"] = missing, ["SLACK_SIGNING_SECRET_FILE"] = empty, ["OPENAI_API_KEY_FILE"] = _folder.Path, ["HOLDFAST_Redis__Url_FILE"] = large,
            ["SLACK_APP_TOKEN"] = "xapp-2", ["SLACK_APP_TOKEN_FILE"] = taken,
        }));

        Assert.All(
            (string[])
            [
                $"SLACK_BOT_TOKEN_FILE names {missing}, which does not exist.", $"SLACK_SIGNING_SECRET_FILE names {empty}, which is empty: write the value into it.",
                $"OPENAI_API_KEY_FILE names {_folder.Path}, which cannot be read: ", $"HOLDFAST_Redis__Url_FILE names {large}, which has more than 65536 bytes",
                "SLACK_APP_TOKEN and SLACK_APP_TOKEN_FILE are both set: leave one of them out.",
            ],
            problem => Assert.Contains(problem, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("xapp-", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_everybody_may_read_is_found()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no mode there.");
        var (open, closed) = (FileWith("xoxb-1"), FileWith("xapp-1"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }

        Assert.Equal(
            [("SLACK_BOT_TOKEN_FILE", open)],
            EnvironmentVariables.ReadByAll(new Hashtable { ["SLACK_BOT_TOKEN_FILE"] = open, ["SLACK_APP_TOKEN_FILE"] = closed, ["REDIS_URL_FILE"] = open + ".missing" }));
    }

    private string FileWith(string content)
    {
        var path = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, content);
        return path;
    }
}
