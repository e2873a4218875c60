using System.IO.Compression;
using Holdfast.Documents.Tests.Support;

namespace Holdfast.Documents.Tests.Reading;

/// <summary>PDF: the words in the order in which people read them, and pictures of what has no words.</summary>
[Trait("Req", "AS-11")]
public sealed class PdfTests
{
    [Fact]
    public void Pages_are_given_one_after_the_other()
    {
        var read = PdfFiles.Lines(["Invoice 7", "Thank you."], ["Page two"]).Read("invoice.pdf", "application/pdf");
        Assert.Equal("[Page 1]\nInvoice 7\nThank you.\n\n[Page 2]\nPage two", read.Text);
        Assert.Equal(DocumentKind.Pdf, read.Kind);
        Assert.Empty(read.Notes);
    }

    [Fact]
    public void Columns_are_read_one_after_the_other()
    {
        var columns = PdfFiles.Placed([.. Column("left", 50), .. Column("right", 300)]);
        Assert.Equal(
            "[Page 1]\nleft 1\nleft 2\nleft 3\nleft 4\nleft 5\n\nright 1\nright 2\nright 3\nright 4\nright 5",
            columns.Read().Text);
    }

    [Fact]
    public void Cells_of_a_table_stand_below_each_other()
    {
        var table = PdfFiles.Placed(
            ("Item", 50, 700), ("In stock", 150, 700), ("Price", 250, 700),
            ("Soup", 50, 686), ("4.00", 250, 686),
            ("many", 150, 672),
            ("Nothing of this is a table any more, as it begins on the left and has no gaps.", 50, 600));
        Assert.Equal(
            """
            [Page 1]
            Item            In stock         Price
            Soup                             4.00
                            many

            Nothing of this is a table any more, as it begins on the left and has no gaps.
            """,
            table.Read().Text);
    }

    [Fact]
    public void Lines_that_were_written_in_any_order_are_read_from_the_top()
    {
        var lines = Enumerable.Range(1, 12).Select(line => ($"line {line}", 50.0, 800.0 - (14 * line))).ToArray();
        var shuffled = PdfFiles.Placed([.. lines.Reverse()]);
        Assert.Equal("[Page 1]\n" + string.Join('\n', lines.Select(line => line.Item1)), shuffled.Read().Text);
    }

    [Fact]
    public void Text_that_is_printed_twice_to_look_bold_is_there_once() =>
        Assert.Equal("[Page 1]\nBold", PdfFiles.Placed(("Bold", 50, 700), ("Bold", 50.3, 700)).Read().Text);

    [Fact]
    public void Of_many_pages_the_first_are_read()
    {
        var file = PdfFiles.Lines([.. Enumerable.Range(1, 12).Select(page => new[] { $"This is page {page} of twelve." })]);
        var read = file.Read(limits: new DocumentLimits { MaxPages = 10 });
        Assert.Equal(["Only the first 10 of 12 pages were read."], read.Notes);
        Assert.EndsWith("[Page 10]\nThis is page 10 of twelve.", read.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["The text ends on page 3 of 12.", "Only the first 100 characters are here."],
            file.Read(limits: new DocumentLimits { MaxCharacters = 100 }).Notes);
    }

    [Fact]
    public void Scanned_pages_give_pictures_up_to_a_number()
    {
        var jpeg = PictureFiles.Jpeg(200, 200);
        var read = PdfFiles.Scanned(4, "/Filter /DCTDecode", jpeg).Read(limits: new DocumentLimits { MaxPictures = 2 });
        Assert.Equal("", read.Text);
        Assert.Equal([((int?)1, "image/jpeg"), (2, "image/jpeg")], read.Pictures.Select(picture => (picture.Page, picture.MediaType)));
        Assert.All(read.Pictures, picture => Assert.Equal(jpeg, picture.Bytes));
        Assert.Equal(
            ["Pages 1-2 have no text but pictures, which are attached.", "Pages 3-4 have no text but pictures, which are too many and left out."],
            read.Notes);
    }

    [Fact]
    public void A_scanned_page_that_is_no_JPEG_becomes_a_PNG()
    {
        var read = PdfFiles.Scanned(1, "/Filter /FlateDecode", Packed(200 * 200)).Read();
        var picture = Assert.Single(read.Pictures);
        Assert.Equal("image/png", picture.MediaType);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture.Bytes[..4]);
    }

    [Theory]
    [InlineData(20_000, "Page 1 has no text but a picture that is too large.")]
    [InlineData(1_000_000_000, "Page 1 has no text but a picture that is too large.")]
    [InlineData(2, "Page 1 has no text.")]
    public void A_picture_that_says_it_is_huge_is_not_unpacked(int size, string note)
    {
        var read = PdfFiles.Scanned(1, "/Filter /FlateDecode", Packed(100), size).Read();
        Assert.Empty(read.Pictures);
        Assert.Contains(note, read.Notes);
    }

    [Fact]
    public void A_picture_that_is_no_picture_is_told_of() =>
        Assert.Contains("Page 1 has no text but a picture of a kind that can't be read.", PdfFiles.Scanned(1, "/Filter /FlateDecode", [1, 2, 3]).Read().Notes);

    [Fact]
    public void A_page_that_is_broken_does_not_take_the_others_with_it()
    {
        var file = PdfFiles.Raw(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 2 /Kids [3 0 R 5 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 (x)] /Contents 99 0 R /Resources 7 >>",
            "<< /Length 33 >>\nstream\nBT /F 11 Tf 50 700 Td (Fine) Tj ET\nendstream",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>");
        var read = file.Read();
        Assert.Contains("[Page 2]\nFine", read.Text, StringComparison.Ordinal);
        Assert.Contains(read.Notes, note => note.StartsWith("Page 1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_filled_into_a_form_is_given_behind_the_pages()
    {
        const string field = "/Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R";
        var file = PdfFiles.Raw(
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 6 0 R 7 0 R] >> >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            "<< /Length 33 >>\nstream\nBT /F 11 Tf 50 700 Td (Form) Tj ET\nendstream",
            $"<< {field} /FT /Tx /T (name1) /TU (Your name) /V (Ada) >>",
            $"<< {field} /FT /Tx /T (empty) >>",
            $"<< {field} /FT /Btn /T (agreed) /V /Yes /AS /Yes >>");
        Assert.Equal("[Page 1]\nForm\n\n[Filled into its form]\nYour name: Ada\nagreed: yes", file.Read().Text);
    }

    [Fact]
    public void Letters_that_are_printed_as_one_are_letters()
    {
        var file = PdfFiles.Page(
            "BT /F 11 Tf 50 700 Td (o\\001ce) Tj ET",
            "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [1 /ffi] >> >> >>");
        Assert.Equal("[Page 1]\noffice", file.Read().Text);
    }

    private static IEnumerable<(string Text, double X, double Y)> Column(string name, double x) => Enumerable.Range(1, 5).Select(line => ($"{name} {line}", x, 700.0 - (14 * line)));

    private static byte[] Packed(int length)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            zlib.Write(new byte[length]);
        return packed.ToArray();
    }
}
