using System.Text;
using DocumentFormat.OpenXml.Packaging;
using Holdfast.Documents.Tests.Support;
using static Holdfast.Documents.Tests.Support.OfficeFiles;

namespace Holdfast.Documents.Tests.Reading;

/// <summary>Word, Excel and PowerPoint.</summary>
[Trait("Req", "AS-11")]
public sealed class OfficeTests
{
    [Fact]
    public void A_Word_document_becomes_Markdown()
    {
        string Cell(string text) => $"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>";
        MainDocumentPart? made = null;
        var file = Word(
            Paragraph("Bericht", "<w:pStyle w:val=\"berschrift1\"/>")
            + Paragraph("Teil eins", "<w:pStyle w:val=\"Eigene\"/>")
            + "<w:p><w:r><w:t xml:space=\"preserve\">One </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t xml:space=\"preserve\"> word</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>, </w:t></w:r><w:hyperlink r:id=\"link1\"><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>"
            + Item("first", 5) + Item("second", 5) + Item("sub", 5, 1) + Item("third", 5) + Item("a point", 6)
            + $"<w:tbl><w:tblPr/><w:tr>{Cell("Name")}{Cell("Sum|max")}</w:tr><w:tr>{Cell("Ada")}{Cell("12")}</w:tr></w:tbl>"
            + "<w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
            + "<w:p><w:r><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice Requires=\"wps\"><w:t>box</w:t></mc:Choice><mc:Fallback><w:t>box</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            main =>
            {
                made = main;
                AddStyles(main);
                AddLists(main);
                AddFootnote(main, "Said so.");
                AddHeader(main, "Secret draft");
                AddHeader(main, "Secret draft");
                AddComment(main, "Ada", "Really?");
                main.AddHyperlinkRelationship(new Uri("https://example.org/x"), isExternal: true, "link1");
            });
        var read = file.Read("bericht.docx");
        Assert.NotNull(made);
        Assert.Equal(
            """
            [Header: Secret draft]

            # Bericht

            ## Teil eins

            One new word[^2], a link (https://example.org/x)

            1. first
            2. second
               a. sub
            3. third
            - a point

            | Name | Sum\|max |
            |---|---|
            | Ada | 12 |

            in a control

            box

            ## Footnotes
            [^2]: Said so.

            ## Comments
            - Ada: Really?
            """,
            read.Text);
        Assert.Equal(DocumentKind.Word, read.Kind);
        Assert.Empty(read.Notes);
    }

    [Fact]
    public void A_Word_document_with_an_address_that_is_none_is_read()
    {
        var file = Zip(
            ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""),
            ("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""),
            ("word/_rels/document.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="mailto:ada@@example.org, bob" TargetMode="External"/></Relationships>"""),
            ("word/document.xml", """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Write to us</w:t></w:r></w:p></w:body></w:document>"""));
        Assert.Equal("Write to us", file.Read("a.docx").Text);
    }

