using DocumentFormat.OpenXml.Packaging;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Office;

/// <summary>The sheets of a workbook, each by its name, as comma-separated values. Of formulas the value that was kept with them.</summary>
internal static class ExcelReader
{
    private const int MaxSheets = 200;
    private const int LeastNeed = 500;

    internal static void Read(Stream stream, Draft draft)
    {
        var package = new Package(draft);
        package.Check(stream);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false);
        var workbook = document.WorkbookPart ?? throw new InvalidDataException("There is no workbook.");
        var (sheets, is1904) = Sheets(package, workbook);
        var formats = CellFormats.Read(package, workbook.WorkbookStylesPart, is1904);
        using var strings = new SharedStrings(workbook.SharedStringTablePart is { } part ? package.Open(part) : null);
        var needs = Needs(package, workbook, sheets);
        for (var i = 0; i < sheets.Count && !draft.IsCut; i++)
        {
            // A long sheet leaves room for those behind it: what they need, up to their share.
            var share = draft.Room / (sheets.Count - i);
            var room = draft.Room - needs.Skip(i + 1).Sum(need => Math.Min(need, share));
            Read(package, sheets[i], new SheetWriter(draft, formats, strings, sheets[i].Name, (int)Math.Max(room, LeastNeed)));
        }
    }

    /// <summary>How many characters each sheet may need, by its size and by its part of the strings; rather too many.</summary>
    private static List<long> Needs(Package package, WorkbookPart workbook, List<Sheet> sheets)
    {
        var total = Math.Max(1, sheets.Sum(sheet => package.SizeOf(sheet.Part)));
        var strings = package.SizeOf(workbook.SharedStringTablePart);
        return [.. sheets.Select(sheet => LeastNeed + (long)(2.0 * package.SizeOf(sheet.Part) * (1 + ((double)strings / total))))];
    }

    private static void Read(Package package, Sheet sheet, SheetWriter writer)
    {
        if (sheet.Part is not { } worksheet)
        {
            package.Draft.Note($"Sheet {Draft.Quoted(sheet.Name)} holds no cells but a chart or the like, and was not read.");
            return;
        }

        package.Draft.Separate();
        package.Draft.WriteLine($"## Sheet: {Draft.Quoted(sheet.Name)}{(sheet.IsHidden ? " (hidden)" : "")}");
        if (worksheet.DrawingsPart?.ImageParts.Any() == true)
            package.Draft.Note(Package.PicturesNotRead);
        using var xml = package.Open(worksheet);
        writer.Write(xml);
    }

    private static (List<Sheet> Sheets, bool Is1904) Sheets(Package package, WorkbookPart workbook)
    {
        var sheets = new List<Sheet>();
        var is1904 = false;
        using var xml = package.Open(workbook);
        if (!xml.ToRoot())
            return (sheets, is1904);
        foreach (var child in xml.Children())
        {
            if (child == "workbookPr")
                is1904 = xml["date1904"] is "1" or "true";
            if (child != "sheets")
                continue;
            foreach (var _ in xml.Children())
            {
                if (sheets.Count == MaxSheets)
                {
                    package.Draft.Note($"Only the first {MaxSheets} sheets were read.");
                    break;
                }

                var part = xml.Relationship("id") is { } id && workbook.TryGetPartById(id, out var found) ? found as WorksheetPart : null;
                sheets.Add(new Sheet(xml["name"] ?? "", part, xml["state"] is "hidden" or "veryHidden"));
            }
        }

        return (sheets, is1904);
    }

    private sealed record Sheet(string Name, WorksheetPart? Part, bool IsHidden);
}
