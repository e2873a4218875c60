using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Workers;

/// <summary>
/// Follows what other workers have decided or heard, such as a pause, and stops or cancels what is in this worker's hands. All of that is durable before
/// it counts; this saves the work here the wait until it looks.
/// </summary>
public sealed class RecordNewsLoop(
    IRecordNews news,
    IRecordReader records,
    IEnumerable<IRecordFollower> followers,
    WorkStops stops,
    IEnumerable<StopRequests> requests,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<RecordNewsLoop> logger) : SupervisedLoop("record news", health, metrics, time, logger)
{
    /// <summary>More than are ever in progress at once.</summary>
    private const int MaxRequests = 10_000;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            foreach (var follower in followers)
                await follower.FollowAsync(stopping);
            if (stops.HasWork)
            {
                foreach (var request in requests)
                    await StopAsync(request.Kind, stopping);
            }

            await news.WaitForChangeAsync(stopping);
        }
    }

    private async Task StopAsync(string kind, CancellationToken stopping)
    {
        foreach (var request in await records.FindRecordsAsync(new RecordQuery(kind), MaxRequests, stopping))
        {
            if (ItemId.TryParse(request.Key.Name, out var work))
                await stops.StopAsync(work);
        }
    }
}
