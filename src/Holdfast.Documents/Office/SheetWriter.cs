using System.Globalization;
using System.Text;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Office;

/// <summary>Writes the rows of one sheet.</summary>
internal sealed class SheetWriter(Draft draft, CellFormats formats, SharedStrings strings, string name, int room)
{
    private const int MaxColumns = 256;
    private const int MaxFormula = 200;

    /// <summary>What a cell can hold in Excel.</summary>
    private const int MaxValue = 32_767;

    private readonly StringBuilder _row = new();
    private readonly int _begin = draft.Length;
    private string? _dimension;
    private int _rows;
    private long _last;
    private long _written;
    private bool _isCut;
    private bool _hasWideRows;

    internal void Write(PartReader xml)
    {
        if (!xml.ToRoot())
            return;
        foreach (var child in xml.Children())
        {
            if (child == "dimension")
                _dimension = xml["ref"];
            else if (child == "sheetData" && !WriteRows(xml))
                break;
        }

        if (_rows == 0 && !_isCut)
            draft.WriteLine("(empty)");
        if (_hasWideRows)
            draft.Note($"Of sheet {Draft.Quoted(name)} only the first {MaxColumns} columns are here.");
    }

    /// <summary>False where the sheet has more than was written.</summary>
    private bool WriteRows(PartReader xml)
    {
        foreach (var child in xml.Children())
        {
            if (child != "row")
                continue;
            draft.Cancellation.ThrowIfCancellationRequested();
            _last = long.TryParse(xml["r"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : _last + 1;
            var isWhole = Compose(xml);
            if (_row.Length == 0 && isWhole)
                continue;
            var left = room - (draft.Length - _begin);
            if (!isWhole || _rows == draft.Limits.MaxRows || left < _row.Length)
            {
                if (_rows == 0 && _row.Length > 0)
                    draft.WriteLine(_row.ToString(0, Math.Clamp(left, 0, _row.Length)));
                NoteRest();
                return false;
            }

            // Tables of one sheet are divided by empty rows.
            if (_rows++ > 0 && _last > _written + 1)
                draft.Write("\n");
            _written = _last;
            draft.WriteLine(_row.ToString());
        }

        return true;
    }

    private void NoteRest()
    {
        _isCut = true;
        var total = RowsByDimension();
        draft.Note(total > _last
            ? $"Sheet {Draft.Quoted(name)} has {Words.Count(total)} rows; the first {Words.Count(_rows)} are here."
            : $"Sheet {Draft.Quoted(name)} has more rows than the {Words.Count(_rows)} that are here.");
    }

    /// <summary>What the sheet says of itself: to count the rows all of it would have to be unpacked.</summary>
    private long RowsByDimension()
    {
        var end = _dimension.AsSpan()[((_dimension?.LastIndexOf(':') ?? -1) + 1)..];
        var letters = end.IndexOfAnyInRange('0', '9');
        return letters >= 0 && long.TryParse(end[letters..], NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : 0;
    }

    /// <summary>Composes a row; false where it has more cells than are left.</summary>
    private bool Compose(PartReader xml)
    {
        _row.Clear();
        var column = 0;
        var written = 0;
        foreach (var child in xml.Children())
        {
            if (child != "c")
                continue;
            column = Column(xml["r"]) ?? column + 1;
            var value = Value(xml);
            if (value.Length == 0)
                continue;
            if (column > MaxColumns)
            {
                _hasWideRows = true;
                continue;
            }

            if (!draft.TakeCell())
                return false;
            if (column > written)
                _row.Append(',', column - Math.Max(written, 1));
            written = Math.Max(column, written);
            Append(value);
        }

        return true;
    }

    private void Append(string value)
    {
        if (value.AsSpan().IndexOfAny(",\"\n\r") < 0)
            _row.Append(value);
        else
            _row.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private string Value(PartReader xml)
    {
        var (type, style) = (xml["t"], xml["s"]);
        string? value = null, formula = null;
        foreach (var child in xml.Children())
        {
            if (child == "v")
                value = xml.Text(MaxValue);
            else if (child == "f")
                formula = xml.Text(MaxFormula);
            else if (child == "is")
                value = SharedStrings.Text(xml);
        }

        return (type, value) switch
        {
            (_, null or "") => formula is { Length: > 0 } ? "=" + formula : "",
            ("s", _) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? strings[number] : "",
            ("b", _) => value == "1" ? "TRUE" : "FALSE",
            ("str" or "inlineStr" or "e" or "d", _) => value,
            _ => formats.Show(value, style),
        };
    }

    /// <summary>The number of a column from a reference such as <c>AB12</c>, from 1.</summary>
    private static int? Column(string? reference)
    {
        var column = 0;
        foreach (var character in reference ?? "")
        {
            if (!char.IsAsciiLetter(character) || column > 100_000)
                break;
            column = (column * 26) + (char.ToUpperInvariant(character) - 'A' + 1);
        }

        return column == 0 ? null : column;
    }
}
