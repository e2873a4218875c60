using System.Reflection;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Workers;

/// <summary>Says every ten seconds that this worker is there, and takes leave when it stops.</summary>
public sealed partial class WorkerLoop(
    IWorkerRegistry registry,
    WorkerId worker,
    IEnumerable<LanePump> pumps,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<WorkerLoop> logger) : SupervisedLoop("worker registry", health, metrics, time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(2);
    private static readonly string Version = typeof(WorkerLoop).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LeaveLimit);
        try
        {
            await registry.LeaveAsync(worker, limit.Token);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            // The others see that it is silent.
            LogNotTold(e);
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        do
        {
            await registry.BeatAsync(new WorkerRecord(worker, Version, _startedAt, Time.GetUtcNow(), pumps.Sum(pump => pump.InProgress)), stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    [LoggerMessage(1600, LogLevel.Warning, "Could not tell the other workers that this one is stopping")]
    private partial void LogNotTold(Exception error);
}
