using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Items;

namespace Holdfast.Notifications;

/// <summary>A notification on its way: the channel that has it, and those that follow if this one gives up for good.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Notification">The notification.</param>
/// <param name="Rest">The channels that are left.</param>
public sealed record NotificationTicket(string Channel, Notification Notification, IReadOnlyList<string> Rest)
{
    /// <summary>The item kind of notifications in a queue of their own.</summary>
    public const string ItemKind = "notification";

    /// <summary>The ticket as an item of <see cref="LaneQueue.Notifications"/>: a lane for each channel and conversation.</summary>
    /// <param name="time">The clock that dates the item's id. A fallback is another item than the one that died.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem ToItem(TimeProvider time, string? traceParent) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Notifications,
        Lane = $"{Channel}/{Notification.Conversation?.ToString() ?? Notification.Kind}",
        Kind = ItemKind,
        Payload = JsonSerializer.SerializeToUtf8Bytes(this, NotificationJson.Default.NotificationTicket),
        TraceParent = traceParent,
    };

    /// <summary>Reads what <see cref="ToItem"/> wrote.</summary>
    /// <param name="payload">The item's payload.</param>
    /// <exception cref="JsonException">The payload is none of ours.</exception>
    public static NotificationTicket Read(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize(payload.Span, NotificationJson.Default.NotificationTicket) ?? throw new JsonException("The notification is empty.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NotificationTicket))]
internal sealed partial class NotificationJson : JsonSerializerContext;
