using Holdfast.Deliveries;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Storage;

namespace Holdfast.Commands;

/// <summary><c>/holdfast status</c>.</summary>
public sealed class StatusCommand(IHoldfastStore store, PauseSwitch pause, TimeProvider time) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "status";

    /// <inheritdoc/>
    public string Help => "tells how I am, and what waits";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<string> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        var queues = await store.GetQueueStatsAsync(cancellationToken);
        var state = pause.State is { } paused
            ? $"⏸️ *Paused* by {Names.Of(paused.By)} since {SlackDate.Full(paused.At)}"
            : "🟢 *At work*";
        return $"""
            {state}
            • messages: {Describe(queues, LaneQueue.Inbound)}
            • replies: {Describe(queues, LaneQueue.Outbound)}
            • approvals: {await store.CountPendingApprovalsAsync(cancellationToken)} wait for a decision
            • jobs: {await store.CountOpenJobsAsync(cancellationToken)} wait or run
            • dead letters: {await store.CountDeadLettersAsync(cancellationToken)}
            """;
    }

    private string Describe(IReadOnlyList<QueueStats> queues, LaneQueue queue)
    {
        var stats = queues.First(q => q.Queue == queue);
        var oldest = stats.OldestEnqueuedAt is { } at ? $", the oldest for {(time.GetUtcNow() - at).TotalSeconds:0} s" : "";
        return $"{stats.Held} under way, {stats.Items - stats.Held} wait{oldest}";
    }
}
