using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>
/// A reply's text as blocks, so that something can stand under it. Slack reads styles in it, but no mention and no link other
/// than an address that shows itself: with <see cref="TextObject.Verbatim"/> bare names are not looked for.
/// </summary>
public static partial class ReplyBlocks
{
    /// <summary>The most sections: a message takes a few blocks more, and one is for buttons.</summary>
    public const int MaxSections = SlackLimits.MessageBlocks - 5;

    private const int MaxAddress = 1_000;

    /// <summary>The text in sections, each within Slack's limit once it is escaped; empty for a text of blanks.</summary>
    /// <param name="text">Any text.</param>
    public static IReadOnlyList<Block> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sections = new List<Block>();
        var rest = text.AsMemory().Trim();
        while (rest.Length > 0)
        {
            var whole = Escaped(rest.Span, out var taken);
            if (taken < rest.Length && sections.Count == MaxSections - 1)
            {
                sections.Add(Parts.Section(MessageText.CutNote));
                break;
            }

            var cut = taken == rest.Length ? taken : CutBefore(rest.Span[..taken]);
            sections.Add(Parts.Section(cut == taken ? whole : Escaped(rest.Span[..cut].TrimEnd(), out _)));
            rest = rest[cut..].TrimStart();
        }

        return sections;
    }

    /// <summary>As much of the text as fits into a section, escaped; neither an entity, a character nor an address is cut.</summary>
    private static string Escaped(ReadOnlySpan<char> text, out int taken)
    {
        var escaped = new StringBuilder(Math.Min(text.Length + 16, SlackLimits.SectionText));
        taken = 0;
        while (taken < text.Length)
        {
            var (length, piece) = Next(text[taken..]);
            if (escaped.Length + piece.Length > SlackLimits.SectionText)
                break;
            escaped.Append(piece);
            taken += length;
        }

        return escaped.ToString();
    }

    /// <summary>The next address, or character, and how it is written.</summary>
    private static (int Length, string Piece) Next(ReadOnlySpan<char> text)
    {
        if (text[0] == 'h' && AddressLength(text) is > 0 and var length)
            return (length, $"<{SlackText.Escape(text[..length].ToString())}>");
        var characters = char.IsHighSurrogate(text[0]) && text.Length > 1 && char.IsLowSurrogate(text[1]) ? 2 : 1;
        return (characters, SlackText.Escape(text[..characters].ToString()));
    }

    private static int AddressLength(ReadOnlySpan<char> text)
    {
        foreach (var match in Address().EnumerateMatches(text))
        {
            // What ends a sentence or closes a style or a bracket does not belong to the address.
            var length = text[..match.Length].TrimEnd(".,;:!?'*_~)]}").Length;
            return length <= MaxAddress ? length : 0;
        }

        return 0;
    }

    private static int CutBefore(ReadOnlySpan<char> window)
    {
        foreach (var separator in (ReadOnlySpan<string>)["\n\n", "\n", " "])
        {
            var at = window.LastIndexOf(separator, StringComparison.Ordinal);
            if (at > window.Length / 2)
                return at + separator.Length;
        }

        return window.Length;
    }

    // Neither what ends the markup of a link nor what stands around addresses in code and quotations.
    [GeneratedRegex("""^https?://[\p{L}\p{N}][^\s<>|"`\p{C}]*""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Address();
}
