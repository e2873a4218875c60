using System.Text.Json;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
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

    public static void WriteMemberMoved(Utf8JsonWriter writer, string type, ChannelState channel, SlackUser user, WorkspaceIdentity identity, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("user", user.Id);
        writer.WriteString("channel", channel.Id);
        // Slack has one letter for it here, and words everywhere else.
        writer.WriteString("channel_type", channel.IsPublic ? "C" : "G");
        writer.WriteString("team", user.TeamId ?? identity.TeamId);
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }

    public static void WriteFileDeleted(Utf8JsonWriter writer, string fileId, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "file_deleted");
        writer.WriteString("file_id", fileId);
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }

    public static void WriteTabOpened(
        Utf8JsonWriter writer, string user, string channel, string tab, SlackView? view, string? context, WorkspaceIdentity identity, string eventTs)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "app_home_opened");
        writer.WriteString("user", user);
        writer.WriteString("channel", channel);
        writer.WriteString("tab", tab);
        if (view is not null) ViewJson.Write(writer, view, identity, view.Values);
        writer.RawIfAny("context", context);
        writer.WriteString("event_ts", eventTs);
        writer.WriteEndObject();
    }
}
