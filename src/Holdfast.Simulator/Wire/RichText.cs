using System.Text.Json;

namespace Holdfast.Simulator.Wire;

/// <summary>The rich_text block that Slack's own clients attach to what a person types.</summary>
internal static class RichText
{
    public static void Write(Utf8JsonWriter writer, string text, string ts)
    {
        writer.WriteStartArray("blocks");
        writer.WriteStartObject();
        writer.WriteString("type", "rich_text");
        writer.WriteString("block_id", ts.AsSpan(ts.Length - 5));
        writer.WriteStartArray("elements");
        writer.WriteStartObject();
        writer.WriteString("type", "rich_text_section");
        writer.WriteStartArray("elements");
        var rest = text.AsSpan();
        while (NextMention(rest, out var before, out var user, out var after))
        {
            WriteText(writer, before);
            writer.WriteStartObject();
            writer.WriteString("type", "user");
            writer.WriteString("user_id", user);
            writer.WriteEndObject();
            rest = after;
        }

        WriteText(writer, rest);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static bool NextMention(
        ReadOnlySpan<char> text, out ReadOnlySpan<char> before, out ReadOnlySpan<char> user, out ReadOnlySpan<char> after)
    {
        before = user = after = default;
        var start = text.IndexOf("<@");
        if (start < 0) return false;
        var length = text[start..].IndexOf('>');
        if (length < 0) return false;
        before = text[..start];
        user = text.Slice(start + 2, length - 2);
        after = text[(start + length + 1)..];
        return true;
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}
