using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.Text;

namespace Holdfast.Inbound;

/// <summary>
/// A message to the agent, as it was understood when it came in. That is kept with the item, in front of what Slack sent: the event is not read a
/// second time, and what was decided stays decided.
/// </summary>
/// <param name="Conversation">Where it was said.</param>
/// <param name="Kind">One of <see cref="InboundKinds"/>.</param>
/// <param name="OrderKey">Slack's order within the conversation: the microseconds of the message's timestamp.</param>
/// <param name="User">Who said it.</param>
/// <param name="Content">What was said, without mentions of the app, and what came with it.</param>
public sealed record InboundMessage(ConversationId Conversation, string Kind, long OrderKey, string User, MessageContent Content)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The message's name within its channel.</summary>
    public SlackTs Ts => SlackTs.FromMicros(OrderKey);

    /// <summary>The message as an item of its conversation's lane.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="payload">What <see cref="ToPayload"/> made of it.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem ToItem(ItemId id, ReadOnlyMemory<byte> payload, string? traceParent) => new()
    {
        Id = id,
        Queue = LaneQueue.Inbound,
        Lane = Conversation.ToString(),
        Kind = Kind,
        Owner = Owners.Of(Conversation.Team.Value, User),
        Payload = payload,
        OrderKey = OrderKey,
        TraceParent = traceParent,
    };

    /// <summary>What is kept: the message, and behind it the event as Slack sent it, for what this version does not read of it.</summary>
    /// <param name="slackEvent">The event: one JSON object.</param>
    public ReadOnlyMemory<byte> ToPayload(ReadOnlySpan<byte> slackEvent)
    {
        var buffer = new ArrayBufferWriter<byte>(slackEvent.Length + Content.Text.Length + 256);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("conversation"u8, Conversation.ToString());
        json.WriteString("kind"u8, Kind);
        json.WriteNumber("order"u8, OrderKey);
        json.WriteString("user"u8, User);
        json.WriteString("text"u8, Content.Text);
        if (Content.AttachmentsJson is { } attachments)
            json.WriteString("attachments"u8, attachments);
        WriteMentions(json);
        json.WritePropertyName("event"u8);
        json.WriteRawValue(slackEvent, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Reads what <see cref="ToPayload"/> wrote. The event behind it is not looked at.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static InboundMessage Read(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Read(item.Payload.Span, out _);
    }

    /// <summary>The event as Slack sent it.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="FormatException">The item holds none.</exception>
    public static ReadOnlyMemory<byte> EventOf(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Read(item.Payload.Span, out var start);
        return item.Payload[start..^1];
    }

    private void WriteMentions(Utf8JsonWriter json)
    {
        if (Content.Mentions.Count == 0)
            return;
        json.WriteStartArray("mentions"u8);
        foreach (var mention in Content.Mentions)
        {
            json.WriteNumberValue((int)mention.Kind);
            json.WriteStringValue(mention.Id);
            json.WriteNumberValue(mention.Start);
            json.WriteNumberValue(mention.Length);
        }

        json.WriteEndArray();
    }

    private static List<Mention> ReadMentions(ref Utf8JsonReader reader)
    {
        var mentions = new List<Mention>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            var (kind, id) = ((MentionKind)reader.GetInt32(), Next(ref reader));
            var start = reader.Read() ? reader.GetInt32() : 0;
            var length = reader.Read() ? reader.GetInt32() : 0;
            mentions.Add(new Mention(kind, id, start, length));
        }

        return mentions;
    }

    private static InboundMessage Read(ReadOnlySpan<byte> payload, out int start)
    {
        var (conversation, kind, order, user, text) = ("", "", 0L, "", "");
        string? attachments = null;
        List<Mention> mentions = [];
        try
        {
            var reader = new Utf8JsonReader(payload);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("event"u8))
                {
                    start = (int)reader.BytesConsumed;
                    return new InboundMessage(ConversationId.Parse(conversation), kind, order, user, MessageContent.Of(text, attachments) with { Mentions = mentions });
                }

                if (reader.ValueTextEquals("conversation"u8)) conversation = Next(ref reader);
                else if (reader.ValueTextEquals("kind"u8)) kind = Next(ref reader);
                else if (reader.ValueTextEquals("user"u8)) user = Next(ref reader);
                else if (reader.ValueTextEquals("text"u8)) text = Next(ref reader);
                else if (reader.ValueTextEquals("attachments"u8)) attachments = Next(ref reader);
                else if (reader.ValueTextEquals("mentions"u8)) mentions = ReadMentions(ref reader);
                else if (reader.ValueTextEquals("order"u8) && reader.Read()) order = reader.GetInt64();
                else break;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NotOurs(e);
        }

        throw NotOurs(null);
    }

    private static string Next(ref Utf8JsonReader reader) => reader.Read() ? reader.GetString() ?? "" : "";

    private static FormatException NotOurs(Exception? error) => new("A message that was kept cannot be read. This is a defect in Holdfast.", error);
}
