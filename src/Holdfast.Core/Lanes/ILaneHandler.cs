using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Lanes;

/// <summary>Does the work of items, of whichever queues it is registered for.</summary>
public interface ILaneHandler
{
    /// <summary>
    /// Handles one item. The transition it returns is committed by the pump; an exception is a failed attempt, which the
    /// pump turns into a retry and, in the end, asks <see cref="GiveUp"/> about.
    /// </summary>
    /// <param name="work">The item, under its claim.</param>
    /// <param name="cancellationToken">Fires when the claim was lost, or the server stops and its patience is over.</param>
    ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken);

    /// <summary>
    /// What becomes true when work was broken off in order, by a stop, a pause, a hold that lapsed or a store that failed for the time being:
    /// at least that the item goes back to its lane.
    /// </summary>
    /// <param name="claim">The hold.</param>
    /// <param name="outcome">What becomes of the item.</param>
    Transition Interrupted(Claim claim, ItemOutcome.Retry outcome) => Transition.Of(claim, outcome);

    /// <summary>What becomes true when the last attempt has failed: at least that the item is dead, and that the user gets a message.</summary>
    /// <param name="claim">The hold.</param>
    /// <param name="error">What the last attempt ended in.</param>
    Transition GiveUp(Claim claim, Exception error);

    /// <summary>Which workspace's an item is, so that it waits while that one's work rests; null for none's.</summary>
    /// <param name="item">The item.</param>
    string? TeamOf(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Owner?.Team;
    }

    /// <summary>
    /// What is kept of the payload of a dead letter, for as long as an operator likes: without what is a secret and was needed
    /// only while a user waited. Null for all of it.
    /// </summary>
    /// <param name="item">The item.</param>
    ReadOnlyMemory<byte>? Remains(LaneItem item) => null;
}
