using Holdfast.Diagnostics;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Ledger;

/// <summary>Has the book added up when there is something to add.</summary>
internal sealed class UsageAddingLoop(
    IHoldfastStore store, IOptions<LedgerOptions> options, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<UsageAddingLoop> logger)
    : SupervisedLoop("usage", health, metrics, time, logger)
{
    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Value.AddUpEvery, Time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            if ((await store.FindRecordsAsync(UsageRecords.Open(), limit: 1, stopping)).Count > 0)
                await store.AppendAsync([UsageAdding.Order(Time, options.Value.AddUpEvery)], stopping);
        }
    }
}
