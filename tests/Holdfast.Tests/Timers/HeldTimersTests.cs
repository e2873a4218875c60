using Holdfast.Items;
using Holdfast.Timers;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests.Timers;

/// <summary>A time zone that the machine does not know holds timers back, and ends none.</summary>
[Trait("Req", "TM-7")]
public sealed class HeldTimersTests : IDisposable
{
    private const string Unknown = "Mars/Olympus";

    private readonly TimerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_timer_of_an_unknown_zone_is_held_back_and_rings_late_once_the_zone_is_known()
    {
        var timer = await _bench.SetAsync(In(10), "cron 0 9 * * *", Unknown);
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        for (var minute = 0; minute < 60; minute++)
        {
            Assert.Empty(await _bench.RunAsync());
            Assert.Equal((timer, 1), (await _bench.ReadAsync(timer), await _bench.AlarmsAsync()));
            _bench.Clock.Advance(HeldTimers.Wait - TimeSpan.FromMilliseconds(1));
            Assert.Empty(await _bench.ClaimAsync(LaneQueue.Scheduled));
            _bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await _bench.KeepAsync(timer with { Zone = "Europe/Berlin" });
        Assert.Contains("1 h late", Assert.Single(await _bench.RunAsync()), StringComparison.Ordinal);
        var rung = await _bench.ReadAsync(timer);
        Assert.Equal((TimerStatus.Pending, 2, 1), (rung.Status, rung.Ring, await _bench.AlarmsAsync()));
        Assert.Equal(9, TimeZoneInfo.ConvertTime(rung.DueAt, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Hour);
    }

    [Fact]
    public async Task It_is_logged_and_counted_once_and_health_names_the_zone_and_the_remedy()
    {
        using var counted = new Measured(_bench.Meters, "holdfast.timers.held_back");
        Assert.Empty(_bench.Held.Problems);
        await _bench.SetAsync(In(10), "cron 0 9 * * *", Unknown);
        await _bench.SetAsync(In(10), "cron 0 10 * * *", Unknown);
        for (var minute = 0; minute < 30; minute++)
        {
            _bench.Clock.Advance(HeldTimers.Wait);
            await _bench.RunAsync();
        }

        Assert.Equal(
            $"the time zone {Unknown} is not known on this machine, so timers that repeat in it are held back; install the package tzdata, or a newer one", Assert.Single(_bench.Held.Problems));
        var line = Assert.Single(_bench.HeldLogs.Lines);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("Install the package tzdata", line.Text, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(counted.Values).Value);
    }

    [Fact]
    public async Task Held_back_it_can_be_cancelled_and_health_is_well_again()
    {
        var timer = await _bench.SetAsync(In(10), "cron 0 9 * * *", Unknown);
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await _bench.RunAsync());
        await _bench.KeepAsync(timer, TimerOrder.Cancel(timer, _bench.Clock, traceParent: null));
        Assert.Empty(await _bench.RunAsync());
        Assert.Equal(TimerStatus.Cancelled, (await _bench.ReadAsync(timer)).Status);
        _bench.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Empty(await _bench.RunAsync());
        Assert.Equal((0, 0), (await _bench.AlarmsAsync(), _bench.Held.Problems.Count));
    }

    [Fact]
    public async Task What_needs_no_zone_rings_whatever_its_zone_is()
    {
        var interval = await _bench.SetAsync(In(10), "every PT1H", Unknown);
        await _bench.SetAsync(In(10), repeats: null, Unknown, "once");
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, (await _bench.RunAsync()).Count + (await _bench.RunAsync()).Count);
        Assert.Equal((TimerStatus.Pending, 2), ((await _bench.ReadAsync(interval)).Status, (await _bench.ReadAsync(interval)).Ring));
        Assert.Empty(_bench.Held.Problems);
    }

    [Fact]
    public async Task A_rule_that_this_version_cannot_read_is_held_back_as_well()
    {
        var timer = await _bench.SetAsync(In(10), "fortnightly 2026-11-27 9:00", "Europe/Berlin");
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await _bench.RunAsync());
        Assert.Equal((timer, 1), (await _bench.ReadAsync(timer), await _bench.AlarmsAsync()));
        Assert.Contains("cannot read the rule", Assert.Single(_bench.Held.Problems), StringComparison.Ordinal);
    }

    private DateTimeOffset In(double seconds) => _bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
}
