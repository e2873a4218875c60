using Holdfast.Items;

namespace Holdfast.Lanes;

/// <summary>How a queue is worked through.</summary>
public sealed record LanePumpOptions
{
    /// <summary>The most items handled at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>See <see cref="FairnessOptions.UserShare"/>. Default: 1, no limit.</summary>
    public double UserShare { get; init; } = 1;

    /// <summary>See <see cref="FairnessOptions.TeamShare"/>. Default: 1, no limit.</summary>
    public double TeamShare { get; init; } = 1;

    /// <summary>How long a hold lasts without renewal; it is renewed at a third of that. Default: 30 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts after which an item becomes a dead letter. Default: 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The wait after the first failed attempt; doubled each time, up to <see cref="MaxRetryDelay"/>. Default: 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts. Default: 1 min.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a stop waits for items in hand before it cancels them. Default: 25 s.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The wait after the given number of failed attempts.</summary>
    /// <param name="attempts">Failed attempts, at least 1.</param>
    public TimeSpan DelayAfter(int attempts) => Backoff.After(attempts, RetryDelay, MaxRetryDelay);
}
