using System.Collections.Concurrent;
using Holdfast.Diagnostics;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Lanes;

/// <summary>Renews the holds of a pump at a third of their lease, and ends the work under a hold that was lost.</summary>
internal sealed partial class LeaseKeeper(IHoldfastStore store, TimeSpan lease, HoldfastMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<Claim, CancellationTokenSource> _kept = new(ReferenceEqualityComparer.Instance);

    /// <summary>Holds that are being kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Keeps a hold from now on.</summary>
    /// <param name="claim">The hold.</param>
    /// <param name="ending">Ends the work under it; disposed by the caller after <see cref="Release"/>.</param>
    public void Keep(Claim claim, CancellationTokenSource ending) => _kept.TryAdd(claim, ending);

    /// <summary>Stops keeping a hold.</summary>
    public void Release(Claim claim) => _kept.TryRemove(claim, out _);

    /// <summary>Renews until cancelled; then returns.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(lease / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var (claim, ending) in _kept)
                    await RenewAsync(claim, ending, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The pump has stopped and holds nothing any more.
        }
    }

    private async Task RenewAsync(Claim claim, CancellationTokenSource ending, CancellationToken cancellationToken)
    {
        try
        {
            if (!await store.RenewAsync(claim, lease, cancellationToken) && _kept.ContainsKey(claim))
            {
                metrics.LeaseLost(claim.Item.Queue);
                await ending.CancelAsync();
            }
        }
        catch (ObjectDisposedException e)
        {
            LogFinishedMeanwhile(e, claim.Item.Queue, claim.Item.Id);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, the other holds must be renewed all the same.
            LogNotRenewed(e, claim.Item.Queue, claim.Item.Id);
        }
    }

    [LoggerMessage(120, LogLevel.Error, "{Queue}: the hold on item {Item} could not be renewed")]
    private partial void LogNotRenewed(Exception error, LaneQueue queue, ItemId item);

    [LoggerMessage(121, LogLevel.Trace, "{Queue}: item {Item} was finished while its hold was being renewed")]
    private partial void LogFinishedMeanwhile(Exception error, LaneQueue queue, ItemId item);
}
