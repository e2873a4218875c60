using System.Collections.Concurrent;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>
/// Tells operators of runs that take long, and of what they are at. It only looks: a run has limits of its own, and one that works is not to be ended
/// because somebody else thinks that it takes long.
/// </summary>
/// <param name="options">What is long.</param>
/// <param name="runs">Where they are counted.</param>
/// <param name="health">The loop's state.</param>
/// <param name="metrics">The loop's failures.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where they are told.</param>
internal sealed partial class LongRuns(IOptions<RunOptions> options, RunMetrics runs, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<LongRuns> logger)
    : SupervisedLoop("long runs", health, metrics, time, logger), IRunObserver
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<ItemId, Watch> _watched = [];

    /// <inheritdoc/>
    public ValueTask StartedAsync(WatchedRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        _watched[run.Id] = new Watch(run, Time.GetTimestamp());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StepStartedAsync(WatchedRun run, AgentUpdate.StepStarted step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        if (_watched.TryGetValue(run.Id, out var watch))
            watch.Step = step.Name;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask EndedAsync(WatchedRun run, RunStatus status, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        _watched.TryRemove(run.Id, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        var limit = options.Value.LongAfter;
        using var timer = new PeriodicTimer(limit / 4 < LongestInterval ? limit / 4 : LongestInterval, Time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            var tooLong = _watched.Values.Where(watch => Time.GetElapsedTime(watch.Since) >= limit).ToList();
            runs.Long = tooLong.Count;
            foreach (var watch in tooLong.Where(watch => !watch.IsTold))
            {
                LogLong(watch.Run.Id, watch.Run.User, watch.Run.Conversation, Time.GetElapsedTime(watch.Since).TotalSeconds, watch.Step);
                watch.IsTold = true;
            }
        }
    }

    private sealed class Watch(WatchedRun run, long since)
    {
        private volatile string _step = "its beginning";

        public WatchedRun Run => run;

        public long Since => since;

        public bool IsTold { get; set; }

        public string Step { get => _step; set => _step = value; }
    }

    [LoggerMessage(542, LogLevel.Warning, "Run {Run} of {User} in {Conversation} has been at work for {Seconds:0} s, now at {Step}. It goes on; 'holdfast runs show {Run}' tells its steps")]
    private partial void LogLong(ItemId run, string user, ConversationId conversation, double seconds, string step);
}
