using System.Globalization;
using System.Text;
using Holdfast.Documents.Drafts;
using Holdfast.Documents.Office;

namespace Holdfast.Documents.OpenDocument;

/// <summary>A sheet as comma-separated values: what its cells show.</summary>
/// <param name="draft">What is read.</param>
/// <param name="name">What the sheet is called.</param>
/// <param name="room">How many characters it may take.</param>
internal sealed class OpenSheetReader(Draft draft, string name, int room)
{
    private const int MaxColumns = 256;

    private readonly OpenParagraph _paragraph = new(draft);
    private readonly int _begin = draft.Length;
    private int _rows;
    private bool _hasGap;
    private bool _hasWideRows;

    /// <summary>Reads the table that the reader stands at.</summary>
    internal void Read(PartReader xml)
    {
        draft.Separate();
        draft.WriteLine($"## Sheet: {Draft.Quoted(name)}");
        var isWhole = Rows(xml);
        if (!isWhole)
            draft.Note($"Sheet {Draft.Quoted(name)} has more rows than the {Words.Count(_rows)} that are here.");
        else if (_rows == 0)
            draft.WriteLine("(empty)");
        if (_hasWideRows)
            draft.Note($"Of sheet {Draft.Quoted(name)} only the first {MaxColumns} columns are here.");
    }

    /// <summary>False where there are more than may be read.</summary>
    private bool Rows(PartReader xml)
    {
        foreach (var child in xml.Children())
        {
            if (child is "table-header-rows" or "table-row-group" or "table-rows")
            {
                if (!Rows(xml))
                    return false;
            }
            else if (child == "shapes")
                draft.Note(Package.PicturesNotRead);
            else if (child == "table-row" && !Row(xml))
                return false;
        }

        return true;
    }

    private bool Row(PartReader xml)
    {
        draft.Cancellation.ThrowIfCancellationRequested();
        var times = Times(xml["number-rows-repeated"]);
        var cells = new List<string>();
        var empty = 0;
        foreach (var child in xml.Children())
        {
            if (child is not ("table-cell" or "covered-table-cell"))
                continue;
            var repeated = Times(xml["number-columns-repeated"]);
            var value = Value(xml);
            if (value.Length == 0)
            {
                // Sheets are filled up to their last column with nothing.
                empty += repeated;
                continue;
            }

            for (; empty > 0 && cells.Count < MaxColumns; empty--)
                cells.Add("");
            empty = 0;
            for (; repeated > 0 && cells.Count < MaxColumns; repeated--)
                cells.Add(value);
            _hasWideRows |= repeated > 0;
        }

        var filled = cells.Count(cell => cell.Length > 0);
        if (filled == 0)
        {
            _hasGap = _rows > 0;
            return true;
        }

        var line = string.Join(',', cells.Select(Quoted));
        for (; times > 0; times--)
        {
            if (_rows == draft.Limits.MaxRows || room - (draft.Length - _begin) < line.Length || !Enumerable.Range(0, filled).All(_ => draft.TakeCell()))
                return false;

            // Tables of one sheet are divided by empty rows.
            if (_hasGap)
                draft.Write("\n");
            _hasGap = false;
            _rows++;
            draft.WriteLine(line);
        }

        return true;
    }

    /// <summary>What the cell shows; of one that shows nothing, what it holds.</summary>
    private string Value(PartReader xml)
    {
        var held = xml["string-value"] ?? xml["date-value"] ?? xml["time-value"] ?? xml["boolean-value"] ?? xml["value"] ?? "";
        return _paragraph.ReadAll(xml) is { Length: > 0 } shown ? shown : held;
    }

    private static int Times(string? said) => int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? Math.Max(1, times) : 1;

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(",\"\n\r") < 0 ? value : new StringBuilder(value).Replace("\"", "\"\"").Insert(0, '"').Append('"').ToString();
}
