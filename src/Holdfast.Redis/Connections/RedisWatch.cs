using Holdfast.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Holdfast.Redis.Connections;

/// <summary>
/// Asks Redis every 30 s whether it answers, so that health tells the truth also when nobody talks with the agent. A failure is the
/// loop's failure: it is logged, counted and alerted of like others, and the loop asks again sooner.
/// </summary>
public sealed class RedisWatch(RedisConnection redis, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<RedisWatch> logger)
    : SupervisedLoop("redis watch", health, metrics, time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        do
            await redis.CheckAsync(stopping);
        while (await timer.WaitForNextTickAsync(stopping));
    }
}
