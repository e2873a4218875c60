using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>The payloads of interactions, key by key as Slack sends them.</summary>
internal sealed class InteractionPayload(WorkspaceIdentity identity)
{
    private const string Token = "simulated-verification-token";

    /// <summary>A click in a message.</summary>
    public byte[] MessageAction(SlackUser user, Surroundings around, string actionJson, Trigger trigger, Uri responseUrl) => Object(writer =>
    {
        WriteHead(writer, "block_actions", user);
        WriteContainer(writer, around);
        writer.WriteString("trigger_id", trigger.Id);
        WriteChannel(writer, around.Channel);
        // Nobody but the addressee's client knows an ephemeral message: Slack cannot send it along.
        if (!around.IsEphemeral) MessageJson.Write(writer, "message", around.Node, identity, withMetadata: true);
        WriteState(writer, around.Values);
        writer.WriteString("response_url", responseUrl.ToString());
        WriteActions(writer, actionJson);
    });

    /// <summary>A click in a view.</summary>
    public byte[] ViewAction(SlackUser user, SlackView view, string actionJson, Trigger trigger) => Object(writer =>
    {
        WriteHead(writer, "block_actions", user, isInView: true);
        WriteContainer(writer, view);
        writer.WriteString("trigger_id", trigger.Id);
        ViewJson.Write(writer, view, identity, view.Values);
        WriteActions(writer, actionJson);
    });

    /// <summary>What was typed into a select of a message.</summary>
    public byte[] MessageSuggestion(SlackUser user, Surroundings around, BlockElement at, string typed) => Object(writer =>
    {
        WriteHead(writer, "block_suggestion", user);
        WriteTyped(writer, at, typed);
        WriteContainer(writer, around);
        WriteChannel(writer, around.Channel);
        if (!around.IsEphemeral) MessageJson.Write(writer, "message", around.Node, identity, withMetadata: true);
    });

    /// <summary>What was typed into a select of a view.</summary>
    public byte[] ViewSuggestion(SlackUser user, SlackView view, BlockElement at, string typed) => Object(writer =>
    {
        WriteHead(writer, "block_suggestion", user, isInView: true);
        WriteTyped(writer, at, typed);
        WriteContainer(writer, view);
        ViewJson.Write(writer, view, identity, view.Values);
    });

    public byte[] Submission(SlackUser user, SlackView view, Trigger trigger) => Object(writer =>
    {
        WriteHead(writer, "view_submission", user, isInView: true);
        writer.WriteString("trigger_id", trigger.Id);
        ViewJson.Write(writer, view, identity, view.Values);
        writer.WriteStartArray("response_urls");
        writer.WriteEndArray();
    });

    public byte[] Closed(SlackUser user, SlackView view, bool isCleared) => Object(writer =>
    {
        WriteHead(writer, "view_closed", user, isInView: true);
        ViewJson.Write(writer, view, identity, view.Values);
        writer.WriteBoolean("is_cleared", isCleared);
    });

    public byte[] Shortcut(SlackUser user, string callbackId, string actionTs, Trigger trigger) => Object(writer =>
    {
        WriteHead(writer, "shortcut", user);
        writer.WriteString("callback_id", callbackId);
        writer.WriteString("trigger_id", trigger.Id);
        writer.WriteString("action_ts", actionTs);
    });

    public byte[] MessageShortcut(SlackUser user, Surroundings around, string callbackId, string actionTs, Trigger trigger, Uri responseUrl) =>
        Object(writer =>
        {
            WriteHead(writer, "message_action", user);
            writer.WriteString("callback_id", callbackId);
            writer.WriteString("trigger_id", trigger.Id);
            writer.WriteString("action_ts", actionTs);
            writer.WriteString("response_url", responseUrl.ToString());
            writer.WriteString("message_ts", around.Message.Ts);
            WriteChannel(writer, around.Channel);
            MessageJson.Write(writer, "message", around.Node, identity, withMetadata: true);
        });

