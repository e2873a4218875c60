namespace Holdfast.Slack.SocketMode;

/// <summary>Waits that double up to a limit, with jitter, so that many clients do not come back in one moment.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    private const int MaxDoublings = 20;

    private readonly Lock _gate = new();

    /// <summary>Half to all of the wait after so many failures in a row.</summary>
    internal TimeSpan After(int failures)
    {
        var full = first * Math.Pow(2, Math.Clamp(failures - 1, 0, MaxDoublings));
        double share;
        // Random is not safe for concurrent use, and the slots share it.
        lock (_gate)
            share = random.NextDouble();
        return (full < longest ? full : longest) * (0.5 + (share / 2));
    }
}
