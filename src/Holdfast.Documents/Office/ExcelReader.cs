using DocumentFormat.OpenXml.Packaging;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Office;

/// <summary>The sheets of a workbook, each by its name, as comma-separated values. Of formulas the value that was kept with them.</summary>
internal static class ExcelReader
{
    private const int MaxSheets = 200;

    internal static void Read(Stream stream, Draft draft)
    {
        var package = new Package(draft);
        package.Check(stream);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false);
        var workbook = document.WorkbookPart ?? throw new InvalidDataException("There is no workbook.");
        var (sheets, is1904) = Sheets(package, workbook);
        var formats = CellFormats.Read(package, workbook.WorkbookStylesPart, is1904);
        using var strings = new SharedStrings(workbook.SharedStringTablePart is { } part ? package.Open(part) : null);
        for (var i = 0; i < sheets.Count && !draft.IsCut; i++)
        {
            // A long sheet leaves room for those behind it.
            var room = Math.Max(draft.Room / (sheets.Count - i), 500);
            Read(package, workbook, sheets[i], new SheetWriter(draft, formats, strings, sheets[i].Name, room));
        }
    }

    private static void Read(Package package, WorkbookPart workbook, Sheet sheet, SheetWriter writer)
    {
        if (!workbook.TryGetPartById(sheet.Part, out var part) || part is not WorksheetPart worksheet)
        {
            package.Draft.Note($"Sheet {Draft.Quoted(sheet.Name)} holds no cells but a chart or the like, and was not read.");
            return;
        }

        package.Draft.Separate();
        package.Draft.WriteLine($"## Sheet: {Draft.Quoted(sheet.Name)}{(sheet.IsHidden ? " (hidden)" : "")}");
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

                sheets.Add(new Sheet(xml["name"] ?? "", xml.Relationship("id") ?? "", xml["state"] is "hidden" or "veryHidden"));
            }
        }

        return (sheets, is1904);
    }

    private sealed record Sheet(string Name, string Part, bool IsHidden);
}
