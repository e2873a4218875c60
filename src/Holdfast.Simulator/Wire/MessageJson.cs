using System.Text.Json;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Wire;

/// <summary>A message as the Web API and events about messages show it. Absent means absent: SDKs test for the presence of keys.</summary>
internal static class MessageJson
{
    public static void Write(Utf8JsonWriter writer, string name, MessageNode node, WorkspaceIdentity identity, bool withMetadata)
    {
        writer.WritePropertyName(name);
        Write(writer, node, identity, withMetadata);
    }

    public static void Write(Utf8JsonWriter writer, MessageNode node, WorkspaceIdentity identity, bool withMetadata)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "message");
        WriteBody(writer, node, identity);
        WriteThread(writer, node);
        WriteReactions(writer, node.Message);
        if (withMetadata && node.Message.Metadata is { } metadata)
        {
            writer.WriteStartObject("metadata");
            writer.WriteString("event_type", metadata.EventType);
            writer.RawIfAny("event_payload", metadata.EventPayload);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static void WriteBody(Utf8JsonWriter writer, MessageNode node, WorkspaceIdentity identity)
    {
        var message = node.Message;
        writer.WriteString("user", message.User);
        writer.WriteString("ts", message.Ts);
        writer.StringIfAny("client_msg_id", message.ClientMsgId);
        writer.WriteString("text", message.Text);
        writer.WriteString("team", message.UserTeam ?? identity.TeamId);
        writer.StringIfAny("thread_ts", message.ThreadTs);
        BotJson.Write(writer, message, identity);
        WriteSubtype(writer, message);
        writer.StringIfAny("streaming_state", message.StreamingState);
        WriteBlocks(writer, message);
        writer.RawIfAny("attachments", message.Attachments);
        FileJson.WriteOfMessage(writer, message, withSubtype: !message.IsBroadcast);
        if (message.EditedTs is { } edited)
        {
            writer.WriteStartObject("edited");
            writer.WriteString("user", message.User);
            writer.WriteString("ts", edited);
            writer.WriteEndObject();
        }
    }

    /// <summary>Those that were sent; of what a person has typed, those that Slack's client makes of it.</summary>
    public static void WriteBlocks(Utf8JsonWriter writer, SlackMessage message)
    {
        if (message.Blocks is not null) writer.RawIfAny("blocks", message.Blocks);
        else if (!message.IsFromBot && !message.IsTombstone && message.Text.Length > 0) RichText.Write(writer, message.Text, message.Ts);
    }

    private static void WriteSubtype(Utf8JsonWriter writer, SlackMessage message)
    {
        if (message.IsBroadcast) writer.WriteString("subtype", "thread_broadcast");
        if (message.IsAssistantRoot) writer.WriteString("subtype", "assistant_app_thread");
        if (!message.IsTombstone) return;
        writer.WriteString("subtype", "tombstone");
        writer.WriteBoolean("hidden", value: true);
    }

    private static void WriteThread(Utf8JsonWriter writer, MessageNode node)
    {
        if (node.Message.ThreadTs is { } thread)
        {
            if (node.Channel.ByTs.TryGetValue(thread, out var parent)) writer.WriteString("parent_user_id", parent.Message.User);
            return;
        }

        if (node.Replies is not { Count: > 0 } replies) return;
        writer.WriteString("thread_ts", node.Message.Ts);
        writer.WriteNumber("reply_count", replies.Count);
        writer.WriteNumber("reply_users_count", node.ReplyUsers?.Count ?? 0);
        writer.WriteStartArray("reply_users");
        foreach (var user in node.ReplyUsers ?? []) writer.WriteStringValue(user);
        writer.WriteEndArray();
        writer.WriteString("latest_reply", replies.Last!.Value.Message.Ts);
        writer.WriteBoolean("is_locked", value: false);
        writer.WriteBoolean("subscribed", value: true);
    }

    private static void WriteReactions(Utf8JsonWriter writer, SlackMessage message)
    {
        if (message.Reactions.Count == 0) return;
        writer.WriteStartArray("reactions");
        foreach (var group in message.Reactions.GroupBy(reaction => reaction.Name))
        {
            writer.WriteStartObject();
            writer.WriteString("name", group.Key);
            writer.WriteStartArray("users");
            foreach (var reaction in group) writer.WriteStringValue(reaction.User);
            writer.WriteEndArray();
            writer.WriteNumber("count", group.Count());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
