using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Office;

/// <summary>The slides of a presentation in their order, each with what the speaker has noted for it.</summary>
internal static class PowerPointReader
{
    internal static void Read(Stream stream, Draft draft)
    {
        var package = new Package(draft);
        package.Check(stream);
        using var document = PresentationDocument.Open(stream, isEditable: false);
        var presentation = document.PresentationPart ?? throw new InvalidDataException("There is no presentation.");
        var ids = Slides(package, presentation);
        var number = 0;
        var missing = 0;
        foreach (var id in ids)
        {
            if (number == draft.Limits.MaxSlides || draft.IsCut)
                break;
            number++;
            draft.Cancellation.ThrowIfCancellationRequested();
            if (presentation.TryGetPartById(id, out var part) && part is SlidePart slide)
                Read(package, slide, number);
            else
                missing++;
        }

        if (number < ids.Count)
            draft.Note(draft.IsCut ? $"The text ends on slide {number} of {ids.Count}." : $"Only the first {number} of {ids.Count} slides were read.");
        if (missing > 0)
            draft.Note($"{Words.Count(missing, "slide")} could not be read: the file is damaged.");
    }

    private static List<string> Slides(Package package, PresentationPart presentation)
    {
        var ids = new List<string>();
        using var xml = package.Open(presentation);
        if (!xml.ToRoot())
            return ids;
        foreach (var child in xml.Children())
        {
            if (child != "sldIdLst")
                continue;

            // A slide has a number called id as well, without a namespace; the part's is the other.
            foreach (var _ in xml.Children())
                ids.Add(xml.Relationship("id") ?? "");
        }

        return ids;
    }

    private static void Read(Package package, SlidePart slide, int number)
    {
        var draft = package.Draft;
        draft.Separate();
        using (var xml = package.Open(slide))
        {
            var isThere = xml.ToRoot();
            draft.WriteLine($"## Slide {number}{(isThere && xml["show"] is "0" or "false" ? " (hidden)" : "")}");
            if (isThere)
                Shapes(xml, package, slide, isNotes: false);
        }

        if (slide.NotesSlidePart is null || draft.IsCut)
            return;
        using var notes = package.Open(slide.NotesSlidePart);
        if (notes.ToRoot())
            Shapes(notes, package, slide.NotesSlidePart, isNotes: true);
    }

    private static void Shapes(PartReader xml, Package package, OpenXmlPart part, bool isNotes)
    {
        var draft = package.Draft;
        foreach (var child in xml.Children())
        {
            if (draft.IsCut)
                return;
            if (child == "sp")
                Shape(xml, draft, isNotes);
            else if (child == "tbl" && !isNotes)
                Table(xml, draft);
            else if (child == "chart")
                Write(ChartText.Of(package, part, xml.Relationship("id")), draft);
            else if (child == "pic" && !isNotes)
                draft.Note(Package.PicturesNotRead);
            else
                Shapes(xml, package, part, isNotes);
        }
    }

    private static void Write(string text, Draft draft)
    {
        if (text.Length > 0)
            draft.WriteLine(text);
    }

    private static void Shape(PartReader xml, Draft draft, bool isNotes)
    {
        string? placeholder = null;
        foreach (var child in xml.Children())
        {
            if (child == "nvSpPr")
            {
                foreach (var property in xml.Descendants())
                {
                    if (property == "ph")
                        placeholder = xml["type"] ?? "body";
                }
            }
            else if (child == "txBody" && placeholder is not ("sldNum" or "dt" or "ftr" or "hdr" or "sldImg"))
            {
                var text = Paragraphs(xml, draft, isPlain: isNotes || placeholder is "title" or "ctrTitle");
                if (text.Length == 0)
                    continue;
                draft.WriteLine(isNotes ? $"Notes: {text}" : placeholder is "title" or "ctrTitle" ? $"### {text.ReplaceLineEndings(" ")}" : text);
            }
        }
    }

    private static string Paragraphs(PartReader xml, Draft draft, bool isPlain)
    {
        var text = new StringBuilder();
        foreach (var child in xml.Children())
        {
            if (child != "p" || text.Length > draft.Limits.MaxCharacters)
                continue;
            var line = new StringBuilder();
            var level = 0;
            foreach (var part in xml.Children())
            {
                if (part == "pPr")
                    _ = int.TryParse(xml["lvl"], NumberStyles.None, CultureInfo.InvariantCulture, out level);
                else
                    Run(xml, part, line);
            }

            var words = line.ToString().Trim();
            if (words.Length == 0)
                continue;
            if (text.Length > 0)
                text.Append('\n');
            if (!isPlain)
                text.Append(' ', 2 * Math.Clamp(level, 0, 8)).Append("- ");
            text.Append(words);
        }

        return text.ToString();
    }

    private static void Run(PartReader xml, string element, StringBuilder line)
    {
        if (element == "br")
            line.Append(' ');
        else if (element == "t")
            line.Append(xml.Text());
        else if (element is "r" or "fld")
        {
            foreach (var child in xml.Children())
                Run(xml, child, line);
        }
    }

    private static void Table(PartReader xml, Draft draft)
    {
        draft.Separate();
        var table = new TableText(draft);
        foreach (var child in xml.Children())
        {
            if (child != "tr")
                continue;
            foreach (var cell in xml.Children())
            {
                if (cell == "tc" && !table.Cell(CellText(xml, draft)))
                    return;
            }

            table.EndRow();
        }
    }

    private static string CellText(PartReader xml, Draft draft)
    {
        var text = "";
        foreach (var child in xml.Children())
        {
            if (child == "txBody")
                text += Paragraphs(xml, draft, isPlain: true);
        }

        return text;
    }
}
