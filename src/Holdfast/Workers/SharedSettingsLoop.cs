using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Workers;

/// <summary>
/// Follows what was decided or heard on other workers: that the agent is paused, that the app lost its rights in a workspace, and what is to be stopped or cancelled that is in this worker's
/// hands. All of that is durable before anybody acts on it; this saves the work here the wait until it looks.
/// </summary>
public sealed class SharedSettingsLoop(
    IRecordNews news,
    IRecordReader records,
    PauseSwitch pause,
    Revocation revocation,
    WorkStops stops,
    IEnumerable<StopRequests> requests,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<SharedSettingsLoop> logger) : SupervisedLoop("shared settings", health, metrics, time, logger)
{
    /// <summary>More than are ever under way at once.</summary>
    private const int Most = 10_000;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            await pause.FollowAsync(stopping);
            await revocation.FollowAsync(stopping);
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
        foreach (var request in await records.FindRecordsAsync(new RecordQuery(kind), Most, stopping))
        {
            if (ItemId.TryParse(request.Key.Name, out var work))
                await stops.StopAsync(work);
        }
    }
}
