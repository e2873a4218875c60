using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Verbs;

namespace Holdfast.Hosting.Verbs;

/// <summary><c>holdfast lanes</c>.</summary>
internal sealed class LanesVerb(IHoldfastStore store, TimeProvider time) : IVerb
{
    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<LaneQueueView> views = [.. (await store.GetQueueStatsAsync(cancellationToken)).Select(queue => LaneQueueView.Of(queue, now))];
        return VerbReply.Of(views, HostingVerbsJson.Default.IReadOnlyListLaneQueueView, TextTable.Of(
            "No queues.", ["queue", "#items", "#lanes", "#in hand", "#oldest"],
            views.Select(view => new[]
            {
                view.Queue, Quantities.Count(view.Items), Quantities.Count(view.Lanes), Quantities.Count(view.InHand), view.OldestAgeS is { } age ? Quantities.Duration(TimeSpan.FromSeconds(age)) : "",
            })));
    }
}

/// <summary>A queue as an operator sees it.</summary>
internal sealed record LaneQueueView(string Queue, int Items, int Lanes, int InHand, double? OldestAgeS)
{
    public static LaneQueueView Of(QueueStats queue, DateTimeOffset now) => new(
        queue.Queue.ToString(), queue.Items, queue.Lanes, queue.Held, queue.OldestEnqueuedAt is { } oldest ? Math.Round((now - oldest).TotalSeconds, 1) : null);
}
