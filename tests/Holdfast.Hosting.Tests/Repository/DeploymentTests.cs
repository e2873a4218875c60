using System.Collections;
using System.Text.RegularExpressions;
using Holdfast.Hosting.Cli;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Modules;
using Holdfast.Jobs;
using Holdfast.Runs;
using Holdfast.Testing;
using Holdfast.Tests.Repository;
using Holdfast.Workspaces;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Serialization;

namespace Holdfast.Hosting.Tests.Repository;

/// <summary>What is shipped to deploy Holdfast with says what is true of the program: settings that there are, its port, its exit codes, the time that its stop takes.</summary>
[Trait("Req", "XP-12")]
public sealed partial class DeploymentTests
{
    private static readonly string Folder = Path.Combine(Sources.Root, "deploy");

    /// <summary>As docs/operating.md says: so long a stop may take.</summary>
    private static readonly TimeSpan LongestStop = new RunOptions().StopPatience + new SlackOptions().RequestTimeout + new JobOptions().KillAfter + TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("deploy/compose.yaml")]
    [InlineData("deploy/Dockerfile")]
    [InlineData("deploy/holdfast.service")]
    [InlineData("deploy/environment.example")]
    [InlineData("docs/deploying.md")]
    [InlineData("README.md")]
    public void Every_variable_is_a_setting(string file)
    {
        using var folder = new TemporaryFolder();
        var value = Path.Combine(folder.Path, "value");
        File.WriteAllText(value, "x");
        var names = Variable().Matches(File.ReadAllText(Path.Combine(Sources.Root, file))).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(names);

        foreach (var name in names)
        {
            var (key, _, _) = Assert.Single(EnvironmentVariables.Read(new Hashtable { [name] = value }));
            var problems = ConfigurationCheck.Run(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build(), ServerModules.Default, isNeeded: _ => false);
            Assert.DoesNotContain(problems, problem => problem.Contains("is not known", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Whatever_a_service_of_compose_names_is_there()
    {
        var compose = Compose();
        var services = Map(compose["services"]);
        Assert.Equal(["holdfast", "postgres", "redis", "prometheus"], services.Keys);
        foreach (var service in services.Values.Select(Map))
        {
            var secrets = Texts(service.GetValueOrDefault("secrets"));
            Assert.Empty(secrets.Except(Map(compose["secrets"]).Keys));
            Assert.Empty(Map(service.GetValueOrDefault("depends_on")).Keys.Except(services.Keys));
            Assert.All(
                Map(service.GetValueOrDefault("environment")).Values.OfType<string>().Where(text => text.StartsWith("/run/secrets/", StringComparison.Ordinal)),
                text => Assert.Contains(text["/run/secrets/".Length..], secrets));
            Assert.All(Texts(service.GetValueOrDefault("volumes")).Select(volume => volume.Split(':')[0]).Where(source => !source.StartsWith('.')), name => Assert.Contains(name, Map(compose["volumes"]).Keys));
            Assert.True(service.ContainsKey("build") || ((string)service["image"]!).Contains(':', StringComparison.Ordinal), "An image of others is named with its version.");
        }

        // Who is waited for until it is healthy says when it is.
        Assert.All(
            Map(Map(services["holdfast"])["depends_on"]).Where(other => (string?)Map(other.Value)["condition"] == "service_healthy"),
            other => Assert.Contains("healthcheck", Map(services[other.Key]).Keys));
        var build = Map(Map(services["holdfast"])["build"]);
        var context = Path.GetFullPath(Path.Combine(Folder, (string)build["context"]!));
        Assert.Equal(Path.GetFullPath(Sources.Root), context.TrimEnd(Path.DirectorySeparatorChar));
        Assert.True(File.Exists(Path.Combine(context, (string)build["dockerfile"]!)));
    }

    [Fact]
    public void Each_of_them_gives_a_stop_its_time()
    {
        Assert.True(TimeSpan.FromSeconds(Seconds((string)Map(Map(Compose()["services"])["holdfast"])["stop_grace_period"]!)) >= LongestStop);
        Assert.True(TimeSpan.FromSeconds(Seconds(Unit("TimeoutStopSec"))) >= LongestStop);
        Assert.Contains($"docker stop --time {LongestStop.TotalSeconds:0}", Dockerfile(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_unit_knows_the_exit_code_that_a_new_start_does_not_mend() => Assert.Equal(ExitCodes.Configuration.ToString(), Unit("RestartPreventExitStatus"));

    [Fact]
    public void The_image_shows_the_port_keeps_the_data_and_is_run_by_no_root()
    {
        var lines = Dockerfile().Split('\n');
        Assert.Contains($"EXPOSE {new HealthOptions().Port}", lines);
        Assert.Contains("USER $APP_UID", lines);
        Assert.Contains("VOLUME /data", lines);
        Assert.Contains("STOPSIGNAL SIGTERM", lines);
        Assert.Contains(lines, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && line.EndsWith("CMD holdfast health || [ $? = 1 ]", StringComparison.Ordinal));

        // What it is built from is not left out of what the engine is given.
        var ignored = File.ReadAllLines(Path.Combine(Sources.Root, ".dockerignore")).Where(line => line.Length > 0 && !line.StartsWith('#')).ToList();
        Assert.DoesNotContain("src", ignored);
        Assert.DoesNotContain("README.md", ignored);
        Assert.Contains("deploy/secrets", ignored);
    }

    [Fact]
    [Trait("Req", "RS-21")]
    public void The_watchdog_of_Windows_goes_by_the_words_and_the_exit_code_of_the_program()
    {
        var script = File.ReadAllText(Path.Combine(Folder, "windows", "Watch-Holdfast.ps1"));
        var words = Assert.Single(Like().Matches(script)).Groups["words"].Value;
        Assert.Contains($"$\"{words}:", File.ReadAllText(Path.Combine(Sources.Root, "src/Holdfast.Hosting/Cli/HealthCommand.cs")), StringComparison.Ordinal);
        Assert.Contains($"$Configuration = {ExitCodes.Configuration}\n", script, StringComparison.Ordinal);
        Assert.Contains("Watch-Holdfast.ps1", File.ReadAllText(Path.Combine(Folder, "windows", "Register-Holdfast.ps1")), StringComparison.Ordinal);
    }

    private static string Dockerfile() => File.ReadAllText(Path.Combine(Folder, "Dockerfile"));

    private static string Unit(string key) =>
        Assert.Single(File.ReadAllLines(Path.Combine(Folder, "holdfast.service")), line => line.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];

    private static int Seconds(string text) => int.Parse(text.TrimEnd('s'));

    private static Dictionary<string, object?> Compose() => Map(new DeserializerBuilder().Build().Deserialize(File.ReadAllText(Path.Combine(Folder, "compose.yaml"))));

    private static Dictionary<string, object?> Map(object? node) => node is Dictionary<object, object?> map ? map.ToDictionary(pair => (string)pair.Key, pair => pair.Value, StringComparer.Ordinal) : [];

    private static List<string> Texts(object? node) => node is List<object> list ? [.. list.OfType<string>()] : [];

    /// <summary>Those of Holdfast and those it takes in from others; not those of the database's image.</summary>
    [GeneratedRegex("\\b(HOLDFAST_[A-Za-z0-9_]+|(SLACK|OPENAI|ANTHROPIC|DATABASE|REDIS)_[A-Z_]*[A-Z])\\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Variable();

    [GeneratedRegex("-notlike '(?<words>[^'*]+)\\*'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Like();
}
