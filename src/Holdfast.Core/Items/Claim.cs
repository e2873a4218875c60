namespace Holdfast.Items;

/// <summary>A worker's hold on a lane, for the sake of one item of it.</summary>
/// <param name="Item">The item to handle.</param>
/// <param name="Worker">The holder.</param>
/// <param name="Fence">
/// A number that only grows: a commit with a fence that is no longer the lane's latest is refused, so a holder that hung past
/// its lease cannot write over the work of the next one.
/// </param>
public sealed record Claim(LaneItem Item, WorkerId Worker, long Fence)
{
    /// <summary>
    /// Why the store could not read the item, of which only the place is known then; null as it should be. It is handed out all the same, so
    /// that it has an end: it is tried again where that may help, and else becomes a dead letter.
    /// </summary>
    public StoreException? Unreadable { get; init; }
}
