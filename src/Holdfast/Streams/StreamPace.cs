using System.Collections.Concurrent;
using Holdfast.Deliveries;
using Holdfast.Items;

namespace Holdfast.Streams;

/// <summary>
/// Keeps what is shown of answers well within Slack's limits, which are of a workspace and a method: answers themselves need room beside it. Some calls
/// may follow at once, so that a lone answer flows; then all share what is given back by and by.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class StreamPace(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Team, string Method), Bucket> _buckets = [];

    /// <summary>Takes a call, if there is one to take.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="method">The method.</param>
    /// <returns>Null when the call may be made; else when to ask again.</returns>
    public TimeSpan? TryTake(string team, string method) => _buckets.GetOrAdd((team, method), static key => Bucket.For(key.Method)).TryTake(time.GetMonotonic());

    /// <summary>So many calls at once, and one more after each interval.</summary>
    private sealed class Bucket(int size, TimeSpan interval)
    {
        private readonly Lock _lock = new();

        /// <summary>When it was full, or will be.</summary>
        private TimeSpan _fullAt = TimeSpan.MinValue;

        /// <summary>Slack allows 100 appends, 20 starts and 50 changes a minute; three quarters are used at most.</summary>
        public static Bucket For(string method) => method switch
        {
            PlannedStream.Append => new Bucket(10, TimeSpan.FromSeconds(1)),
            PlannedStream.Start => new Bucket(3, TimeSpan.FromSeconds(5)),
            _ => new Bucket(4, TimeSpan.FromSeconds(2)),
        };

        public TimeSpan? TryTake(TimeSpan now)
        {
            lock (_lock)
            {
                var fullAt = _fullAt > now ? _fullAt : now;
                var wait = fullAt + interval - (now + (size * interval));
                if (wait > TimeSpan.Zero)
                    return wait;
                _fullAt = fullAt + interval;
                return null;
            }
        }
    }
}
