using System.Text.Json;
using Holdfast.Slack.Json;
using static Holdfast.Slack.Json.PropertyReading;

namespace Holdfast.Slack.Events;

/// <summary>Reads an <see cref="EventSummary"/> from a payload in one pass, without a document.</summary>
public static class EventPeek
{
    /// <summary>The deepest nesting of a payload that is read.</summary>
    public const int MaxDepth = TolerantJson.MaxDepth;

    /// <summary>Reads the summary. Never throws: fields of another kind than expected read as absent, duplicates as the last.</summary>
    /// <param name="payload">The payload in UTF-8.</param>
    /// <param name="summary">The summary, or <c>default</c>.</param>
    /// <returns>False when the payload is not one complete JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out EventSummary summary)
    {
        try
        {
            var reader = TolerantJson.ReaderOf(payload);
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
        var installed = default(Installed);
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
            else if (reader.ValueTextEquals("context_team_id"u8))
                installed.ContextTeam = ReadString(ref reader);
            else if (reader.ValueTextEquals("authorizations"u8))
                ReadAuthorizations(ref reader, ref installed);
            else
                reader.Skip();
        }

        return summary with { Installation = installed.Id(summary.TeamId) };
    }

    /// <summary>Slack lists one installation that may see the event, never more.</summary>
    private static void ReadAuthorizations(ref Utf8JsonReader reader, ref Installed installed)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
        {
            if (!first || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("team_id"u8))
                    installed.Team = ReadString(ref reader);
                else if (reader.ValueTextEquals("enterprise_id"u8))
                    installed.Enterprise = ReadString(ref reader);
                else if (reader.ValueTextEquals("is_enterprise_install"u8))
                    installed.IsEnterpriseInstall = ReadBool(ref reader);
                else
                    reader.Skip();
            }
        }
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
            else if (reader.ValueTextEquals("blocks"u8))
                summary = summary with { Blocks = ReadList(ref reader) };
            else if (reader.ValueTextEquals("attachments"u8))
                summary = summary with { Attachments = ReadList(ref reader) };
            else if (reader.ValueTextEquals("files"u8))
                summary = summary with { Files = ReadFiles(ref reader) };
            else if (reader.ValueTextEquals("tab"u8))
                summary = summary with { Tab = ReadString(ref reader) };
            else if (reader.ValueTextEquals("hidden"u8))
                summary = summary with { Hidden = ReadBool(ref reader) };
            else if (reader.ValueTextEquals("edited"u8))
                summary = summary with { EditedTs = ReadEdited(ref reader) };
            else if (reader.ValueTextEquals("message"u8))
                summary = summary with { Changed = ReadMessage(ref reader) };
            else if (reader.ValueTextEquals("previous_message"u8))
                summary = summary with { Previous = ReadMessage(ref reader) };
            else
                reader.Skip();
        }

        return summary;
    }

    private static MessageSummary? ReadMessage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        var message = default(MessageSummary);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("subtype"u8))
                message = message with { Subtype = ReadString(ref reader) };
            else if (reader.ValueTextEquals("user"u8))
                message = message with { User = ReadId(ref reader) };
            else if (reader.ValueTextEquals("bot_id"u8))
                message = message with { BotId = ReadString(ref reader) };
            else if (reader.ValueTextEquals("app_id"u8))
                message = message with { AppId = ReadString(ref reader) };
            else if (reader.ValueTextEquals("ts"u8))
                message = message with { Ts = ReadString(ref reader) };
            else if (reader.ValueTextEquals("thread_ts"u8))
                message = message with { ThreadTs = ReadString(ref reader) };
            else if (reader.ValueTextEquals("text"u8))
                message = message with { Text = ReadString(ref reader) };
            else if (reader.ValueTextEquals("blocks"u8))
                message = message with { Blocks = ReadList(ref reader) };
            else if (reader.ValueTextEquals("attachments"u8))
                message = message with { Attachments = ReadList(ref reader) };
            else if (reader.ValueTextEquals("files"u8))
                message = message with { Files = ReadFiles(ref reader) };
            else if (reader.ValueTextEquals("edited"u8))
                message = message with { EditedTs = ReadEdited(ref reader) };
            else
                reader.Skip();
        }

        return message;
    }

    /// <summary>What is read by whoever wants to know what the message says.</summary>
    private static JsonElement? ReadList(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            return JsonElement.ParseValue(ref reader);
        reader.Skip();
        return null;
    }

    private static FileSummary[]? ReadFiles(ref Utf8JsonReader reader) =>
        FileReader.Read(ReadList(ref reader)).ToArray() is { Length: > 0 } files ? files : null;

    private static string? ReadEdited(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? ts = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ts"u8))
                ts = ReadString(ref reader);
            else
                reader.Skip();
        }

        return ts;
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

    // The order of properties means nothing, so which of them counts is decided when all are read.
    private struct Installed
    {
        internal string? Team, Enterprise, ContextTeam;
        internal bool IsEnterpriseInstall;

        internal readonly string? Id(string? happened) => SlackInstallation.Of(Team ?? ContextTeam, happened, Enterprise, IsEnterpriseInstall);
    }
}
