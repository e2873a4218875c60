namespace Holdfast.Answers.Lines;

/// <summary>The lists that are open while a text is read line by line.</summary>
internal sealed class OpenLists
{
    private const int TabWidth = 4;
    private readonly Stack<(int Indent, int Content, string Marker)> _items = new();

    /// <summary>Reads a line outside of code.</summary>
    /// <param name="line">The line, not empty.</param>
    /// <param name="afterBlank">Whether an empty line stands before it.</param>
    /// <returns>The items within which it stands, each as a line that opens it again; null when it stands in none.</returns>
    public string? Enter(ReadOnlySpan<char> line, bool afterBlank)
    {
        var (indent, at) = IndentOf(line);
        var marker = ListMarker.LengthAt(line[at..]);
        if (marker > 0)
        {
            while (_items.TryPeek(out var sibling) && sibling.Indent >= indent)
                _items.Pop();
            var within = Reopened();
            _items.Push((indent, indent + marker, line.Slice(at, marker).TrimEnd().ToString()));
            return within;
        }

        if (indent == 0 && !afterBlank)
            return _items.Count > 0 ? Reopened() : null;
        while (_items.TryPeek(out var item) && item.Content > indent)
            _items.Pop();
        return Reopened();
    }

    /// <summary>How far a line is indented.</summary>
    public static (int Width, int Characters) IndentOf(ReadOnlySpan<char> line)
    {
        var (width, at) = (0, 0);
        for (; at < line.Length && (line[at] is ' ' or '\t'); at++)
            width += line[at] == '\t' ? TabWidth - width % TabWidth : 1;
        return (width, at);
    }

    private string? Reopened() =>
        _items.Count == 0 ? null : string.Join('\n', _items.Reverse().Select(static item => $"{new string(' ', item.Indent)}{item.Marker} …"));
}
