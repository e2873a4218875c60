using System.Buffers;
using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Lanes;
using Holdfast.Slack;

namespace Holdfast.Deliveries;

/// <summary>Plans the messages of a reply.</summary>
/// <param name="time">The clock that dates the deliveries' ids.</param>
public sealed class ReplyComposer(TimeProvider time)
{
    /// <summary>The messages that say a text in a conversation: one, or several when it is long; in this order.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">The item whose transition plans them.</param>
    /// <param name="text">What; shown literally, so nothing in it can mention people or forge links.</param>
    public IReadOnlyList<NewItem> Compose(ConversationId conversation, LaneItem cause, string text)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return [.. MessageText.Split(text).Select(piece => Plan(conversation, cause, piece))];
    }

    private NewItem Plan(ConversationId conversation, LaneItem cause, string text)
    {
        var id = ItemId.New(time);
        var plan = new DeliveryPlan
        {
            Method = "chat.postMessage",
            Arguments = Arguments(conversation, id, text),
            Cause = cause.Id,
            Team = conversation.Team.Value,
            Channel = conversation.Channel.Value,
            Thread = conversation.Thread?.Value,
        };
        return plan.ToItem(id, conversation, cause.TraceParent);
    }

    private static ReadOnlyMemory<byte> Arguments(ConversationId conversation, ItemId id, string text)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + text.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("channel", conversation.Channel.Value);
            if (conversation.Thread is { } thread)
                writer.WriteString("thread_ts", thread.Value);
            writer.WriteString("text", SlackText.Escape(text));
            writer.WriteStartObject("metadata");
            writer.WriteString("event_type", DeliveryMetadata.EventType);
            writer.WriteStartObject("event_payload");
            writer.WriteString(DeliveryMetadata.IdField, id.ToString());
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