    public byte[] Command(SlackUser user, ChannelState channel, string command, string text, string? threadTs, Trigger trigger, Uri responseUrl) =>
        Object(writer =>
        {
            writer.WriteString("token", Token);
            writer.WriteString("team_id", identity.TeamId);
            writer.WriteString("team_domain", identity.TeamDomain);
            writer.WriteString("channel_id", channel.Id);
            writer.WriteString("channel_name", ChannelName(channel));
            writer.WriteString("user_id", user.Id);
            writer.WriteString("user_name", user.Name);
            writer.WriteString("command", command);
            writer.WriteString("text", text);
            writer.WriteString("api_app_id", identity.AppId);
            // A form field by origin: a word, not a truth value.
            writer.WriteString("is_enterprise_install", "false");
            writer.WriteString("response_url", responseUrl.ToString());
            writer.WriteString("trigger_id", trigger.Id);
            writer.StringIfAny("thread_ts", threadTs);
        });

    private static byte[] Object(Action<Utf8JsonWriter> write)
    {
        var buffer = JsonBuffer.Rent();
        buffer.Writer.WriteStartObject();
        write(buffer.Writer);
        buffer.Writer.WriteEndObject();
        var payload = buffer.Written().ToArray();
        buffer.Return();
        return payload;
    }

    /// <summary>In a message the workspace is the app's; in a view it is the person's own, and the view says whose app it is.</summary>
    private void WriteHead(Utf8JsonWriter writer, string type, SlackUser user, bool isInView = false)
    {
        writer.WriteString("type", type);
        writer.WriteStartObject("team");
        writer.WriteString("id", isInView ? user.TeamId ?? identity.TeamId : identity.TeamId);
        writer.WriteString("domain", identity.TeamDomain);
        writer.WriteEndObject();
        writer.WriteStartObject("user");
        writer.WriteString("id", user.Id);
        writer.WriteString("username", user.Name);
        writer.WriteString("name", user.Name);
        writer.WriteString("team_id", user.TeamId ?? identity.TeamId);
        writer.WriteEndObject();
        writer.WriteString("api_app_id", identity.AppId);
        writer.WriteString("token", Token);
        writer.WriteNull("enterprise");
        writer.WriteBoolean("is_enterprise_install", value: false);
    }

    private static void WriteChannel(Utf8JsonWriter writer, ChannelState channel)
    {
        writer.WriteStartObject("channel");
        writer.WriteString("id", channel.Id);
        writer.WriteString("name", ChannelName(channel));
        writer.WriteEndObject();
    }

    private static void WriteTyped(Utf8JsonWriter writer, BlockElement at, string typed)
    {
        writer.WriteString("action_id", at.ActionId);
        writer.WriteString("block_id", at.BlockId);
        writer.WriteString("value", typed);
    }

    private static void WriteContainer(Utf8JsonWriter writer, Surroundings around)
    {
        writer.WriteStartObject("container");
        writer.WriteString("type", "message");
        writer.WriteString("message_ts", around.Message.Ts);
        writer.WriteString("channel_id", around.Channel.Id);
        writer.WriteBoolean("is_ephemeral", around.IsEphemeral);
        writer.StringIfAny("thread_ts", around.ThreadTs);
        writer.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter writer, SlackView view)
    {
        writer.WriteStartObject("container");
        writer.WriteString("type", "view");
        writer.WriteString("view_id", view.Id);
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, string values)
    {
        writer.WriteStartObject("state");
        writer.RawIfAny("values", values);
        writer.WriteEndObject();
    }

    private static void WriteActions(Utf8JsonWriter writer, string actionJson)
    {
        writer.WriteStartArray("actions");
        writer.WriteRawValue(actionJson, skipInputValidation: true);
        writer.WriteEndArray();
    }

    private static string ChannelName(ChannelState channel) => channel.Kind switch
    {
        ChannelKind.DirectMessage => "directmessage",
        ChannelKind.Private => "privategroup",
        ChannelKind.Public or ChannelKind.GroupMessage => channel.Name,
        _ => throw new InvalidOperationException($"No name for {channel.Kind}."),
    };
}
