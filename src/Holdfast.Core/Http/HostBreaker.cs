using Microsoft.Extensions.Logging;

namespace Holdfast.Http;

/// <summary>
/// Keeps calls from waiting for a host that does not answer. It opens after some calls in a row that got no answer of any kind, or when
/// few calls are made after two of them, if the host has been silent for a while since the first began; while it is open calls fail at once, but for one every two seconds that finds out whether the host is back. Any answer closes it.
/// </summary>
/// <remarks>
/// The next probe does not wait for the last one: into a silent host a probe hangs for its whole time limit, and the host may be back
/// long before that.
/// </remarks>
public sealed partial class HostBreaker
{
    /// <summary>Calls in a row without an answer after which it opens. Less would take one lost connection with all its calls for an outage.</summary>
    internal const int Threshold = 10;

    /// <summary>Two calls are enough when they saw so long a silence: one thread's timers alone make no ten calls in a minute.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>While it is open, one call is let through this often.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly string _host;
    private readonly HttpPurpose _purpose;
    private readonly HttpMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<HostBreaker> _logger;
    private TaskCompletionSource _changed = NewChange();
    private long _lastAnswer = long.MinValue;
    private long _lastProbe;
    private long _firstUnanswered;
    private int _unanswered;
    private bool _isWatched;

    internal HostBreaker(string host, HttpPurpose purpose, HttpMetrics metrics, TimeProvider time, ILogger<HostBreaker> logger) =>
        (_host, _purpose, _metrics, _time, _logger) = (host, purpose, metrics, time, logger);

    /// <summary>Since when the host is taken for silent: when it opened; null while it is closed.</summary>
    public DateTimeOffset? OpenSince
    {
        get
        {
            // Health reads it beside the calls, and it does not fit into one word.
            lock (_lock)
                return field;
        }
        private set;
    }

    /// <summary>How long until a call is let through; zero while it is closed.</summary>
    public TimeSpan NextCallIn
    {
        get
        {
            lock (_lock)
                return OpenSince is null ? TimeSpan.Zero : UntilProbe();
        }
    }

    /// <summary>Whether nothing is lost when it is forgotten.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_lock)
                return OpenSince is null && _unanswered == 0 && !_isWatched;
        }
    }

    /// <summary>Returns when it is open, or closed, as the case may be.</summary>
    /// <param name="isOpen">What to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(bool isOpen, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _isWatched = true;
            return OpenSince is not null == isOpen ? Task.CompletedTask : _changed.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Asks to make a call.</summary>
    /// <returns>Null to go ahead; else how long until one is let through.</returns>
    internal TimeSpan? TryEnter()
    {
        lock (_lock)
        {
            if (OpenSince is null)
                return null;
            if (UntilProbe() is var wait && wait > TimeSpan.Zero)
                return wait;
            _lastProbe = _time.GetTimestamp();
            return null;
        }
    }

    /// <summary>A call was answered, whatever the answer said.</summary>
    internal void Answered()
    {
        DateTimeOffset since;
        lock (_lock)
        {
            _lastAnswer = _time.GetTimestamp();
            _unanswered = 0;
            if (OpenSince is not { } opened)
                return;
            (since, OpenSince) = (opened, null);
            Change();
        }

        LogClosed(_host, _purpose.Name, _time.GetUtcNow() - since);
    }

    /// <summary>A call came to its end without an answer.</summary>
    /// <param name="started">When it began.</param>
    internal void Unanswered(long started)
    {
        int calls;
        lock (_lock)
        {
            // One that began before the last answer says nothing about the host since: calls that hung in an outage end long after it.
            if (started < _lastAnswer || OpenSince is not null)
                return;
            _firstUnanswered = _unanswered == 0 ? started : Math.Min(started, _firstUnanswered);
            calls = ++_unanswered;
            if (calls < 2 || (calls < Threshold && _time.GetElapsedTime(_firstUnanswered) < Silence))
                return;
            (OpenSince, _lastProbe) = (_time.GetUtcNow(), _time.GetTimestamp());
            Change();
        }

        _metrics.Opened(_purpose, _host);
        LogOpened(_host, _purpose.Name, calls, ProbeInterval);
    }

    private TimeSpan UntilProbe() =>
        ProbeInterval - _time.GetElapsedTime(_lastProbe) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private void Change()
    {
        _changed.TrySetResult();
        _changed = NewChange();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1200, LogLevel.Error, "{Host} ({Purpose}) does not answer: {Calls} calls in a row got none. Calls fail at once now; one is let through every {Interval}")]
    private partial void LogOpened(string host, string purpose, int calls, TimeSpan interval);

    [LoggerMessage(1201, LogLevel.Information, "{Host} ({Purpose}) answers again, after {Duration}")]
    private partial void LogClosed(string host, string purpose, TimeSpan duration);
}
