using System.Text.Json;
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
    SimulatorOptions options, SlackClock clock, WorkspaceIdentity identity, IdSource ids, EnvelopeDispatcher dispatcher)
{
    private readonly string _mention = $"<@{identity.BotUserId}>";

    /// <summary>A post: mentions and direct messages always, other messages when the app has subscribed to them.</summary>
    public void Posted(MessageNode node, IEnvelopeObserver? observer = null)
    {
        var message = node.Message;
        if (!node.Channel.Members.Contains(identity.BotUserId)) return;
        if (message.IsFromBot)
        {
            if (options.EmitBotMessages) Message(node, observer: null);
            return;
        }

        if (node.Channel.Kind == ChannelKind.DirectMessage)
        {
            Message(node, observer);
            return;
        }

        if (message.Text.Contains(_mention, StringComparison.Ordinal)) Mention(node, observer);
        if (options.EmitMessageTwins) Message(node, observer: null);
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

    /// <summary>Any other event, such as <c>member_joined_channel</c>; the caller gives the inner event.</summary>
    public void Raw(JsonElement inner, string? installation)
    {
        var type = inner.Text("type") ?? "unknown";
        var buffer = JsonBuffer.Rent();
        var eventId = ids.Prefixed("Ev");
        EventPayload.Write(buffer.Writer, identity, new EventOrigin(installation ?? identity.TeamId), eventId, clock.GetUtcNow(), inner.WriteTo);
        Submit(buffer, eventId, type, inner.Text("channel"), inner.Text("ts"), observer: null);
    }

    private void Mention(MessageNode node, IEnvelopeObserver? observer)
    {
        Emit("app_mention", node, observer, writer => EventPayload.WriteUserMessage(writer, node, identity, "app_mention"));
    }

    private void Message(MessageNode node, IEnvelopeObserver? observer)
    {
        var message = node.Message;
        Emit("message", node, observer, writer =>
        {
            if (message.IsFromBot) EventPayload.WriteBotMessage(writer, node, identity);
            else EventPayload.WriteUserMessage(writer, node, identity, "message");
        });
    }

    private EventOrigin OriginOf(MessageNode node) =>
        new(identity.TeamId) { HappenedIn = node.Message.UserTeam ?? identity.TeamId, IsShared = node.Channel.IsShared };

    private void WithMessage(MessageNode node, string subtype, SlackMessage before, string eventTs)
    {
        if (!node.Channel.Members.Contains(identity.BotUserId)) return;
        if (node.Channel.Kind != ChannelKind.DirectMessage && !options.EmitMessageTwins) return;
        if (node.Message.IsFromBot && !options.EmitBotMessages) return;
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
        var message = node.Message;
        var buffer = JsonBuffer.Rent();
        var eventId = ids.Prefixed("Ev");
        EventPayload.Write(buffer.Writer, identity, OriginOf(node), eventId, clock.GetUtcNow(), writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writeRest(writer);
            writer.WriteEndObject();
        });
        Submit(buffer, eventId, type, message.Channel, message.Ts, observer);
    }

    private void Submit(JsonBuffer buffer, string eventId, string type, string? channel, string? ts, IEnvelopeObserver? observer)
    {
        var payload = buffer.Written().ToArray();
        buffer.Return();
        dispatcher.Submit(new Envelope(EnvelopeKind.Event, payload, eventId)
        {
            EventType = type,
            Channel = channel,
            MessageTs = ts,
            CreatedAt = options.Time.GetUtcNow(),
            Observer = observer,
        });
    }
}
