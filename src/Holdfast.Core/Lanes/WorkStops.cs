using System.Collections.Concurrent;
using Holdfast.Items;

namespace Holdfast.Lanes;

/// <summary>
/// Ends work that is in this process's hands at once. That somebody wants it ended is durable
/// (<see cref="StopRequests"/>); this only saves the work the wait until it looks.
/// </summary>
public sealed class WorkStops
{
    private readonly ConcurrentDictionary<ItemId, CancellationTokenSource> _running = [];

    /// <summary>Whether any is in hand.</summary>
    public bool HasWork => !_running.IsEmpty;

    /// <summary>Takes note that some work is in hand, until the result is disposed of.</summary>
    /// <param name="work">The run or job.</param>
    /// <param name="stopping">Is cancelled when it is to be stopped.</param>
    public IDisposable Enter(ItemId work, CancellationTokenSource stopping)
    {
        _running[work] = stopping;
        return new Registration(this, work, stopping);
    }

    /// <summary>Stops some work, if it is in this process's hands.</summary>
    /// <param name="work">The run or job.</param>
    public async Task StopAsync(ItemId work)
    {
        if (!_running.TryGetValue(work, out var stopping))
            return;
        try
        {
            await stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment; its record says so.
        }
    }

    private sealed class Registration(WorkStops owner, ItemId work, CancellationTokenSource stopping) : IDisposable
    {
        public void Dispose() => owner._running.TryRemove(new KeyValuePair<ItemId, CancellationTokenSource>(work, stopping));
    }
}
