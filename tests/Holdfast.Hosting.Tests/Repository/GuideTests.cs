using System.Text.RegularExpressions;
using Holdfast.Tests.Repository;

namespace Holdfast.Hosting.Tests.Repository;

/// <summary>The code on the pages for other people is code of the samples, which are built and run.</summary>
[Trait("Req", "XP-11")]
public sealed partial class GuideTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/build-your-own.md")]
    public void All_code_on_the_page_is_code_of_a_sample(string name)
    {
        var page = File.ReadAllText(Path.Combine(Sources.Root, name));
        var shown = Block().Matches(page).Select(block => (File: block.Groups["file"].Value, Code: block.Groups["code"].Value)).ToList();
        Assert.NotEmpty(shown);
        Assert.Equal(page.Split("```csharp").Length - 1, shown.Count);
        Assert.All(shown, block => Assert.Contains(block.Code, File.ReadAllText(Path.Combine(Sources.Root, block.File)), StringComparison.Ordinal));
    }

    [GeneratedRegex("<!-- (?<file>samples/\\S+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Block();
}
