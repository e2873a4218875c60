using System.Text;
using DocumentFormat.OpenXml.Packaging;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Office;

/// <summary>A Word document as Markdown: headings, lists, tables, links, and behind them footnotes and comments. What was deleted and is still in the file is left out.</summary>
internal static class WordReader
{
    internal static void Read(Stream stream, Draft draft)
    {
        var package = new Package(draft);
        package.Check(stream);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var main = document.MainDocumentPart ?? throw new InvalidDataException("There is no main part.");
        var styles = WordStyles.Read(package, main.StyleDefinitionsPart);
        var lists = WordLists.Read(package, main.NumberingDefinitionsPart);

        // The same heads stand in a part for each section and kind of page.
        var marginals = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (part, name) in main.HeaderParts.Select(part => ((OpenXmlPart)part, "Header")).Concat(main.FooterParts.Select(part => ((OpenXmlPart)part, "Footer"))))
        {
            var text = new WordBody(package, part, styles, lists).PlainText();
            if (text.Length > 0 && marginals.Add(text))
                draft.WriteLine($"[{name}: {text}]");
        }

        draft.Separate();
        new WordBody(package, main, styles, lists).Write();
        WriteNotes(package, main.FootnotesPart, "Footnotes", "footnote", styles, lists);
        WriteNotes(package, main.EndnotesPart, "Endnotes", "endnote", styles, lists);
        WriteNotes(package, main.WordprocessingCommentsPart, "Comments", "comment", styles, lists);
    }

    private static void WriteNotes(Package package, OpenXmlPart? part, string title, string element, WordStyles styles, WordLists lists)
    {
        if (part is null || package.Draft.IsCut)
            return;
        var text = new StringBuilder();
        using var xml = package.Open(part);
        if (!xml.ToRoot())
            return;
        foreach (var child in xml.Children())
        {
            // Lines that divide notes from the text are notes as well.
            if (child != element || xml["type"] is "separator" or "continuationSeparator")
                continue;
            var (id, author) = (xml["id"], xml["author"]);
            if (new WordBody(package, part, styles, lists).PlainText(xml) is { Length: > 0 } words)
                text.Append(author is null ? $"[^{id}]: " : $"- {author}: ").Append(words).Append('\n');
            if (text.Length > package.Draft.Room)
                break;
        }

        if (text.Length == 0)
            return;
        package.Draft.Separate();
        package.Draft.WriteLine($"## {title}");
        package.Draft.Write(text.ToString());
    }
}
