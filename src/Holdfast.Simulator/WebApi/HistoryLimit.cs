namespace Holdfast.Simulator.WebApi;

/// <summary>
/// Slack's limit for apps that are distributed and not in its marketplace: of <c>conversations.history</c> and
/// <c>conversations.replies</c> one call each a minute, with 15 messages.
/// https://docs.slack.dev/reference/methods/conversations.history
/// </summary>
public sealed class HistoryLimit
{
    /// <summary>The most messages of an answer, whatever is asked for.</summary>
    public const int MaxMessages = 15;

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _last = [];

    internal HistoryLimit(TimeProvider time) => _time = time;

    /// <summary>Whether the app is limited so. Default false.</summary>
    public bool IsOn { get; set; }

    /// <summary>The time between two calls of a method. Default 1 minute.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Seconds to wait, or null when the call may pass; then it is counted.</summary>
    internal int? RetryAfter(string method)
    {
        if (!IsOn || method is not ("conversations.history" or "conversations.replies")) return null;
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (_last.TryGetValue(method, out var last) && now >= last && now < last + Every)
                return Math.Max(1, (int)Math.Ceiling((last + Every - now).TotalSeconds));
            _last[method] = now;
            return null;
        }
    }

    /// <summary>How many messages an answer may have.</summary>
    internal int Most(int otherwise) => IsOn ? Math.Min(MaxMessages, otherwise) : otherwise;
}
