using System.Xml.Linq;

namespace Holdfast.Tests.Repository;

/// <summary>References run one way: Slack, then the mechanism, then stores and features, then the host, then the server.</summary>
public sealed class ReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Holdfast.Slack"] = [],
        ["Holdfast.Documents"] = [],
        ["Holdfast.Core"] = ["Holdfast.Slack"],
        ["Holdfast"] = ["Holdfast.Slack", "Holdfast.Core"],
        ["Holdfast.AI"] = ["Holdfast.Slack", "Holdfast.Core", "Holdfast"],
        ["Holdfast.Mcp"] = ["Holdfast.Core", "Holdfast"],
        ["Holdfast.Sqlite"] = ["Holdfast.Core"],
        ["Holdfast.Postgres"] = ["Holdfast.Core"],
        ["Holdfast.Redis"] = ["Holdfast.Slack", "Holdfast.Core"],
        ["Holdfast.Hosting"] = ["Holdfast.Slack", "Holdfast.Core", "Holdfast", "Holdfast.AI", "Holdfast.Documents", "Holdfast.Mcp", "Holdfast.Sqlite", "Holdfast.Postgres", "Holdfast.Redis"],
        ["Holdfast.Server"] = ["Holdfast.Hosting"],
        ["Holdfast.Simulator"] = [],
    };

    [Fact]
    public void Every_project_references_only_what_is_below_it()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "*.csproj", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(projects);
        var wrong = projects.SelectMany(project =>
        {
            var name = Path.GetFileNameWithoutExtension(project);
            return Allowed.TryGetValue(name, out var allowed)
                ? References(project).Where(used => !allowed.Contains(used)).Select(used => $"{name} must not reference {used}")
                : [$"{name} has no place in the order of references yet: give it one here and in the design"];
        });
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_simulator_starts_the_server_and_knows_nothing_of_it()
    {
        var project = Path.Combine(Sources.Root, "src", "Holdfast.Simulator", "Holdfast.Simulator.csproj");
        var reference = Assert.Single(XDocument.Load(project).Descendants("ProjectReference"));
        Assert.Contains("Holdfast.Server.csproj", (string?)reference.Attribute("Include"), StringComparison.Ordinal);
        Assert.Equal("false", (string?)reference.Attribute("ReferenceOutputAssembly"));
    }

    private static IEnumerable<string> References(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
        .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));
}
