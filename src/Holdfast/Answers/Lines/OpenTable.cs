using System.Text.RegularExpressions;

namespace Holdfast.Answers.Lines;

/// <summary>The table that is open while a text is read line by line.</summary>
internal sealed partial class OpenTable
{
    /// <summary>Rows before the third are the heading and the line below.</summary>
    public const int FirstDataRow = 3;

    private const int MaxDelimiters = 2_000;

    /// <summary>The number of the row that was read last, from 1; 0 outside of a table.</summary>
    public int Row { get; private set; }

    /// <summary>The heading and the line below; empty outside of a table.</summary>
    public string Header { get; private set; } = "";

    /// <summary>Reads a line outside of code.</summary>
    /// <param name="line">The line; empty to leave the table.</param>
    /// <param name="next">The line after it.</param>
    public void Enter(ReadOnlySpan<char> line, ReadOnlySpan<char> next)
    {
        if (line.Contains('|') && Row > 0)
        {
            Row++;
            return;
        }

        var begins = line.Contains('|') && next.Length <= MaxDelimiters && next.Contains('-') && Delimiters().IsMatch(next);
        Row = begins ? 1 : 0;
        Header = begins ? $"{line}\n{next}" : "";
    }

    [GeneratedRegex(@"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Delimiters();
}
