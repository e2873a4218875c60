using System.Collections.Concurrent;
using Holdfast.Lanes;

namespace Holdfast.Deliveries;

/// <summary>
/// The gates of a worker that is alone with its store, in memory: after a restart Slack says 429 again where it still holds. A gate that
/// was never limited costs a dictionary look-up.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class RateGate(TimeProvider time) : IRateGate
{
    /// <summary>Past so many gates, those that are open again are looked for and forgotten.</summary>
    private const int MaxGates = 1_000;

    private readonly ConcurrentDictionary<string, Gate> _gates = [];

    /// <inheritdoc/>
    public int Limited
    {
        get
        {
            ForgetRelaxed();
            return _gates.Count;
        }
    }

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> TryEnterAsync(RateLimitedCall call, CancellationToken cancellationToken)
    {
        if (_gates.IsEmpty)
            return ValueTask.FromResult<TimeSpan?>(null);
        var key = call.Gate;
        return ValueTask.FromResult(_gates.TryGetValue(key, out var gate) ? gate.TryEnter(time.GetMonotonic(), () => _gates.TryRemove(key, out _)) : null);
    }

    /// <inheritdoc/>
    public ValueTask<TimeSpan> CloseAsync(RateLimitedCall call, TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        if (_gates.Count > MaxGates)
            ForgetRelaxed();
        return ValueTask.FromResult(_gates.GetOrAdd(call.Gate, _ => new Gate()).Close(time.GetMonotonic(), retryAfter, call.Pace));
    }

    /// <summary>A channel that was limited once and then fell silent would be remembered for ever.</summary>
    private void ForgetRelaxed()
    {
        foreach (var (key, gate) in _gates)
            gate.TryEnter(time.GetMonotonic(), () => _gates.TryRemove(key, out _), claimTurn: false);
    }

    private sealed class Gate
    {
        private readonly Lock _lock = new();
        private TimeSpan _nextCall;
        private TimeSpan _nextTurn;
        private TimeSpan _relaxAt;
        private TimeSpan _pace;

        public TimeSpan Close(TimeSpan now, TimeSpan retryAfter, TimeSpan pace)
        {
            lock (_lock)
            {
                _pace = pace;
                var opens = now + retryAfter;
                _nextCall = opens > _nextCall ? opens : _nextCall;
                _relaxAt = _nextCall + RateLimitedCall.Relax;
                return Queue(now);
            }
        }

        public TimeSpan? TryEnter(TimeSpan now, Action forget, bool claimTurn = true)
        {
            lock (_lock)
            {
                while (now >= _relaxAt && _pace > RateLimitedCall.NextToNothing)
                {
                    _pace /= 2;
                    _relaxAt += RateLimitedCall.Relax;
                }

                if (_pace <= RateLimitedCall.NextToNothing)
                {
                    forget();
                    return null;
                }

                if (!claimTurn)
                    return null;
                if (now < _nextCall)
                    return Queue(now);

                // From the moment that was due, not from now: timers fire a little late, and whoever comes on time after one that
                // came late would lose its turn and go to the end of the queue.
                _nextCall = _nextCall + _pace > now ? _nextCall + _pace : now + _pace;
                return null;
            }
        }

        /// <summary>Everybody who must wait is given a time of their own, so that they do not all come back at once.</summary>
        private TimeSpan Queue(TimeSpan now)
        {
            var turn = _nextTurn > now ? _nextTurn : now;
            turn = turn > _nextCall ? turn : _nextCall;
            _nextTurn = turn + _pace;
            return turn - now;
        }
    }
}
