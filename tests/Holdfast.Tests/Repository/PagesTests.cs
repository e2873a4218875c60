using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.Tests.Repository;

/// <summary>Whoever follows a link of the documentation arrives, and every page can be found from the index.</summary>
public sealed partial class PagesTests
{
    private static readonly string Docs = Path.Combine(Sources.Root, "docs");

    private static readonly string Index = Path.Combine(Docs, "README.md");

    private static IEnumerable<string> Pages => [.. Directory.EnumerateFiles(Sources.Root, "*.md"), .. Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories)];

    [Fact]
    public void Every_link_leads_to_a_file_that_is_there_and_to_a_heading_in_it()
    {
        var links = Pages.SelectMany(page => LinksOf(page).Select(target => (Page: page, Target: target))).ToList();

        Assert.True(links.Count > 200, $"Only {links.Count} links were found.");
        Assert.Empty(links.Where(link => !Arrives(link.Page, link.Target)).Select(link => $"{Path.GetRelativePath(Sources.Root, link.Page)}: {link.Target}"));
    }

    [Fact]
    public void Every_page_stands_in_the_index_once() => Assert.Equal(
        Directory.EnumerateFiles(Docs, "*.md").Where(page => page != Index).Select(page => Path.GetFileName(page)).Order(StringComparer.Ordinal),
        LinksOf(Index).Where(target => target.EndsWith(".md", StringComparison.Ordinal) && !target.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("What `it` does, and doesn't", "what-it-does-and-doesnt")]
    [InlineData("1. Acknowledged means committed", "1-acknowledged-means-committed")]
    [InlineData("An [MCP](mcp.md) server: `Tools:Policies`", "an-mcp-server-toolspolicies")]
    public void A_heading_is_linked_to_as_GitHub_does_it(string heading, string anchor) => Assert.Equal(anchor, AnchorOf(heading));

    private static bool Arrives(string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(parts[0])));
        return parts.Length == 1 ? Path.Exists(file) : File.Exists(file) && AnchorsOf(file).Contains(parts[1]);
    }

    /// <summary>Where the links and pictures of a page lead that stay in the repository.</summary>
    private static IEnumerable<string> LinksOf(string page) => Link().Matches(Code().Replace(File.ReadAllText(page), ""))
        .Select(link => link.Groups["target"].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static HashSet<string> AnchorsOf(string page)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var anchor in Heading().Matches(Fence().Replace(File.ReadAllText(page), "")).Select(heading => AnchorOf(heading.Groups["text"].Value)))
        {
            // A second heading of the same words has a number behind it.
            for (var again = 0; !anchors.Add(again == 0 ? anchor : $"{anchor}-{again}"); again++) { }
        }

        return anchors;
    }

    private static string AnchorOf(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var sign in Link().Replace(heading, "${text}").Trim().ToLowerInvariant().Where(sign => char.IsLetterOrDigit(sign) || sign is ' ' or '-' or '_'))
            anchor.Append(sign == ' ' ? '-' : sign);
        return anchor.ToString();
    }

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} +(?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Heading();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Fence();

    /// <summary>What is code, in a block or in a line: brackets in it are no link. The words of a link may be code, and then it stays one.</summary>
    [GeneratedRegex("^ *```.*?^ *```|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Code();
}
