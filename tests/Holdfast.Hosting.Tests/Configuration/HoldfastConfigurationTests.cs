using System.Collections;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Modules;
using Holdfast.Testing;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Hosting.Tests.Configuration;

[Trait("Req", "CX-8")]
[Trait("Req", "RS-25")]
public sealed class HoldfastConfigurationTests
{
    [Fact]
    public void Of_several_settings_for_one_key_the_last_counts() =>
        Assert.Equal("Chat", HoldfastConfiguration.Read(file: null, ["Agent:Kind=Echo", "agent:kind=Chat"])["Agent:Kind"]);

    [Fact]
    public void A_setting_without_a_value_is_refused_and_not_repeated() =>
        Assert.DoesNotContain("xoxb", Assert.Throws<ConfigurationException>(() => HoldfastConfiguration.Read(file: null, ["xoxb-secret"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Whoever_has_to_correct_a_setting_is_told_where_it_stands()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "holdfast.json");
        File.WriteAllText(file, """{ "Runs": { "Concurrency": "many", "Timeout": "soon" }, "Slak": { "Connections": 2 }, "Agent": { "Kind": "Parrot" } }""");
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(file)
            .Add(new OriginProvider(EnvironmentVariables.Read(new Hashtable
            {
                ["HOLDFAST_Health__Port"] = "high", ["HOLDFAST_AGNT__MODEL"] = "x", ["HOLDFAST_Runs__Timeout"] = "later", ["DATABASE_URL"] = "mysql://db", ["HOLDFAST_Agent_Kind"] = "Echo",
                ["HOLDFAST_Slack__Connections"] = "11", ["HOLDFAST_Operators__Users__0"] = "ada", ["SLACK_BOT_TOKEN"] = "xoxb-1", ["SLACK_APP_TOKEN"] = "xapp-1",
            })))
            .Build();
        var all = new ConfigurationBuilder().AddConfiguration(configuration).Build();

        var problems = ConfigurationCheck.Run(configuration, ServerModules.Default);

        Assert.All(
            (string[])
            [
                $"Runs:Concurrency must be a whole number, not 'many'. (from {file})",
                $"Slak is not known. Did you mean Slack? (from {file})",
                $"Agent:Kind must be one of Chat, Echo, External, not 'Parrot'. (from {file})",
                "Health:Port must be a whole number, not 'high'. (from HOLDFAST_Health__Port)",
                "AGNT is not known. Did you mean Agent? (from HOLDFAST_AGNT__MODEL)",
                "Agent_Kind is not known. Did you mean Agent:Kind? In a variable two underscores stand for a colon. (from HOLDFAST_Agent_Kind)",
                "The field Slack:Connections must be between 1 and 10. (from HOLDFAST_Slack__Connections)",
            ],
            problem => Assert.Contains(problem, problems));
        Assert.All(
            (string[])["Runs:Timeout must be a duration|HOLDFAST_Runs__Timeout", "Database:Url begins with \"mysql://\"|DATABASE_URL", "Operators:Users must hold|HOLDFAST_Operators__Users__0", "OpenAI:ApiKey|"],
            expected => Assert.Contains(problems, problem =>
                problem.StartsWith(expected.Split('|')[0], StringComparison.Ordinal) && problem.Contains("(from ", StringComparison.Ordinal) == !expected.EndsWith('|') && problem.Contains(expected.Split('|')[1], StringComparison.Ordinal)));
        Assert.Empty(ConfigurationCheck.Run(all, ServerModules.Default).Except(problems.Select(problem => problem.Split(" (from ")[0])));
    }

    [Fact]
    public void A_setting_of_the_command_line_is_told_with_its_option() =>
        Assert.Contains(
            "Health:Port must be a whole number, not 'high'. (from --set Health:Port)",
            ConfigurationCheck.Run(HoldfastConfiguration.Read(file: null, ["Health:Port=high"]), ServerModules.Default));

    [Theory]
    [InlineData("HOLDFAST_PORT", "tcp://10.0.0.1:8093")]
    [InlineData("HOLDFAST_PORT_8093_TCP", "tcp://10.0.0.1:8093")]
    [InlineData("HOLDFAST_PORT_8093_TCP_PROTO", "tcp")]
    [InlineData("HOLDFAST_PORT_8093_TCP_PORT", "8093")]
    [InlineData("HOLDFAST_PORT_53_UDP_ADDR", "10.0.0.1")]
    [InlineData("HOLDFAST_SERVICE_HOST", "10.0.0.1")]
    [InlineData("HOLDFAST_SERVICE_PORT", "8093")]
    [InlineData("HOLDFAST_SERVICE_PORT_HTTP", "8093")]
    [InlineData("HOLDFAST_REDIS_PORT", "tcp://10.0.0.2:6379")]
    [InlineData("HOLDFAST_REDIS_MASTER_SERVICE_HOST", "10.0.0.2")]
    [InlineData("HOLDFAST_REDIS_PORT_6379_TCP_ADDR", "10.0.0.2")]
    [InlineData("HOLDFAST_HOME", "/opt/holdfast")]
    [InlineData("HOLDFAST_VERSION", "1.2.3")]
    [InlineData("HOLDFAST_JOB", "0192")]
    [InlineData("HOLDFAST_Health__Port", "")]
    [InlineData("HOLDFAST_Redis__Url", "")]
    [InlineData("REDIS_URL", " ")]
    public void What_Kubernetes_an_image_or_a_template_leaves_there_is_no_setting(string name, string value) =>
        Assert.Empty(EnvironmentVariables.Read(new Hashtable { [name] = value }));

    [Theory]
    [InlineData("HOLDFAST_PORT", "8093", "PORT")]
    [InlineData("HOLDFAST_HEALTH_PORT", "8093", "HEALTH_PORT")]
    [InlineData("HOLDFAST_HEALTH__PORT", "tcp://x", "HEALTH:PORT")]
    [InlineData("HOLDFAST_Agnt__Model", "x", "Agnt:Model")]
    [InlineData("holdfast_agent__model", "x", "agent:model")]
    [InlineData("HOLDFAST_Operators__Users__0", "x", "Operators:Users:0")]
    [InlineData("DATABASE_URL", "x", "Database:Url")]
    public void What_may_be_meant_for_one_is(string name, string value, string key) =>
        Assert.Equal([(key, value, name)], EnvironmentVariables.Read(new Hashtable { [name] = value }));

    [Fact]
    public void Holdfasts_own_variable_comes_after_the_well_known_one() => Assert.Equal(
        "redis://own",
        new ConfigurationBuilder().Add(new OriginProvider(EnvironmentVariables.Read(new Hashtable { ["HOLDFAST_Redis__Url"] = "redis://own", ["REDIS_URL"] = "redis://x" }))).Build()["Redis:Url"]);
}
