using Holdfast.Tests.Repository;

namespace Holdfast.Server.Tests.Repository;

/// <summary>Which room knows which: between projects the compiler holds it, between the folders of a project this does.</summary>
public sealed class FolderGraphTests
{
    /// <summary>Folders that are still in a cycle, by project. The list may only become shorter.</summary>
    private static readonly Dictionary<string, string> StillInCycles = new()
    {
        ["Holdfast.Simulator"] = ". Child Cli Control Events Faults Files Hosting Interactivity Load Model Page SocketMode WebApi WebApi/Blocks Webhooks World",
    };

    public static TheoryData<string> Projects() =>
        [.. Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Projects))]
    [Trait("Req", "XP-3")]
    public void Folders_name_each_other_one_way_only(string project)
    {
        var graph = FolderGraph.Read(Path.Combine(Sources.Root, "src", project));
        var found = graph.InCycles();
        foreach (var line in graph.Between(found)) TestContext.Current.TestOutputHelper?.WriteLine(line);
        Assert.Equal(StillInCycles.GetValueOrDefault(project, ""), string.Join(' ', found));
    }
}
