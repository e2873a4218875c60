using System.Net;

namespace Holdfast.Answers.Safety;

/// <summary>A link as Markdown writes it: <c>[label](address "title")</c>.</summary>
/// <param name="Label">The label, in Markdown.</param>
/// <param name="Address">The address.</param>
/// <param name="Length">How long it is in the text.</param>
internal readonly record struct MarkdownLink(string Label, string Address, int Length)
{
    private const int MaxLabel = 1_000;
    private const int MaxAddress = 2_000;
    private const int MaxTitle = 500;

    /// <summary>Reads the link that a text begins with.</summary>
    /// <param name="text">A text that begins with a bracket.</param>
    /// <param name="link">The link.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out MarkdownLink link)
    {
        link = default;
        var label = LengthOf(text, '[', ']', MaxLabel);
        if (label == 0 || label >= text.Length || text[label] != '(')
            return false;
        var at = label + 1;
        at += Blanks(text[at..]);
        var rest = text[at..];
        int length;
        string address;
        if (rest.StartsWith("<"))
        {
            length = rest.IndexOfAny('>', '\n') + 1;
            if (length < 2 || rest[length - 1] != '>')
                return false;
            address = rest[1..(length - 1)].ToString();
        }
        else
        {
            length = AddressLength(rest);
            address = rest[..length].ToString();
        }

        at += length;
        at += Blanks(text[at..]);
        at += TitleLength(text[at..]);
        at += Blanks(text[at..]);
        if (at >= text.Length || text[at] != ')' || address.Length > MaxAddress)
            return false;
        link = new MarkdownLink(text[1..(label - 1)].ToString(), WebUtility.HtmlDecode(address.Replace("\\", "", StringComparison.Ordinal)), at + 1);
        return true;
    }

    /// <summary>An address as it stands in a link, whatever is in it.</summary>
    public static string Written(string address)
    {
        var isBalanced = LengthOf($"({address})", '(', ')', int.MaxValue) == address.Length + 2;
        return string.Concat(address.Select(c => c switch
        {
            '(' when !isBalanced => "%28",
            ')' when !isBalanced => "%29",
            '<' => "%3C",
            '>' => "%3E",
            '|' => "%7C",
            '`' => "%60",
            '\\' => "%5C",
            '"' => "%22",
            _ when char.IsWhiteSpace(c) => "%20",
            _ => c.ToString(),
        }));
    }

    private static int Blanks(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExcept(' ', '\n', '\t');
        return length < 0 ? text.Length : length;
    }

    private static int AddressLength(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] == ')' && depth == 0)
                return at;
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        }

        return text.Length;
    }

    private static int TitleLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('"' or '\'' or '('))
            return 0;
        var end = text[1..Math.Min(text.Length, MaxTitle)].IndexOf(text[0] == '(' ? ')' : text[0]);
        return end < 0 ? 0 : end + 2;
    }

    private static int LengthOf(ReadOnlySpan<char> text, char opens, char closes, int most)
    {
        var depth = 0;
        for (var at = 0; at < text.Length && at < most; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == opens)
                depth++;
            else if (text[at] == closes && --depth == 0)
                return at + 1;
        }

        return 0;
    }
}
