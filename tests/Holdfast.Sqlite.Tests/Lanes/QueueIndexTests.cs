using Holdfast.Items;
using Holdfast.Sqlite.Lanes;
using Holdfast.Testing;

namespace Holdfast.Sqlite.Tests.Lanes;

public sealed class QueueIndexTests
{
    [Fact]
    [Trait("Req", "AS-2")]
    public async Task Work_that_comes_due_while_the_alarm_is_being_set_for_it_wakes_the_waiter()
    {
        var time = new ClockThatPassesWhileSet(TimeSpan.FromMilliseconds(10));
        var clock = new MonotonicClock(time);
        using var index = new QueueIndex(LaneQueue.Inbound, time, clock, clock, new PayloadBudget(0));
        index.Add("lane", new Entry(sequence: 1, orderKey: 0, time.GetUtcNow(), clock.After(TimeSpan.FromMilliseconds(5)), item: null));

        await index.WaitAsync(PlaceShares.Unlimited, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Single(index.Claim(new WorkerId("w"), lanes: 1, TimeSpan.FromSeconds(30), PlaceShares.Unlimited));
    }

    [Fact]
    [Trait("Req", "RS-13")]
    public async Task What_comes_due_shortly_after_an_alarm_shares_the_next_one()
    {
        var time = new FakeClock();
        var clock = new MonotonicClock(time);
        using var index = new QueueIndex(LaneQueue.Inbound, time, clock, clock, new PayloadBudget(0));
        for (var i = 0; i < 3; i++)
            index.Add($"lane{i}", new Entry(sequence: i + 1, orderKey: 0, time.GetUtcNow(), clock.After(TimeSpan.FromMilliseconds(50 + i)), item: null));

        var first = index.WaitAsync(PlaceShares.Unlimited, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(50));
        await first.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Single(Claim());

        var next = index.WaitAsync(PlaceShares.Unlimited, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(4));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await next.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(2, Claim().Count);

        List<Hold> Claim() => index.Claim(new WorkerId("w"), lanes: 10, TimeSpan.FromSeconds(30), PlaceShares.Unlimited);
    }

    [Fact]
    [Trait("Req", "RS-8")]
    public void How_much_waits_and_since_when_is_told_without_a_look_at_all_of_it()
    {
        const int lanes = 10_000;
        var clock = new MonotonicClock(TimeProvider.System);
        using var index = new QueueIndex(LaneQueue.Inbound, TimeProvider.System, clock, clock, new PayloadBudget(0));
        var since = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < lanes; i++)
            index.Add($"lane{i}", new Entry(sequence: i + 1, orderKey: 0, since.AddSeconds(i), due: 0, item: null));
        _ = index.GetStats();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var stats = index.GetStats();

        // A walk through the lanes makes an enumerator for each.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, lanes);
        Assert.Equal((lanes, lanes, 0, since), (stats.Items, stats.Lanes, stats.Held, stats.OldestEnqueuedAt));
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public void Behind_a_hundred_thousand_lanes_of_somebody_who_has_their_share_another_is_found_with_a_few_questions()
    {
        var clock = new MonotonicClock(TimeProvider.System);
        using var index = new QueueIndex(LaneQueue.Inbound, TimeProvider.System, clock, clock, new PayloadBudget(0));
        var (anna, bert) = (new ItemOwner("T1", "UANNA"), new ItemOwner("T1", "UBERT"));
        for (var i = 0; i < 100_000; i++)
            index.Add($"lane{i}", new Entry(sequence: i + 1, orderKey: 0, DateTimeOffset.UnixEpoch, due: 0, item: null) { Owner = anna });
        index.Add("berts", new Entry(sequence: 100_001, orderKey: 0, DateTimeOffset.UnixEpoch, due: 0, item: null) { Owner = bert });

        var shares = PlaceShares.Of(4, 0.5, 0.9, anna, anna);
        Assert.Equal("berts", Assert.Single(index.Claim(new WorkerId("w"), lanes: 2, TimeSpan.FromSeconds(30), shares)).Lane.Name);

        // The workspace's, hers and his; and the workspace's again, as there may be more.
        Assert.InRange(shares.Questions, 1, 10);
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public void A_hold_that_has_lapsed_in_a_lane_that_is_passed_over_sets_off_no_alarm_after_the_other()
    {
        var time = new CountingClock();
        var clock = new MonotonicClock(time);
        using var index = new QueueIndex(LaneQueue.Inbound, time, clock, clock, new PayloadBudget(0));
        var anna = new ItemOwner("T1", "UANNA");
        index.Add("lane", new Entry(sequence: 1, orderKey: 0, time.GetUtcNow(), due: 0, item: null) { Owner = anna });
        Assert.Single(index.Claim(new WorkerId("w"), lanes: 1, TimeSpan.FromSeconds(30), PlaceShares.Unlimited));
        time.Now += TimeSpan.FromSeconds(31);

        var shares = PlaceShares.Of(2, 0.5, 1, anna);
        Assert.Empty(index.Claim(new WorkerId("w"), lanes: 1, TimeSpan.FromSeconds(30), shares));
        Assert.True(shares.HasPassedOver);
        var waiting = index.WaitAsync(shares, CancellationToken.None).AsTask();
        Assert.Empty(time.Alarms);
        Assert.False(waiting.IsCompleted);

        // Whoever has a place to give hears of it by themselves.
        Assert.Single(index.Claim(new WorkerId("w"), lanes: 1, TimeSpan.FromSeconds(30), PlaceShares.Of(2, 0.5, 1)));
    }

    /// <summary>A clock that stands still and keeps what alarms it was asked for.</summary>
    private sealed class CountingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        public List<TimeSpan> Alarms { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Alarm(this);

        private sealed class Alarm(CountingClock clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                clock.Alarms.Add(dueTime);
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>A clock that passes whenever a timer is set, as it does when the thread is taken off its core just then.</summary>
    private sealed class ClockThatPassesWhileSet(TimeSpan by) : TimeProvider
    {
        private readonly TimeSpan _step = by;
        private DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Alarm(this);

        private sealed class Alarm(ClockThatPassesWhileSet clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                clock._now += clock._step;
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
