using Holdfast.Storage;

namespace Holdfast.Lanes;

/// <summary>An item in a handler's hands.</summary>
/// <param name="claim">The hold under which it is handled.</param>
/// <param name="store">The store that gave the hold.</param>
/// <param name="stopping">Fires when the server stops; the work has some time left then.</param>
public sealed class LaneWork(Claim claim, IHoldfastStore store, CancellationToken stopping = default)
{
    /// <summary>The hold.</summary>
    public Claim Claim => claim;

    /// <summary>The item.</summary>
    public LaneItem Item => claim.Item;

    /// <summary>Fires when the server stops: what has begun may come to its end, what has not should not begin.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>Commits something on the way, keeping the hold.</summary>
    /// <param name="checkpoint">A transition whose outcome is <see cref="ItemOutcome.Keep"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LostLeaseException">The hold is gone: nothing was kept, and the work must stop.</exception>
    public async ValueTask CheckpointAsync(Transition checkpoint, CancellationToken cancellationToken)
    {
        if (await store.CommitAsync(checkpoint, cancellationToken) == CommitResult.LostLease)
            throw new LostLeaseException(claim);
    }
}
