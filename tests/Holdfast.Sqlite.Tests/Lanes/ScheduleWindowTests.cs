using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests.Lanes;

/// <summary>Of the schedule a part is in memory, and nobody notices.</summary>
public sealed class ScheduleWindowTests : IDisposable
{
    private const int Window = 10;

    private readonly StoreFolder _folder = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "TM-3")]
    public async Task However_much_is_appended_only_the_next_part_is_in_memory_and_all_is_counted()
    {
        await using var store = _folder.Open(scheduleWindow: Window);
        for (var i = 1_000; i > 0; i--)
        {
            await store.AppendAsync([_folder.Alarm($"lane {i}", i)], None);
            Assert.InRange(store.ScheduledInMemory, 0, 2 * Window);
        }

        Assert.Equal(1_000, await CountAsync(store));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(30)]
    [Trait("Req", "TM-3")]
    public async Task What_is_due_in_one_moment_and_is_more_than_the_window_is_handed_out_in_the_order_of_each_lane(int lanes)
    {
        await using var store = _folder.Open(scheduleWindow: Window);
        var appended = Enumerable.Range(0, 3 * Window).Select(i => _folder.Alarm($"lane {i % lanes}", 10)).ToList();
        await store.AppendAsync(appended, None);
        _folder.Clock.Advance(TimeSpan.FromSeconds(10));
        var handed = await DrainScheduleAsync(store, lanes: 2);
        Assert.Equal(appended.OrderBy(item => item.Lane).Select(item => item.Id), handed.OrderBy(item => item.Lane).Select(item => item.Id));
    }

    [Fact]
    [Trait("Req", "TM-3")]
    public async Task A_lane_with_more_than_the_window_is_not_loaded_as_a_whole_and_nobody_who_waits_for_it_is_kept_busy()
    {
        await using var store = _folder.Open(scheduleWindow: Window);
        var appended = Enumerable.Range(0, 200).Select(i => _folder.Alarm("one", 60 + i)).ToList();
        await store.AppendAsync(appended, None);
        for (var i = 0; i < 30; i++)
            Assert.Empty(await ClaimAsync(store, LaneQueue.Scheduled));
        Assert.InRange(store.ScheduledInMemory, 1, 2 * Window);
        Assert.False(store.WaitForWorkAsync(LaneQueue.Scheduled, None).AsTask().IsCompleted);

        _folder.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(appended.Select(item => item.Id), (await DrainScheduleAsync(store)).Select(item => item.Id));
    }

    [Fact]
    [Trait("Req", "TM-3")]
    public async Task Items_that_come_before_one_in_hand_stay_in_memory_and_go_when_it_is_done()
    {
        await using var store = _folder.Open(scheduleWindow: Window);
        await store.AppendAsync([_folder.Alarm("held", 0)], None);
        var held = Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled));
        foreach (var i in Enumerable.Range(0, 100))
            await store.AppendAsync([_folder.Alarm($"lane {i:00}", -1 - i)], None);
        Assert.Equal(101, store.ScheduledInMemory);

        await CommitAsync(store, held, ItemOutcome.Answered);
        foreach (var i in Enumerable.Range(0, 100))
            await store.AppendAsync([_folder.Alarm($"lane {i:00}", -200 - i)], None);
        Assert.InRange(store.ScheduledInMemory, 1, 2 * Window);
        Assert.Equal(200, (await DrainScheduleAsync(store)).Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task A_refill_that_fails_is_tried_again_by_the_next_claim_and_nobody_sleeps_over_it()
    {
        await using (var before = _folder.Open(scheduleWindow: Window))
            await before.AppendAsync([.. Enumerable.Range(0, 30).Select(i => _folder.Alarm($"lane {i:00}", 10))], None);
        await using var store = _folder.Open(scheduleWindow: Window);
        _folder.Clock.Advance(TimeSpan.FromSeconds(10));
        foreach (var claim in await ClaimAsync(store, LaneQueue.Scheduled, lanes: Window))
            await CommitAsync(store, claim, ItemOutcome.Answered);

        _folder.Execute("ALTER TABLE item RENAME TO hidden");
        await Assert.ThrowsAsync<StoreException>(async () => await ClaimAsync(store, LaneQueue.Scheduled));
        Assert.True(store.WaitForWorkAsync(LaneQueue.Scheduled, None).AsTask().IsCompleted);
        _folder.Execute("ALTER TABLE hidden RENAME TO item");

        Assert.Equal(2 * Window, (await DrainScheduleAsync(store)).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Window)]
    [Trait("Req", "TM-2")]
    public async Task A_waiter_is_woken_at_the_moment_when_something_is_due_and_not_a_millisecond_before(int window)
    {
        await using var store = _folder.Open(scheduleWindow: window);
        foreach (var lane in (string[])["c", "a", "b"])
            await store.AppendAsync([_folder.Alarm(lane, 10.4 + lane[0] - 'a')], None);
        foreach (var lane in (string[])["a", "b", "c"])
        {
            var waiting = store.WaitForWorkAsync(LaneQueue.Scheduled, None).AsTask();
            _folder.Clock.Advance(TimeSpan.FromSeconds(lane == "a" ? 10.4 : 1) - TimeSpan.FromMilliseconds(1));
            Assert.False(waiting.IsCompleted);
            Assert.Empty(await ClaimAsync(store, LaneQueue.Scheduled));

            _folder.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await waiting.WaitAsync(TimeSpan.FromSeconds(30));
            var claim = Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled));
            Assert.Equal(lane, claim.Item.Lane);
            await CommitAsync(store, claim, ItemOutcome.Answered);
        }
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task What_is_scheduled_is_no_backlog_however_much_it_is()
    {
        await using var store = _folder.Open(maxBacklog: 50, scheduleWindow: Window);
        await store.AppendAsync([.. Enumerable.Range(0, 50).Select(i => _folder.Alarm($"lane {i:00}", 60 + i))], None);
        Assert.Equal([AppendResult.Appended], await store.AppendAsync([_folder.Alarm("more", 60)], None));
        Assert.Equal(0, (await store.GetBacklogAsync(None)).Waiting);
        Assert.Equal([AppendResult.Appended], await store.AppendAsync([_folder.Clock.Item("message", "x")], None));
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task A_dead_letter_comes_back_once_wherever_the_horizon_is_by_then()
    {
        await using var store = _folder.Open(scheduleWindow: 2);
        await store.AppendAsync([_folder.Alarm("dead", 1), .. Enumerable.Range(0, 20).Select(i => _folder.Alarm($"lane {i:00}", 100 + i))], None);
        _folder.Clock.Advance(TimeSpan.FromSeconds(1));
        var dead = Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled));
        await CommitAsync(store, dead, new ItemOutcome.Dead("error"));
        Assert.Equal(20, await CountAsync(store));
        Assert.True(await store.ReplayAsync(dead.Item.Id, [], None));
        Assert.Equal(21, await CountAsync(store));
        Assert.Equal(dead.Item.Id, Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled)).Item.Id);
    }

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task A_waiter_is_woken_for_what_lies_past_the_horizon_also_behind_lanes_that_are_held()
    {
        await using var store = _folder.Open(scheduleWindow: 2);
        await store.AppendAsync([.. Enumerable.Range(0, 12).Select(i => _folder.Alarm($"lane {i:00}", 10))], None);
        var waiting = store.WaitForWorkAsync(LaneQueue.Scheduled, None).AsTask();
        _folder.Clock.Advance(TimeSpan.FromSeconds(10));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        var held = new List<Claim>();
        for (var i = 0; i < 12; i++)
        {
            await store.WaitForWorkAsync(LaneQueue.Scheduled, None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            held.AddRange(await ClaimAsync(store, LaneQueue.Scheduled, lanes: 1));
        }

        Assert.Equal(12, held.Select(claim => claim.Item.Lane).Distinct().Count());
    }

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task What_is_tried_again_later_keeps_its_place_and_holds_nothing_back()
    {
        await using var store = _folder.Open(scheduleWindow: 2);
        await store.AppendAsync([.. Enumerable.Range(0, 20).Select(i => _folder.Alarm($"lane {i:00}", i))], None);
        _folder.Clock.Advance(TimeSpan.FromSeconds(20));
        var retried = new List<string>();
        while (await ClaimAsync(store, LaneQueue.Scheduled, lanes: 3) is { Count: > 0 } claims)
        {
            foreach (var claim in claims)
                await CommitAsync(store, claim, new ItemOutcome.Retry(TimeSpan.FromHours(1), "error", CountsAsAttempt: true, InDoubt: false));
            retried.AddRange(claims.Select(claim => claim.Item.Lane));
        }

        Assert.Equal(20, retried.Distinct().Count());
        _folder.Clock.Advance(TimeSpan.FromHours(1));
        Assert.All(await ClaimAsync(store, LaneQueue.Scheduled), claim => Assert.Equal(1, claim.Item.Attempt));
    }

    private static async Task<int> CountAsync(SqliteStore store) =>
        (await store.GetQueueStatsAsync(None)).Single(stats => stats.Queue == LaneQueue.Scheduled).Items;
}
