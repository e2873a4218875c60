using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Timers;

namespace Holdfast.Tests.Timers;

[Trait("Req", "TM-2")]
public sealed class TimerRingerTests : IDisposable
{
    private readonly TimerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_timer_rings_once_at_its_moment_and_stays_to_be_snoozed()
    {
        var timer = await _bench.SetAsync(In(10));
        _bench.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(await _bench.RunAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("⏰ <@U1> tea", Assert.Single(await _bench.RunAsync()));

        var now = _bench.Clock.GetUtcNow();
        Assert.Equal(timer with { Status = TimerStatus.Rung, RungAt = now, EndedAt = now }, await _bench.ReadAsync(timer));
        _bench.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await _bench.RunAsync());
        Assert.Equal(0, await _bench.AlarmsAsync());
    }

    [Theory]
    [InlineData(2.9, "⏰ <@U1> tea")]
    [InlineData(5, "⏰ <@U1> tea (5 s late)")]
    [InlineData(3_723, "⏰ <@U1> tea (1 h 2 min late)")]
    public async Task A_late_ring_says_how_late_it_is(double late, string notice)
    {
        await _bench.SetAsync(In(10));
        _bench.Clock.Advance(TimeSpan.FromSeconds(10 + late));
        Assert.Equal(notice, Assert.Single(await _bench.RunAsync()));
    }

    [Fact]
    public async Task A_timer_that_repeats_rings_on_and_what_was_slept_through_is_told_in_one_notice()
    {
        var timer = await _bench.SetAsync(In(60), "every PT1M");
        for (var ring = 1; ring <= 3; ring++)
        {
            _bench.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Single(await _bench.RunAsync());
            Assert.Equal((ring + 1, TimerStatus.Pending), ((await _bench.ReadAsync(timer)).Ring, (await _bench.ReadAsync(timer)).Status));
        }

        _bench.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(5));
        Assert.Contains("9 min 5 s late", Assert.Single(await _bench.RunAsync()), StringComparison.Ordinal);
        Assert.Equal((In(55), 5, 1), ((await _bench.ReadAsync(timer)).DueAt, (await _bench.ReadAsync(timer)).Ring, await _bench.AlarmsAsync()));

        // A year of minutes is not counted one by one.
        _bench.Clock.Advance(TimeSpan.FromDays(365));
        Assert.Single(await _bench.RunAsync());
        Assert.InRange((await _bench.ReadAsync(timer)).DueAt, In(0.001), In(60));
    }

    [Fact]
    public async Task An_alarm_of_a_time_that_was_moved_or_cancelled_rings_nothing()
    {
        var timer = await _bench.SetAsync(In(10));
        var moved = timer with { DueAt = In(60), Ring = 2 };
        await _bench.KeepAsync(moved, TimerOrder.Alarm(moved, _bench.Clock, traceParent: null));
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await _bench.RunAsync());

        await _bench.KeepAsync(moved, TimerOrder.Cancel(timer, _bench.Clock, traceParent: null));
        Assert.Empty(await _bench.RunAsync());
        Assert.Equal(TimerStatus.Cancelled, (await _bench.ReadAsync(timer)).Status);
        _bench.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(await _bench.RunAsync());
    }

    /// <summary>As one that had become a dead letter and is replayed.</summary>
    [Fact]
    public async Task An_alarm_of_an_earlier_ring_neither_rings_nor_sets_another_after_a_snooze()
    {
        var timer = await _bench.SetAsync(In(10));
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(await _bench.RunAsync());
        var snoozed = await _bench.ReadAsync(timer) with { Status = TimerStatus.Pending, DueAt = In(600), Ring = 2, EndedAt = null };
        await _bench.KeepAsync(
            snoozed, TimerOrder.Alarm(snoozed, _bench.Clock, traceParent: null), TimerOrder.Alarm(timer, _bench.Clock, traceParent: null));

        Assert.Empty(await _bench.RunAsync());
        Assert.Equal((snoozed, 1), (await _bench.ReadAsync(timer), await _bench.AlarmsAsync()));
        _bench.Clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Single(await _bench.RunAsync());
        Assert.Equal(0, await _bench.AlarmsAsync());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_between_alarm_and_ring_delays_it_and_loses_nothing()
    {
        await _bench.SetAsync(In(10));
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        var alarm = Assert.Single(await _bench.ClaimAsync(LaneQueue.Scheduled));
        _bench.Clock.StepWallClock(TimeSpan.FromHours(-1));
        await _bench.CommitAsync(await _bench.Ringer.HandleAsync(new LaneWork(alarm, _bench.Store), CancellationToken.None));

        Assert.Empty(await _bench.RunAsync());
        Assert.Equal(1, await _bench.AlarmsAsync());
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(await _bench.RunAsync());
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_rings_what_has_come_due_once()
    {
        await _bench.SetAsync(In(3_600));
        _bench.Clock.StepWallClock(TimeSpan.FromHours(2));
        Assert.Single(await _bench.RunAsync());
        _bench.Clock.StepWallClock(TimeSpan.FromHours(-2));
        _bench.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Empty(await _bench.RunAsync());
    }

    [Fact]
    public async Task Of_two_hands_on_one_alarm_the_second_tells_nothing()
    {
        await _bench.SetAsync(In(10));
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        var alarm = Assert.Single(await _bench.ClaimAsync(LaneQueue.Scheduled));
        var first = await _bench.Ringer.HandleAsync(new LaneWork(alarm, _bench.Store), CancellationToken.None);
        var second = await _bench.Ringer.HandleAsync(new LaneWork(alarm, _bench.Store), CancellationToken.None);
        await _bench.CommitAsync(first);
        Assert.Equal(CommitResult.LostLease, await _bench.Store.CommitAsync(second, CancellationToken.None));
        Assert.Single(await _bench.RunAsync());
    }

    [Fact]
    public async Task A_label_is_told_to_the_letter()
    {
        await _bench.SetAsync(In(10), label: "<!channel> *bold* \u202E");
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("⏰ <@U1> &lt;!channel&gt; *bold* \\u{202E}", Assert.Single(await _bench.RunAsync()));
    }

    /// <summary>Not the rules alone (those have tests of their own): rings, alarms and the store, day by day.</summary>
    [Theory]
    [Trait("Req", "TM-1")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Santiago")]
    [InlineData("Asia/Kolkata")]
    public async Task Through_a_year_of_daylight_saving_it_rings_every_day_at_its_local_time(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var local = TimeZoneInfo.ConvertTime(_bench.Clock.GetUtcNow(), zone).Date.AddDays(1) + new TimeSpan(7, 30, 0);
        var first = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        var timer = await _bench.SetAsync(first, "cron 30 7 * * *", zoneId);
        for (var day = 0; day < 366; day++)
        {
            var due = (await _bench.ReadAsync(timer)).DueAt;
            Assert.Equal(local.AddDays(day), TimeZoneInfo.ConvertTime(due, zone).DateTime);
            _bench.Clock.Advance(due - _bench.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
            Assert.Empty(await _bench.RunAsync());
            _bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal("⏰ <@U1> tea", Assert.Single(await _bench.RunAsync()));
        }
    }

    private DateTimeOffset In(double seconds) => _bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
}
