using System.IO.Compression;
using System.Text;

namespace Holdfast.Documents.Recognition;

/// <summary>What a zip file is by what is in it: an Office document, or something that is not read.</summary>
internal static class ZipContent
{
    private const int MaxTypesSize = 1_000_000;
    private const string MediaType = "mimetype";

    private static readonly (string Type, DocumentKind Kind)[] MainParts =
    [
        ("wordprocessingml.document.main+xml", DocumentKind.Word),
        ("wordprocessingml.template.main+xml", DocumentKind.Word),
        ("ms-word.document.macroEnabled.main+xml", DocumentKind.Word),
        ("ms-word.template.macroEnabledTemplate.main+xml", DocumentKind.Word),
        ("spreadsheetml.sheet.main+xml", DocumentKind.Excel),
        ("spreadsheetml.template.main+xml", DocumentKind.Excel),
        ("ms-excel.sheet.macroEnabled.main+xml", DocumentKind.Excel),
        ("ms-excel.template.macroEnabled.main+xml", DocumentKind.Excel),
        ("presentationml.presentation.main+xml", DocumentKind.PowerPoint),
        ("presentationml.slideshow.main+xml", DocumentKind.PowerPoint),
        ("presentationml.template.main+xml", DocumentKind.PowerPoint),
        ("ms-powerpoint.presentation.macroEnabled.main+xml", DocumentKind.PowerPoint),
        ("ms-powerpoint.slideshow.macroEnabled.main+xml", DocumentKind.PowerPoint),
    ];

    /// <summary>Finds out what it is.</summary>
    /// <exception cref="DocumentException">It is not read, or is damaged.</exception>
    internal static DocumentKind Recognize(Stream stream)
    {
        try
        {
            stream.Position = 0;
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var types = Beginning(zip, "[Content_Types].xml");
            foreach (var (type, kind) in MainParts)
            {
                if (types.Contains(type, StringComparison.OrdinalIgnoreCase))
                    return kind;
            }

            return OpenDocumentOf(Beginning(zip, MediaType)) ?? throw new DocumentException(DocumentProblem.Unsupported, Refusal(zip, types));
        }
        catch (InvalidDataException e)
        {
            throw new DocumentException(DocumentProblem.Damaged, "It is damaged, perhaps cut off: it is packed, and can't be unpacked. Send it again.", e);
        }
    }

    /// <summary>Which of the kinds that are read; templates are of the same.</summary>
    private static DocumentKind? OpenDocumentOf(string type)
    {
        const string family = "application/vnd.oasis.opendocument.";
        return type.Trim() switch
        {
            family + "text" or family + "text-template" => DocumentKind.OpenText,
            family + "spreadsheet" or family + "spreadsheet-template" => DocumentKind.OpenSheets,
            family + "presentation" or family + "presentation-template" => DocumentKind.OpenSlides,
            _ => null,
        };
    }

    private static string Refusal(ZipArchive zip, string types)
    {
        if (types.Contains("ms-excel.sheet.binary", StringComparison.OrdinalIgnoreCase))
            return "It is a binary Excel workbook (.xlsb), which can't be read. Save it as .xlsx.";
        return Beginning(zip, MediaType) switch
        {
            ['a', 'p', 'p', 'l', 'i', 'c', 'a', 't', 'i', 'o', 'n', '/', 'e', 'p', 'u', 'b', ..] => "It is a book (EPUB), which can't be read. Save it as PDF.",
            var type when type.Contains("opendocument", StringComparison.Ordinal) => "It is an OpenDocument file of a kind that can't be read, such as a drawing or a formula. Save it as PDF.",
            _ when zip.Entries.Any(entry => entry.FullName.EndsWith(".iwa", StringComparison.OrdinalIgnoreCase)) =>
                "It is a document of Pages, Numbers or Keynote, which can't be read. Export it as Word, Excel, PowerPoint or PDF.",
            _ => "It is a zip archive, which is not looked into. Unpack it, and send the files in it.",
        };
    }

    private static string Beginning(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
            return "";
        using var content = entry.Open();
        var bytes = new byte[MaxTypesSize];
        return Encoding.UTF8.GetString(bytes, 0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }
}
