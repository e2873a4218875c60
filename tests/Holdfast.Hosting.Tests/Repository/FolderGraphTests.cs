using Holdfast.Tests.Repository;

namespace Holdfast.Hosting.Tests.Repository;

/// <summary>Which room knows which: between projects the compiler holds it, between the folders of a project this does.</summary>
public sealed class FolderGraphTests
{
    public static TheoryData<string> Projects() =>
        [.. Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Projects))]
    [Trait("Req", "XP-3")]
    public void Folders_name_each_other_one_way_only(string project)
    {
        var graph = FolderGraph.Read(Path.Combine(Sources.Root, "src", project));
        var found = graph.InCycles();
        foreach (var line in graph.Between(found)) TestContext.Current.TestOutputHelper?.WriteLine(line);
        Assert.Empty(found);
    }
}
