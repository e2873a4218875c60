using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>Claims for whoever gives everybody any number of places.</summary>
internal static class StoreClaims
{
    public static ValueTask<IReadOnlyList<Claim>> ClaimAsync(
        this IHoldfastStore store, LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, CancellationToken cancellationToken) =>
        store.ClaimAsync(queue, worker, lanes, lease, PlaceShares.Unlimited, cancellationToken);

    public static ValueTask WaitForWorkAsync(this IHoldfastStore store, LaneQueue queue, CancellationToken cancellationToken) =>
        store.WaitForWorkAsync(queue, PlaceShares.Unlimited, cancellationToken);
}
