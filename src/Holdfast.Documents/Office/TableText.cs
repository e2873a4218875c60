using System.Text;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Office;

/// <summary>Writes a table as Markdown, row by row.</summary>
internal sealed class TableText(Draft draft)
{
    private readonly StringBuilder _row = new();
    private int _cells;
    private int _rows;

    /// <summary>False when no more cells are read.</summary>
    internal bool Cell(string text)
    {
        if (!draft.TakeCell())
        {
            draft.Note($"Only the first {Words.Count(draft.Limits.MaxCells)} cells of its tables are here.");
            return false;
        }

        _row.Append("| ").Append(text.Trim().ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)).Append(' ');
        _cells++;
        return true;
    }

    internal void EndRow()
    {
        if (_cells == 0)
            return;
        draft.WriteLine(_row.Append('|').ToString());
        if (_rows++ == 0)
            draft.WriteLine(string.Concat(Enumerable.Repeat("|---", _cells)) + "|");
        _row.Clear();
        _cells = 0;
    }
}
