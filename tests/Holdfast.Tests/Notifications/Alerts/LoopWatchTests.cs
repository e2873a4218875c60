using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Notifications.Alerts;

[Trait("Req", "RS-11")]
public sealed class LoopWatchTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly NotificationBench _bench = new();
    private readonly LoopHealth _health = new();
    private readonly ObservedStore _store;
    private readonly LoopWatch _watch;

    public LoopWatchTests()
    {
        _bench.Options.AlertRoute.Add(ChannelNames.Console);
        _store = new ObservedStore(_bench.Store);
        _watch = new LoopWatch(_store, _bench.Alerts, _health, _bench.Meters.Metrics, _bench.Clock, NullLogger<LoopWatch>.Instance);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task A_loop_that_fails_again_and_again_is_told_of_once_and_once_more_when_it_works()
    {
        _health.Running("sweep");
        for (var failures = 1; failures <= 9; failures++)
        {
            Fail("sweep");
            _health.Running("sweep");
            await PassAsync();
        }

        var told = await TakeAsync();
        Assert.Contains("sweep", told.Text, StringComparison.Ordinal);
        Assert.Contains("no such table", told.Text, StringComparison.Ordinal);
        Assert.Contains("restarts on its own", told.Text, StringComparison.Ordinal);
        for (var calm = 0; calm < 5; calm++)
            await PassAsync();
        Assert.Contains("works again: sweep", (await TakeAsync()).Text, StringComparison.Ordinal);

        // Within the hour it is not told of again.
        for (var failures = 1; failures <= 9; failures++)
        {
            Fail("sweep");
            await PassAsync();
        }

        Assert.Empty(await _bench.ClaimAllAsync(LaneQueue.Notifications));
    }

    [Fact]
    public async Task A_failure_that_heals_within_a_minute_wakes_nobody()
    {
        _health.Running("sweep");
        Fail("sweep");
        await PassAsync();
        _health.Running("sweep");
        for (var calm = 0; calm < 10; calm++)
            await PassAsync();
        Assert.Empty(await _bench.ClaimAllAsync(LaneQueue.Notifications));
    }

    [Fact]
    public async Task A_loop_that_ended_for_good_is_told_of_at_once()
    {
        Fail("slack connection", isFinal: true);
        await PassAsync();
        Assert.Contains("It has stopped for good", (await TakeAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orderly_stop_is_no_failure()
    {
        _health.Running("sweep");
        _health.Stopped("sweep");
        for (var calm = 0; calm < 10; calm++)
            await PassAsync();
        Assert.Empty(await _bench.ClaimAllAsync(LaneQueue.Notifications));
    }

    [Fact]
    public async Task What_could_not_be_kept_is_told_at_the_next_look()
    {
        _store.FailAppend = () => new StoreException("The disk is full.", isTransient: true);
        Fail("slack connection", isFinal: true);
        await _watch.StartAsync(CancellationToken.None);
        await _bench.Clock.TimerSetAsync(Interval);
        _bench.Clock.Advance(Interval);
        await _bench.Clock.TimerSetAsync(TimeSpan.FromMilliseconds(250));
        _store.FailAppend = null;
        _bench.Clock.Advance(TimeSpan.FromMilliseconds(250));
        await _bench.Clock.TimerSetAsync(Interval);
        _bench.Clock.Advance(Interval);
        await _bench.Store.WaitForWorkAsync(LaneQueue.Notifications, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.Contains("slack connection", (await TakeAsync()).Text, StringComparison.Ordinal);
        await _watch.StopAsync(CancellationToken.None);
    }

    private void Fail(string loop, bool isFinal = false) =>
        _health.Failed(loop, new InvalidOperationException("no such table: x"), _bench.Clock.GetUtcNow(), isFinal);

    private async Task PassAsync()
    {
        _bench.Clock.Advance(Interval);
        await _watch.LookAsync(CancellationToken.None);
    }

    private async Task<Notification> TakeAsync()
    {
        var claim = await _bench.ClaimAsync();
        await _bench.HandleAsync(claim);
        return NotificationTicket.Read(claim.Item.Payload).Notification;
    }
}
