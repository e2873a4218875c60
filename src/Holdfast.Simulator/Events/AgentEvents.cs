using System.Text.Json;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Events;

/// <summary>The inner events that only agents get, key by key as Slack sends them.</summary>
internal static class AgentEvents
{
    public static void WriteSessionStopped(
        Utf8JsonWriter writer, string user, string channel, string threadTs, IReadOnlyList<string> streams, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "agent_session_stopped");
        writer.WriteString("channel", channel);
        writer.WriteString("user", user);
        writer.WriteString("thread_ts", threadTs);
        writer.WriteStartArray("streaming_message_ts");
        foreach (var ts in streams) writer.WriteStringValue(ts);
        writer.WriteEndArray();
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }

    public static void WriteSessionRenamed(
        Utf8JsonWriter writer, string user, AgentSession before, string title, WorkspaceIdentity identity, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "agent_session_title_changed");
        writer.WriteString("channel", before.Channel);
        writer.WriteString("user", user);
        writer.WriteString("team_id", identity.TeamId);
        writer.WriteString("thread_ts", before.ThreadTs);
        writer.WriteString("title", title);
        if (before.Title.Length > 0) writer.WriteString("previous_title", before.Title);
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }

    public static void WriteAssistantThread(
        Utf8JsonWriter writer, string type, string user, string channel, string threadTs, string? context, WorkspaceIdentity identity, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteStartObject("assistant_thread");
        writer.WriteString("user_id", user);
        writer.WriteStartObject("context");
        if (context is not null)
        {
            writer.WriteString("channel_id", context);
            writer.WriteString("team_id", identity.TeamId);
            writer.WriteNull("enterprise_id");
        }

        writer.WriteEndObject();
        writer.WriteString("channel_id", channel);
        writer.WriteString("thread_ts", threadTs);
        writer.WriteEndObject();
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }

    public static void WriteContextChanged(Utf8JsonWriter writer, string user, string channel, string context, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "app_context_changed");
        writer.WriteString("user", user);
        writer.WriteString("channel", channel);
        writer.RawIfAny("context", context);
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }
}
