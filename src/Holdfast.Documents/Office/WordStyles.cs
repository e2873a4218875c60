using System.Globalization;
using DocumentFormat.OpenXml.Packaging;

namespace Holdfast.Documents.Office;

/// <summary>Which styles of a document are headings, and which are lists, by their ids, which are in the language of whoever wrote it.</summary>
internal sealed class WordStyles
{
    private const int MaxStyles = 10_000;

    private readonly Dictionary<string, int> _levels = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string? List, int Level)> _lists = new(StringComparer.OrdinalIgnoreCase);

    internal static WordStyles Read(Package package, StyleDefinitionsPart? part)
    {
        var styles = new WordStyles();
        if (part is null)
            return styles;
        using var xml = package.Open(part);
        if (!xml.ToRoot())
            return styles;
        foreach (var child in xml.Children())
        {
            if (child != "style" || styles._levels.Count + styles._lists.Count > MaxStyles)
                continue;
            var id = xml["styleId"] ?? "";
            var level = 0;
            (string? List, int Level) list = (null, 0);
            foreach (var property in xml.Descendants())
            {
                if (property == "name")
                    level = Level(xml["val"]) is > 0 and var named ? named : level;
                else if (property == "outlineLvl" && int.TryParse(xml["val"], NumberStyles.None, CultureInfo.InvariantCulture, out var outline) && outline < 6)
                    level = outline + 1;
                else if (property == "numId" && xml["val"] is not "0" and var number)
                    list.List = number;
                else if (property == "ilvl" && int.TryParse(xml["val"], NumberStyles.None, CultureInfo.InvariantCulture, out var inner))
                    list.Level = inner;
            }

            if (level > 0)
                styles._levels[id] = level;
            if (list.List is not null)
                styles._lists[id] = list;
        }

        return styles;
    }

    /// <summary>The level of a heading, from 1; 0 for other paragraphs.</summary>
    internal int LevelOf(string style) => _levels.TryGetValue(style, out var level) ? level : Level(style);

    /// <summary>The list whose item a paragraph of a style is, and the level in it; null if none.</summary>
    internal (string? List, int Level) ListOf(string style) => _lists.GetValueOrDefault(style);

    private static int Level(string? name)
    {
        name = name?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        if (name.Equals("title", StringComparison.OrdinalIgnoreCase))
            return 1;
        return name.StartsWith("heading", StringComparison.OrdinalIgnoreCase) && name is [.., >= '1' and <= '6' and var level] && name.Length == 8 ? level - '0' : 0;
    }
}
