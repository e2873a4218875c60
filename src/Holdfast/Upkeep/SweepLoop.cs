using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Inbound;
using Holdfast.Runs;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Upkeep;

/// <summary>Deletes what has passed its retention, in small slices, so that the store does not grow with uptime.</summary>
public sealed class SweepLoop(
    IHoldfastStore store,
    IOptions<IngressOptions> ingress,
    IOptions<RunOptions> runs,
    IOptions<MemoryOptions> memory,
    IEnumerable<RecordRetention> records,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<SweepLoop> logger) : SupervisedLoop("sweep", health, metrics, time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            var now = Time.GetUtcNow();
            var cutoffs = new SweepCutoffs(now - ingress.Value.ReceiptRetention, now, now - runs.Value.Retention, now - memory.Value.TimeToLive, memory.Value.MaxTurns)
            {
                Records = [.. records.Select(record => new RecordCutoff(record.Kind, now - record.Keep()))],
            };
            while (await store.SweepAsync(cutoffs, stopping))
                stopping.ThrowIfCancellationRequested();
        }
    }
}
