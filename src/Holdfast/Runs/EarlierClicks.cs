using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>
/// What people pressed before the process died is handled as soon as it runs again. A run that comes round again lets it pass: one whose stop had
/// been acknowledged was answered all the same when its model was quicker than the handler of the click.
/// </summary>
internal sealed class EarlierClicks(IHoldfastStore store, TimeProvider time)
{
    /// <summary>How long a run waits before it looks again.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    /// <summary>A click that hangs must not hold up what it is not about.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();

    /// <summary>Whether any is left from before the start.</summary>
    public async ValueTask<bool> AreLeftAsync(CancellationToken cancellationToken) =>
        time.GetElapsedTime(_started) < Longest
        && (await store.GetQueueStatsAsync(cancellationToken)).Any(stats => stats.Queue == LaneQueue.Interactive && stats.OldestEnqueuedAt < _startedAt);
}
