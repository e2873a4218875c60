using System.Text.Json;
using Holdfast.Slack.Json;
using static Holdfast.Slack.Json.PropertyReading;

namespace Holdfast.Slack.Events;

/// <summary>Reads an <see cref="EventSummary"/> from a payload in one pass, without a document.</summary>
public static class EventPeek
{
    /// <summary>Reads the summary. Never throws: fields of another kind than expected read as absent, duplicates as the last.</summary>
    /// <param name="payload">The payload in UTF-8.</param>
    /// <param name="summary">The summary, or <c>default</c>.</param>
    /// <returns>False when the payload is not one complete JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out EventSummary summary)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                var read = ReadOuter(ref reader);
                // Read, because trailing text means that this is not one object.
                if (!reader.Read())
                {
                    summary = read;
                    return true;
                }
            }
        }
        catch (Exception exception) when (TolerantJson.IsWrong(exception))
        {
            // Malformed JSON, or a string that is not UTF-8: both are answered below.
        }

        summary = default;
        return false;
    }

    private static EventSummary ReadOuter(ref Utf8JsonReader reader)
    {
        var summary = default(EventSummary);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event"u8))
                summary = ReadEvent(ref reader, summary);
            else if (reader.ValueTextEquals("type"u8))
                summary = summary with { Type = ReadString(ref reader) };
            else if (reader.ValueTextEquals("team_id"u8))
                summary = summary with { TeamId = ReadString(ref reader) };
            else if (reader.ValueTextEquals("event_id"u8))
                summary = summary with { EventId = ReadString(ref reader) };
            else if (reader.ValueTextEquals("event_time"u8))
                summary = summary with { EventTime = ReadLong(ref reader) };
            else
                reader.Skip();
        }

        return summary;
    }

    private static EventSummary ReadEvent(ref Utf8JsonReader reader, EventSummary summary)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return summary;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
                summary = summary with { EventType = ReadString(ref reader) };
            else if (reader.ValueTextEquals("subtype"u8))
                summary = summary with { Subtype = ReadString(ref reader) };
            else if (reader.ValueTextEquals("channel"u8))
                summary = summary with { Channel = ReadId(ref reader) };
            else if (reader.ValueTextEquals("channel_type"u8))
                summary = summary with { ChannelType = ReadString(ref reader) };
            else if (reader.ValueTextEquals("user"u8))
                summary = summary with { User = ReadId(ref reader) };
            else if (reader.ValueTextEquals("bot_id"u8))
                summary = summary with { BotId = ReadString(ref reader) };
            else if (reader.ValueTextEquals("app_id"u8))
                summary = summary with { AppId = ReadString(ref reader) };
            else if (reader.ValueTextEquals("ts"u8))
                summary = summary with { Ts = ReadString(ref reader) };
            else if (reader.ValueTextEquals("thread_ts"u8))
                summary = summary with { ThreadTs = ReadString(ref reader) };
            else if (reader.ValueTextEquals("event_ts"u8))
                summary = summary with { EventTs = ReadString(ref reader) };
            else if (reader.ValueTextEquals("text"u8))
                summary = summary with { Text = ReadString(ref reader) };
            else if (reader.ValueTextEquals("tab"u8))
                summary = summary with { Tab = ReadString(ref reader) };
            else if (reader.ValueTextEquals("hidden"u8))
                summary = summary with { Hidden = ReadBool(ref reader) };
            else
                reader.Skip();
        }

        return summary;
    }

    // channel_created and team_join carry the whole object where others carry the id.
    private static string? ReadId(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        string? id = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("id"u8))
                    id = ReadString(ref reader);
                else
                    reader.Skip();
            }
        }
        else
            reader.Skip();
        return id;
    }

    private static long ReadLong(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var number) ? number : 0;
        reader.Skip();
        return 0;
    }
}
