using Holdfast.Diagnostics;

namespace Holdfast.Hosting.Measurements;

/// <summary>Looks how the server stands, where that is sent to a collector: nobody asks for it then.</summary>
internal sealed class StandingLoop(StandingGauges gauges, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<StandingLoop> logger)
    : SupervisedLoop("standing", health, metrics, time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            await gauges.LookAsync(stopping);
            await Task.Delay(Interval, Time, stopping);
        }
    }
}
