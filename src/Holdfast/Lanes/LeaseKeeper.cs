using System.Collections.Concurrent;
using Holdfast.Diagnostics;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Lanes;

/// <summary>Renews the holds of a pump at a third of their lease, and ends the work under a hold that was lost.</summary>
internal sealed partial class LeaseKeeper(IHoldfastStore store, TimeSpan lease, HoldfastMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<ItemId, WorkInHand> _kept = [];

    /// <summary>Holds that are being kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Keeps the hold of some work from now on.</summary>
    /// <returns>Other work on the same item that is still in hand, under a hold that was lost; null for none.</returns>
    public WorkInHand? Keep(WorkInHand work)
    {
        _kept.TryGetValue(work.Item.Id, out var previous);
        _kept[work.Item.Id] = work;
        return previous;
    }

    /// <summary>The work has ended; its hold is kept no longer.</summary>
    public void Release(WorkInHand work)
    {
        _kept.TryRemove(new KeyValuePair<ItemId, WorkInHand>(work.Item.Id, work));
        work.End();
    }

    /// <summary>Renews until cancelled; then returns.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(lease / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var work in _kept.Values)
                    await RenewAsync(work, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The pump has stopped and holds nothing any more.
        }
    }

    private async Task RenewAsync(WorkInHand work, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.RenewAsync(work.Claim, lease, cancellationToken) || work.Done.IsCompleted)
                return;
            metrics.LeaseLost(work.Item.Queue);
            await work.CancelAsync();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, the other holds must be renewed all the same.
            LogNotRenewed(e, work.Item.Queue, work.Item.Id);
        }
    }

    [LoggerMessage(120, LogLevel.Error, "{Queue}: the hold on item {Item} could not be renewed")]
    private partial void LogNotRenewed(Exception error, LaneQueue queue, ItemId item);
}
