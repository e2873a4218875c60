using DocumentFormat.OpenXml.Packaging;

namespace Holdfast.Documents.Office;

/// <summary>The lists of a document: which levels have numbers, and how far each has come.</summary>
internal sealed class WordLists
{
    private const int MaxLists = 20_000;
    private const int Levels = 9;

    private readonly Dictionary<string, string> _definitions = [];
    private readonly HashSet<(string Definition, int Level)> _numbered = [];
    private readonly Dictionary<string, int[]> _counts = [];

    internal static WordLists Read(Package package, NumberingDefinitionsPart? part)
    {
        var lists = new WordLists();
        if (part is null)
            return lists;
        using var xml = package.Open(part);
        if (!xml.ToRoot())
            return lists;
        foreach (var child in xml.Children())
        {
            if (lists._definitions.Count + lists._numbered.Count > MaxLists)
                break;
            if (child == "abstractNum")
                lists.ReadDefinition(xml, xml["abstractNumId"] ?? "");
            else if (child == "num")
                lists.ReadList(xml, xml["numId"] ?? "");
        }

        return lists;
    }

    /// <summary>What an item begins with, indented by its level.</summary>
    internal string Mark(string list, int level)
    {
        level = Math.Clamp(level, 0, Levels - 1);
        var indent = new string(' ', 3 * level);
        if (!_definitions.TryGetValue(list, out var definition) || !_numbered.Contains((definition, level)))
            return indent + "- ";
        if (!_counts.TryGetValue(list, out var counts))
            _counts.Add(list, counts = new int[Levels]);
        counts.AsSpan(level + 1).Clear();
        return $"{indent}{++counts[level]}. ";
    }

    private void ReadDefinition(PartReader xml, string definition)
    {
        foreach (var child in xml.Children())
        {
            if (child != "lvl" || !int.TryParse(xml["ilvl"], out var level))
                continue;
            foreach (var property in xml.Children())
            {
                if (property == "numFmt" && xml["val"] is not ("bullet" or "none" or null))
                    _numbered.Add((definition, level));
            }
        }
    }

    private void ReadList(PartReader xml, string list)
    {
        foreach (var child in xml.Children())
        {
            if (child == "abstractNumId")
                _definitions[list] = xml["val"] ?? "";
        }
    }
}
