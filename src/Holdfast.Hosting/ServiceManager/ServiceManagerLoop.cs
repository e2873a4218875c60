using System.Globalization;
using Holdfast.Hosting.Health;

namespace Holdfast.Hosting.ServiceManager;

/// <summary>
/// Tells systemd when the server can work, that it still runs, and when it stops (RS-21). The sign of life says that the process is not stuck, and no more: a Slack or a
/// database that is away is no reason to be started again, since all of it waits in the store.
/// </summary>
internal sealed partial class ServiceManagerLoop(
    NotifySocket socket, HealthReporter health, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ServiceManagerLoop> logger) : BackgroundService
{
    /// <summary>How often it looks whether the server can work, until it can.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>systemd expects a sign within the whole of it, and is told three times as often.</summary>
    private static readonly TimeSpan? Watchdog =
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var micros) && micros > 0 && IsOurs()
            ? TimeSpan.FromMicroseconds(micros) / 3
            : null;

    /// <summary>A start that waits, for a Slack that is away say, is no failed start: it asks for more time.</summary>
    private static readonly TimeSpan MoreTime = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!socket.IsThere)
            return;
        lifetime.ApplicationStopping.Register(() => Tell("STOPPING=1\nSTATUS=finishing what is under way"));
        try
        {
            await BecomeReadyAsync(stoppingToken);
            while (Watchdog is { } every)
            {
                Tell("WATCHDOG=1");
                await Task.Delay(every, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // It stops, and has said so.
        }
    }

    private async Task BecomeReadyAsync(CancellationToken stopping)
    {
        string? told = null;
        var since = time.GetTimestamp();
        while (await health.ReasonNotReadyAsync(stopping) is { } reason)
        {
            if (reason != told || time.GetElapsedTime(since) > MoreTime / 3)
            {
                (told, since) = (reason, time.GetTimestamp());
                Tell($"STATUS=starting: {reason.ReplaceLineEndings(" ")}\nEXTEND_TIMEOUT_USEC={MoreTime.TotalMicroseconds:0}");
            }

            await Task.Delay(Interval, time, stopping);
        }

        Tell("READY=1\nSTATUS=at work");
    }

    private void Tell(string state)
    {
        if (socket.Tell(state) is { } problem)
            LogNotTold(problem);
    }

    private static bool IsOurs() =>
        Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { Length: > 0 } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(1730, LogLevel.Warning, "systemd could not be told how the server stands: {Problem}")]
    private partial void LogNotTold(string problem);
}
