using System.IO.Compression;
using System.Text;
using Holdfast.Documents.Tests.Support;

namespace Holdfast.Documents.Tests.Reading;

/// <summary>A file is what is in it, whatever it is called; what cannot be read is refused in words that say what to do.</summary>
[Trait("Req", "AS-11")]
public sealed class RecognitionTests
{
    public static TheoryData<string, string?, byte[], DocumentKind, string[]> Misnamed() => new()
    {
        { "a.pdf", "application/pdf", "<!DOCTYPE html><p>Sign in"u8.ToArray(), DocumentKind.Html, ["It says it is a PDF and is none: it is an HTML page."] },
        { "a.docx", null, OfficeFiles.Excel([("A", "<sheetData/>")]), DocumentKind.Excel, ["It says it is a Word document and is none: it is an Excel workbook."] },
        { "a.txt", "text/plain", PdfFiles.Lines(["Hello"]), DocumentKind.Pdf, ["It says it is plain text, but it is a PDF."] },
        { "a.xlsx", null, "a,b\n1,2"u8.ToArray(), DocumentKind.PlainText, ["It says it is an Excel workbook and is none: it is plain text."] },
        { "a", "application/vnd.openxmlformats-officedocument.presentationml.presentation", OfficeFiles.Word(OfficeFiles.Paragraph("x")), DocumentKind.Word, ["It says it is a PowerPoint presentation and is none: it is a Word document."] },
        { "a", null, OfficeFiles.Word(OfficeFiles.Paragraph("x")), DocumentKind.Word, [] },
        { "", "", PdfFiles.Lines(["Hello"]), DocumentKind.Pdf, [] },
        { "report.PDF", "application/octet-stream", [.. "\n\nprinted by\n"u8, .. PdfFiles.Lines(["Hello"])], DocumentKind.Pdf, [] },
        { "a.md", null, "<!doctype html><p>x"u8.ToArray(), DocumentKind.Markdown, [] },
    };

    [Theory, MemberData(nameof(Misnamed))]
    public void What_a_file_is_called_does_not_matter(string name, string? mediaType, byte[] file, DocumentKind kind, string[] notes)
    {
        var read = file.Read(name, mediaType);
        Assert.Equal(kind, read.Kind);
        Assert.Equal(notes, read.Notes.Where(note => note.StartsWith("It says", StringComparison.Ordinal)));
    }

