using System.Text;
using Markdig.Extensions.Tables;

namespace Holdfast.Answers.Rendering;

/// <summary>A table in plain characters.</summary>
internal static class TableText
{
    /// <summary>Wider columns make lines that no window holds: they stand as they come.</summary>
    private const int MaxColumn = 40;

    /// <summary>A row a line, in columns under their heading.</summary>
    /// <param name="table">The table.</param>
    /// <param name="textOf">What a cell says.</param>
    public static string Aligned(Table table, Func<TableCell, string> textOf)
    {
        var rows = Rows(table, textOf);
        var widths = new int[rows.Max(static row => row.Length)];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                widths[i] = Math.Min(MaxColumn, Math.Max(widths[i], WidthOf(row[i])));
        }

        var text = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            text.AppendJoin(" | ", rows[i].Select((cell, column) => cell + new string(' ', Math.Max(0, widths[column] - WidthOf(cell)))));
            while (text.Length > 0 && text[^1] == ' ')
                text.Length--;
            text.Append('\n');
            if (i == 0)
                text.AppendJoin("-+-", widths.Select(static width => new string('-', width))).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A row a line, as short as can be.</summary>
    /// <param name="table">The table.</param>
    /// <param name="textOf">What a cell says.</param>
    public static string Plain(Table table, Func<TableCell, string> textOf) =>
        string.Join('\n', Rows(table, textOf).Select(static row => string.Join(" | ", row)));

    private static List<string[]> Rows(Table table, Func<TableCell, string> textOf) =>
        [.. table.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(textOf).ToArray())];

    /// <summary>How wide it is in a font whose characters have one width, and those of East Asia two.</summary>
    private static int WidthOf(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Rune.GetUnicodeCategory(rune) switch
            {
                System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.Format => 0,
                _ => rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
                    or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1,
            };
        }

        return width;
    }
}
