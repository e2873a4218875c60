using System.Text.Json;

namespace Holdfast.Slack.SocketMode;

/// <summary>What to answer to an envelope.</summary>
public readonly record struct SocketModeAck
{
    private SocketModeAck(ReadOnlyMemory<byte> payload) => Payload = payload;

    /// <summary>The plain acknowledgement.</summary>
    public static SocketModeAck Ok => default;

    /// <summary>The JSON to answer with, in UTF-8; empty for a plain acknowledgement.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>An acknowledgement with an answer, for a submitted view, a menu's options or a command.</summary>
    /// <param name="payload">A JSON object in UTF-8; not copied.</param>
    /// <returns>The acknowledgement.</returns>
    /// <exception cref="ArgumentException">It is not one complete JSON object.</exception>
    public static SocketModeAck WithPayload(ReadOnlyMemory<byte> payload)
    {
        // Checked here, where the mistake is made, because Slack would only drop the acknowledgement.
        if (!IsObject(payload.Span))
            throw new ArgumentException("The payload of an acknowledgement is a JSON object.", nameof(payload));
        return new SocketModeAck(payload);
    }

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
