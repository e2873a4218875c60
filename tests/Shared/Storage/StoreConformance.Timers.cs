using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Timers;

namespace Holdfast.Testing.Storage;

/// <summary>Timers, and the queue in which they wait.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    [Trait("Req", "RS-14")]
    public async Task A_timer_is_kept_with_everything_that_is_known_of_it_and_replaced_whole()
    {
        var set = Timer("U1", dueIn: 60) with { Label = "tea", Repeats = "cron 0 9 * * 1-5", Zone = "Europe/Berlin" };
        await KeepAsync(new() { Timers = [set] });
        Assert.Equal(set, await Store.GetTimerAsync(set.Id, None));

        var now = Clock.GetUtcNow();
        var rung = set with { Status = TimerStatus.Rung, Ring = 7, RungAt = now, EndedAt = now + TimeSpan.FromSeconds(1), DueAt = now, Repeats = null };
        await KeepAsync(new() { Timers = [rung] });
        Assert.Equal(rung, await Store.GetTimerAsync(set.Id, None));
        Assert.Null(await Store.GetTimerAsync(ItemId.New(Clock), None));
    }

    [Fact]
    [Trait("Req", "TM-1")]
    public async Task Pending_timers_of_a_user_stand_in_the_order_of_ringing_and_are_nobody_elses()
    {
        TimerRecord[] set = [Timer("U1", 30), Timer("U1", 10), Timer("U2", 5), Timer("U1", 20), Timer("U1", 10), Timer("U1", 1) with { Team = "T2" }];
        await KeepAsync(new() { Timers = set });
        Assert.Equal([set[1], set[4], set[3], set[0]], await Store.GetPendingTimersAsync("T1", "U1", 100, None));
        Assert.Equal([set[1], set[4]], await Store.GetPendingTimersAsync("T1", "U1", 2, None));
        Assert.Equal((4, 1, 6), (await Store.CountPendingTimersAsync("T1", "U1", None), await Store.CountPendingTimersAsync("T2", "U1", None), await Store.CountPendingTimersAsync(null, null, None)));

        var later = set[1] with { DueAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(25), Ring = 2 };
        await KeepAsync(new() { Timers = [later, set[4] with { Status = TimerStatus.Cancelled, EndedAt = Clock.GetUtcNow() }] });
        Assert.Equal([set[3], later, set[0]], await Store.GetPendingTimersAsync("T1", "U1", 100, None));
        Assert.Equal(3, await Store.CountPendingTimersAsync("T1", "U1", None));
    }

    [Theory]
    [InlineData(TimerStatus.Rung)]
    [InlineData(TimerStatus.Done)]
    [InlineData(TimerStatus.Cancelled)]
    public async Task A_timer_that_rings_no_more_is_not_pending_and_swept_after_its_time(TimerStatus status)
    {
        var pending = Timer("U1", 1);
        var ended = Timer("U1", 1) with { Status = status, EndedAt = Clock.GetUtcNow() };
        await KeepAsync(new() { Timers = [pending, ended] });
        Assert.Equal([pending], await Store.GetPendingTimersAsync("T1", "U1", 100, None));

        await SweepTimersAsync(Clock.GetUtcNow());
        Assert.Equal(ended, await Store.GetTimerAsync(ended.Id, None));
        await SweepTimersAsync(Clock.GetUtcNow() + TimeSpan.FromTicks(10));
        Assert.Null(await Store.GetTimerAsync(ended.Id, None));
        Assert.Equal(pending, await Store.GetTimerAsync(pending.Id, None));
    }

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task A_timer_and_its_alarm_are_kept_together_or_not_at_all()
    {
        await Store.AppendAsync([Item("a", "x")], None);
        var claim = await ClaimLaneAsync("a");
        var timer = Timer("U1", 1);
        var set = new Transition { Claim = claim, Outcome = ItemOutcome.Checkpoint, Records = [timer.ToRecord()], Append = [Alarm("timer/1", 5)] };
        await CommitAsync(claim, ItemOutcome.Answered);
        Assert.Equal(CommitResult.LostLease, await Store.CommitAsync(set, None));
        Assert.Null(await Store.GetTimerAsync(timer.Id, None));
        Assert.Equal(0, await ScheduledAsync());
    }

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task What_is_scheduled_is_handed_out_when_it_is_due_and_in_that_order_whatever_its_order_key()
    {
        await Store.AppendAsync([Alarm("a", 20) with { OrderKey = 1 }, Alarm("a", 10) with { OrderKey = 9 }, Alarm("b", 15), Alarm("now", null)], None);
        Assert.Equal(["now"], await DueLanesAsync());
        Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await DueLanesAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a"], await DueLanesAsync());
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["b", "a"], await DueLanesAsync());
        Assert.Equal(0, await ScheduledAsync());
    }

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task What_is_scheduled_follows_the_wall_clock_when_that_is_set_forward_or_back()
    {
        await Store.AppendAsync([Alarm("hour", 3_600), Alarm("minute", 60)], None);
        var waiting = Store.WaitForWorkAsync(LaneQueue.Scheduled, None).AsTask();
        Clock.StepWallClock(TimeSpan.FromHours(1));
        Clock.Advance(TimeSpan.FromSeconds(3));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["minute", "hour"], await DueLanesAsync());

        await Store.AppendAsync([Alarm("later", 60)], None);
        Clock.StepWallClock(TimeSpan.FromHours(-2));
        Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Empty(await DueLanesAsync());
        Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(["later"], await DueLanesAsync());
        Assert.Equal(0, await ScheduledAsync());
    }

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task What_was_due_and_is_not_any_more_since_the_wall_clock_was_set_back_waits_again()
    {
        await Store.AppendAsync([Alarm("first", 10), Alarm("second", 20)], None);
        Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(["first"], await DueLanesAsync(lanes: 1));

        Clock.StepWallClock(TimeSpan.FromHours(-1));
        Assert.Empty(await DueLanesAsync());
        Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await DueLanesAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["second"], await DueLanesAsync());
    }

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task Of_a_lane_what_is_tried_again_and_what_is_replayed_keep_their_place()
    {
        await Store.AppendAsync([Alarm("a", 30), Alarm("a", 10), Alarm("a", 20)], None);
        Clock.Advance(TimeSpan.FromSeconds(30));
        var first = Assert.Single(await ScheduledClaimsAsync());
        await CommitAsync(first, new ItemOutcome.Retry(TimeSpan.FromSeconds(60), "error", CountsAsAttempt: true, InDoubt: false));
        Assert.Empty(await ScheduledClaimsAsync());

        Clock.Advance(TimeSpan.FromSeconds(60));
        var again = Assert.Single(await ScheduledClaimsAsync());
        Assert.Equal((first.Item.Id, first.Item.OrderKey, 1), (again.Item.Id, again.Item.OrderKey, again.Item.Attempt));
        await CommitAsync(again, new ItemOutcome.Dead("error"));
        Assert.True(await Store.ReplayAsync(first.Item.Id, [], None));

        var places = new List<long>();
        while (await ScheduledClaimsAsync() is [var claim])
        {
            places.Add(claim.Item.OrderKey);
            await CommitAsync(claim, ItemOutcome.Answered);
        }

        Assert.Equal([0L, 10_000_000, 20_000_000], places.Select(place => place - first.Item.OrderKey));
    }

    [Fact]
    [Trait("Req", "TM-3")]
    public async Task Thousands_that_are_due_in_the_same_moment_are_each_handed_out_once()
    {
        const int Many = 3_000;
        foreach (var some in Enumerable.Range(0, Many).Select(i => Alarm($"timer/{i}", 60)).Chunk(500))
            await Store.AppendAsync(some, None);
        Assert.Equal(Many, await ScheduledAsync());
        Clock.Advance(TimeSpan.FromSeconds(60));

        var seen = new List<string>();
        while (await DueLanesAsync(lanes: 64) is { Count: > 0 } lanes)
            seen.AddRange(lanes);
        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"timer/{i}").Order(), seen.Order());
    }

    private async Task<IReadOnlyList<string>> DueLanesAsync(int lanes = 100)
    {
        var claims = await ScheduledClaimsAsync(lanes);
        foreach (var claim in claims)
            await CommitAsync(claim, ItemOutcome.Answered);
        return [.. claims.Select(claim => claim.Item.Lane)];
    }

    private ValueTask<IReadOnlyList<Claim>> ScheduledClaimsAsync(int lanes = 100) => Store.ClaimAsync(LaneQueue.Scheduled, Ada, lanes, Lease, None);

    private async Task<int> ScheduledAsync() =>
        (await Store.GetQueueStatsAsync(None)).Single(stats => stats.Queue == LaneQueue.Scheduled).Items;

    private async Task SweepTimersAsync(DateTimeOffset cutoff)
    {
        var never = DateTimeOffset.MinValue.AddYears(1);
        while (await Store.SweepAsync(new SweepCutoffs(never, never, never, never, 1_000) { Records = [new RecordCutoff(TimerRecords.Kind.Name, cutoff)] }, None))
        {
        }
    }

    private NewItem Alarm(string lane, double? dueIn) => Item(lane, "alarm") with
    {
        Queue = LaneQueue.Scheduled,
        DueAt = dueIn is { } seconds ? Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds) : null,
    };

    private TimerRecord Timer(string user, double dueIn) => new()
    {
        Id = ItemId.New(Clock),
        Team = "T1",
        User = user,
        Conversation = "T1/C1/1.0",
        DueAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(dueIn),
        Zone = "UTC",
        Status = TimerStatus.Pending,
        CreatedAt = Clock.GetUtcNow(),
    };
}
