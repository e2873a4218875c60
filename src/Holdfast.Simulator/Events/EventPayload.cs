using System.Text.Json;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Events;

/// <summary>For whom an event is, and where it came about.</summary>
/// <param name="Installation">The workspace whose installation of the app is told.</param>
internal readonly record struct EventOrigin(string Installation)
{
    /// <summary>The workspace of whoever caused it: in a shared channel now this, now that one.</summary>
    public string HappenedIn { get; init; } = Installation;

    /// <summary>Whether the channel is shared with another organisation.</summary>
    public bool IsShared { get; init; }
}

/// <summary>The Events API's outer object and the inner events about messages, key by key as Slack sends them.</summary>
internal static class EventPayload
{
    public static void Write(
        Utf8JsonWriter writer, WorkspaceIdentity identity, EventOrigin origin, string eventId, DateTimeOffset now, Action<Utf8JsonWriter> writeEvent)
    {
        writer.WriteStartObject();
        writer.WriteString("token", "simulated-verification-token");
        writer.WriteString("team_id", origin.HappenedIn);
        writer.WriteString("context_team_id", origin.Installation);
        writer.WriteNull("context_enterprise_id");
        writer.WriteString("api_app_id", identity.AppId);
        writer.WritePropertyName("event");
        writeEvent(writer);
        writer.WriteString("type", "event_callback");
        writer.WriteString("event_id", eventId);
        writer.WriteNumber("event_time", now.ToUnixTimeSeconds());
        writer.WriteStartArray("authorizations");
        writer.WriteStartObject();
        writer.WriteNull("enterprise_id");
        writer.WriteString("team_id", origin.Installation);
        writer.WriteString("user_id", identity.BotUserId);
        writer.WriteBoolean("is_bot", value: true);
        writer.WriteBoolean("is_enterprise_install", value: false);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteBoolean("is_ext_shared_channel", origin.IsShared);
        writer.WriteString(
            "event_context",
            "4-eyJldCI6ImFwcF9tZW50aW9uIiwidGlkIjoiVDBIT0xERkFTVCIsImFpZCI6IkEwSE9MREZBU1QiLCJjaWQiOiJDMEdFTkVSQUwifQ");
        writer.WriteEndObject();
    }

    public static void WriteUserMessage(Utf8JsonWriter writer, MessageNode node, WorkspaceIdentity identity, string type)
    {
        var message = node.Message;
        writer.WriteString("user", message.User);
        writer.WriteString("ts", message.Ts);
        writer.StringIfAny("client_msg_id", message.ClientMsgId);
        writer.WriteString("text", message.Text);
        writer.WriteString("team", message.UserTeam ?? identity.TeamId);
        BotJson.Write(writer, message, identity);
        if (node.Channel.IsShared)
        {
            writer.WriteString("user_team", message.UserTeam ?? identity.TeamId);
            writer.WriteString("source_team", message.UserTeam ?? identity.TeamId);
        }

        if (message.EditedTs is { } edited)
        {
            writer.WriteStartObject("edited");
            writer.WriteString("user", message.User);
            writer.WriteString("ts", edited);
            writer.WriteEndObject();
        }

        if (message.ThreadTs is { } thread)
        {
            writer.WriteString("thread_ts", thread);
            if (type == "message" && node.Channel.ByTs.TryGetValue(thread, out var parent))
            {
                writer.WriteString("parent_user_id", parent.Message.User);
                if (message.IsBroadcast) WriteBroadcast(writer, parent, identity);
            }
        }

        MessageJson.WriteBlocks(writer, message);
        writer.RawIfAny("attachments", message.Attachments);
        FileJson.WriteOfMessage(writer, message, withSubtype: type == "message" && !message.IsBroadcast);
        if (type == "message") writer.RawIfAny("app_context", message.AppContext);
        writer.WriteString("channel", message.Channel);
        writer.WriteString("event_ts", message.Ts);
        if (type == "message") writer.WriteString("channel_type", ChannelType(node.Channel));
    }

    public static void WriteBotMessage(Utf8JsonWriter writer, MessageNode node, WorkspaceIdentity identity)
    {
        var message = node.Message;
        MessageJson.WriteBody(writer, node, identity);
        if (message.ThreadTs is { } thread && node.Channel.ByTs.TryGetValue(thread, out var parent)) writer.WriteString("parent_user_id", parent.Message.User);
        writer.WriteString("channel", message.Channel);
        writer.WriteString("event_ts", message.Ts);
        writer.WriteString("channel_type", ChannelType(node.Channel));
    }

    private static void WriteBroadcast(Utf8JsonWriter writer, MessageNode root, WorkspaceIdentity identity)
    {
        writer.WriteString("subtype", "thread_broadcast");
        MessageJson.Write(writer, "root", root, identity, withMetadata: false);
    }

    public static string ChannelType(ChannelState channel) => channel.Kind switch
    {
        ChannelKind.DirectMessage => "im",
        ChannelKind.Private => "group",
        ChannelKind.GroupMessage => "mpim",
        ChannelKind.Public => "channel",
        _ => throw new InvalidOperationException($"No channel type for {channel.Kind}."),
    };
}
