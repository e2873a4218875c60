using Holdfast.Simulator.Calls;

namespace Holdfast.Simulator.WebApi;

/// <summary>
/// Slack's published rates: calls a minute for each method, and one message a second in each channel for chat.postMessage with a
/// burst, because Slack tolerates one without saying how large.
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    private const int PostBurst = 5;
    private const int MaxBuckets = 10_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bucket> _buckets = [];

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public DateTimeOffset At { get; set; }
    }

    /// <summary>Seconds to wait, or null when the call may pass.</summary>
    public int? RetryAfter(ApiMethod method, ApiArguments arguments)
    {
        if (method.Name == "chat.postMessage")
            return Take($"{method.Name} {arguments["channel"]}", capacity: PostBurst, perSecond: 1);
        return method.PerMinute == 0 ? null : Take(method.Name, method.PerMinute, method.PerMinute / 60.0);
    }

    private int? Take(string key, double capacity, double perSecond)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_buckets.TryGetValue(key, out var bucket))
            {
                if (_buckets.Count >= MaxBuckets) _buckets.Clear();
                _buckets[key] = bucket = new Bucket { Tokens = capacity, At = now };
            }

            // Slack's clock may be set back meanwhile; that takes nothing away.
            var passed = Math.Max(0, (now - bucket.At).TotalSeconds);
            bucket.Tokens = Math.Min(capacity, bucket.Tokens + (passed * perSecond));
            bucket.At = now;
            if (bucket.Tokens < 1) return Math.Max(1, (int)Math.Ceiling((1 - bucket.Tokens) / perSecond));
            bucket.Tokens--;
            return null;
        }
    }
}