    [Fact]
    public void Numbers_of_paragraphs_are_those_that_Word_shows()
    {
        var file = Word(
            Item("Scope", 7, properties: "<w:pStyle w:val=\"berschrift1\"/>") + Item("one", 7, 1) + Item("two", 7, 1) + Item("under two", 7, 2) + Item("also", 7, 2) + Item("Terms", 8) + Item("three", 8, 1)
            + Item("anew", 9) + Paragraph("a point", "<w:pStyle w:val=\"Punkt\"/>") + Paragraph("no point", "<w:pStyle w:val=\"Punkt\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>"),
            main =>
            {
                AddStyles(main);
                AddLists(main);
            });
        Assert.Equal(
            """
            # Part III Scope

               III.1 one
               III.2 two
                  (a) under two
                  (b) also
            Part IV Terms
               IV.1 three
            Part I anew
            - a point

            no point
            """,
            file.Read().Text);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public void What_Word_does_not_show_is_not_given()
    {
        var file = Word(
            "<w:p><w:r><w:t>Seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"false\"/></w:rPr><w:t> as well</w:t></w:r>"
            + "<w:del><w:r><w:delText> deleted</w:delText></w:r></w:del><w:moveFrom><w:r><w:t> moved</w:t></w:r></w:moveFrom><w:r><w:instrText> FIELD</w:instrText></w:r></w:p>");
        Assert.Equal("Seen as well", file.Read().Text);
    }

    [Fact]
    public void The_strict_form_is_read_as_well()
    {
        var file = RawWord("""<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>Strictly</w:t></w:r></w:p></w:body></w:document>""");
        Assert.Equal("Strictly", file.Read().Text);
    }

    [Fact]
    public void A_workbook_becomes_rows_of_each_sheet()
    {
        const string strings = "<si><t>Name</t></si><si><r><t>In </t></r><r><t>parts, \"quoted\"</t></r><rPh><t>no</t></rPh></si>";
        const string formats =
            "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\.mm\\.yyyy\\ hh:mm\"/><numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"166\" formatCode=\"#,##0.00\\ &quot;days&quot;\"/></numFmts>"
            + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"10\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"20\"/></cellXfs>";
        var file = Excel(
            [
                ("Costs &amp; all", Rows(
                    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>",
                    "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>45992</v></c><c r=\"B2\" s=\"2\"><v>45992.75</v></c><c r=\"C2\" s=\"3\"><v>0.125</v></c><c r=\"D2\" s=\"4\"><v>1.5</v></c><c r=\"E2\" s=\"5\"><v>2.5</v></c><c r=\"F2\" s=\"6\"><v>0.75</v></c></row>",
                    "<row r=\"3\"/>",
                    "<row r=\"5\"><c r=\"A5\"><v>0.30000000000000004</v></c><c r=\"B5\" t=\"b\"><v>1</v></c><c r=\"C5\" t=\"e\"><v>#N/A</v></c><c r=\"D5\"><f>SUM(A1:A4)</f><v>42</v></c><c r=\"E5\"><f>NOW()</f></c><c r=\"F5\" t=\"inlineStr\"><is><t>inline</t></is></c><c r=\"G5\" t=\"str\"><f>A1</f><v>text</v></c></row>")),
                ("~Notes", Rows("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>99</v></c></row>")),
                ("Nothing", "<sheetData/>"),
            ],
            strings,
            formats);
        var read = file.Read("costs.xlsx");
        Assert.Equal(
            """"
            ## Sheet: 'Costs & all'
            Name,,"In parts, ""quoted"""
            2025-12-01,2025-12-01 18:00,12.5%,36:00:00,2.5,18:00

            0.3,TRUE,#N/A,42,=NOW(),inline,text

            ## Sheet: 'Notes' (hidden)
            Name

            ## Sheet: 'Nothing'
            (empty)
            """",
            read.Text);
        Assert.Equal(DocumentKind.Excel, read.Kind);
        Assert.Empty(read.Notes);
    }

    [Theory]
    [InlineData("", "1", "1900-01-01")]
    [InlineData("", "61", "1900-03-01")]
    [InlineData("date1904=\"1\"", "0", "1904-01-01")]
    [InlineData("", "-5", "-5")]
    [InlineData("", "1e300", "1E+300")]
    [InlineData("", "NaN", "NaN")]
    public void Days_are_counted_as_the_workbook_does(string properties, string number, string shown)
    {
        var file = Excel([("A", Rows($"<row><c s=\"0\"><v>{number}</v></c></row>"))], formats: "<cellXfs><xf numFmtId=\"14\"/></cellXfs>", properties: properties);
        Assert.EndsWith($"\n{shown}", file.Read().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_long_sheet_the_first_rows_are_given_and_a_sheet_behind_it_has_room()
    {
        var rows = string.Concat(Enumerable.Range(1, 9_000).Select(row => $"<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>"));
        var file = Excel([("Costs", $"<dimension ref=\"A1:A9000\"/><sheetData>{rows}</sheetData>"), ("Sums", Rows("<row><c><v>7</v></c></row>"))]);

        var read = file.Read(limits: new DocumentLimits { MaxRows = 2_000 });
        Assert.Equal(["Sheet 'Costs' has 9,000 rows; the first 2,000 are here."], read.Notes);
        Assert.Contains("\n2000\n", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("2001", read.Text, StringComparison.Ordinal);
        Assert.EndsWith("## Sheet: 'Sums'\n7", read.Text, StringComparison.Ordinal);

        var small = file.Read(limits: new DocumentLimits { MaxCharacters = 2_000 });
        Assert.InRange(small.Text.Length, 1, 2_000);
        Assert.EndsWith("## Sheet: 'Sums'\n7", small.Text, StringComparison.Ordinal);

        var wide = Excel([("Costs", $"<sheetData>{rows}</sheetData>"), ("~Nothing", "<sheetData/>"), ("Nothing", "<sheetData/>")]);
        Assert.InRange(wide.Read(limits: new DocumentLimits { MaxCharacters = 10_000, MaxRows = 10_000 }).Text.Length, 7_500, 10_000);

        var few = file.Read(limits: new DocumentLimits { MaxCells = 5 });
        Assert.Contains("'Costs'\n1\n2\n3\n4\n5\n", few.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_is_longer_than_there_is_room_is_given_in_part()
    {
        var file = Excel([("A", Rows($"<row><c t=\"inlineStr\"><is><t>{new string('x', 20_000)}</t></is></c></row>"))]);
        var read = file.Read(limits: new DocumentLimits { MaxCharacters = 1_000 });
        Assert.Contains(new string('x', 800), read.Text, StringComparison.Ordinal);
        Assert.NotEmpty(read.Notes);
    }

    [Fact]
    public void A_presentation_is_given_slide_by_slide_with_its_notes()
    {
        var table = "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Q1</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>5</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>";
        var file = PowerPoint(
            (Shape("Plan", "title") + Shape("first\nsecond") + Shape("3", "sldNum"), "Say hello."),
            ($"<p:grpSp>{Shape("in a group")}</p:grpSp>{table}", null));
        var read = file.Read("plan.pptx");
        Assert.Equal(
            """
            ## Slide 1
            ### Plan
            - first
            - second
            Notes: Say hello.

            ## Slide 2
            - in a group

            | Q1 | 5 |
            |---|---|
            """,
            read.Text);
        Assert.Equal(["Only the first 1 of 2 slides were read."], file.Read(limits: new DocumentLimits { MaxSlides = 1 }).Notes);
    }

    [Fact]
    public void A_chart_gives_its_numbers_and_a_picture_what_it_is_said_to_show()
    {
        const string chart =
            """
            <c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart>
            <c:title><c:tx><c:rich><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser>
            <c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>North</c:v></c:pt></c:strCache></c:strRef></c:tx>
            <c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>Q1</c:v></c:pt><c:pt idx="1"><c:v>Q2</c:v></c:pt></c:strCache></c:strRef></c:cat>
            <c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>4.3</c:v></c:pt><c:pt idx="1"><c:v>5</c:v></c:pt></c:numCache></c:numRef></c:val>
            </c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>
            """;
        var file = Word(
            "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><wp:docPr id=\"1\" name=\"x\" descr=\"A\n cat\"/><pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"/></wp:inline></w:drawing></w:r></w:p>"
            + "<w:p><w:r><w:drawing><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"chart1\"/></w:drawing></w:r></w:p>",
            main =>
            {
                using var stream = main.AddNewPart<ChartPart>("chart1").GetStream(FileMode.Create);
                stream.Write(Encoding.UTF8.GetBytes(chart));
            });
        var read = file.Read();
        Assert.Equal("[Picture: A cat]\n\n[Chart: Sales]\n- North (Q1: 4.3, Q2: 5)", read.Text);
        Assert.Equal(["There are pictures in it, which were not read."], read.Notes);
    }

    [Fact]
    public void A_text_that_is_too_long_ends_where_there_is_no_room()
    {
        var file = Word(string.Concat(Enumerable.Range(1, 1_000).Select(number => Paragraph($"Paragraph {number}"))));
        var read = file.Read(limits: new DocumentLimits { MaxCharacters = 500 });
        Assert.InRange(read.Text.Length, 400, 500);
        Assert.Equal(["Only the first 500 characters are here."], read.Notes);
    }

    [Fact]
    public void A_document_without_text_says_so() => Assert.Equal(["There is no text in it."], Word("").Read().Notes);

    [Fact]
    public void A_document_that_breaks_off_gives_what_came_before()
    {
        var file = RawWord("<w:document xmlns:w=\"w\"><w:body>" + Paragraph("Before") + "<w:p><w:r><w:t>Af");
        var read = file.Read();
        Assert.Equal("Before", read.Text);
        Assert.Equal(["The rest of it could not be read: it is damaged."], read.Notes);
    }

    private static string Item(string text, int list, int level = 0, string properties = "") =>
        Paragraph(text, $"{properties}<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
}
