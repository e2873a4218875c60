using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Streams;

/// <summary>A streamed message's Markdown as the <c>text</c> in which Slack reads it back.</summary>
internal static partial class MarkdownText
{
    public static string ToMrkdwn(string markdown)
    {
        var text = Link().Replace(Escaped(markdown), "<${url}|${label}>");
        text = Bold().Replace(text, "*${words}*");
        text = Heading().Replace(text, "");
        return Bullet().Replace(text, "${indent}• ");
    }

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex(@"\[(?<label>[^\]\n]{1,500})\]\((?<url>[^)\s]{1,2000})\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*(?<words>[^*\n]{1,2000})\*\*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bold();

    [GeneratedRegex("^#{1,6} ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("^(?<indent> {0,20})[-*] ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bullet();
}
