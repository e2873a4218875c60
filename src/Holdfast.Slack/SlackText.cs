using System.Buffers;
using System.Text;

namespace Holdfast.Slack;

/// <summary>
/// Makes foreign text safe for mrkdwn: without this, text such as <c>&lt;!channel&gt;</c> from a model or a web page would
/// call everyone. See https://docs.slack.dev/messaging/formatting-message-text.
/// </summary>
public static class SlackText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>");

    /// <summary>Replaces <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> by their entities, the only three that Slack knows.</summary>
    /// <param name="text">Text to show literally.</param>
    /// <returns>The text itself when there is nothing to replace.</returns>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = text.AsSpan().IndexOfAny(Special);
        if (first < 0)
            return text;

        var escaped = new StringBuilder(text.Length + 16).Append(text, 0, first);
        foreach (var c in text.AsSpan(first))
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Turns the three entities back into characters, as needed for text that people typed.</summary>
    /// <param name="text">Text as received from Slack.</param>
    /// <returns>The text that was typed.</returns>
    public static string Unescape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // The ampersand last, or "&amp;lt;" would become "<" instead of "&lt;".
        return text.Contains('&', StringComparison.Ordinal)
            ? text.Replace("&lt;", "<", StringComparison.Ordinal)
                .Replace("&gt;", ">", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal)
            : text;
    }
}
