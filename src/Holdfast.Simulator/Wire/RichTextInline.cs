using System.Buffers;
using System.Text.Json;

namespace Holdfast.Simulator.Wire;

/// <summary>What stands within a line of mrkdwn, as rich text elements: text in its styles, mentions, links, emoji.</summary>
internal static class RichTextInline
{
    private static readonly SearchValues<char> Special = SearchValues.Create("<:*_~`");
    private static readonly SearchValues<char> OfEmoji = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_+-");

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<char> text)
    {
        var plain = 0;
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny(Special);
            if (next < 0) break;
            at += next;
            var taken = LengthOf(text, at);
            if (taken == 0)
            {
                at++;
                continue;
            }

            WriteText(writer, text[plain..at], style: null);
            WriteToken(writer, text.Slice(at, taken));
            at += taken;
            plain = at;
        }

        WriteText(writer, text[plain..], style: null);
    }

    /// <summary>Code has no styles and no mentions in it.</summary>
    public static void WriteCode(Utf8JsonWriter writer, ReadOnlySpan<char> text) => WriteText(writer, text, style: null);

    /// <summary>How long the token is that begins here; 0 when none does.</summary>
    private static int LengthOf(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..];
        var line = rest.IndexOf('\n');
        if (line >= 0) rest = rest[..line];
        if (rest[0] == '<') return rest.IndexOf('>') + 1;
        if (at > 0 && char.IsLetterOrDigit(text[at - 1])) return 0;
        var end = rest[1..].IndexOf(rest[0]) + 2;
        if (end < 3 || (end < rest.Length && char.IsLetterOrDigit(rest[end]))) return 0;
        var words = rest[1..(end - 1)];
        if (rest[0] == ':') return words.ContainsAnyExcept(OfEmoji) || !words.ContainsAnyExceptInRange('0', '9') ? 0 : end;
        return char.IsWhiteSpace(words[0]) || char.IsWhiteSpace(words[^1]) ? 0 : end;
    }

    private static void WriteToken(Utf8JsonWriter writer, ReadOnlySpan<char> token)
    {
        var words = token[1..^1];
        switch (token[0])
        {
            case '<':
                WriteAngled(writer, words);
                break;
            case ':':
                writer.WriteStartObject();
                writer.WriteString("type", "emoji");
                writer.WriteString("name", words);
                writer.WriteEndObject();
                break;
            case '*':
                WriteText(writer, words, "bold");
                break;
            case '_':
                WriteText(writer, words, "italic");
                break;
            case '~':
                WriteText(writer, words, "strike");
                break;
            default:
                WriteText(writer, words, "code");
                break;
        }
    }

    /// <summary>What stands between angle brackets: a person, a channel, a group, everyone, a link.</summary>
    private static void WriteAngled(Utf8JsonWriter writer, ReadOnlySpan<char> words)
    {
        var bar = words.IndexOf('|');
        var target = bar < 0 ? words : words[..bar];
        writer.WriteStartObject();
        if (target.StartsWith("@")) WriteNamed(writer, "user", "user_id", target[1..]);
        else if (target.StartsWith("#")) WriteNamed(writer, "channel", "channel_id", target[1..]);
        else if (target.StartsWith("!subteam^")) WriteNamed(writer, "usergroup", "usergroup_id", target["!subteam^".Length..]);
        else if (target is "!here" or "!channel" or "!everyone") WriteNamed(writer, "broadcast", "range", target[1..]);
        else
        {
            WriteNamed(writer, "link", "url", Unescaped(target));
            if (bar >= 0) writer.WriteString("text", Unescaped(words[(bar + 1)..]));
        }

        writer.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter writer, string type, string name, ReadOnlySpan<char> value)
    {
        writer.WriteString("type", type);
        writer.WriteString(name, value);
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<char> text, string? style)
    {
        if (text.IsEmpty) return;
        writer.WriteStartObject();
        WriteNamed(writer, "text", "text", Unescaped(text));
        if (style is not null)
        {
            writer.WriteStartObject("style");
            writer.WriteBoolean(style, value: true);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static ReadOnlySpan<char> Unescaped(ReadOnlySpan<char> text) => text.Contains('&')
        ? text.ToString().Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
        : text;
}
