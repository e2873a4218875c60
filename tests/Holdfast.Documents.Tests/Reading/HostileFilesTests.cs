using System.IO.Compression;
using System.Text;
using Holdfast.Documents.Reading;
using Holdfast.Documents.Tests.Support;
using static Holdfast.Documents.Tests.Support.OfficeFiles;

namespace Holdfast.Documents.Tests.Reading;

/// <summary>Files made to do harm, and those that something happened to: a text with notes, or words for people, and nothing else.</summary>
[Trait("Req", "SE-3")]
public sealed class HostileFilesTests
{
    private const string W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    public static TheoryData<string, byte[], DocumentProblem, string> Refused() => new()
    {
        { "a bomb of spaces", RawWord(Bomb(30_000_000)), DocumentProblem.TooLarge, "It is packed to less than 1/400 of its size, as no document is." },
        { "declared entities", RawWord($"<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"), DocumentProblem.Damaged, "It looks like a Word document, but it holds declarations (DTD) that a document does not have, and was not read." },
        { "an entity outside", RawWord($"<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"), DocumentProblem.Damaged, "It looks like a Word document, but it holds declarations (DTD) that a document does not have, and was not read." },
        { "deep XML", RawWord($"<w:document {W}><w:body>{Nested("<w:tbl><w:tr><w:tc>", "x", "</w:tc></w:tr></w:tbl>", 10_000)}</w:body></w:document>"), DocumentProblem.Damaged, "It is nested more deeply than a document is, and can't be read." },
        { "no XML", RawWord("Hello"), DocumentProblem.Damaged, "It looks like a Word document, but it is damaged, perhaps cut off, and can't be read. Send it again, or save it anew." },
        { "a sheet of declared entities", Excel([("A", "<sheetData/>")], strings: "<si><t>a</t></si>").Replaced("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY a \"a\">]><workbook/>"), DocumentProblem.Damaged, "It looks like an Excel workbook, but it holds declarations (DTD) that a document does not have, and was not read." },
        { "deep rich text", Encoding.ASCII.GetBytes("{\\rtf1" + new string('{', 1_000_000)), DocumentProblem.Damaged, "It is nested more deeply than a document is, and can't be read." },
        { "a PDF of one line", "%PDF-1.7"u8.ToArray(), DocumentProblem.Damaged, "It looks like a PDF, but it is damaged, perhaps cut off, and can't be read. Send it again, or save it anew." },
        { "an encrypted PDF", Encrypted(), DocumentProblem.Encrypted, "It is encrypted with a password. Remove the password, and send it again." },
        { "a zip that is cut off", Word(Paragraph("x"))[..^200], DocumentProblem.Damaged, "It is damaged, perhaps cut off: it is packed, and can't be unpacked. Send it again." },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Harm_is_refused_in_words(string what, byte[] file, DocumentProblem problem, string words)
    {
        var refusal = file.Refuse(what);
        Assert.Equal((problem, words), (refusal.Problem, refusal.Message));
    }

    [Fact]
    public void Slides_before_one_that_is_nested_too_deeply_are_given()
    {
        var read = PowerPoint((Shape("fine"), null), (Nested("<p:grpSp>", "", "</p:grpSp>", 10_000), null)).Read();
        Assert.Equal("## Slide 1\n- fine\n\n## Slide 2", read.Text);
        Assert.Equal(["The rest of it could not be read. It is nested more deeply than a document is, and can't be read."], read.Notes);
    }

    [Fact]
    public void More_is_not_unpacked_than_may_be()
    {
        var random = new Random(3);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(_ => Paragraph($"{random.NextInt64()}")));
        var file = Word(text);
        var refusal = file.Refuse(limits: new DocumentLimits { MaxUnpackedBytes = 1_000_000 });
        Assert.Equal(DocumentProblem.TooLarge, refusal.Problem);
        Assert.Matches(@"^Unpacked it has \d MB|^Unpacked it has [\d,]+ kB, more than the 1,000 kB that are read\.$", refusal.Message);
    }

