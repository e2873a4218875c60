using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Testing;

namespace Holdfast.Tests.Diagnostics;

[Trait("Req", "AS-19")]
public sealed class HoldfastMetricsTests
{
    [Fact]
    public void Each_event_reaches_its_instrument_with_its_tags()
    {
        using var meters = new TestMeters();
        var metrics = meters.Metrics;
        var error = new TimeoutException();
        var first = Item(attempt: 0);
        Counts("holdfast.events.accepted", "event=message result=accepted", () => metrics.Accepted("message", "accepted", TimeSpan.FromSeconds(2)));
        Counts("holdfast.ack.duration", "", () => metrics.Accepted("message", "accepted", TimeSpan.FromSeconds(2)), 2, "s");
        Counts("holdfast.events.refused", "error.type=TimeoutException", () => metrics.Refused(error));
        Counts("holdfast.attempts.failed", "queue=Inbound error.type=TimeoutException", () => metrics.AttemptFailed(LaneQueue.Inbound, "TimeoutException"));
        Counts("holdfast.leases.lost", "queue=Outbound", () => metrics.LeaseLost(LaneQueue.Outbound));
        Counts("holdfast.handling.duration", "queue=Inbound", () => metrics.Handled(LaneQueue.Inbound, TimeSpan.FromMilliseconds(500)), 0.5, "s");
        Counts("holdfast.slack.calls", "method=chat.postMessage result=ok", () => metrics.Called("chat.postMessage", "ok"));
        Counts("holdfast.deliveries.reconciled", "found=True", () => metrics.Reconciled(found: true));
        Counts("holdfast.loops.failed", "loop=sweep error.type=TimeoutException", () => metrics.LoopFailed("sweep", error));
        Counts("holdfast.slack.connections.lost", "", metrics.ConnectionLost);
        foreach (var (outcome, name) in ((ItemOutcome, string)[])
            [
                (ItemOutcome.Answered, "Answered"), (ItemOutcome.Ignored("because"), "Ignored"), (new ItemOutcome.Dead("e"), "Dead"),
                (new ItemOutcome.Retry(default, null, false, false), "Retry"), (ItemOutcome.Checkpoint, "Keep"),
            ])
        {
            Counts("holdfast.items.settled", $"queue=Inbound outcome={name}", () => metrics.Settled(LaneQueue.Inbound, Transition.Of(ClaimOf(first), outcome)));
        }

        Counts("holdfast.items.recovered", "queue=Inbound", () => metrics.Settled(LaneQueue.Inbound, Transition.Of(ClaimOf(Item(attempt: 1)), ItemOutcome.Answered)));
        Counts("holdfast.items.in_progress", "queue=Inbound", () => metrics.Claimed(first, first.EnqueuedAt));
        Counts("holdfast.items.in_progress", "queue=Inbound", () => metrics.Handled(LaneQueue.Inbound, TimeSpan.Zero), -1);
        Counts("holdfast.queue.wait", "queue=Inbound", () => metrics.Claimed(first, first.EnqueuedAt.AddSeconds(3)), 3, "s");
        Counts("holdfast.reply.duration", "", () => metrics.Replied(TimeSpan.FromSeconds(4)), 4, "s");

        void Counts(string instrument, string tags, Action happens, double value = 1, string? unit = null)
        {
            using var measured = new Measured(meters, instrument);
            happens();
            Assert.Equal([(value, tags)], measured.Values);
            Assert.NotNull(measured.Unit);
            if (unit is not null)
                Assert.Equal(unit, measured.Unit);
        }
    }

    private static LaneItem Item(int attempt) => new()
    {
        Id = ItemId.New(TimeProvider.System), Sequence = 1, Queue = LaneQueue.Inbound, Lane = "lane", Kind = "kind", Payload = ReadOnlyMemory<byte>.Empty, OrderKey = 1,
        EnqueuedAt = DateTimeOffset.UnixEpoch, Attempt = attempt, InDoubt = false,
    };

    private static Claim ClaimOf(LaneItem item) => new(item, new WorkerId("ada"), 1);
}
