using System.Buffers;
using System.Globalization;
using System.Text;
using Holdfast.Slack;

namespace Holdfast.Text;

/// <summary>
/// Makes what people, tools and models wrote fit to be looked at: characters that nobody sees, that turn the reading direction
/// round or that Slack would refuse are shown by their numbers, and nothing becomes a mention, a link or a style.
/// </summary>
internal static class ShownText
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\n");

    /// <summary>The whole text, its lines kept.</summary>
    public static string Visible(string text)
    {
        var shown = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            // A lone surrogate comes out as U+FFFD, by definition of this method.
            _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            at += length;
            if (rune.Value == '\r')
            {
                if (at >= text.Length || text[at] != '\n')
                    shown.Append('\n');
                continue;
            }

            Append(shown, rune);
        }

        return shown.ToString();
    }

    /// <summary>The text on one line and cut, in which no markup is read.</summary>
    public static string Line(string? text, int max)
    {
        // Nothing gets shorter by more than a line's blanks, and a name of a megabyte need not be read to its end.
        text ??= "";
        var shown = Visible(text.Length > max * 8 ? text[..(max * 8)] : text);
        var line = new StringBuilder(Math.Min(shown.Length, max + 1));
        foreach (var c in shown)
        {
            if (!Blanks.Contains(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
            if (line.Length > max)
                break;
        }

        var cut = Cut(line.ToString().TrimEnd(), max);
        return cut.Length < max && text.Length > max * 8 && !cut.EndsWith('…') ? Isolated(cut + "…") : Isolated(cut);
    }

    /// <summary>The text with its lines, cut.</summary>
    public static string Lines(string? text, int max)
    {
        text ??= "";
        var isLonger = text.Length > max;
        var shown = Cut(Visible(isLonger ? text[..max] : text), max).TrimEnd();
        return isLonger && !shown.EndsWith('…') ? Cut(shown, max - 1) + "…" : shown;
    }

    /// <summary>At most so many characters, whole ones, with an ellipsis for the rest.</summary>
    public static string Cut(string text, int max)
    {
        return text.Length <= max ? text : $"{text.AsSpan(0, TextCut.End(text, max - 1)).TrimEnd()}…";
    }

    /// <summary>Foreign text as a code span of mrkdwn, in which Slack reads neither styles nor emoji nor addresses.</summary>
    public static string Code(string? text, int max)
    {
        var line = Line(text, max).Replace('`', '\'').Trim();
        return line.Length == 0 ? "_(no name)_" : $"`{SlackText.Escape(line)}`";
    }

    /// <summary>A person in mrkdwn; what is no id of Slack's is shown as it is.</summary>
    public static string Person(string id) =>
        id.Length is > 0 and <= 40 && id.All(char.IsAsciiLetterOrDigit) ? $"<@{id}>" : Code(id, 40);

    /// <summary>A moment in mrkdwn, in the reader's own time zone.</summary>
    public static string Moment(DateTimeOffset moment)
    {
        var text = moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        var unix = moment.ToUnixTimeSeconds();
        return unix > 0 ? $"<!date^{unix}^{{date_short_pretty}} at {{time_secs}}|{text}>" : text;
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        switch (rune.Value)
        {
            case '\n' or '\t':
                shown.Append((char)rune.Value);
                break;
            case 0x2028 or 0x2029:
                shown.Append('\n');
                break;
            case < 0x20:
                // Unicode has a picture of each: ␀ for NUL, ␛ for escape.
                shown.Append((char)(0x2400 + rune.Value));
                break;
            case 0x7F:
                shown.Append('\u2421');
                break;
            case var value when IsHidden(value):
                shown.Append(CultureInfo.InvariantCulture, $"[U+{value:X4}]");
                break;
            default:
                shown.Append(rune.ToString());
                break;
        }
    }

    /// <summary>
    /// Controls, embeddings and overrides of the reading direction, blanks without width, and the tag characters in which
    /// instructions for models are hidden from people. Joiners stay: emoji and several scripts are written with them.
    /// </summary>
    internal static bool IsHidden(int value) => value switch
    {
        >= 0x80 and <= 0x9F => true,
        0x00AD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x180E or 0x200B or 0x3164 or 0xFEFF or 0xFFA0 => true,
        >= 0x202A and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        >= 0xFFF0 and <= 0xFFFB => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF,
    };

    /// <summary>Keeps text that runs from right to left from turning our own words around it round.</summary>
    private static string Isolated(string line) => line.EnumerateRunes().Any(IsRightToLeft) ? $"\u2068{line}\u2069" : line;

    private static bool IsRightToLeft(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) or 0x200F or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)
            or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
