using System.Text.RegularExpressions;

namespace Holdfast.Tests.Repository;

/// <summary>The version stands in one place; what has to name it elsewhere names the same.</summary>
public sealed partial class VersionTests
{
    [Fact]
    [Trait("Req", "XP-12")]
    public void The_samples_the_changes_and_the_guide_go_by_the_version_of_the_repository()
    {
        var version = Assert.Single(Own().Matches(Read("Directory.Build.props"))).Groups["version"].Value;

        Assert.Equal(version, Assert.Single(Samples().Matches(Read("samples/Directory.Build.props"))).Groups["version"].Value);
        Assert.Contains($"\n## {version}\n", Read("CHANGELOG.md"), StringComparison.Ordinal);
        Assert.Contains($"`holdfast-{version}-linux-x64.tar.gz`", Read("docs/deploying.md"), StringComparison.Ordinal);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Sources.Root, file));

    [GeneratedRegex("<Version>(?<version>[^<]+)</Version>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Own();

    [GeneratedRegex("<HoldfastVersion [^>]*>(?<version>[^<]+)</HoldfastVersion>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Samples();
}