    public static TheoryData<string, byte[], DocumentProblem, string> Refused() => new()
    {
        { "nothing", [], DocumentProblem.Empty, "It is empty." },
        { "old Word", Ole("WordDocument"), DocumentProblem.Unsupported, "It is an old Word document (.doc), which can't be read. Save it as .docx." },
        { "old Excel", Ole("Workbook"), DocumentProblem.Unsupported, "It is an old Excel workbook (.xls), which can't be read. Save it as .xlsx." },
        { "very old Excel", Ole("Book"), DocumentProblem.Unsupported, "It is an old Excel workbook (.xls), which can't be read. Save it as .xlsx." },
        { "old PowerPoint", Ole("PowerPoint Document"), DocumentProblem.Unsupported, "It is an old PowerPoint presentation (.ppt), which can't be read. Save it as .pptx." },
        { "mail", Ole("__nameid_version1.0"), DocumentProblem.Unsupported, "It is a mail as Outlook saves it (.msg), which can't be read. Save it as text or PDF." },
        { "some OLE", Ole("Whatever"), DocumentProblem.Unsupported, "It is of a kind that can't be read (a container of old Office files). Save it as .docx, .xlsx, .pptx or PDF." },
        { "encrypted Word", Ole("EncryptionInfo", "EncryptedPackage"), DocumentProblem.Encrypted, "It is encrypted with a password. Remove the password, and send it again." },
        { "zip", OfficeFiles.Zip(("a.txt", "x")), DocumentProblem.Unsupported, "It is a zip archive, which is not looked into. Unpack it, and send the files in it." },
        { "empty zip", OfficeFiles.Zip(), DocumentProblem.Unsupported, "It is a zip archive, which is not looked into. Unpack it, and send the files in it." },
        { "zip in a zip", OfficeFiles.Zip([("a.zip", OfficeFiles.Zip(("b.docx", "x")))]), DocumentProblem.Unsupported, "It is a zip archive, which is not looked into. Unpack it, and send the files in it." },
        { "an OpenDocument drawing", OfficeFiles.Zip(("mimetype", "application/vnd.oasis.opendocument.graphics")), DocumentProblem.Unsupported, "It is an OpenDocument file of a kind that can't be read, such as a drawing or a formula. Save it as PDF." },
        { "EPUB", OfficeFiles.Zip(("mimetype", "application/epub+zip")), DocumentProblem.Unsupported, "It is a book (EPUB), which can't be read. Save it as PDF." },
        { "Pages", OfficeFiles.Zip(("Index/Document.iwa", "x")), DocumentProblem.Unsupported, "It is a document of Pages, Numbers or Keynote, which can't be read. Export it as Word, Excel, PowerPoint or PDF." },
        { "binary Excel", OfficeFiles.Zip(("[Content_Types].xml", "<Types><Override ContentType='application/vnd.ms-excel.sheet.binary.macroEnabled.main'/></Types>")), DocumentProblem.Unsupported, "It is a binary Excel workbook (.xlsb), which can't be read. Save it as .xlsx." },
        { "gzip", Gzip("hello"), DocumentProblem.Unsupported, "It is packed (gzip), which can't be read as a document. Unpack it, and send the files in it." },
        { "PNG", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13], DocumentProblem.Damaged, "It is a picture that is damaged, or of a kind that can't be shown. Save it as PNG or JPEG." },
        { "video", [0, 0, 0, 0x20, .. "ftypisom"u8, 0, 0, 2, 0], DocumentProblem.Unsupported, "It is a video or sound file, which can't be read as a document. Send its text instead." },
        { "noise", Noise(), DocumentProblem.Unsupported, "It is of a kind that can't be read: it is neither text nor a document that is known. Send it as PDF, Word, Excel, PowerPoint or text." },
        { "zeros", new byte[1_000], DocumentProblem.Unsupported, "It is of a kind that can't be read: it is neither text nor a document that is known. Send it as PDF, Word, Excel, PowerPoint or text." },
        { "sound", [.. "ID3"u8, 4, 0, 0, 0, 0, 1, 2, 3, .. Noise()], DocumentProblem.Unsupported, "It is a sound file, which can't be read as a document. Send its text instead." },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_can_not_be_read_is_refused_in_words(string what, byte[] file, DocumentProblem problem, string words)
    {
        var refusal = file.Refuse(what);
        Assert.Equal((problem, words), (refusal.Problem, refusal.Message));
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused_before_it_is_looked_at()
    {
        var refusal = new byte[2_000].Refuse(limits: new DocumentLimits { MaxFileBytes = 1_000 });
        Assert.Equal((DocumentProblem.TooLarge, "It has 2,000 bytes; files of up to 1,000 bytes are read."), (refusal.Problem, refusal.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(int.MaxValue)]
    public void Limits_have_limits(int characters) => Assert.Throws<ArgumentOutOfRangeException>(() => new DocumentLimits { MaxCharacters = characters });

    private static byte[] Ole(params string[] entries)
    {
        var file = new byte[4_096];
        byte[] signature = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        signature.CopyTo(file, 0);
        for (var i = 0; i < entries.Length; i++)
            Encoding.Unicode.GetBytes(entries[i]).CopyTo(file, 1_024 + (128 * i));
        return file;
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static byte[] Noise()
    {
        var noise = new byte[10_000];
        new Random(7).NextBytes(noise);
        return noise;
    }
}
