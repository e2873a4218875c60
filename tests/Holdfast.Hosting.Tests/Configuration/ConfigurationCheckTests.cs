using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Modules;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Hosting.Tests.Configuration;

[Trait("Req", "CX-8")]
public sealed class ConfigurationCheckTests
{
    private static readonly (string Key, string? Value)[] Complete =
        [("Slack:BotToken", "xoxb-secret-1"), ("Slack:AppToken", "xapp-secret-2"), ("OpenAI:ApiKey", "sk-secret-3")];

    [Fact]
    public void A_complete_configuration_has_no_problems() => Assert.Empty(Check(("Tools:Policies:exec", "Approve"), ("Tools:Policies:current_time", "off")));

    [Theory]
    [InlineData("Slak:BotToken", "x", "Slak is not known. Did you mean Slack?")]
    [InlineData("Slack:BotTokn", "x", "Slack:BotTokn is not known. Did you mean Slack:BotToken?")]
    [InlineData("runs:timeot", "x", "runs:timeot is not known. Did you mean runs:Timeout?")]
    [InlineData("Storage:Zzzzzzzz", "x", "Storage:Zzzzzzzz is not known. Known here: CachedPayloadBytes, MaxBacklog, Path.")]
    [InlineData("Mcp:Servrs:hub:Command", "x", "Mcp:Servrs is not known. Did you mean Mcp:Servers?")]
    [InlineData("Mpc:Servers:hub:Command", "x", "Mpc is not known. Did you mean Mcp?")]
    [InlineData("Mcp:Servers", "x", "Mcp:Servers is a section, not a value: write Mcp:Servers:Name:Key=Value.")]
    [InlineData("Mcp", "x", "Mcp is a section, not a value: write Mcp:Servers.")]
    [InlineData("Logging:Console:FormatterName", "x", "Logging:Console is not known. Known here: LogLevel.")]
    public void An_unknown_key_is_named_with_the_nearest_known_one(string key, string value, string problem) =>
        Assert.Equal(problem, Assert.Single(Check((key, value))).Replace("Runs:", "runs:", StringComparison.Ordinal));

    [Theory]
    [InlineData("Runs:Concurrency", "many", "Runs:Concurrency must be a whole number, not 'many'.")]
    [InlineData("Runs:Concurrency", "1.5", "Runs:Concurrency must be a whole number, not '1.5'.")]
    [InlineData("Runs:Concurrency", "99999999999999", "Runs:Concurrency must be a whole number, not '99999999999999'.")]
    [InlineData("Runs:Timeout", "5 minutes", "Runs:Timeout must be a duration (days.hours:minutes:seconds, for instance 00:00:30), not '5 minutes'.")]
    [InlineData("Agent:Kind", "Parrot", "Agent:Kind must be one of Chat, Echo, External, not 'Parrot'.")]
    [InlineData("OpenAI:BaseUrl", "not/absolute", "OpenAI:BaseUrl must be an absolute URL.")]
    [InlineData("Runs:Concurrency:Max", "1", "Runs:Concurrency must be a single value (a whole number), not an object or a list.")]
    [InlineData("Tools:Policies:exec", "Ask", "Tools:Policies:exec must be one of Auto, Approve, Off, not 'Ask'.")]
    [InlineData("Tools:Policies:exec", "1", "Tools:Policies:exec must be one of Auto, Approve, Off, not '1'.")]
    [InlineData("Tools:Policies:exec", "Auto, Off", "Tools:Policies:exec must be one of Auto, Approve, Off, not 'Auto, Off'.")]
    [InlineData("Tools:Policies:exec:x", "Auto", "Tools:Policies:exec must be one of Auto, Approve, Off.")]
    [InlineData("Tools:Policies", "Auto", "Tools:Policies is a section, not a value: write Tools:Policies:Name=Value.")]
    [InlineData("Logging:LogLevel:Default", "Loud", "Logging:LogLevel:Default must be one of Trace, Debug, Information, Warning, Error, Critical, None, not 'Loud'.")]
    [InlineData("Logging:LogLevel:Default", "77", "Logging:LogLevel:Default must be one of Trace, Debug, Information, Warning, Error, Critical, None, not '77'.")]
    public void A_value_of_the_wrong_type_is_named_with_what_is_expected(string key, string value, string problem) =>
        Assert.Equal(problem, Assert.Single(Check((key, value))));

