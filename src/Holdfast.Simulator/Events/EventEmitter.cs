using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Events;

/// <summary>
/// Decides which events a change in the world raises for the app, and submits them in the order of the changes. Called under the
/// world's lock.
/// </summary>
internal sealed class EventEmitter(
    WorkspaceIdentity identity, SlackClock clock, TimeProvider time, IdSource ids, ActionTokens actionTokens, EnvelopeDispatcher dispatcher) : IWorldEvents
{
    private readonly string _mention = $"<@{identity.BotUserId}>";

    /// <summary>Whether a channel message also arrives as <c>message</c>.</summary>
    public bool EmitMessageTwins { get; init; }

    /// <summary>Whether the bot's own posts come back.</summary>
    public bool EmitBotMessages { get; init; }

    /// <summary>A post: mentions and direct messages always, other messages when the app has subscribed to them.</summary>
    public void Posted(MessageNode node, IEnvelopeObserver? observer = null)
    {
        var message = node.Message;
        if (!node.Channel.Members.Contains(identity.BotUserId)) return;
        if (message.IsFromBot)
        {
            if (EmitBotMessages) Message(node, observer: null);
            return;
        }

        if (node.Channel.Kind == ChannelKind.DirectMessage)
        {
            Message(node, observer);
            return;
        }

        if (message.Text.Contains(_mention, StringComparison.Ordinal)) Mention(node, observer);
        if (EmitMessageTwins) Message(node, observer: null);
    }

    public void Changed(MessageNode node, SlackMessage before, string eventTs)
    {
        var message = node.Message;

        // Slack mentions anew with every edit of what mentions the app, with an event id of its own.
        var isEdit = message.EditedTs != before.EditedTs && !message.IsFromBot;
        if (isEdit && node.Channel.Kind != ChannelKind.DirectMessage && node.Channel.Members.Contains(identity.BotUserId)
            && message.Text.Contains(_mention, StringComparison.Ordinal))
            Mention(node, observer: null);
        WithMessage(node, "message_changed", before, eventTs);
    }

    public void Deleted(MessageNode node, string eventTs) =>
        WithMessage(node, "message_deleted", node.Message, eventTs);

    public void Reaction(string type, MessageNode node, SlackReaction reaction, string eventTs)
    {
        var message = node.Message;
        Emit(type, node, observer: null, writer =>
        {
            writer.WriteString("user", reaction.User);
            writer.WriteString("reaction", reaction.Name);
            writer.WriteStartObject("item");
            writer.WriteString("type", "message");
            writer.WriteString("channel", message.Channel);
            writer.WriteString("ts", message.Ts);
            writer.WriteEndObject();
            writer.WriteString("item_user", message.User);
            writer.WriteString("event_ts", eventTs);
        });
    }

    public void FileShared(SlackMessage message, string fileId, string eventTs) =>
        Submit("file_shared", Here, writer => OtherEvents.WriteFileShared(writer, message, fileId, eventTs));

    /// <summary>The app is told where it is itself, and of itself always.</summary>
    public void MemberMoved(string type, ChannelState channel, SlackUser user, string eventTs)
    {
        if (!channel.Members.Contains(identity.BotUserId)) return;
        var origin = new EventOrigin(identity.TeamId) { HappenedIn = user.TeamId ?? identity.TeamId, IsShared = channel.IsShared };
        Submit(type, origin, writer => OtherEvents.WriteMemberMoved(writer, type, channel, user, identity, eventTs), channel.Id);
    }

    public void FileDeleted(string fileId, string eventTs) =>
        Submit("file_deleted", Here, writer => OtherEvents.WriteFileDeleted(writer, fileId, eventTs));

    public void TabOpened(string user, string channel, string tab, SlackView? view, string? context, string eventTs) =>
        Submit("app_home_opened", Here, writer => OtherEvents.WriteTabOpened(writer, user, channel, tab, view, context, identity, eventTs), channel);

    public void SessionStopped(string user, string channel, string threadTs, IReadOnlyList<string> streams, string eventTs) =>
        Submit("agent_session_stopped", Here, writer => AgentEvents.WriteSessionStopped(writer, user, channel, threadTs, streams, eventTs), channel);

    public void SessionRenamed(string user, AgentSession before, string title, string eventTs) =>
        Submit(
            "agent_session_title_changed",
            Here,
            writer => AgentEvents.WriteSessionRenamed(writer, user, before, title, identity, eventTs),
            before.Channel);

    public void ContextChanged(string user, string channel, string context, string eventTs) =>
        Submit("app_context_changed", Here, writer => AgentEvents.WriteContextChanged(writer, user, channel, context, eventTs), channel);

    public void AssistantThread(string type, string user, string channel, string threadTs, string? context, string eventTs) =>
        Submit(type, Here, writer => AgentEvents.WriteAssistantThread(writer, type, user, channel, threadTs, context, identity, eventTs), channel);

    public void Raw(JsonElement inner, string? installation)
    {
        var origin = new EventOrigin(installation ?? identity.TeamId);
        Submit(inner.Text("type") ?? "unknown", origin, inner.WriteTo, inner.Text("channel"), inner.Text("ts"));
    }

    private void Mention(MessageNode node, IEnvelopeObserver? observer)
    {
        Emit("app_mention", node, observer, writer => WriteUserMessage(writer, node, "app_mention"));
    }

    /// <summary>What is written to an app that may search brings along its leave for it.</summary>
    private void WriteUserMessage(Utf8JsonWriter writer, MessageNode node, string type)
    {
        EventPayload.WriteUserMessage(writer, node, identity, type);
        if (actionTokens.Issue(node.Message.User) is not { } token) return;
        writer.WriteStartObject("assistant_thread");
        writer.WriteString("action_token", token);
        writer.WriteEndObject();
    }

    private void Message(MessageNode node, IEnvelopeObserver? observer)
    {
        var message = node.Message;
        Emit("message", node, observer, writer =>
        {
            if (message.IsFromBot) EventPayload.WriteBotMessage(writer, node, identity);
            else WriteUserMessage(writer, node, "message");
        });
    }

    private EventOrigin Here => new(identity.TeamId);

    private EventOrigin OriginOf(MessageNode node) =>
        new(identity.TeamId) { HappenedIn = node.Message.UserTeam ?? identity.TeamId, IsShared = node.Channel.IsShared };

    private void WithMessage(MessageNode node, string subtype, SlackMessage before, string eventTs)
    {
        if (!node.Channel.Members.Contains(identity.BotUserId)) return;
        if (node.Channel.Kind != ChannelKind.DirectMessage && !EmitMessageTwins) return;
        if (before.IsFromBot && !EmitBotMessages) return;
        Emit("message", node, observer: null, writer =>
        {
            writer.WriteString("subtype", subtype);
            writer.WriteBoolean("hidden", value: true);
            writer.WriteString("channel", node.Channel.Id);
            writer.WriteString("channel_type", EventPayload.ChannelType(node.Channel));
            writer.WriteString("ts", eventTs);
            writer.WriteString("event_ts", eventTs);
            if (subtype == "message_deleted") writer.WriteString("deleted_ts", node.Message.Ts);
            else MessageJson.Write(writer, "message", node, identity, withMetadata: false);
            MessageJson.Write(writer, "previous_message", new MessageNode(node.Channel, before), identity, withMetadata: false);
        });
    }

    private void Emit(string type, MessageNode node, IEnvelopeObserver? observer, Action<Utf8JsonWriter> writeRest)
    {
        void WriteEvent(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writeRest(writer);
            writer.WriteEndObject();
        }

        Submit(type, OriginOf(node), WriteEvent, node.Message.Channel, node.Message.Ts, observer);
    }

    private void Submit(
        string type,
        EventOrigin origin,
        Action<Utf8JsonWriter> writeEvent,
        string? channel = null,
        string? ts = null,
        IEnvelopeObserver? observer = null)
    {
        var buffer = JsonBuffer.Rent();
        var eventId = ids.Prefixed("Ev");
        EventPayload.Write(buffer.Writer, identity, origin, eventId, clock.GetUtcNow(), writeEvent);
        var payload = buffer.Written().ToArray();
        buffer.Return();
        dispatcher.Submit(new Envelope(EnvelopeKind.Event, payload, eventId)
        {
            EventType = type,
            Channel = channel,
            MessageTs = ts,
            CreatedAt = time.GetUtcNow(),
            Observer = observer,
        });
    }
}
