using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Holdfast.Documents.Tests.Support;

/// <summary>PDFs, as a library writes them and by hand.</summary>
internal static class PdfFiles
{
    /// <summary>A PDF with lines of text from the top of each page.</summary>
    public static byte[] Lines(params string[][] pages)
    {
        using var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var lines in pages)
        {
            var page = builder.AddPage(PageSize.A4);
            for (var i = 0; i < lines.Length; i++)
                page.AddText(lines[i], 11, new PdfPoint(50, 780 - (i * 14)), font);
        }

        return builder.Build();
    }

    /// <summary>A page with texts at places.</summary>
    public static byte[] Placed(params (string Text, double X, double Y)[] texts)
    {
        using var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        var page = builder.AddPage(PageSize.A4);
        foreach (var (text, x, y) in texts)
            page.AddText(text, 11, new PdfPoint(x, y), font);
        return builder.Build();
    }

    /// <summary>Pages that are pictures, as a scanner makes them.</summary>
    /// <param name="pages">How many.</param>
    /// <param name="filter">How the picture is packed.</param>
    /// <param name="content">The packed picture.</param>
    /// <param name="size">How wide and high it says it is; grey.</param>
    public static byte[] Scanned(int pages, string filter, byte[] content, int size = 200)
    {
        var picture = $"<< /Type /XObject /Subtype /Image /Width {size} /Height {size} /ColorSpace /DeviceGray /BitsPerComponent 8 {filter} /Length {content.Length} >>\nstream\n{Encoding.Latin1.GetString(content)}\nendstream";
        const string draw = "q 595 0 0 842 0 0 cm /P Do Q";
        return Raw(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages} /Kids [{string.Join(' ', Enumerable.Range(5, pages).Select(number => $"{number} 0 R"))}] >>",
            picture,
            $"<< /Length {draw.Length} >>\nstream\n{draw}\nendstream",
            .. Enumerable.Repeat("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /P 3 0 R >> >> >>", pages),
        ]);
    }

    /// <summary>One page with this as its content.</summary>
    public static byte[] Page(string content, string resources = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>", params string[] more) => Raw(
    [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>",
        $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
        .. more,
    ]);

    /// <summary>A PDF by hand: its objects from 1 on, the first of which is the root.</summary>
    public static byte[] Raw(params string[] objects)
    {
        var text = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(text.Length);
            text.Append($"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = text.Length;
        text.Append($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            text.Append($"{offset:0000000000} 00000 n \n");
        text.Append($"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF");
        return Encoding.Latin1.GetBytes(text.ToString());
    }
}
