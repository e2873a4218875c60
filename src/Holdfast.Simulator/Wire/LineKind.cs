using System.Text;

namespace Holdfast.Simulator.Wire;

/// <summary>What a line of mrkdwn is: of a quote, of a list, or plain.</summary>
/// <param name="Type">The type of rich text element that such lines make.</param>
/// <param name="Length">How many characters at its beginning say so.</param>
/// <param name="IsOrdered">Whether it is of a numbered list.</param>
internal readonly record struct LineKind(string Type, int Length, bool IsOrdered)
{
    private const string Quote = "&gt;";
    private const string List = "rich_text_list";

    public bool IsList => Type == List;

    /// <summary>The kind of the first line.</summary>
    public static LineKind Of(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(Quote)) return new LineKind("rich_text_quote", text.StartsWith("&gt; ") ? 5 : 4, IsOrdered: false);
        if (text.StartsWith("• ") || text.StartsWith("- ")) return new LineKind(List, 2, IsOrdered: false);
        var digits = 0;
        while (digits < text.Length && digits < 3 && char.IsAsciiDigit(text[digits])) digits++;
        return digits > 0 && text[digits..].StartsWith(". ") ? new LineKind(List, digits + 2, IsOrdered: true) : new LineKind("rich_text_section", 0, IsOrdered: false);
    }

    /// <summary>How far the lines of this kind reach, the last line's break included.</summary>
    public int RunLength(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length)
        {
            var kind = Of(text[end..]);
            if (kind.Type != Type || kind.IsOrdered != IsOrdered) break;
            var line = text[end..].IndexOf('\n');
            if (line < 0) return text.Length;
            end += line + 1;
        }

        return end;
    }

    /// <summary>The lines without what marks them.</summary>
    public static string Strip(ReadOnlySpan<char> lines)
    {
        var text = new StringBuilder(lines.Length);
        foreach (var line in lines.Split('\n'))
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(lines[line][Of(lines[line]).Length..]);
        }

        return text.ToString();
    }
}
