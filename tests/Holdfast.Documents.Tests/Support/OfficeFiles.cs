using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Holdfast.Documents.Tests.Support;

/// <summary>Office documents as the SDK of their maker writes them, and others that it would not write.</summary>
internal static class OfficeFiles
{
    private const string W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    private const string S = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    private const string P = "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

    /// <summary>A Word document.</summary>
    /// <param name="body">What is in its body.</param>
    /// <param name="more">Other parts.</param>
    public static byte[] Word(string body, Action<MainDocumentPart>? more = null) => Bytes(stream =>
    {
        using var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document);
        var main = document.AddMainDocumentPart();
        main.Document = new Document($"<w:document {W}><w:body>{body}</w:body></w:document>");
        more?.Invoke(main);
    });

    public static string Paragraph(string text, string properties = "") => $"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>";

    public static void AddStyles(MainDocumentPart main) => main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(
        $"<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Eigene\"><w:name w:val=\"Eigene\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Punkt\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"6\"/></w:numPr></w:pPr></w:style></w:styles>");

    public static void AddLists(MainDocumentPart main) => main.AddNewPart<NumberingDefinitionsPart>().Numbering = new Numbering(
        $"""
        <w:numbering {W}>
          <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
          <w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Part %1"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl><w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum>
          <w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
          <w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num>
          <w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
        </w:numbering>
        """);

    public static void AddFootnote(MainDocumentPart main, string text) => main.AddNewPart<FootnotesPart>().Footnotes = new Footnotes(
        $"<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>");

    public static void AddHeader(MainDocumentPart main, string text) => main.AddNewPart<HeaderPart>().Header = new DocumentFormat.OpenXml.Wordprocessing.Header(
        $"<w:hdr {W}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>");

    public static void AddComment(MainDocumentPart main, string author, string text) => main.AddNewPart<WordprocessingCommentsPart>().Comments = new DocumentFormat.OpenXml.Wordprocessing.Comments(
        $"<w:comments {W}><w:comment w:id=\"0\" w:author=\"{author}\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>");

    /// <summary>A workbook.</summary>
    /// <param name="sheets">The sheets by name: what is in them from their data on.</param>
    /// <param name="strings">Its shared strings, as XML.</param>
    /// <param name="formats">Its own number formats, as XML of <c>numFmts</c> and <c>cellXfs</c>.</param>
    /// <param name="properties">Properties of the workbook.</param>
    public static byte[] Excel(IEnumerable<(string Name, string Xml)> sheets, string strings = "", string formats = "", string properties = "") => Bytes(stream =>
    {
        using var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        var list = new StringBuilder();
        foreach (var (name, xml) in sheets)
        {
            var part = workbook.AddNewPart<WorksheetPart>();
            Write(part, $"<worksheet {S}>{xml}</worksheet>");
            var state = name.StartsWith('~') ? " state=\"hidden\"" : "";
            list.Append($"<sheet name=\"{name.TrimStart('~')}\" sheetId=\"{list.Length + 1}\"{state} r:id=\"{workbook.GetIdOfPart(part)}\"/>");
        }

        workbook.Workbook = new Workbook($"<workbook {S}><workbookPr {properties}/><sheets>{list}</sheets></workbook>");
        if (strings.Length > 0)
            Write(workbook.AddNewPart<SharedStringTablePart>(), $"<sst {S}>{strings}</sst>");
        if (formats.Length > 0)
            Write(workbook.AddNewPart<WorkbookStylesPart>(), $"<styleSheet {S}>{formats}</styleSheet>");
    });

    public static string Rows(params string[] rows) => $"<sheetData>{string.Concat(rows)}</sheetData>";

    /// <summary>A presentation.</summary>
    /// <param name="slides">What is in the tree of shapes of each slide, and what the speaker has noted.</param>
    public static byte[] PowerPoint(params (string Shapes, string? Notes)[] slides) => Bytes(stream =>
    {
        using var document = PresentationDocument.Create(stream, PresentationDocumentType.Presentation);
        var presentation = document.AddPresentationPart();
        var list = new StringBuilder();

        // Parts are made in another order than they are shown in.
        var parts = slides.Reverse().Select(slide => (Part: presentation.AddNewPart<SlidePart>(), Slide: slide)).Reverse().ToList();
        foreach (var (part, (shapes, notes)) in parts)
        {
            part.Slide = new Slide($"<p:sld {P}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>");
            if (notes is not null)
                part.AddNewPart<NotesSlidePart>().NotesSlide = new NotesSlide($"<p:notes {P}><p:cSld><p:spTree>{Shape(notes, "body")}{Shape("7", "sldNum")}</p:spTree></p:cSld></p:notes>");
            list.Append($"<p:sldId id=\"{256 + list.Length}\" r:id=\"{presentation.GetIdOfPart(part)}\"/>");
        }

        presentation.Presentation = new Presentation($"<p:presentation {P}><p:sldIdLst>{list}</p:sldIdLst></p:presentation>");
    });

    public static string Shape(string text, string placeholder = "") =>
        $"<p:sp><p:nvSpPr><p:cNvPr id=\"1\" name=\"x\"/><p:cNvSpPr/><p:nvPr><p:ph type=\"{(placeholder.Length == 0 ? "body" : placeholder)}\"/></p:nvPr></p:nvSpPr><p:txBody>{string.Concat(text.Split('\n').Select(line => $"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>"))}</p:txBody></p:sp>";

    /// <summary>A zip file by hand.</summary>
    public static byte[] Zip(params (string Name, string Content)[] entries) => Zip(entries.Select(entry => (entry.Name, Encoding.UTF8.GetBytes(entry.Content))));

    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> entries) => Bytes(stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in entries)
        {
            using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
            entry.Write(content);
        }
    });

    /// <summary>A Word document by hand, whose main part may be anything.</summary>
    public static byte[] RawWord(string document) => Zip(
        ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""),
        ("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""),
        ("word/document.xml", document));

    /// <summary>The same file with another content of one of its parts.</summary>
    public static byte[] Replaced(this byte[] file, string name, string content)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        return Zip([.. zip.Entries.Select(entry => (entry.FullName, entry.FullName == name ? Encoding.UTF8.GetBytes(content) : Content(entry)))]);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        return Bytes(content.CopyTo);
    }

    private static void Write(OpenXmlPart part, string xml)
    {
        using var stream = part.GetStream(FileMode.Create);
        stream.Write(Encoding.UTF8.GetBytes(xml));
    }

    private static byte[] Bytes(Action<MemoryStream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
