using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;

namespace Holdfast.Documents.Office;

/// <summary>Reads the paragraphs and tables of one part of a Word document. How deep calls go is bounded by <see cref="PartReader"/>.</summary>
internal sealed class WordBody(Package package, OpenXmlPart part, WordStyles styles, WordLists lists)
{
    private const int MaxAddress = 500;

    /// <summary>A paragraph that is longer than anyone writes is read no further: it has to be held as a whole.</summary>
    private readonly int _maxParagraph = package.Draft.Limits.MaxCharacters;

    private Dictionary<string, string>? _links;
    private bool _wasItem;

    /// <summary>Writes all of the part.</summary>
    internal void Write()
    {
        using var xml = package.Open(part);
        if (xml.ToRoot())
            Write(xml);
    }

    /// <summary>The words of a part on one line, such as those of a header.</summary>
    internal string PlainText()
    {
        using var xml = package.Open(part);
        return xml.ToRoot() ? PlainText(xml) : "";
    }

    /// <summary>The words within the current element on one line.</summary>
    internal string PlainText(PartReader xml)
    {
        var text = new StringBuilder();
        Inline(xml, text);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private void Write(PartReader xml)
    {
        foreach (var child in xml.Children())
        {
            if (package.Draft.IsCut)
                return;
            if (child == "p")
                Paragraph(xml);
            else if (child == "tbl")
                Table(xml);
            else if (child is not ("sectPr" or "del" or "moveFrom"))
                Write(xml);
        }
    }

    private void Paragraph(PartReader xml)
    {
        var text = new StringBuilder();
        var properties = new Properties();
        foreach (var child in xml.Children())
        {
            if (child == "pPr")
                properties = Read(xml);
            else
                Inline(xml, child, text);
        }

        var words = text.ToString().Trim();
        if (words.Length == 0)
            return;
        var number = properties.List is null ? "" : lists.Next(properties.List, properties.ListLevel) + " ";
        var isItem = number.Length > 0 && properties.Level == 0;
        if (!(isItem && _wasItem))
            package.Draft.Separate();
        _wasItem = isItem;
        var mark = properties.Level > 0 ? new string('#', properties.Level) + " " : isItem ? WordLists.Indent(properties.ListLevel) : "";
        package.Draft.WriteLine(mark + number + (properties.Level > 0 || isItem ? words.ReplaceLineEndings(" ") : words));
    }

    private Properties Read(PartReader xml)
    {
        var properties = new Properties();
        foreach (var property in xml.Descendants())
        {
            var value = xml["val"];
            switch (property)
            {
                case "pStyle":
                    properties.Level = styles.LevelOf(value ?? "");
                    (properties.List, properties.ListLevel) = styles.ListOf(value ?? "");
                    break;
                case "outlineLvl" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level < 6:
                    properties.Level = level + 1;
                    break;
                case "ilvl" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var level):
                    properties.ListLevel = level;
                    break;
                case "numId":
                    properties.List = value == "0" ? null : value;
                    break;
                default:
                    break;
            }
        }

        return properties;
    }

    private void Table(PartReader xml)
    {
        package.Draft.Separate();
        _wasItem = false;
        var table = new TableText(package.Draft);
        Rows(xml, table);
    }

    /// <summary>Rows and cells may stand within controls.</summary>
    private bool Rows(PartReader xml, TableText table)
    {
        foreach (var child in xml.Children())
        {
            if (child == "tr")
            {
                var isWhole = Cells(xml, table);
                table.EndRow();
                if (!isWhole)
                    return false;
            }
            else if (child is "sdt" or "sdtContent" or "customXml" or "ins" && !Rows(xml, table))
            {
                return false;
            }
        }

        return true;
    }

    private bool Cells(PartReader xml, TableText table)
    {
        foreach (var child in xml.Children())
        {
            if (child == "tc")
            {
                var text = new StringBuilder();
                Inline(xml, text);
                if (package.Draft.IsCut || !table.Cell(text.ToString()))
                    return false;
            }
            else if (child is "sdt" or "sdtContent" or "customXml" && !Cells(xml, table))
            {
                return false;
            }
        }

        return true;
    }

    private void Inline(PartReader xml, StringBuilder text)
    {
        foreach (var child in xml.Children())
            Inline(xml, child, text);
    }

    private void Inline(PartReader xml, string element, StringBuilder text)
    {
        if (text.Length > _maxParagraph)
            return;
        switch (element)
        {
            case "t":
                text.Append(xml.Text(_maxParagraph));
                break;
            case "r":
                Run(xml, text);
                break;
            case "tab":
                text.Append('\t');
                break;
            case "br" or "cr":
                text.Append('\n');
                break;
            case "noBreakHyphen":
                text.Append('-');
                break;
            case "footnoteReference" or "endnoteReference":
                text.Append("[^").Append(xml["id"]).Append(']');
                break;
            case "docPr" when (xml["descr"] ?? "") is { Length: > 0 and <= MaxAddress } picture:
                text.Append("[Picture: ").AppendJoin(' ', picture.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Append(']');
                Inline(xml, text);
                break;
            case "chart":
                text.Append(ChartText.Of(package, part, xml.Relationship("id")));
                break;
            case "pic" or "imagedata":
                package.Draft.Note(Package.PicturesNotRead);
                Inline(xml, text);
                break;
            case "hyperlink":
                var address = Link(xml["id"]);
                Inline(xml, text);
                if (address is not null)
                    text.Append(" (").Append(address).Append(')');
                break;

            // Text of a box, a note or a cell: each paragraph on its own.
            case "p":
                if (text.Length > 0)
                    text.Append(' ');
                Inline(xml, text);
                break;
            case "tc":
                Inline(xml, text);
                text.Append('\t');
                break;

            // Deleted or moved away, instructions of fields, and properties, among which a tab is a position.
            case "del" or "moveFrom" or "instrText" or "delText" or "pPr" or "rPr" or "tblPr" or "tcPr" or "trPr" or "sdtPr" or "sectPr":
                break;
            default:
                Inline(xml, text);
                break;
        }
    }

    /// <summary>A piece of text of one look, unless it is one that is not shown.</summary>
    private void Run(PartReader xml, StringBuilder text)
    {
        var isHidden = false;
        foreach (var child in xml.Children())
        {
            if (child == "rPr")
                isHidden = IsHidden(xml);
            else if (!isHidden)
                Inline(xml, child, text);
        }
    }

    private static bool IsHidden(PartReader xml)
    {
        var isHidden = false;
        foreach (var property in xml.Children())
            isHidden |= property == "vanish" && xml["val"] is not ("0" or "false" or "off");
        return isHidden;
    }

    /// <summary>Where a link leads outside of the document.</summary>
    private string? Link(string? id)
    {
        if (id is null)
            return null;
        _links ??= Links();
        return _links.GetValueOrDefault(id);
    }

    private Dictionary<string, string> Links()
    {
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in part.HyperlinkRelationships)
        {
            if (link is { IsExternal: true, Uri.OriginalString: { Length: > 0 and <= MaxAddress } address })
                links[link.Id] = address;
        }

        return links;
    }

    private record struct Properties(int Level, string? List, int ListLevel);
}
