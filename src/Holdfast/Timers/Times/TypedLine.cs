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
    /// thousand of them.
    /// </summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
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

    /// <summary>The line, of the same length, with something else in place of whatever stands in quotes.</summary>
    public static string Masked(string line)
    {
        var masked = new StringBuilder(line);
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
