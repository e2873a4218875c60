using Holdfast.Diagnostics;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Notifications.Alerts;

/// <summary>Alerts the operators when a background loop is down, and when it works again.</summary>
public sealed class LoopWatch(
    IHoldfastStore store, OperatorAlerts alerts, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<LoopWatch> logger)
    : SupervisedLoop("loop watch", health, metrics, time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Most failures heal within seconds: no reason to wake anybody.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LoopHealth _health = health;
    private readonly Dictionary<string, DateTimeOffset> _inTrouble = [];
    private readonly HashSet<string> _alerted = [];

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        while (await timer.WaitForNextTickAsync(stopping))
            await LookAsync(stopping);
    }

    /// <summary>Looks at every loop once.</summary>
    internal async Task LookAsync(CancellationToken stopping)
    {
        foreach (var (loop, state) in _health.Loops)
            await LookAsync(loop, state, stopping);
    }

    private async ValueTask LookAsync(string loop, LoopState state, CancellationToken stopping)
    {
        var now = Time.GetUtcNow();
        if (!IsInTrouble(state, now))
        {
            _inTrouble.Remove(loop);
            if (!_alerted.Contains(loop))
                return;
            await store.AppendAsync(alerts.LoopUp(loop), stopping);
            _alerted.Remove(loop);
            return;
        }

        _inTrouble.TryAdd(loop, state.LastFailedAt ?? now);
        if (_alerted.Contains(loop) || !state.IsFinal && now - _inTrouble[loop] <= Patience)
            return;
        await store.AppendAsync(alerts.LoopDown(loop, state), stopping);
        _alerted.Add(loop);
    }

    /// <summary>A loop that was just started again may fail again at once: it has yet to show that it works.</summary>
    private static bool IsInTrouble(LoopState state, DateTimeOffset now) =>
        state.LastFailedAt is { } failed && (!state.IsRunning || now - failed <= Recovered);
}
