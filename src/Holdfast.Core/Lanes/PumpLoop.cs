using Holdfast.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Holdfast.Lanes;

/// <summary>Keeps a pump running.</summary>
public sealed class PumpLoop(LanePump pump, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<PumpLoop> logger)
    : SupervisedLoop($"{pump?.Queue} pump", health, metrics, time, logger)
{
    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stopping) => pump.RunAsync(stopping);
}
