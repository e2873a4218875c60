using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Wire;

/// <summary>A message that a person forwards, as the attachment of theirs that carries it.</summary>
internal static class SharedMessage
{
    /// <summary>The attachments as a JSON array of one.</summary>
    public static string Attachments(MessageNode shared, string authorName, WorkspaceIdentity identity)
    {
        var buffer = JsonBuffer.Rent();
        Write(buffer.Writer, shared, authorName, identity);
        var json = Encoding.UTF8.GetString(buffer.Written());
        buffer.Return();
        return json;
    }

    private static void Write(Utf8JsonWriter writer, MessageNode shared, string authorName, WorkspaceIdentity identity)
    {
        var message = shared.Message;
        var link = Permalink.To(message, identity);
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteNumber("id", 1);
        writer.WriteString("ts", message.Ts);
        writer.WriteString("author_id", message.User);
        writer.WriteString("author_name", authorName);
        writer.WriteString("author_subname", authorName);
        writer.WriteString("author_link", $"https://{identity.TeamDomain}.slack.com/team/{message.User}");
        writer.WriteString("channel_id", message.Channel);
        writer.WriteString("channel_team", message.UserTeam ?? identity.TeamId);
        if (shared.Channel.Kind != ChannelKind.DirectMessage) writer.WriteString("channel_name", shared.Channel.Name);
        writer.WriteBoolean("is_msg_unfurl", value: true);
        writer.WriteBoolean("is_share", value: true);
        if (message.ThreadTs is not null) writer.WriteBoolean("is_reply_unfurl", value: true);
        WriteBlocks(writer, message, identity);
        if (message.Files.Count > 0)
        {
            writer.WriteStartArray("files");
            foreach (var file in message.Files) FileJson.Write(writer, file);
            writer.WriteEndArray();
        }

        writer.WriteString("text", message.Text);
        writer.WriteString("fallback", $"{authorName}: {message.Text}");
        writer.WriteString("from_url", link);
        writer.WriteString("original_url", link);
        writer.WriteString("footer", Footer(shared.Channel, message));
        writer.WriteStartArray("mrkdwn_in");
        writer.WriteStringValue("text");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteBlocks(Utf8JsonWriter writer, SlackMessage message, WorkspaceIdentity identity)
    {
        writer.WriteStartArray("message_blocks");
        writer.WriteStartObject();
        writer.WriteString("team", message.UserTeam ?? identity.TeamId);
        writer.WriteString("channel", message.Channel);
        writer.WriteString("ts", message.Ts);
        writer.WriteStartObject("message");
        MessageJson.WriteBlocks(writer, message);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static string Footer(ChannelState channel, SlackMessage message) => channel.Kind switch
    {
        ChannelKind.DirectMessage => "Direct Message",
        _ when message.ThreadTs is not null => "Thread in Slack Conversation",
        _ => "Slack Conversation",
    };
}
