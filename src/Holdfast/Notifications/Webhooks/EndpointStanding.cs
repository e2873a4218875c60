namespace Holdfast.Notifications.Webhooks;

/// <summary>
/// Whether an endpoint has been answering, so that what is new need not wait behind its retries. What is being retried asks it again
/// and again; when nothing is, it counts as working after some time, and the next notification finds out.
/// </summary>
internal sealed class EndpointStanding(TimeProvider time)
{
    /// <summary>One failure is no outage.</summary>
    private const int FailuresInARow = 3;

    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private int _failures;
    private DateTimeOffset _lastFailure;

    /// <summary>Why it counts as down; null while it does not.</summary>
    public string? DownBecause
    {
        get
        {
            lock (_lock)
                return _failures >= FailuresInARow && time.GetUtcNow() - _lastFailure < Forgotten ? "it does not answer" : null;
        }
    }

    /// <summary>It answered, whatever it said.</summary>
    public void Answered()
    {
        lock (_lock)
            _failures = 0;
    }

    /// <summary>It gave no answer that is one.</summary>
    public void Failed()
    {
        lock (_lock)
            (_failures, _lastFailure) = (_failures + 1, time.GetUtcNow());
    }
}