    [Theory]
    [InlineData("Runs:Concurrency", "0", "Runs:Concurrency must be between 1 and 100000")]
    [InlineData("Slack:Connections", "11", "Slack:Connections must be between 1 and 10")]
    [InlineData("Storage:MaxBacklog", "999", "Storage:MaxBacklog must be between 1000 and")]
    [InlineData("Health:Port", "65536", "Health:Port must be between 0 and 65535")]
    [InlineData("Runs:Timeout", "00:00:00.5", "Runs:Timeout must be between 00:00:01 and 1.00:00:00")]
    [InlineData("Runs:Timeout", "305", "Runs:Timeout must be a duration (days.hours:minutes:seconds, for instance 00:00:30), not '305'.")]
    [InlineData("Memory:TimeToLive", "-00:01:00", "Memory:TimeToLive must be between")]
    [InlineData("Agent:Kind", "7", "Agent:Kind")]
    [InlineData("Agent:Model", "", "Agent:Model")]
    [InlineData("Storage:Path", " ", "Storage:Path")]
    [InlineData("Health:Address", "localhost", "must be an IP address")]
    [InlineData("Slack:BotToken", "", "SLACK_BOT_TOKEN")]
    [InlineData("Notifications:HeartbeatInterval", "00:00:00.5", "Notifications:HeartbeatInterval must be between 00:00:01 and 1.00:00:00")]
    [InlineData("Notifications:AlertRoute:0", "pigeon", "Notifications:AlertRoute cannot hold 'pigeon': the channels are slack, console, webhook.")]
    [InlineData("Notifications:TimerRoute:0", "Slack", "Notifications:TimerRoute cannot hold 'Slack'")]
    [InlineData("Notifications:AlertRoute:0", "slack", "Notifications:AlertRoute holds slack, which needs Notifications:SlackChannel.")]
    [InlineData("Notifications:WebhookUrl", "https://hooks.example/", "Notifications:WebhookSecret must be set, because Notifications:WebhookUrl is")]
    public void A_value_out_of_range_is_named_with_the_range(string key, string value, string problem) =>
        Assert.Contains(problem, Assert.Single(Check((key, value))), StringComparison.Ordinal);

    [Theory]
    [Trait("Req", "XP-3")]
    [InlineData("00:00:10", "00:00:17.999", "Workers:Lease (00:00:17.9990000) is too short for Slack:RequestTimeout (00:00:10): set it to 00:00:18 or more, or Slack:RequestTimeout lower.")]
    [InlineData("00:00:10", "00:00:18", null)]
    [InlineData("00:05:00", "00:00:30", "set it to 00:07:33 or more")]
    [InlineData("00:00:01", "00:00:03", "Workers:Lease must be between 00:00:04 and 01:00:00")]
    public void A_lease_is_long_enough_for_the_calls_that_are_made_under_it(string timeout, string lease, string? problem)
    {
        var problems = Check(("Slack:RequestTimeout", timeout), ("Workers:Lease", lease));
        if (problem is null)
            Assert.Empty(problems);
        else
            Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public void Only_a_webhook_that_there_is_needs_its_time_within_a_lease()
    {
        Assert.Empty(Check(("Notifications:WebhookTimeout", "00:00:40")));
        (string, string?)[] hook = [("Notifications:WebhookUrl", "https://hooks.example/"), ("Notifications:WebhookSecret", "whsec_" + Convert.ToBase64String(new byte[32]))];
        Assert.Empty(Check(hook));
        Assert.Contains("for Notifications:WebhookTimeout (00:00:40)", Assert.Single(Check([.. hook, ("Notifications:WebhookTimeout", "00:00:40")])), StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_listed_at_once()
    {
        var problems = ConfigurationCheck.Run(Build([("Slak", "x"), ("Runs:Concurrency", "0"), ("Runs:Timeout", "soon"), ("Agent:Modle", "m")]), ServerModules.Default);
        foreach (var part in (string[])["Slak is", "Runs:Concurrency must", "Runs:Timeout must", "Agent:Modle is", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "OPENAI_API_KEY"])
            Assert.Single(problems, problem => problem.Contains(part, StringComparison.Ordinal));
        Assert.Equal(7, problems.Count);
        var listed = new ConfigurationException(problems).Message;
        Assert.All(problems, problem => Assert.Contains($"\n  - {problem}", listed, StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Req", "CX-7")]
    [InlineData("Slack:BotToken:x")]
    [InlineData("Slack:AppToken")]
    [InlineData("Slack:BotTokens")]
    [InlineData("OpenAI:ApiKey")]
    [InlineData("OpenAI:Key")]
    [InlineData("OpenAI:BaseUrl")]
    [InlineData("Slack:ApiUrl")]
    [InlineData("Notifications:WebhookUrl")]
    [InlineData("Notifications:WebhookSecret")]
    [InlineData("Notifications:WebhookSecret:x")]
    [InlineData("Notifications:Secret")]
    [InlineData("Token")]
    public void A_secret_is_never_shown_whatever_is_wrong_with_it(string key)
    {
        var problems = ConfigurationCheck.Run(Build([.. Complete, (key, "hunter2 "), ("Runs:Concurrency", "0")]), ServerModules.Default);
        Assert.NotEmpty(problems);
        Assert.All(problems, problem =>
        {
            Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_echo_agent_needs_no_key_of_a_model_provider_but_misspelt_keys_are_refused_all_the_same()
    {
        (string, string?)[] echo = [.. Complete[..2], ("Agent:Kind", "echo")];
        Assert.Empty(ConfigurationCheck.Run(Build(echo), ServerModules.Default));
        Assert.Contains("Did you mean OpenAI:BaseUrl?", Assert.Single(ConfigurationCheck.Run(Build([.. echo, ("OpenAI:BaseUlr", "x")]), ServerModules.Default)), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Check(params (string Key, string? Value)[] settings) => ConfigurationCheck.Run(Build([.. Complete, .. settings]), ServerModules.Default);

    private static IConfigurationRoot Build(IEnumerable<(string Key, string? Value)> settings)
    {
        var builder = new ConfigurationBuilder();
        foreach (var (key, value) in settings)
            builder.AddInMemoryCollection([new(key, value)]);
        return builder.Build();
    }
}
