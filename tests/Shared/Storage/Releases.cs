using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

/// <summary>Gives a hold back as if nothing had been done.</summary>
internal static class Releases
{
    public static async ValueTask ReleaseAsync(this IHoldfastStore store, Claim claim, CancellationToken cancellationToken) =>
        await store.CommitAsync(
            new Transition
            {
                Claim = claim,
                Outcome = new ItemOutcome.Retry(TimeSpan.Zero, Error: null, CountsAsAttempt: false, InDoubt: claim.Item.InDoubt),
            },
            cancellationToken);
}
