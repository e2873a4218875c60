using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;

namespace Holdfast.Documents.Office;

/// <summary>The lists of a document: how each level is numbered, and how far it has come. The numbers stand nowhere in the text, and people speak of them ("see 3.2").</summary>
internal sealed class WordLists
{
    private const int MaxLists = 20_000;
    private const int Levels = 9;
    private const string Bullet = "-";

    private readonly Dictionary<string, string> _definitions = [];
    private readonly Dictionary<(string Definition, int Level), Level> _levels = [];
    private readonly Dictionary<string, int[]> _counts = [];
    private readonly Dictionary<(string List, int Level), int> _restarts = [];

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
            if (lists._definitions.Count + lists._levels.Count > MaxLists)
                break;
            if (child == "abstractNum")
                lists.ReadDefinition(xml, xml["abstractNumId"] ?? "");
            else if (child == "num")
                lists.ReadList(xml, xml["numId"] ?? "");
        }

        return lists;
    }

    /// <summary>How far an item of a level is indented.</summary>
    internal static string Indent(int level) => new(' ', 3 * Math.Clamp(level, 0, Levels - 1));

    /// <summary>What the next item of a list begins with, such as <c>-</c>, <c>3.</c> or <c>3.2</c>.</summary>
    internal string Next(string list, int level)
    {
        level = Math.Clamp(level, 0, Levels - 1);
        if (!_definitions.TryGetValue(list, out var definition) || !_levels.TryGetValue((definition, level), out var form) || form.Format is "bullet" or "none")
            return Bullet;
        if (!_counts.TryGetValue(definition, out var counts))
            _counts[definition] = counts = new int[Levels];
        counts[level] = _restarts.Remove((list, level), out var start) ? start : counts[level] == 0 ? form.Start : counts[level] + 1;
        counts.AsSpan(level + 1).Clear();
        var label = new StringBuilder();
        for (var i = 0; i < form.Pattern.Length; i++)
        {
            if (form.Pattern[i] == '%' && i + 1 < form.Pattern.Length && form.Pattern[i + 1] is >= '1' and <= '9' and var digit)
            {
                var other = digit - '1';
                label.Append(Written(Math.Max(1, counts[other]), _levels.TryGetValue((definition, other), out var its) ? its.Format : ""));
                i++;
            }
            else
            {
                label.Append(form.Pattern[i]);
            }
        }

        return label.Length > 0 ? label.ToString() : Bullet;
    }

    private static string Written(int number, string format) => format switch
    {
        "lowerLetter" => Letters(number).ToLowerInvariant(),
        "upperLetter" => Letters(number),
        "lowerRoman" => Roman(number).ToLowerInvariant(),
        "upperRoman" => Roman(number),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>After Z Word goes on with AA and BB.</summary>
    private static string Letters(int number) => new((char)('A' + ((number - 1) % 26)), Math.Min(1 + ((number - 1) / 26), 10));

    private static string Roman(int number)
    {
        ReadOnlySpan<(int Value, string Sign)> signs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
        if (number >= 4_000)
            return number.ToString(CultureInfo.InvariantCulture);
        var roman = "";
        foreach (var (value, sign) in signs)
        {
            for (; number >= value; number -= value)
                roman += sign;
        }

        return roman;
    }

    private void ReadDefinition(PartReader xml, string definition)
    {
        foreach (var child in xml.Children())
        {
            if (child != "lvl" || !int.TryParse(xml["ilvl"], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue;
            var level = new Level("decimal", $"%{number + 1}.", 1);
            foreach (var property in xml.Children())
            {
                level = property switch
                {
                    "numFmt" => level with { Format = xml["val"] ?? "" },
                    "lvlText" => level with { Pattern = xml["val"] is { Length: <= 50 } pattern ? pattern : "" },
                    "start" when int.TryParse(xml["val"], NumberStyles.None, CultureInfo.InvariantCulture, out var first) => level with { Start = first },
                    _ => level,
                };
            }

            _levels[(definition, number)] = level;
        }
    }

    private void ReadList(PartReader xml, string list)
    {
        foreach (var child in xml.Children())
        {
            if (child == "abstractNumId")
                _definitions[list] = xml["val"] ?? "";
            else if (child == "lvlOverride" && int.TryParse(xml["ilvl"], NumberStyles.None, CultureInfo.InvariantCulture, out var level))
                ReadRestart(xml, list, level);
        }
    }

    private void ReadRestart(PartReader xml, string list, int level)
    {
        foreach (var child in xml.Children())
        {
            if (child == "startOverride" && int.TryParse(xml["val"], NumberStyles.None, CultureInfo.InvariantCulture, out var start))
                _restarts[(list, level)] = start;
        }
    }

    private sealed record Level(string Format, string Pattern, int Start);
}
