using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Records;

namespace Holdfast.Redis.Memory;

/// <summary>Turns as they stand in Redis: <c>{"role":"user","content":"..."}</c>, and beside that <c>"attachments"</c> where files came with
/// what was said, and <c>"speaker"</c> where it is known who of the people said it.</summary>
internal static class TurnJson
{
    /// <summary>Letters of all languages as they are: the value is text for other programs, never part of a page.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Turn turn)
    {
        var buffer = new ArrayBufferWriter<byte>(turn.Content.Text.Length + 64);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("role"u8, turn.Role);
        json.WriteString("content"u8, turn.Content.Text);
        if (turn.Content.AttachmentsJson is { } attachments)
        {
            json.WritePropertyName("attachments"u8);
            json.WriteRawValue(attachments);
        }

        if (turn.Speaker is { } speaker)
        {
            json.WritePropertyName("speaker"u8);
            json.WriteRawValue(speaker.ToJson());
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What was said, and what came with it. Another program may mean something of its own by the name: that is none of ours then.</summary>
    public static MessageContent ContentOf(string text, string? attachments)
    {
        try
        {
            return MessageContent.Of(text, attachments);
        }
        catch (JsonException)
        {
            return new MessageContent(text);
        }
    }

    /// <summary>Who said it, where that is told as we do.</summary>
    public static Speaker? SpeakerOf(string? speaker)
    {
        try
        {
            return Speaker.Of(speaker);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
