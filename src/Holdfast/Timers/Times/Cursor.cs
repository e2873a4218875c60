using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>A place in a line, from which pieces are taken.</summary>
internal struct Cursor(string line, int at)
{
    public int At { get; private set; } = at;

    /// <summary>Whether a word ends here: <c>10s5</c>, <c>monday's</c> and <c>10s/20s</c> go on.</summary>
    public readonly bool IsAtEdge => Grammar.AtEdge().IsMatch(line, At);

    /// <summary>Whether nothing follows but punctuation.</summary>
    public readonly bool IsAtEnd => Grammar.AtEnd().IsMatch(line, At);

    public readonly bool IsAt(Regex piece) => piece.IsMatch(line, At);

    /// <summary>What stands from here to another place of the same line.</summary>
    public readonly string Until(Cursor end) => line[At..end.At];

    public bool Take(Regex piece, [NotNullWhen(true)] out Match? match)
    {
        var found = piece.Match(line, At);
        match = found.Success ? found : null;
        if (found.Success)
            At += found.Length;
        return found.Success;
    }

    public bool Take(Regex piece) => Take(piece, out _);

    public void Skip(int characters) => At += characters;
}
