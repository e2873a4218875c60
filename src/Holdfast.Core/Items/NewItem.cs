namespace Holdfast.Items;

/// <summary>Something to be appended to a lane.</summary>
public sealed record NewItem
{
    /// <summary>The item's identity; see <see cref="ItemId"/>.</summary>
    public required ItemId Id { get; init; }

    /// <summary>Which use of lanes this is.</summary>
    public required LaneQueue Queue { get; init; }

    /// <summary>The lane's name within its queue: items of one lane are handled one at a time.</summary>
    public required string Lane { get; init; }

    /// <summary>What the payload is, for the handler; also what counters and dead letters show.</summary>
    public required string Kind { get; init; }

    /// <summary>The item's content. The store keeps these bytes as they are.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>
    /// The place within the lane: the pending item with the lowest key is handed out first, and among equal keys the one
    /// appended first. Microseconds of Slack's timestamp for messages; 0 where the order of appending is the right one.
    /// </summary>
    public long OrderKey { get; init; }

    /// <summary>
    /// A second item with the same key is a duplicate: it changes nothing, for as long as receipts are kept. Null for items
    /// that cannot come twice, because they are appended by a fenced transition.
    /// </summary>
    public string? DedupeKey { get; init; }

    /// <summary>
    /// Whose it is; null for nobody's. People take turns, and lanes of whoever has their share already are passed over; what is nobody's never is.
    /// A lane is its first item's owner's.
    /// </summary>
    public ItemOwner? Owner { get; init; }

    /// <summary>
    /// Not handed out before so long from the append, by the store's own clock; null for at once. It holds back its own lane only.
    /// </summary>
    public TimeSpan? DueIn { get; init; }

    /// <summary>
    /// In <see cref="LaneQueue.Scheduled"/>, instead of <see cref="DueIn"/>: not handed out before the wall clock shows this moment.
    /// Everything else waits for an interval, which no clock that is set makes longer.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>
    /// The place within the lane, as the store keeps it. In <see cref="LaneQueue.Scheduled"/> that is the moment when the item is due,
    /// whatever its <see cref="OrderKey"/>, in microseconds since 1970: so a store can leave what is far away on the disk, and still
    /// knows the first item of every lane that matters. A retry changes when it is due, not its place.
    /// </summary>
    public long Place => Queue == LaneQueue.Scheduled ? (DueAt?.UtcTicks - DateTimeOffset.UnixEpoch.Ticks ?? 0) / TimeSpan.TicksPerMicrosecond : OrderKey;

    /// <summary>W3C trace context of what caused the item, so that one trace spans restarts; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>
    /// Not null: the item is settled by its very append. Its receipt is kept with this outcome, for duplicates and for people,
    /// but nothing is ever handed out. Needs a <see cref="DedupeKey"/>.
    /// </summary>
    public Settlement? Settled { get; init; }

    /// <summary>
    /// Kept only if the item before it in the same list is: what belongs to a message is not said twice when it comes twice.
    /// Of the first item of a list it says nothing.
    /// </summary>
    public bool FollowsPrevious { get; init; }

    /// <summary>Records that change in the commit that keeps the item; a duplicate changes none.</summary>
    public IReadOnlyList<StoredRecord> Records { get; init; } = [];
}
