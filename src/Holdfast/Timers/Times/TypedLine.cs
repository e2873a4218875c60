using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>What was typed, as one line.</summary>
internal static partial class TypedLine
{
    private const string Quotes = "\"\"''``“”„“‘’";

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

    /// <summary>The line without the words that only say that a timer is wanted.</summary>
    public static string WithoutOpening(string line) => Opening().Replace(line, "", 1).TrimStart();

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

    [GeneratedRegex(
        @"^(please )?((remind (me|us)|wake (me|us)( up)?|(set|start|make|create)( up)?( an?| my)?( new)? (timer|alarm|reminder)|timer|reminder|alarm)(?=[ ,:]|$)[ ,:]*)+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000)]
    private static partial Regex Opening();
}
