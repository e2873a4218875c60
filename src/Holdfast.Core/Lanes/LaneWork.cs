using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Lanes;

/// <summary>An item in a handler's hands.</summary>
/// <param name="claim">The hold under which it is handled.</param>
/// <param name="store">The store that gave the hold.</param>
/// <param name="hold">The same hold as this process knows it; null where there is none, as in tests of a handler alone.</param>
/// <param name="stopping">Fires when the server stops; the work has some time left then.</param>
public sealed class LaneWork(Claim claim, IHoldfastStore store, LaneHold? hold = null, CancellationToken stopping = default)
{
    /// <summary>The hold.</summary>
    public Claim Claim => claim;

    /// <summary>The item.</summary>
    public LaneItem Item => claim.Item;

    /// <summary>Fires when the server stops: what has begun may come to its end, what has not should not begin.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>
    /// Is asked directly before an effect outside that does not ask by itself. What is sent by HTTP, and a process that starts, do; see
    /// <see cref="LaneHold"/>.
    /// </summary>
    /// <param name="needed">How long the effect may take.</param>
    /// <exception cref="LostLeaseException">The hold is not good for so long: the effect must not be made, and the work must stop.</exception>
    public void ThrowUnlessGoodFor(TimeSpan needed) => hold?.ThrowUnlessGoodFor(needed);

    /// <summary>The end of the work: what becomes of its item.</summary>
    /// <param name="outcome">What.</param>
    public Transition End(ItemOutcome outcome) => Transition.Of(claim, outcome);

    /// <summary>The end of the work: it is done.</summary>
    public Transition Done() => End(ItemOutcome.Answered);

    /// <summary>The end of the work: nothing was done.</summary>
    /// <param name="reason">Why; from a small set.</param>
    public Transition Ignored(string reason) => End(ItemOutcome.Ignored(reason));

    /// <summary>Makes something true on the way, keeping the hold.</summary>
    /// <param name="effects">What.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LostLeaseException">The hold is gone: nothing was kept, and the work must stop.</exception>
    public ValueTask KeepAsync(Effects effects, CancellationToken cancellationToken) => CheckpointAsync(End(ItemOutcome.Checkpoint).And(effects), cancellationToken);

    /// <summary>Keeps a record on the way, keeping the hold.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LostLeaseException">The hold is gone: nothing was kept, and the work must stop.</exception>
    public ValueTask KeepAsync(StoredRecord record, CancellationToken cancellationToken) => KeepAsync(new Effects { Records = [record] }, cancellationToken);

    /// <summary>Commits something on the way, keeping the hold.</summary>
    /// <param name="checkpoint">A transition whose outcome is <see cref="ItemOutcome.Keep"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LostLeaseException">The hold is gone: nothing was kept, and the work must stop.</exception>
    public async ValueTask CheckpointAsync(Transition checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);

        // After an effect that was refused, what is written down about it would not be true.
        if (hold?.HasRefused == true || await store.CommitAsync(checkpoint.WithOwners(), cancellationToken) == CommitResult.LostLease)
            throw new LostLeaseException(claim);
    }
}
