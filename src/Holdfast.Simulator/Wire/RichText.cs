using System.Text.Json;

namespace Holdfast.Simulator.Wire;

/// <summary>
/// The rich_text block that Slack's own clients attach to what a person types: sections, quotes, lists and code, each with its text,
/// mentions, links and emoji.
/// </summary>
internal static class RichText
{
    private const string Fence = "```";

    public static void Write(Utf8JsonWriter writer, string text, string ts)
    {
        writer.WriteStartArray("blocks");
        writer.WriteStartObject();
        writer.WriteString("type", "rich_text");
        writer.WriteString("block_id", ts.AsSpan(ts.Length - 5));
        writer.WriteStartArray("elements");
        WriteParts(writer, text);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteParts(Utf8JsonWriter writer, string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOf(Fence) is >= 0 and var start && rest[(start + 3)..].IndexOf(Fence) is > 0 and var length)
        {
            WriteLines(writer, rest[..start].TrimEnd('\n'));
            Open(writer, "rich_text_preformatted");
            RichTextInline.WriteCode(writer, rest.Slice(start + 3, length).Trim('\n'));
            Close(writer);
            rest = rest[(start + 3 + length + 3)..].TrimStart('\n');
        }

        WriteLines(writer, rest);
    }

    /// <summary>Lines of one kind that follow each other are one element.</summary>
    private static void WriteLines(Utf8JsonWriter writer, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var kind = LineKind.Of(text);
            var run = kind.RunLength(text);
            var lines = text[..run].TrimEnd('\n');
            if (kind.IsList) WriteList(writer, lines, kind);
            else WriteSection(writer, lines, kind);
            text = text[run..];
        }
    }

    private static void WriteSection(Utf8JsonWriter writer, ReadOnlySpan<char> lines, LineKind kind)
    {
        Open(writer, kind.Type);
        if (kind.Length == 0) RichTextInline.Write(writer, lines);
        else RichTextInline.Write(writer, LineKind.Strip(lines));
        Close(writer);
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<char> lines, LineKind kind)
    {
        Open(writer, kind.Type);
        foreach (var line in lines.Split('\n'))
        {
            Open(writer, "rich_text_section");
            RichTextInline.Write(writer, lines[line][LineKind.Of(lines[line]).Length..]);
            Close(writer);
        }

        writer.WriteEndArray();
        writer.WriteString("style", kind.IsOrdered ? "ordered" : "bullet");
        writer.WriteNumber("indent", 0);
        writer.WriteNumber("border", 0);
        writer.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteStartArray("elements");
    }

    private static void Close(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
