using System.Text;
using DocumentFormat.OpenXml.Packaging;

namespace Holdfast.Documents.Office;

/// <summary>What a chart shows: the numbers that are kept with it, a line for each series.</summary>
internal static class ChartText
{
    private const int MaxPoints = 500;
    private const int MaxName = 200;

    /// <summary>The chart that a part names; empty where there is none that can be read.</summary>
    internal static string Of(Package package, OpenXmlPart owner, string? id)
    {
        if (id is null || !owner.TryGetPartById(id, out var part) || part is not ChartPart)
            return "";
        using var xml = package.Open(part);
        if (!xml.ToRoot())
            return "";
        var title = "";
        var series = new StringBuilder();
        foreach (var element in xml.Descendants())
        {
            if (element == "ser")
                Series(xml, series);
            else if (element == "title" && series.Length == 0 && title.Length == 0)
                title = xml.Text(MaxName).Trim();
            if (series.Length > package.Draft.Room)
                break;
        }

        return $"[Chart{(title.Length > 0 ? $": {title}" : "")}]\n{series}".TrimEnd();
    }

    private static void Series(PartReader xml, StringBuilder text)
    {
        var name = "";
        List<string> categories = [], values = [];
        foreach (var child in xml.Children())
        {
            if (child == "tx")
                name = Points(xml) is [var first, ..] ? first : "";
            else if (child is "cat" or "xVal")
                categories = Points(xml);
            else if (child is "val" or "yVal")
                values = Points(xml);
        }

        var points = values.Select((value, index) => index < categories.Count ? $"{categories[index]}: {value}" : value);
        text.Append("- ").Append(name.Length > 0 ? $"{name} " : "").Append('(').AppendJoin(", ", points).Append(")\n");
    }

    private static List<string> Points(PartReader xml)
    {
        var points = new List<string>();
        foreach (var element in xml.Descendants())
        {
            if (element == "v" && points.Count < MaxPoints)
                points.Add(xml.Text(MaxName).Trim());
        }

        return points;
    }
}
