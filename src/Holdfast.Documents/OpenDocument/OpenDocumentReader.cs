using System.IO.Compression;
using Holdfast.Documents.Drafts;
using Holdfast.Documents.Office;

namespace Holdfast.Documents.OpenDocument;

/// <summary>Files of LibreOffice and its like: text, sheets and slides, all of which are one part of a zip.</summary>
internal static class OpenDocumentReader
{
    private const int MaxSheets = 200;
    private const int LeastNeed = 500;
    private const string Content = "content.xml";

    internal static void Read(Stream stream, DocumentKind kind, Draft draft)
    {
        var package = new Package(draft);
        package.Check(stream);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (IsEncrypted(package, zip))
            throw new DocumentException(DocumentProblem.Encrypted, "It is encrypted with a password. Remove the password, and send it again.");
        var content = zip.GetEntry(Content) ?? throw new InvalidDataException("There is no content.");

        // Counted on its own: the file is gone through twice for it.
        var sheets = kind == DocumentKind.OpenSheets ? Sheets(new Package(draft), content) : 0;
        using var xml = package.Open(content);
        if (!ToBody(xml))
            return;
        foreach (var child in xml.Children())
        {
            if (child == "spreadsheet")
                ReadSheets(xml, sheets, draft);
            else if (child == "presentation")
                ReadSlides(xml, draft);
            else
                new OpenTextReader(draft).Read(xml);
        }
    }

    private static bool IsEncrypted(Package package, ZipArchive zip)
    {
        if (zip.GetEntry("META-INF/manifest.xml") is not { } manifest)
            return false;
        using var xml = package.Open(manifest);
        return xml.ToRoot() && xml.Descendants().Any(element => element == "encryption-data");
    }

    private static bool ToBody(PartReader xml) => xml.ToRoot() && xml.Children().Any(child => child == "body");

    private static int Sheets(Package package, ZipArchiveEntry content)
    {
        using var xml = package.Open(content);
        return ToBody(xml) && xml.Children().Any(child => child == "spreadsheet") ? xml.Children().Count(child => child == "table") : 0;
    }

    private static void ReadSheets(PartReader xml, int sheets, Draft draft)
    {
        var number = 0;
        foreach (var child in xml.Children())
        {
            if (child != "table" || draft.IsCut)
                continue;
            if (number == MaxSheets)
            {
                draft.Note($"Only the first {MaxSheets} sheets were read.");
                return;
            }

            // A long sheet leaves room for those behind it.
            new OpenSheetReader(draft, xml["name"] ?? "", Math.Max(draft.Room / Math.Max(1, sheets - number), LeastNeed)).Read(xml);
            number++;
        }
    }

    private static void ReadSlides(PartReader xml, Draft draft)
    {
        var number = 0;
        foreach (var child in xml.Children())
        {
            if (child != "page")
                continue;
            if (number == draft.Limits.MaxSlides || draft.IsCut)
            {
                draft.Note(draft.IsCut ? $"The text ends on slide {number}; there are more." : $"Only the first {number} slides were read.");
                return;
            }

            draft.Separate();
            draft.WriteLine($"## Slide {++number}");
            var text = new OpenTextReader(draft);
            foreach (var part in xml.Children())
            {
                if (part != "notes")
                    text.Blocks(xml);
                else if (text.ReadAll(xml) is { Length: > 0 } notes)
                    draft.WriteLine($"Notes: {notes}");
            }
        }
    }
}
