using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.Envelopes;
using Holdfast.Text;
using Holdfast.Workspaces;

namespace Holdfast.Backfill;

/// <summary>A message of Slack's history that is for the app, understood as the event would have been that Slack did not deliver.</summary>
internal sealed record MissedMessage
{
    /// <summary>The conversation, in text form.</summary>
    public required string Conversation { get; init; }

    /// <summary>One of <see cref="InboundKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Slack's order: the microseconds of its timestamp.</summary>
    public required long OrderKey { get; init; }

    public required string User { get; init; }

    /// <summary>The beginning of what it says, for people.</summary>
    public required string Text { get; init; }

    /// <summary>What is kept of it, see <see cref="InboundMessage.ToPayload"/>.</summary>
    public required string Payload { get; init; }

    /// <summary>Whether it says only that something is to stop.</summary>
    public bool IsStop { get; init; }

    [JsonIgnore]
    public SlackTs Ts => SlackTs.FromMicros(OrderKey);

    /// <summary>The name by which its delivery is known, at whatever time that comes.</summary>
    [JsonIgnore]
    public string Name => MessageRouter.KeyOf(ConversationId.Parse(Conversation), Ts);

    private const int MaxText = 150;

    /// <summary>Understands a message; null for one that is not for the app.</summary>
    /// <param name="message">The message as Slack's history has it.</param>
    /// <param name="channel">Where it stands.</param>
    /// <param name="me">Who the app is.</param>
    /// <param name="stopWord">A message that says only this is to stop a run; null for none.</param>
    public static MissedMessage? Of(JsonElement message, ChannelId channel, BotIdentity me, string? stopWord)
    {
        var slackEvent = EventOf(message, channel, me.Team);
        var envelope = new SlackEnvelope { DeliveryId = "history", Type = SlackEnvelope.Event, Payload = slackEvent };
        var (understood, isStop) = EventRouter.Route(envelope, me, stopWord) switch
        {
            Route.ToLane lane => (lane.Message, false),
            Route.ToInteraction { Message: { } stop } => (stop, true),
            _ => (null, false),
        };
        return understood is null ? null : new MissedMessage
        {
            Conversation = understood.Conversation.ToString(),
            Kind = understood.Kind,
            OrderKey = understood.OrderKey,
            User = understood.User,
            Text = TextCut.Beginning(understood.Content.Text, MaxText),
            Payload = Encoding.UTF8.GetString(understood.ToPayload(slackEvent).Span),
            IsStop = isStop,
        };
    }

    /// <summary>The message as an item of its conversation's lane, without a name.</summary>
    public NewItem ToItem(TimeProvider time, string? traceParent) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Inbound,
        Lane = Conversation,
        Kind = Kind,
        Owner = Owners.Of(ConversationId.TeamOf(Conversation), User),
        Payload = Encoding.UTF8.GetBytes(Payload),
        OrderKey = OrderKey,
        TraceParent = traceParent,
    };

    /// <summary>
    /// The event that Slack would have sent. A thread's first message says of itself that it is in the thread, which an event does not; and that somebody
    /// has edited it since makes it no edit.
    /// </summary>
    private static byte[] EventOf(JsonElement message, ChannelId channel, TeamId team)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var ts = TextOf(message, "ts");
            json.WriteStartObject();
            json.WriteString("type"u8, "event_callback"u8);
            json.WriteString("team_id"u8, team.Value);
            json.WriteStartObject("event"u8);
            json.WriteString("channel"u8, channel.Value);
            foreach (var property in message.EnumerateObject())
            {
                if (property.Name is not ("channel" or "edited" or "metadata" or "reactions") && !(property.Name == "thread_ts" && TextOf(message, "thread_ts") == ts))
                    Copy(property, json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>As it came: a text that is no Unicode cannot be written anew, and is read with patience.</summary>
    private static void Copy(JsonProperty property, Utf8JsonWriter json)
    {
        json.WritePropertyName(property.Name);
        json.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
    }

    internal static string? TextOf(JsonElement message, string property) =>
        message.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
