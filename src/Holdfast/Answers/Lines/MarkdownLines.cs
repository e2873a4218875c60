namespace Holdfast.Answers.Lines;

/// <summary>Reads Markdown line by line: as much of it as must be known to cut it.</summary>
internal sealed class MarkdownLines
{
    private const int Nowhere = 0;
    private const int WithinCode = 1;
    private const int WithinParagraph = 2;
    private const int Row = 3;
    private const int InnerItem = 4;
    private const int Item = 5;
    private const int Paragraph = 6;
    private const int Heading = 7;

    private readonly List<MarkdownLine> _lines = [];
    private readonly OpenLists _lists = new();
    private readonly OpenTable _table = new();
    private Fence? _fence;
    private string? _items;
    private bool _isFirstOfCode;
    private bool _afterBlank = true;

    private MarkdownLines()
    {
    }

    /// <summary>The lines of a text whose lines end with line feeds.</summary>
    public static IReadOnlyList<MarkdownLine> Read(string text)
    {
        var reading = new MarkdownLines();
        for (var start = 0; start < text.Length;)
        {
            var line = LineAt(text, start);
            var end = Math.Min(start + line.Length + 1, text.Length);
            reading.Add(start, end, line, LineAt(text, end));
            start = end;
        }

        return reading._lines;
    }

    private static ReadOnlySpan<char> LineAt(string text, int start)
    {
        var feed = text.AsSpan(start).IndexOf('\n');
        return feed < 0 ? text.AsSpan(start) : text.AsSpan(start, feed);
    }

    private void Add(int start, int end, ReadOnlySpan<char> line, ReadOnlySpan<char> next)
    {
        if (_fence?.IsLeftBy(line) == true)
            _fence = null;
        if (_fence is null)
            AddText(start, end, line, next);
        else
            AddCode(start, end, line, _fence);
    }

    /// <summary>Not cut where a block of code would be left or begun empty.</summary>
    private void AddCode(int start, int end, ReadOnlySpan<char> line, Fence fence)
    {
        var isClosing = fence.IsClosedBy(line);
        _lines.Add(new MarkdownLine { Start = start, End = end, Fence = fence, Items = _items, Merit = isClosing || _isFirstOfCode ? Nowhere : WithinCode });
        _isFirstOfCode = false;
        _fence = isClosing ? null : fence;
    }

    private void AddText(int start, int end, ReadOnlySpan<char> line, ReadOnlySpan<char> next)
    {
        var isBlank = line.IsWhiteSpace();
        if (!isBlank)
            _items = _lists.Enter(line, _afterBlank);
        _table.Enter(line, next);
        _lines.Add(new MarkdownLine
        {
            Start = start,
            End = end,
            Items = _items,
            TableHeader = _table.Row >= OpenTable.FirstDataRow ? _table.Header : null,
            Merit = isBlank ? Nowhere : MeritOf(line),
        });
        _afterBlank = isBlank;
        _fence = Fence.OpenedBy(line);
        _isFirstOfCode = true;
    }

    private int MeritOf(ReadOnlySpan<char> line)
    {
        if (_table.Row > 1)
            return _table.Row <= OpenTable.FirstDataRow ? Nowhere : Row;
        if (line[0] == '#')
            return Heading;
        var (_, at) = OpenLists.IndentOf(line);
        if (ListMarker.LengthAt(line[at..]) > 0)
            return _items is null ? Item : InnerItem;
        return _afterBlank && _items is null ? Paragraph : WithinParagraph;
    }
}