    [Theory]
    [InlineData("/FlateDecode")]
    [InlineData("[/FlateDecode]")]
    [InlineData("[/FlateDecode /FlateDecode]")]
    public void Of_a_PDF_no_part_is_unpacked_that_is_too_large(string filter)
    {
        var content = Packed(Encoding.ASCII.GetBytes(new string(' ', 20_000_000)));
        if (filter.Contains(' ', StringComparison.Ordinal))
            content = Packed(content);
        var file = PdfFiles.Raw(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 2 /Kids [3 0 R 5 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            "<< /Length 34 >>\nstream\nBT /F 11 Tf 50 700 Td (First) Tj ET\nendstream",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R >>",
            $"<< /Filter {filter} /Length {content.Length} >>\nstream\n{Encoding.Latin1.GetString(content)}\nendstream");
        var read = file.Read(limits: new DocumentLimits { MaxUnpackedBytes = 40_000_000 });
        Assert.Equal("[Page 1]\nFirst", read.Text);
        Assert.Equal(["The rest of it could not be read. A part of it has more than 10 MB when it is unpacked, which is more than is read."], read.Notes);
    }

    [Fact]
    public void A_size_that_is_a_lie_does_not_help()
    {
        var file = RawWord($"<w:document {W}><w:body>{string.Concat(Enumerable.Repeat(Paragraph("again and again"), 50_000))}</w:body></w:document>");
        var lying = WithDeclaredSize(file, "word/document.xml", 500);
        Outcome(lying, new DocumentLimits { MaxUnpackedBytes = 1_000_000, MaxCharacters = 1_000_000 });
    }

    [Fact]
    public void Millions_of_cells_are_not_read()
    {
        var row = $"<row>{string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 1_000))}</row>";
        var file = Excel([("Big", $"<dimension ref=\"A1:ALL2000\"/><sheetData>{string.Concat(Enumerable.Repeat(row, 2_000))}</sheetData>")]);
        var read = file.Read(limits: new DocumentLimits { MaxCharacters = 10_000_000 });
        Assert.Equal(["Sheet 'Big' has 2,000 rows; the first 390 are here.", "Of sheet 'Big' only the first 256 columns are here."], read.Notes);
    }

    [Fact]
    public void A_cell_far_out_does_not_write_all_the_commas_before_it()
    {
        var read = Excel([("Far", Rows("<row><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>2</v></c><c r=\"ZZZZZZZZZZZZ1\"><v>3</v></c></row>"))]).Read();
        Assert.Equal("## Sheet: 'Far'\n1", read.Text);
        Assert.Equal(["Of sheet 'Far' only the first 256 columns are here."], read.Notes);
    }

    [Fact]
    public void What_is_nested_deeply_and_is_only_text_is_given_as_it_is()
    {
        var json = Nested("[", "", "]", 50_000);
        Assert.Equal(json, Encoding.UTF8.GetBytes(json).Read("a.json").Text);
        const string xml = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        Assert.Equal(xml, Encoding.UTF8.GetBytes(xml).Read("a.xml").Text);
    }

    [Fact]
    public void A_page_nested_deeply_is_read() =>
        Assert.Equal("found", Encoding.UTF8.GetBytes("<!doctype html>" + Nested("<div>", "found", "</div>", 5_000)).Read().Text);

    public static TheoryData<string, byte[]> Loops() => new()
    {
        { "pages in themselves", PdfFiles.Raw("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 100000 /Kids [2 0 R 2 0 R] >>") },
        { "parents in themselves", PdfFiles.Raw("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Parent 2 0 R /Kids [3 0 R] >>", "<< /Type /Page /Parent 3 0 R >>") },
        { "an object that is itself", PdfFiles.Raw("<< /Type /Catalog /Pages 2 0 R >>", "2 0 R") },
        { "a form that draws itself", PdfFiles.Page("/X Do", "/XObject << /X 5 0 R >>", "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream") },
        { "a length that is itself", PdfFiles.Raw("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", "<< /Length 4 0 R >>\nstream\nx\nendstream") },
        { "a root that is missing", PdfFiles.Raw("<< /Type /Nothing >>") },
        { "a page without end", PdfFiles.Page("BT /F 11 Tf " + string.Concat(Enumerable.Repeat("(again) Tj ", 20_000))) },
    };

    [Theory, MemberData(nameof(Loops))]
    public void PDFs_with_loops_come_to_an_end(string what, byte[] file)
    {
        Assert.NotEmpty(what);
        Outcome(file);
    }

    public static TheoryData<string, byte[]> Sound() => new()
    {
        { "Word", Word(Paragraph("Hello") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", AddLists) },
        { "Excel", Excel([("A", Rows("<row><c t=\"s\"><v>0</v></c><c s=\"0\"><v>5</v></c></row>"))], "<si><t>text</t></si>", "<cellXfs><xf numFmtId=\"14\"/></cellXfs>") },
        { "PowerPoint", PowerPoint((Shape("Title", "title"), "note")) },
        { "PDF", PdfFiles.Lines(["Hello", "there"], ["page two"]) },
        { "scanned", PdfFiles.Scanned(1, "/Filter /DCTDecode", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]) },
        { "HTML", "<!doctype html><table><tr><td>a<ul><li><pre>x</table>"u8.ToArray() },
        { "rich text", @"{\rtf1 {\b x}\u8364?\'e4 \bin3 abc}"u8.ToArray() },
    };

    [Theory, MemberData(nameof(Sound))]
    public void A_file_that_is_cut_off_anywhere_is_a_text_or_a_sentence(string what, byte[] file)
    {
        Assert.NotEmpty(what);
        for (var part = 0; part <= 40; part++)
            Outcome(file[..(file.Length * part / 40)]);
    }

    [Theory, MemberData(nameof(Sound))]
    public void A_file_with_wrong_bytes_in_it_is_a_text_or_a_sentence(string what, byte[] file)
    {
        var random = new Random(what.Length);
        for (var attempt = 0; attempt < 150; attempt++)
        {
            var broken = (byte[])file.Clone();
            for (var change = random.Next(1, 8); change > 0; change--)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            Outcome(broken);
        }
    }

    [Theory, MemberData(nameof(Sound))]
    public void Reading_ends_when_it_is_cancelled(string what, byte[] file)
    {
        Assert.NotEmpty(what);
        using var cancelled = new CancellationTokenSource();
        using var stream = new CancellingStream(file, cancelled);
        Assert.ThrowsAny<OperationCanceledException>(() => DocumentReader.Read("file", null, stream, new DocumentLimits(), cancelled.Token));
    }

    /// <summary>A text or a sentence; anything else that is thrown ends the test.</summary>
    private static void Outcome(byte[] file, DocumentLimits? limits = null)
    {
        limits ??= new DocumentLimits { MaxPages = 20 };
        try
        {
            var read = file.Read(limits: limits);
            Assert.InRange(read.Text.Length, 0, limits.MaxCharacters);
            Assert.True(read.Text.Length > 0 || read.Pictures.Count > 0 || read.Notes.Count > 0);
        }
        catch (DocumentException e)
        {
            Assert.Matches(@"^It .+\.$", e.Message);
        }
    }

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(content);
        return packed.ToArray();
    }

    private static string Bomb(int spaces) => $"<w:document {W}><w:body><w:p><w:r><w:t>{new string(' ', spaces)}</w:t></w:r></w:p></w:body></w:document>";

    private static string Nested(string open, string inside, string close, int times) =>
        new StringBuilder().Insert(0, open, times).Append(inside).Insert(open.Length * times + inside.Length, close, times).ToString();

    private static byte[] Encrypted()
    {
        var file = Encoding.Latin1.GetString(PdfFiles.Lines(["secret"]));
        var key = string.Concat(Enumerable.Repeat("0123456789ABCDEF", 4));
        var trailer = file.IndexOf("/Root", file.LastIndexOf("trailer", StringComparison.Ordinal), StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(file.Insert(trailer, $"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<{key}> <{key}>] "));
    }

    /// <summary>The same zip, whose directory says another size of one of its files.</summary>
    private static byte[] WithDeclaredSize(byte[] zip, string name, int size)
    {
        var changed = (byte[])zip.Clone();
        var entry = changed.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(name));
        BitConverter.TryWriteBytes(changed.AsSpan(entry - 46 + 24), size);
        return changed;
    }

    /// <summary>Cancels as soon as it has been read to a part.</summary>
    private sealed class CancellingStream(byte[] file, CancellationTokenSource cancelled) : MemoryStream(file, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) => After(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => After(base.Read(buffer));

        private int After(int read)
        {
            cancelled.Cancel();
            return read;
        }
    }
}
