using Microsoft.Extensions.Logging;

namespace Holdfast.Slack.SocketMode;

/// <summary>What the connections of one supervisor share.</summary>
internal sealed class SocketModeRuntime(
    ISocketModeHandler handler, SocketModeOptions options, TimeProvider time, ILogger logger, ISocketModeObserver observer)
{
    private long _lastHeardTicks;
    private int _lastNumber;

    internal ISocketModeHandler Handler => handler;

    internal SocketModeOptions Options => options;

    internal TimeProvider Time => time;

    internal ILogger Logger => logger;

    internal ISocketModeObserver Observer { get; } = new GuardedObserver(observer, logger);

    internal DateTimeOffset? LastHeardAt =>
        Volatile.Read(ref _lastHeardTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal int NextNumber() => Interlocked.Increment(ref _lastNumber);

    internal DateTimeOffset Heard()
    {
        var now = time.GetUtcNow();
        Volatile.Write(ref _lastHeardTicks, now.UtcTicks);
        return now;
    }
}
