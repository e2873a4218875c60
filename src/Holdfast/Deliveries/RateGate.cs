using System.Collections.Concurrent;

namespace Holdfast.Deliveries;

/// <summary>
/// Holds calls back after Slack has said 429: closed for as long as Slack asked, then paced at the documented rate, then
/// slowly open again. A gate that was never limited costs a dictionary look-up.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class RateGate(TimeProvider time)
{
    /// <summary>What Slack documents for messages: one a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits).</summary>
    private static readonly TimeSpan MessagePace = TimeSpan.FromSeconds(1);

    /// <summary>Tier 3, the tier of most other methods that deliveries use: 50 a minute.</summary>
    private static readonly TimeSpan OtherPace = TimeSpan.FromSeconds(60.0 / 50);

    /// <summary>After this long without another 429 the pace is halved; when it is next to nothing the gate is forgotten.</summary>
    private static readonly TimeSpan Relax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan NextToNothing = TimeSpan.FromMilliseconds(50);

    /// <summary>Past so many gates, those that are open again are looked for and forgotten.</summary>
    private const int MaxGates = 1_000;

    private readonly ConcurrentDictionary<string, Gate> _gates = [];

    /// <summary>Gates that hold calls back at this moment, for health.</summary>
    public int Limited
    {
        get
        {
            ForgetRelaxed();
            return _gates.Count;
        }
    }

    /// <summary>Asks to make a call now.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="method">The method.</param>
    /// <param name="channel">The channel, for messages; Slack limits those per channel.</param>
    /// <returns>Null to go ahead; else the moment to ask again, a different one for everybody who asks.</returns>
    public DateTimeOffset? TryEnter(string team, string method, string channel)
    {
        if (_gates.IsEmpty)
            return null;
        var key = Key(team, method, channel);
        return _gates.TryGetValue(key, out var gate) ? gate.TryEnter(time.GetUtcNow(), () => _gates.TryRemove(key, out _)) : null;
    }

    /// <summary>Slack said 429.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="method">The method.</param>
    /// <param name="channel">The channel, for messages.</param>
    /// <param name="retryAfter">How long Slack asked to wait.</param>
    /// <returns>The moment to try the same call again.</returns>
    public DateTimeOffset Close(string team, string method, string channel, TimeSpan retryAfter)
    {
        var pace = IsMessage(method) ? MessagePace : OtherPace;
        if (_gates.Count > MaxGates)
            ForgetRelaxed();
        return _gates.GetOrAdd(Key(team, method, channel), _ => new Gate()).Close(time.GetUtcNow(), retryAfter, pace);
    }

    /// <summary>A channel that was limited once and then fell silent would be remembered for ever.</summary>
    private void ForgetRelaxed()
    {
        foreach (var (key, gate) in _gates)
            gate.TryEnter(time.GetUtcNow(), () => _gates.TryRemove(key, out _), claimTurn: false);
    }

    private static bool IsMessage(string method) => method is "chat.postMessage" or "chat.postEphemeral";

    private static string Key(string team, string method, string channel) =>
        IsMessage(method) ? $"{team}/{method}/{channel}" : $"{team}/{method}";

    private sealed class Gate
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _nextCall;
        private DateTimeOffset _nextTurn;
        private DateTimeOffset _relaxAt;
        private TimeSpan _pace;

        public DateTimeOffset Close(DateTimeOffset now, TimeSpan retryAfter, TimeSpan pace)
        {
            lock (_lock)
            {
                _pace = pace;
                var opens = now + retryAfter;
                _nextCall = opens > _nextCall ? opens : _nextCall;
                _relaxAt = _nextCall + Relax;
                return Queue(now);
            }
        }

        public DateTimeOffset? TryEnter(DateTimeOffset now, Action forget, bool claimTurn = true)
        {
            lock (_lock)
            {
                while (now >= _relaxAt && _pace > NextToNothing)
                {
                    _pace /= 2;
                    _relaxAt += Relax;
                }

                if (_pace <= NextToNothing)
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

        /// <summary>Everybody who must wait is given a moment of their own, so that they do not all come back at once.</summary>
        private DateTimeOffset Queue(DateTimeOffset now)
        {
            var turn = _nextTurn > now ? _nextTurn : now;
            turn = turn > _nextCall ? turn : _nextCall;
            _nextTurn = turn + _pace;
            return turn;
        }
    }
}
