using System.Globalization;
using System.Text;

namespace Holdfast.Timers.Times;

/// <summary>What was typed, as one line.</summary>
internal static class TypedLine
{
    /// <summary>Stands for what is in quotes: no time is read from it.</summary>
    public const char Quoted = '\uE000';

    private const string Quotes = "\"\"''``“”„“‘’";

    /// <summary>Short forms that begin as a quotation does.</summary>
    private static readonly string[] Shortened = ["'til", "'n", "'em", "'bout", "'cause", "'tis", "’til", "’n", "’em"];

    /// <summary>
    /// One blank wherever blanks, line ends or control characters stood. Pieces of times that allow "any blanks" took seconds for a few
    /// thousand of them. What has no shape goes: copied along from a page it makes two words of <c>tomorrow</c> that nobody sees.
    /// </summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.Format && !Joins(c, line))
                continue;
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return Unquoted(line.ToString().TrimEnd());
    }

    /// <summary>The inside of what stands in quotes as a whole, as people write it who copy an example; else the line itself.</summary>
    public static string Unquoted(string line)
    {
        for (var pair = 0; pair < Quotes.Length && line.Length >= 2; pair += 2)
        {
            if (line[0] == Quotes[pair] && line[^1] == Quotes[pair + 1] && line.AsSpan(1, line.Length - 2).IndexOfAny(Quotes[pair], Quotes[pair + 1]) < 0)
                return line[1..^1].Trim();
        }

        return line;
    }

    /// <summary>
    /// The line as times are read from it, of the same length: with something else in place of whatever stands in quotes, and with the signs
    /// of ASCII for those that mean the same.
    /// </summary>
    public static string Masked(string line)
    {
        var masked = new StringBuilder(line);
        for (var at = 0; at < line.Length; at++)
            masked[at] = Plain(line[at]);
        for (var at = 0; at < line.Length; at++)
        {
            if (EndOfQuote(line, at) is not (> 0 and var end))
                continue;
            for (var i = at; i <= end; i++)
                masked[i] = Quoted;
            at = end;
        }

        return masked.ToString();
    }

    /// <summary>Emoji and several scripts are written with joiners, words of ASCII are not.</summary>
    private static bool Joins(char c, StringBuilder before) => c is '\u200C' or '\u200D' && before.Length > 0 && !char.IsAscii(before[^1]);

    /// <summary>Digits of every script, full width forms, and the dashes, slashes and colons that look like those on the keyboard.</summary>
    private static char Plain(char c) => c switch
    {
        _ when char.IsAscii(c) => c,
        >= '\uFF01' and <= '\uFF5E' => (char)(c - '\uFF01' + '!'),
        '\u2010' or '\u2011' or '\u2012' or '\u2212' => '-',
        '\u2044' or '\u2215' => '/',
        '\u2236' or '\uA789' => ':',
        _ when char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
        _ => c,
    };

    /// <summary>Where a quotation ends that begins here; 0 when none does. An apostrophe within a word begins none.</summary>
    private static int EndOfQuote(string line, int at)
    {
        for (var pair = 0; pair < Quotes.Length; pair += 2)
        {
            if (line[at] != Quotes[pair] || at > 0 && line[at - 1] is not (' ' or '(') || Shortened.Any(word => line.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase)))
                continue;
            for (var end = line.IndexOf(Quotes[pair + 1], at + 1); end > 0; end = line.IndexOf(Quotes[pair + 1], end + 1))
            {
                if (end + 1 == line.Length || !char.IsLetterOrDigit(line[end + 1]))
                    return end;
            }
        }

        return 0;
    }
}
