using System.Collections.Concurrent;
using Holdfast.Lanes;

namespace Holdfast.Runs;

/// <summary>
/// Ends runs that are in this process's hands at once. That somebody wants a run stopped is a durable setting
/// (<see cref="Settings.SettingKeys.Stop"/>); this only saves the run the wait until it looks.
/// </summary>
public sealed class RunStops
{
    private readonly ConcurrentDictionary<ItemId, CancellationTokenSource> _running = [];

    /// <summary>Takes note that a run is in hand, until the result is disposed of.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stopping">Is cancelled when the run is to be stopped.</param>
    public IDisposable Enter(ItemId run, CancellationTokenSource stopping)
    {
        _running[run] = stopping;
        return new Registration(this, run, stopping);
    }

    /// <summary>Stops a run, if it is in this process's hands.</summary>
    /// <param name="run">The run.</param>
    public async Task StopAsync(ItemId run)
    {
        if (!_running.TryGetValue(run, out var stopping))
            return;
        try
        {
            await stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment, and whoever asked is told so by the run's record.
        }
    }

    private sealed class Registration(RunStops owner, ItemId run, CancellationTokenSource stopping) : IDisposable
    {
        public void Dispose() => owner._running.TryRemove(new KeyValuePair<ItemId, CancellationTokenSource>(run, stopping));
    }
}
