using Holdfast.Diagnostics;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Notifications.Alerts;

/// <summary>Alerts the operators when messages are refused because too many are waiting, and when there is room again.</summary>
public sealed class BacklogWatch(
    IHoldfastStore store, OperatorAlerts alerts, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<BacklogWatch> logger)
    : SupervisedLoop("backlog watch", health, metrics, time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private bool _alerted;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        do
            await LookAsync(stopping);
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken stopping)
    {
        var backlog = await store.GetBacklogAsync(stopping);
        if (backlog.IsFull == _alerted)
            return;
        await store.AppendAsync(backlog.IsFull ? alerts.BacklogFull(backlog) : alerts.BacklogRoom(backlog), stopping);
        _alerted = backlog.IsFull;
    }
}
