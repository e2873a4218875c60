using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications.Heartbeats;

/// <summary>
/// Reports at regular intervals that the server is up, and what is waiting: when the report is missing, something is wrong, even when
/// nothing is left to say so.
/// </summary>
public sealed class Heartbeat(
    IHoldfastStore store,
    NotificationPlanner planner,
    WorkGate gate,
    IEnumerable<WaitingFigure> figures,
    IOptions<NotificationOptions> options,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<Heartbeat> logger,
    IWorkerRegistry? workers = null) : SupervisedLoop("heartbeat", health, metrics, time, logger)
{
    /// <summary>The sign-in to Slack takes a moment; not waited for, the first beat would go past Slack at every start.</summary>
    private static readonly TimeSpan SignIn = TimeSpan.FromSeconds(10);

    private readonly long _startedAt = time.GetTimestamp();

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await gate.WaitAsync(stopping).WaitAsync(SignIn, Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, Time);
        do
        {
            await store.AppendAsync(await PlanAsync(stopping), stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async ValueTask<IReadOnlyList<NewItem>> PlanAsync(CancellationToken stopping)
    {
        var now = Time.GetUtcNow();
        var pulse = await Pulse.TakeAsync(store, workers, figures, now, Time.GetElapsedTime(_startedAt), stopping);
        return planner.Plan(new Notification
        {
            Id = ItemId.New(Time),
            Kind = NotificationKinds.Heartbeat,
            Text = pulse.Text,
            At = now,
            Slack = pulse.ForSlack(options.Value.HeartbeatChannel),

            // By then there is a newer one: a missed heartbeat is not sent later.
            NotAfter = now + options.Value.HeartbeatInterval,

            // Of several workers one speaks for all: the first in an interval.
            DedupeKey = workers is null ? null : $"heartbeat:{now.UtcTicks / options.Value.HeartbeatInterval.Ticks}",
            Data = pulse.Data,
        });
    }
}
