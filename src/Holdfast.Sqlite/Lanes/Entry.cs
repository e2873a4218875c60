using Holdfast.Items;

namespace Holdfast.Sqlite.Lanes;

/// <summary>
/// A pending item as the index knows it: small, whatever the payload's size. The item itself is kept along while the budget
/// for cached payloads lasts; past it, a backlog of any size costs this entry only, and the claim reads the row.
/// </summary>
/// <param name="sequence">The store's number of the item.</param>
/// <param name="orderKey">Its place within the lane.</param>
/// <param name="enqueuedAt">When it was appended.</param>
/// <param name="due">When it may be handed out, by its queue's <see cref="LaneClock"/>.</param>
/// <param name="item">The item, when it is kept along.</param>
internal sealed class Entry(long sequence, long orderKey, DateTimeOffset enqueuedAt, long due, LaneItem? item)
{
    public long Sequence => sequence;

    public DateTimeOffset EnqueuedAt => enqueuedAt;

    /// <summary>The order within a lane.</summary>
    public (long OrderKey, long Sequence) Order => (orderKey, sequence);

    public long Due { get; set; } = due;

    /// <summary>Whose it is.</summary>
    public ItemOwner? Owner { get; set; }

    /// <summary>Its neighbours in <see cref="Arrivals"/>.</summary>
    public Entry? Before { get; set; }

    /// <inheritdoc cref="Before"/>
    public Entry? After { get; set; }

    public LaneItem? Item { get; set; } = item;

    /// <summary>Whether an earlier hold may have had its effect; see <see cref="LaneItem.InDoubt"/>.</summary>
    public bool InDoubt { get; set; }

    /// <summary>Whether that was learnt in memory only, from a lapsed lease: a graceful stop writes it down.</summary>
    public bool IsDoubtUnwritten { get; set; }
}
