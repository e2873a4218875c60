namespace Holdfast.Hosting.SlackRequests;

/// <summary>
/// Says in the log that requests are refused: once a minute for each reason, with their number, since anybody who finds the port can make them by
/// the thousand.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long ToldAt, int Since)> _told = new(StringComparer.Ordinal);

    /// <summary>A request was refused.</summary>
    /// <param name="reason">Why, and what to do about it if it was Slack.</param>
    public void Refused(string reason)
    {
        int number;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var known = _told.TryGetValue(reason, out var before);
            number = before.Since + 1;
            if (known && time.GetElapsedTime(before.ToldAt, now) < Interval)
            {
                _told[reason] = (before.ToldAt, number);
                return;
            }

            _told[reason] = (now, 0);
        }

        LogRefused(number, reason);
    }

    [LoggerMessage(1720, LogLevel.Warning, "Requests at Slack's address were refused ({Number} since this was last said): {Reason}")]
    private partial void LogRefused(int number, string reason);
}
