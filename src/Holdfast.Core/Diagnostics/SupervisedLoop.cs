using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Diagnostics;

/// <summary>
/// A background loop that is started again, with growing waits, whenever it fails: its failures are logged, counted, and
/// shown by health while it is down.
/// </summary>
/// <param name="name">The loop's name, for people.</param>
/// <param name="health">Where its state is shown.</param>
/// <param name="metrics">Where its failures are counted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where its failures are logged.</param>
public abstract partial class SupervisedLoop(
    string name, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(15);

    /// <summary>A loop that ran this long has recovered: its next failure is a new one.</summary>
    public static readonly TimeSpan Recovered = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>Where failures are counted.</summary>
    protected HoldfastMetrics Metrics => metrics;

    /// <summary>The loop. It runs until stopped; returning earlier counts as a failure.</summary>
    /// <param name="stopping">Stops it.</param>
    protected abstract Task RunAsync(CancellationToken stopping);

    /// <summary>Whether a failure ends the loop for good, because starting it again cannot help.</summary>
    /// <param name="error">The failure.</param>
    protected virtual bool IsFinal(Exception error) => false;

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the thread that starts the host: a loop's synchronous beginning must not hold up the others.
        await Task.Yield();
        var delay = FirstDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetUtcNow();
            health.Running(name);
            try
            {
                await RunAsync(stoppingToken);
                if (stoppingToken.IsCancellationRequested)
                    break;
                throw new InvalidOperationException($"The loop '{name}' ended by itself.");
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                metrics.LoopFailed(name, e);
                var isFinal = IsFinal(e);
                health.Failed(name, e, time.GetUtcNow(), isFinal);
                if (isFinal)
                {
                    LogEnded(e, name);
                    return;
                }

                if (time.GetUtcNow() - began > Recovered)
                    delay = FirstDelay;
                LogFailed(e, name, delay);
            }

            await WaitAsync(delay, stoppingToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }

        health.Stopped(name);
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken stopping) =>
        await Task.Delay(delay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(200, LogLevel.Error, "The loop '{Loop}' failed; restarting it in {Delay}")]
    private partial void LogFailed(Exception error, string loop, TimeSpan delay);

    [LoggerMessage(201, LogLevel.Critical, "The loop '{Loop}' failed and stays down: it needs fixing by hand")]
    private partial void LogEnded(Exception error, string loop);
}
