namespace Holdfast.Answers.Lines;

/// <summary>A fence that was opened: a block of code goes on until it is closed.</summary>
/// <param name="Mark">What it is made of.</param>
/// <param name="Length">Of how many.</param>
/// <param name="Quotes">In how many quotations it stands.</param>
/// <param name="Opening">The line that opens it, to open it again.</param>
/// <param name="Closing">The line that closes it.</param>
internal sealed record Fence(char Mark, int Length, int Quotes, string Opening, string Closing)
{
    private const int Shortest = 3;

    /// <summary>A longer line opens none: it would be repeated with every piece.</summary>
    private const int MaxOpening = 200;

    /// <summary>The fence that a line opens; null when it opens none.</summary>
    public static Fence? OpenedBy(ReadOnlySpan<char> line)
    {
        if (line.Length > MaxOpening)
            return null;
        var at = 0;
        var quotes = 0;
        while (at < line.Length)
        {
            if (line[at] is ' ' or '\t')
            {
                at++;
            }
            else if (line[at] == '>')
            {
                quotes++;
                at++;
            }
            else if (ListMarker.LengthAt(line[at..]) is > 0 and var marker)
            {
                at += marker;
            }
            else
            {
                break;
            }
        }

        var length = RunLength(line, at);
        if (length < Shortest || line[at] == '`' && line[(at + length)..].Contains('`'))
            return null;
        Span<char> closing = new char[at + length];
        line[..(at + length)].CopyTo(closing);
        for (var i = 0; i < at; i++)
            closing[i] = closing[i] is '>' or '\t' ? closing[i] : ' ';
        return new Fence(line[at], length, quotes, line.ToString(), closing.ToString());
    }

    /// <summary>Whether a line closes it.</summary>
    public bool IsClosedBy(ReadOnlySpan<char> line)
    {
        var at = ContentOf(line, out _);
        return at < line.Length && line[at] == Mark && RunLength(line, at) is var length && length >= Length && line[(at + length)..].IsWhiteSpace();
    }

    /// <summary>Whether a line stands outside of the quotation that it belongs to, and so outside of the fence.</summary>
    public bool IsLeftBy(ReadOnlySpan<char> line)
    {
        ContentOf(line, out var quotes);
        return quotes < Quotes;
    }

    private int ContentOf(ReadOnlySpan<char> line, out int quotes)
    {
        var at = 0;
        for (quotes = 0; at < line.Length && ((line[at] is ' ' or '\t') || line[at] == '>' && quotes < Quotes); at++)
            quotes += line[at] == '>' ? 1 : 0;
        return at;
    }

    private static int RunLength(ReadOnlySpan<char> line, int at)
    {
        if (at >= line.Length || line[at] is not ('`' or '~'))
            return 0;
        var others = line[at..].IndexOfAnyExcept(line[at]);
        return others < 0 ? line.Length - at : others;
    }
}
