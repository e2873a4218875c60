using System.Globalization;
using System.Text.Json;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Text;

/// <summary>Reads a table: a line a row. https://docs.slack.dev/reference/block-kit/blocks/table-block</summary>
internal static class TableReader
{
    public static void Read(JsonElement table, WordsBuilder words)
    {
        words.Append(table.Text("caption"));
        foreach (var row in table.Items("rows"))
        {
            if (!words.TryTake())
                return;
            words.StartLine();
            words.Append("|");
            foreach (var cell in row.Items())
            {
                if (!words.TryTake())
                    return;
                words.Append(" ");
                ReadCell(cell, words);
                words.Append(" |");
            }
        }
    }

    /// <summary>One of several lines would be several rows.</summary>
    private static void ReadCell(JsonElement cell, WordsBuilder words)
    {
        if (cell.Text("type") != "rich_text")
        {
            words.Append((cell.Text("text") ?? cell.Number("value")?.ToString(CultureInfo.InvariantCulture))?.ReplaceLineEndings(" "));
            return;
        }

        var inner = words.Inner();
        RichTextReader.Read(cell, inner);
        words.AppendInLine(inner);
    }
}
