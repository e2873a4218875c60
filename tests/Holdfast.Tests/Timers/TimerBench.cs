using System.Text.Json;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.Tests.Notifications;
using Holdfast.Timers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Timers;

/// <summary>A store with timers, and what makes them ring; the clock is the test's.</summary>
internal sealed class TimerBench : IDisposable
{
    private static readonly WorkerId Worker = new("w");
    private readonly NotificationBench _notifications = new();
    private readonly TimerMetrics _metrics;

    public TimerBench()
    {
        _metrics = new TimerMetrics(_notifications.Meters);
        Held = new HeldTimers(_metrics, Clock, HeldLogs);
        Ringer = new TimerRinger(Store, new TimerNotices(_notifications.Planner, Clock), Held, _metrics, Clock, NullLogger<TimerRinger>.Instance);
    }

    public FakeClock Clock => _notifications.Clock;

    public IHoldfastStore Store => _notifications.Store;

    public TimerRinger Ringer { get; }

    public HeldTimers Held { get; }

    /// <summary>What was logged of timers that are held back.</summary>
    public RecordedLogs<HeldTimers> HeldLogs { get; } = new();

    public TestMeters Meters => _notifications.Meters;

    private static CancellationToken None => CancellationToken.None;

    /// <summary>Sets a timer, as a command does.</summary>
    public async Task<TimerRecord> SetAsync(DateTimeOffset due, string? repeats = null, string zone = "UTC", string label = "tea")
    {
        var timer = new TimerRecord
        {
            Id = ItemId.New(Clock), Team = "T1", User = "U1", Conversation = NotificationBench.Thread.ToString(), Label = label, DueAt = due,
            Repeats = repeats, Zone = zone, Status = TimerStatus.Pending, CreatedAt = Clock.GetUtcNow(),
        };
        await KeepAsync(timer, TimerOrder.Alarm(timer, Clock, traceParent: null));
        return timer;
    }

    /// <summary>Commits a timer and items beside it.</summary>
    public async Task KeepAsync(TimerRecord timer, params IReadOnlyList<NewItem> items)
    {
        var aside = new NewItem { Id = ItemId.New(Clock), Queue = LaneQueue.Jobs, Lane = "aside", Kind = "aside", Payload = default };
        await Store.AppendAsync([aside], None);
        var claim = Assert.Single(await ClaimAsync(LaneQueue.Jobs));
        await CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Records = [timer.ToRecord()], Append = items });
    }

    /// <summary>Lets everything happen that is due, as the pumps do.</summary>
    /// <returns>The notices, in mrkdwn.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var notices = new List<string>();
        foreach (var claim in await ClaimAsync(LaneQueue.Scheduled))
            await CommitAsync(await Ringer.HandleAsync(new LaneWork(claim, Store), None));
        foreach (var claim in await ClaimAsync(LaneQueue.Outbound))
        {
            notices.Add(JsonDocument.Parse(DeliveryPlan.Read(claim.Item.Payload).Arguments).RootElement.GetProperty("text").GetString()!);
            await CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered });
        }

        return notices;
    }

    public async Task<IReadOnlyList<Claim>> ClaimAsync(LaneQueue queue) => await Store.ClaimAsync(queue, Worker, 1_000, TimeSpan.FromSeconds(30), None);

    public async Task CommitAsync(Transition transition) => Assert.Equal(CommitResult.Committed, await Store.CommitAsync(transition, None));

    public async Task<TimerRecord> ReadAsync(TimerRecord timer) => (await Store.GetTimerAsync(timer.Id, None))!;

    public async Task<int> AlarmsAsync() => (await Store.GetQueueStatsAsync(None)).Single(stats => stats.Queue == LaneQueue.Scheduled).Items;

    public void Dispose()
    {
        _metrics.Dispose();
        _notifications.Dispose();
    }
}
