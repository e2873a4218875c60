using System.Text.Json;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.Json;
using static Holdfast.Slack.Json.PropertyReading;

namespace Holdfast.Slack.SocketMode;

/// <summary>
/// One message from Slack, read in one pass in any order of properties; of duplicates the last counts. The payload stays
/// where it is: only its place is noted.
/// </summary>
internal readonly record struct SocketModeFrame
{
    internal string Type { get; private init; }

    internal string? EnvelopeId { get; private init; }

    internal string? Reason { get; private init; }

    internal int? NumConnections { get; private init; }

    internal int RetryAttempt { get; private init; }

    internal string? RetryReason { get; private init; }

    internal bool AcceptsResponsePayload { get; private init; }

    internal Range Payload { get; private init; }

    internal static bool TryParse(ReadOnlySpan<byte> json, out SocketModeFrame frame)
    {
        try
        {
            var reader = TolerantJson.ReaderOf(json);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                frame = Read(ref reader);
                return !reader.Read();
            }
        }
        catch (Exception exception) when (TolerantJson.IsWrong(exception))
        {
            // Cut off, or a string that is not UTF-8: answered below, counted and logged by the caller.
        }

        frame = default;
        return false;
    }

    private static SocketModeFrame Read(ref Utf8JsonReader reader)
    {
        var frame = new SocketModeFrame { Type = "" };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("payload"u8))
                frame = frame with { Payload = ReadPlace(ref reader) };
            else if (reader.ValueTextEquals("type"u8))
                frame = frame with { Type = ReadType(ref reader) };
            else if (reader.ValueTextEquals("envelope_id"u8))
                frame = frame with { EnvelopeId = ReadString(ref reader) };
            else if (reader.ValueTextEquals("accepts_response_payload"u8))
                frame = frame with { AcceptsResponsePayload = ReadBool(ref reader) };
            else if (reader.ValueTextEquals("retry_attempt"u8))
                frame = frame with { RetryAttempt = ReadInt(ref reader) ?? 0 };
            else if (reader.ValueTextEquals("retry_reason"u8))
                frame = frame with { RetryReason = ReadString(ref reader) };
            else if (reader.ValueTextEquals("reason"u8))
                frame = frame with { Reason = ReadString(ref reader) };
            else if (reader.ValueTextEquals("num_connections"u8))
                frame = frame with { NumConnections = ReadInt(ref reader) };
            else
                reader.Skip();
        }

        return frame;
    }

    private static Range ReadPlace(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static string ReadType(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return "";
        }

        return reader.ValueTextEquals("events_api"u8) ? SlackEnvelope.Event
            : reader.ValueTextEquals("interactive"u8) ? SlackEnvelope.Interaction
            : reader.ValueTextEquals("slash_commands"u8) ? SlackEnvelope.Command
            : reader.GetString()!;
    }

    private static int? ReadInt(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt32(out var number) ? number : null;
        reader.Skip();
        return null;
    }
}
