using Holdfast.Documents.Tests.Support;
using static Holdfast.Documents.Tests.Support.OfficeFiles;

namespace Holdfast.Documents.Tests.Reading;

/// <summary>Files of LibreOffice and its like.</summary>
[Trait("Req", "AS-11")]
public sealed class OpenDocumentTests
{
    private const string Spaces = "xmlns:office=\"urn:o\" xmlns:text=\"urn:t\" xmlns:table=\"urn:b\" xmlns:draw=\"urn:d\" xmlns:presentation=\"urn:p\" xmlns:xlink=\"urn:x\" xmlns:dc=\"urn:c\"";

    [Fact]
    public void A_text_becomes_Markdown()
    {
        var read = Open("text", "text", """
            <text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion></text:changed-region></text:tracked-changes>
            <text:h text:outline-level="2">Part <text:span>one</text:span></text:h>
            <text:p>One<text:s text:c="2"/>word<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Said so.</text:p></text:note-body></text:note>,
               <text:a xlink:href="https://example.org/x">a link</text:a><office:annotation><dc:creator>Ada</dc:creator><text:p>Really?</text:p></office:annotation></text:p>
            <text:list><text:list-item><text:p>first</text:p><text:list><text:list-item><text:p>sub</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>second</text:p></text:list-item></text:list>
            <table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Sum|max</text:p></table:table-cell></table:table-row></table:table-header-rows>
            <table:table-row><table:table-cell><text:p>Ada</text:p></table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>
            <text:section><text:p>in a section<draw:frame><draw:image/></draw:frame></text:p></text:section>
            """).Read("report.odt");
        Assert.Equal(
            """
            ## Part one

            One  word[^1], a link (https://example.org/x)

            - first
              - sub
            - second

            | Name | Sum\|max |
            |---|---|
            | Ada | 12 |

            in a section

            ## Footnotes
            [^1]: Said so.

            ## Comments
            - Ada: Really?
            """,
            read.Text);
        Assert.Equal(DocumentKind.OpenText, read.Kind);
        Assert.Equal(["There are pictures in it, which were not read."], read.Notes);
    }

    [Fact]
    public void Sheets_show_what_their_cells_show_and_repeat_no_emptiness()
    {
        const string cell = "<table:table-cell office:value-type=\"float\" office:value=\"0.5\"><text:p>50 %</text:p></table:table-cell>";
        var read = Open("spreadsheet", "spreadsheet", $"""
            <table:table table:name="A"><table:table-row><table:table-cell><text:p>x, "y"</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/>{cell}<table:table-cell table:number-columns-repeated="16380"/></table:table-row>
            <table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row><table:table-row table:number-rows-repeated="2">{cell}</table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
            <table:table table:name="B"/>
            <table:table table:name="C"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>z</text:p></table:table-cell></table:table-row></table:table>
            """).Read("sums.ods", limits: new DocumentLimits { MaxRows = 3 });
        Assert.Equal($"""
            ## Sheet: 'A'
            "x, ""y""\",,,50 %

            50 %
            50 %

            ## Sheet: 'B'
            (empty)

            ## Sheet: 'C'
            {string.Join('\n', Enumerable.Repeat(string.Join(',', Enumerable.Repeat("z", 256)), 3))}
            """.Replace("\\", "", StringComparison.Ordinal), read.Text);
        Assert.Equal(["Sheet 'C' has more rows than the 3 that are here.", "Of sheet 'C' only the first 256 columns are here."], read.Notes);
    }

    [Fact]
    public void Slides_come_in_their_order_with_their_notes()
    {
        var read = Open("presentation", "presentation", """
            <draw:page><draw:frame><draw:text-box><text:p>Kelp</text:p></draw:text-box></draw:frame><draw:frame><draw:text-box><text:list><text:list-item><text:p>grows</text:p></text:list-item></text:list></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>Say it slowly</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>
            <draw:page><draw:frame><draw:text-box><text:p>End</text:p></draw:text-box></draw:frame></draw:page><draw:page/>
            """).Read("talk.odp", limits: new DocumentLimits { MaxSlides = 2 });
        Assert.Equal("## Slide 1\n\nKelp\n\n- grows\nNotes: Say it slowly\n\n## Slide 2\n\nEnd", read.Text);
        Assert.Equal(["Only the first 2 slides were read."], read.Notes);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public void Harm_is_refused_in_words()
    {
        Assert.Equal(
            DocumentProblem.Encrypted,
            Refused(Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<m:manifest xmlns:m=\"urn:m\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"), ("content.xml", "garbage"))));
        Assert.Equal(DocumentProblem.TooLarge, Refused(Open("text", "text", $"<text:p>{new string(' ', 30_000_000)}</text:p>")));
        Assert.Equal(DocumentProblem.Damaged, Refused(Open("text", "text", string.Concat(Enumerable.Repeat("<text:section>", 2_000)) + string.Concat(Enumerable.Repeat("</text:section>", 2_000)))));
        Assert.Equal(DocumentProblem.Damaged, Refused(Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><d>&a;</d>"))));
        Assert.Equal(DocumentProblem.Damaged, Refused(Zip(("mimetype", "application/vnd.oasis.opendocument.text"))));
    }

    private static DocumentProblem Refused(byte[] file) => Assert.Throws<DocumentException>(() => file.Read("x.odt")).Problem;

    private static byte[] Open(string type, string body, string content) => Zip(
        ("mimetype", $"application/vnd.oasis.opendocument.{type}"),
        ("content.xml", $"<office:document-content {Spaces}><office:body><office:{body}>{content}</office:{body}></office:body></office:document-content>"));
}
