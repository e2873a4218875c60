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
    ISharedSettings shared,
    PauseSwitch pause,
    Revocation revocation,
    WorkStops stops,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<SharedSettingsLoop> logger) : SupervisedLoop("shared settings", health, metrics, time, logger)
{
    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            await pause.FollowAsync(stopping);
            await revocation.FollowAsync(await shared.GetKeysAsync(Revocation.KeyPrefix, stopping), stopping);
            if (stops.HasWork)
            {
                foreach (var prefix in (string[])[SettingKeys.StopPrefix, SettingKeys.CancelPrefix])
                    await StopAsync(prefix, stopping);
            }

            await shared.WaitForChangeAsync(stopping);
        }
    }

    private async Task StopAsync(string prefix, CancellationToken stopping)
    {
        foreach (var key in await shared.GetKeysAsync(prefix, stopping))
        {
            if (ItemId.TryParse(key[prefix.Length..], out var work))
                await stops.StopAsync(work);
        }
    }
}
