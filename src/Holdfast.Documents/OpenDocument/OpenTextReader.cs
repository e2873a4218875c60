using System.Globalization;
using Holdfast.Documents.Drafts;
using Holdfast.Documents.Office;

namespace Holdfast.Documents.OpenDocument;

/// <summary>The text of a document, or of a slide: headings, lists and tables in their order, with footnotes and comments at the end.</summary>
internal sealed class OpenTextReader(Draft draft)
{
    private const int MaxHeading = 6;
    private const int MaxIndent = 8;

    private readonly OpenParagraph _paragraph = new(draft);

    /// <summary>Reads all that is within the element that the reader stands at.</summary>
    internal void Read(PartReader xml)
    {
        Blocks(xml);
        End("## Footnotes", _paragraph.Footnotes);
        End("## Comments", _paragraph.Comments);
    }

    /// <summary>The words of all paragraphs within the element that the reader stands at, on one line.</summary>
    internal string ReadAll(PartReader xml) => _paragraph.ReadAll(xml);

    /// <summary>Reads what is within the element that the reader stands at, without what belongs to the end.</summary>
    internal void Blocks(PartReader xml)
    {
        foreach (var child in xml.Children())
        {
            if (draft.IsCut)
                return;
            switch (child)
            {
                case "h":
                    var level = int.TryParse(xml["outline-level"], NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? Math.Clamp(said, 1, MaxHeading) : 1;
                    Paragraph(_paragraph.Read(xml), new string('#', level) + " ");
                    break;
                case "p":
                    Paragraph(_paragraph.Read(xml), "");
                    break;
                case "list":
                    draft.Separate();
                    Items(xml, depth: 0);
                    break;
                case "table":
                    Table(xml);
                    break;
                case "image":
                    draft.Note(Package.PicturesNotRead);
                    break;

                // What was deleted and is still kept, what fields are declared with, and what is only there to be drawn.
                case "tracked-changes" or "forms" or "variable-decls" or "sequence-decls" or "user-field-decls" or "object" or "object-ole" or "notes" or "title" or "desc":
                    break;
                default:
                    Blocks(xml);
                    break;
            }
        }
    }

    private void Paragraph(string words, string mark)
    {
        if (words.Length == 0)
            return;
        draft.Separate();
        draft.WriteLine(mark + words);
    }

    private void Items(PartReader xml, int depth)
    {
        foreach (var item in xml.Children())
        {
            if (item is not ("list-item" or "list-header"))
                continue;
            var isFirst = true;
            foreach (var child in xml.Children())
            {
                if (draft.IsCut)
                    return;
                if (child == "list")
                    Items(xml, depth + 1);
                else if (child is "p" or "h" && _paragraph.Read(xml) is { Length: > 0 } words)
                {
                    draft.WriteLine($"{new string(' ', 2 * Math.Min(depth, MaxIndent))}{(isFirst ? "- " : "  ")}{words}");
                    isFirst = false;
                }
            }
        }
    }

    private void Table(PartReader xml)
    {
        draft.Separate();
        Rows(xml, new TableText(draft));
    }

    private bool Rows(PartReader xml, TableText table)
    {
        foreach (var child in xml.Children())
        {
            if (draft.IsCut)
                return false;
            if (child is "table-header-rows" or "table-row-group" or "table-rows")
            {
                if (!Rows(xml, table))
                    return false;
            }
            else if (child == "table-row")
            {
                foreach (var cell in xml.Children())
                {
                    if (cell is "table-cell" or "covered-table-cell" && !table.Cell(_paragraph.ReadAll(xml)))
                        return false;
                }

                table.EndRow();
            }
        }

        return true;
    }

    private void End(string title, List<string> lines)
    {
        if (lines.Count == 0)
            return;
        draft.Separate();
        draft.WriteLine(title);
        foreach (var line in lines)
            draft.WriteLine(line);
    }
}
