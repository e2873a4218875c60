using Holdfast.Hosting.Health;
using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Hosting.Tests.Health;

/// <summary>How long the oldest of a queue has been there is judged.</summary>
[Trait("Req", "RS-8")]
public sealed class QueueAgesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(LaneQueue.Inbound, 901, "the oldest message without an answer came at 2026-11-30 11:44:59Z (15 min)")]
    [InlineData(LaneQueue.Inbound, 900, null)]
    [InlineData(LaneQueue.Outbound, 301, "the oldest message to Slack has been waiting since 2026-11-30 11:54:59Z (5 min)")]
    [InlineData(LaneQueue.Outbound, 300, null)]
    [InlineData(LaneQueue.Interactive, 61, "the oldest click or command has been waiting since 2026-11-30 11:58:59Z (1 min)")]
    [InlineData(LaneQueue.Interactive, 60, null)]
    [InlineData(LaneQueue.Jobs, 90_000, null)]
    [InlineData(LaneQueue.Outbound, null, null)]
    public void What_has_waited_for_too_long_is_a_problem(LaneQueue queue, int? ageS, string? problem)
    {
        QueueStats[] queues = [new(queue, 1, 1, 0, ageS is { } age ? Now.AddSeconds(-age) : null)];
        var told = QueueAges.Problems(queues, new HealthOptions(), Now).ToList();
        if (problem is null)
            Assert.Empty(told);
        else
            Assert.StartsWith(problem, Assert.Single(told), StringComparison.Ordinal);
    }
}
