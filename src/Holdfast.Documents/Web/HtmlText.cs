using System.Text;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Web;

/// <summary>Writes the words of a page in lines and paragraphs, with white space as a browser shows it.</summary>
internal sealed class HtmlText(Draft draft)
{
    private const int MaxIndent = 8;

    private readonly Stack<(bool IsNumbered, int Items)> _lists = new();
    private readonly StringBuilder _word = new();
    private bool _needsSpace;
    private bool _isAtStart = true;
    private bool _isBlock;
    private bool _isAfterMark;
    private int _cells;
    private int _lastRowCells;

    /// <summary>Whether white space stands as it is.</summary>
    internal bool IsAsWritten { get; set; }

    internal void Words(string text)
    {
        if (IsAsWritten)
        {
            Begin();
            draft.Write(text);
            _isAtStart = text.EndsWith('\n');
            _isAfterMark = false;
            return;
        }

        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                _word.Append(character);
                continue;
            }

            Flush();
            _needsSpace = true;
        }

        Flush();
    }

    /// <summary>What the line begins with, such as the mark of a heading.</summary>
    internal void Mark(string mark)
    {
        Begin();
        draft.Write(mark);
        _isAfterMark = true;
    }

    internal void Line()
    {
        if (!_isAtStart || _isAfterMark)
            draft.Write(_cells > 0 ? " " : "\n");
        _isAfterMark = false;
        _isAtStart = _cells == 0;
        _needsSpace = false;
    }

    /// <summary>A paragraph ends, or begins; in a cell of a table it is only a space.</summary>
    internal void Block()
    {
        if (_cells > 0)
        {
            _needsSpace = true;
            return;
        }

        // The paragraph within an item stands behind the item's mark.
        if (_isAfterMark)
            return;
        Line();
        _isBlock = true;
    }

    internal void List(bool isNumbered)
    {
        if (_lists.Count == 0)
            Block();
        _lists.Push((isNumbered, 0));
    }

    internal void EndList()
    {
        _lists.TryPop(out _);
        if (_lists.Count == 0)
            Block();
        else
            Line();
    }

    internal void Item()
    {
        _isAfterMark = false;
        Line();
        var (isNumbered, items) = _lists.TryPop(out var list) ? list : default;
        _isBlock &= items == 0;
        items++;
        _lists.Push((isNumbered, items));
        Mark(new string(' ', 2 * Math.Min(_lists.Count - 1, MaxIndent)) + (isNumbered ? $"{items}. " : "- "));
    }

    internal void Row()
    {
        _cells = 0;
        Line();
    }

    internal void Cell()
    {
        if (!draft.TakeCell())
        {
            draft.Note($"Only the first {Drafts.Words.Count(draft.Limits.MaxCells)} cells of its tables were read.");
            return;
        }

        Begin();
        draft.Write(_cells == 0 ? "| " : " | ");
        _isAtStart = false;
        _needsSpace = false;
        _cells++;
    }

    internal void EndRow()
    {
        if (_cells == 0)
            return;
        draft.Write(" |\n");
        if (_lastRowCells == 0)
            draft.Write(string.Concat(Enumerable.Repeat("|---", Math.Min(_cells, 1_000))) + "|\n");
        _lastRowCells = _cells;
        _cells = 0;
        _isAtStart = true;
        _needsSpace = false;
    }

    private void Flush()
    {
        if (_word.Length == 0)
            return;
        Begin();
        if (_needsSpace && !_isAtStart)
            draft.Write(" ");
        draft.Write(_word.ToString());
        _word.Clear();
        _needsSpace = false;
        _isAtStart = false;
        _isAfterMark = false;
    }

    private void Begin()
    {
        if (!_isBlock)
            return;
        _isBlock = false;
        _lastRowCells = 0;
        draft.Separate();
        _isAtStart = true;
    }
}
