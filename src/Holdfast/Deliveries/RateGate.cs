using System.Collections.Concurrent;
using Holdfast.Items;
using Holdfast.Rates;

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
            ForgetOpen();
            return _gates.Count;
        }
    }

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> TryEnterAsync(RateLimitedCall call, CancellationToken cancellationToken)
    {
        if (_gates.IsEmpty && call.KnownPace is null)
            return ValueTask.FromResult<TimeSpan?>(null);
        var key = call.Gate;
        var gate = call.KnownPace is null ? _gates.GetValueOrDefault(key) : _gates.GetOrAdd(key, _ => new Gate());
        return ValueTask.FromResult(gate?.TryEnter(time.GetMonotonic(), call.KnownPace, () => _gates.TryRemove(key, out _)));
    }

    /// <inheritdoc/>
    public ValueTask<TimeSpan> CloseAsync(RateLimitedCall call, TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        if (_gates.Count > MaxGates)
            ForgetOpen();
        var gate = _gates.GetOrAdd(call.Gate, _ => new Gate());
        var wait = gate.Close(time.GetMonotonic(), retryAfter, call.PaceAfter(retryAfter));

        // Until it was closed it was an open one, and health, which forgets those, may have looked in that moment.
        _gates.TryAdd(call.Gate, gate);
        return ValueTask.FromResult(wait);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RateGateState>> ListAsync(CancellationToken cancellationToken)
    {
        ForgetOpen();
        return ValueTask.FromResult<IReadOnlyList<RateGateState>>(
            [.. _gates.Select(gate => gate.Value.State(gate.Key, time.GetMonotonic())).OrderBy(gate => gate.Gate, StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public ValueTask<int> OpenAsync(string? gate, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_gates.Keys.Count(key => (gate is null || key == gate) && _gates.TryRemove(key, out _)));

    /// <summary>A channel that was limited once and then fell silent would be remembered for ever.</summary>
    private void ForgetOpen()
    {
        foreach (var (key, gate) in _gates)
            gate.Forget(time.GetMonotonic(), () => _gates.TryRemove(key, out _));
    }

    private sealed class Gate
    {
        private readonly Lock _lock = new();
        private TimeSpan? _closedSince;
        private TimeSpan? _closedUntil;
        private TimeSpan _nextCall;
        private TimeSpan _nextTurn;
        private TimeSpan _speedUpAt;
        private TimeSpan _pace;

        public RateGateState State(string name, TimeSpan now)
        {
            lock (_lock)
                return new RateGateState(name, now - _closedSince, _closedUntil - now, _pace);
        }

        public TimeSpan Close(TimeSpan now, TimeSpan retryAfter, TimeSpan pace)
        {
            lock (_lock)
            {
                _pace = pace;
                var opens = now + retryAfter;
                _nextCall = opens > _nextCall ? opens : _nextCall;
                _speedUpAt = _nextCall + RateLimitedCall.HalvingTime(pace);

                // Closed again before it was open for a while, it has never been open.
                if (_closedUntil is not { } until || now > until + RateLimitedCall.HalvingInterval)
                    _closedSince = now;
                _closedUntil = _nextCall;
                return Queue(now);
            }
        }

        public TimeSpan? TryEnter(TimeSpan now, TimeSpan? known, Action forget)
        {
            lock (_lock)
            {
                SpeedUp(now);
                if (known > _pace)
                    (_pace, _speedUpAt) = (known.Value, now + RateLimitedCall.HalvingTime(known.Value));
                return IsForgotten(forget) ? null : Enter(now);
            }
        }

        public void Forget(TimeSpan now, Action forget)
        {
            lock (_lock)
            {
                SpeedUp(now);
                IsForgotten(forget);
            }
        }

        private void SpeedUp(TimeSpan now)
        {
            while (now >= _speedUpAt && _pace > RateLimitedCall.FastestPace)
            {
                _pace /= 2;
                _speedUpAt += RateLimitedCall.HalvingTime(_pace);
            }
        }

        private bool IsForgotten(Action forget)
        {
            if (_pace > RateLimitedCall.FastestPace)
                return false;
            forget();
            return true;
        }

        private TimeSpan? Enter(TimeSpan now)
        {
            if (now < _nextCall)
                return Queue(now);

            // From the moment that was due, not from now: timers fire a little late, and whoever comes on time after one that
            // came late would lose its turn and go to the end of the queue.
            _nextCall = _nextCall + _pace > now ? _nextCall + _pace : now + _pace;
            return null;
        }

        /// <summary>
        /// Everybody who must wait is given a time of their own, so that they do not all come back at once; where there are more of them than
        /// turns, they share them.
        /// </summary>
        private TimeSpan Queue(TimeSpan now)
        {
            var turn = _nextTurn > now ? _nextTurn : now;
            if (turn < _nextCall || turn > _nextCall + RateLimitedCall.LongestWait)
                turn = _nextCall;
            _nextTurn = turn + _pace;
            return turn - now;
        }
    }
}
