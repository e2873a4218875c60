using System.Text.Json;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Events;

/// <summary>The inner events that are no message's own, key by key as Slack sends them.</summary>
internal static class OtherEvents
{
    public static void WriteFileShared(Utf8JsonWriter writer, SlackMessage message, string fileId, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "file_shared");
        writer.WriteString("channel_id", message.Channel);
        writer.WriteString("file_id", fileId);
        writer.WriteString("user_id", message.User);
        writer.WriteStartObject("file");
        writer.WriteString("id", fileId);
        writer.WriteEndObject();
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }

    public static void WriteTabOpened(
        Utf8JsonWriter writer, string user, string channel, string tab, SlackView? view, WorkspaceIdentity identity, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "app_home_opened");
        writer.WriteString("user", user);
        writer.WriteString("channel", channel);
        writer.WriteString("tab", tab);
        if (view is not null) ViewJson.Write(writer, view, identity, view.Values);
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }

    public static void WriteSessionStopped(Utf8JsonWriter writer, string user, string channel, string threadTs, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "agent_session_stopped");
        writer.WriteString("channel", channel);
        writer.WriteString("user", user);
        writer.WriteString("thread_ts", threadTs);
        writer.WriteStartArray("streaming_message_ts");
        writer.WriteEndArray();
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }
}
