using Holdfast.Slack.Envelopes;
using Microsoft.Extensions.Logging;

namespace Holdfast.Slack.SocketMode;

/// <summary>What the connections of one supervisor share.</summary>
internal sealed class SocketModeRuntime(
    IEnvelopeHandler handler, SocketModeOptions options, TimeProvider time, ILogger logger, ISocketModeObserver observer)
{
    private long _lastHeardTicks;
    private int _lastNumber;
    private volatile bool _hasOpened;

    internal IEnvelopeHandler Handler => handler;

    internal SocketModeOptions Options => options;

    internal TimeProvider Time => time;

    internal ILogger Logger => logger;

    internal ISocketModeObserver Observer { get; } = new GuardedObserver(observer, logger);

    internal DateTimeOffset? LastHeardAt =>
        Volatile.Read(ref _lastHeardTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Whether Slack has said hello on any connection yet.</summary>
    internal bool HasOpened
    {
        get => _hasOpened;
        set => _hasOpened = value;
    }

    internal int NextNumber() => Interlocked.Increment(ref _lastNumber);

    internal DateTimeOffset Heard()
    {
        var now = time.GetUtcNow();
        Volatile.Write(ref _lastHeardTicks, now.UtcTicks);
        return now;
    }
}
