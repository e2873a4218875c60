using System.Collections.Concurrent;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Lanes;

/// <summary>
/// Renews the holds of a pump at a third of their lease, and ends the work under a hold that was lost. Work under one that could not be
/// renewed ends by itself, see <see cref="ActiveWork"/>: whatever the store does or does not say.
/// </summary>
internal sealed partial class LeaseKeeper(IHoldfastStore store, TimeSpan lease, HoldfastMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Renewals on their way at once: one that hangs keeps no other waiting, and all together take few of the store's connections.</summary>
    private const int AtOnce = 4;

    private readonly ConcurrentDictionary<ItemId, ActiveWork> _kept = [];

    /// <summary>Holds that are being kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Keeps the hold of some work from now on.</summary>
    /// <returns>Other work on the same item that is still in hand, under a hold that was lost; null for none.</returns>
    public ActiveWork? Keep(ActiveWork work)
    {
        _kept.TryGetValue(work.Item.Id, out var previous);
        _kept[work.Item.Id] = work;
        return previous;
    }

    /// <summary>The work has ended; its hold is kept no longer.</summary>
    public void Release(ActiveWork work)
    {
        _kept.TryRemove(new KeyValuePair<ItemId, ActiveWork>(work.Item.Id, work));
        work.Dispose();
    }

    /// <summary>Renews until cancelled; then returns.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(lease / 3, time);
        var several = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await Parallel.ForEachAsync(_kept.Values, several, async (work, stopping) => await RenewAsync(work, stopping));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The pump has stopped and holds nothing any more.
        }
    }

    private async Task RenewAsync(ActiveWork work, CancellationToken cancellationToken)
    {
        // An answer that comes later than the next renewal is of no use.
        using var limit = new CancellationTokenSource(lease / 3, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var asked = time.GetMonotonic();
        try
        {
            if (await store.RenewAsync(work.Claim, lease, either.Token))
                work.Renewed(asked + lease);
            else if (!work.Done.IsCompleted && await work.LoseAsync())
                metrics.LeaseLost(work.Item.Queue);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, the other holds must be renewed all the same.
            LogNotRenewed(e, work.Item.Queue, work.Item.Id, work.Hold.Left.TotalSeconds);
        }
    }

    [LoggerMessage(120, LogLevel.Error, "{Queue}: the hold on item {Item} could not be renewed; it is good for {Left:F1} s more")]
    private partial void LogNotRenewed(Exception error, LaneQueue queue, ItemId item, double left);
}
