using Holdfast.Lanes;

namespace Holdfast.Sqlite.Lanes;

/// <summary>
/// A pending item as the index knows it: small, whatever the payload's size. The item itself is kept along while the budget
/// for cached payloads lasts; past it, a backlog of any size costs this entry only, and the claim reads the row.
/// </summary>
internal sealed class Entry(long sequence, long orderKey, DateTimeOffset enqueuedAt, DateTimeOffset dueAt, LaneItem? item)
{
    public long Sequence => sequence;

    public long OrderKey => orderKey;

    public DateTimeOffset EnqueuedAt => enqueuedAt;

    public DateTimeOffset DueAt { get; set; } = dueAt;

    public LaneItem? Item { get; set; } = item;

    /// <summary>Learnt in memory only: the holder's lease lapsed, or the process died, while the item was held.</summary>
    public bool InDoubt { get; set; }
}
