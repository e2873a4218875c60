using Holdfast.Items;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests.Opening;

/// <summary>What a store finds of the schedule after a crash, and after a graceful stop.</summary>
public sealed class ScheduleRestartTests : IDisposable
{
    private const int Window = 10;

    private readonly StoreFolder _folder = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "TM-3")]
    [Trait("Req", "RS-14")]
    public async Task A_start_loads_the_next_part_only_and_puts_nothing_far_away_in_doubt()
    {
        await using var store = _folder.Open(scheduleWindow: Window);
        await store.AppendAsync([.. Enumerable.Range(0, 100).Select(i => _folder.Alarm($"lane {i:00}", i < 6 ? i : 7_200 + i))], None);
        _folder.Clock.Advance(TimeSpan.FromSeconds(5));
        await using var again = _folder.Open(_folder.CopyAsAfterKill(), scheduleWindow: Window);

        Assert.Equal((Window, 100), (again.ScheduledInMemory, await CountAsync(again)));
        var claims = await ClaimAsync(again, LaneQueue.Scheduled);
        Assert.Equal(["lane 00", "lane 01", "lane 02", "lane 03", "lane 04", "lane 05"], claims.Select(claim => claim.Item.Lane));
        Assert.All(claims, claim => Assert.True(claim.Item.InDoubt));
        foreach (var claim in claims)
            await CommitAsync(again, claim, ItemOutcome.Answered);
        _folder.Clock.Advance(TimeSpan.FromHours(3));
        var rest = await ClaimAsync(again, LaneQueue.Scheduled);
        Assert.Equal(94, rest.Count);
        Assert.All(rest, claim => Assert.False(claim.Item.InDoubt));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1_800)]
    [Trait("Req", "RS-6")]
    public async Task What_was_in_somebodys_hands_at_a_kill_is_in_doubt_also_past_the_horizon_of_the_next_start(int clockStep)
    {
        await using var store = _folder.Open(scheduleWindow: 2);
        await store.AppendAsync([.. Enumerable.Range(0, 9).Select(i => _folder.Alarm($"lane {i}", 10)), _folder.Alarm("lane 4", 11)], None);
        _folder.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(9, (await ClaimAsync(store, LaneQueue.Scheduled)).Count);

        _folder.Clock.StepWallClock(TimeSpan.FromSeconds(clockStep));
        await using var after = _folder.Open(_folder.CopyAsAfterKill(), scheduleWindow: 2);
        Assert.Equal(2, after.ScheduledInMemory);
        _folder.Clock.Advance(TimeSpan.FromHours(1));
        var again = await ClaimAsync(after, LaneQueue.Scheduled);
        Assert.Equal(9, again.Count);
        Assert.All(again, claim => Assert.True(claim.Item.InDoubt));
        await CommitAsync(after, again.Single(claim => claim.Item.Lane == "lane 4"), ItemOutcome.Answered);
        Assert.False(Assert.Single(await ClaimAsync(after, LaneQueue.Scheduled)).Item.InDoubt);
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_doubt_that_only_memory_knows_is_not_left_to_the_file_and_survives_a_graceful_stop()
    {
        await using (var store = _folder.Open(scheduleWindow: 2))
        {
            await store.AppendAsync([_folder.Alarm("a", 10)], None);
            _folder.Clock.Advance(TimeSpan.FromSeconds(20));
            var lapsing = Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled));

            // An earlier one joins the lane, and is what the next holder is given.
            await store.AppendAsync([_folder.Alarm("a", -15)], None);
            _folder.Clock.Advance(Lease);
            var earlier = Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled));
            Assert.NotEqual(lapsing.Item.Id, earlier.Item.Id);
            await CommitAsync(store, earlier, new ItemOutcome.Retry(TimeSpan.FromHours(1), null, CountsAsAttempt: false, InDoubt: false));
            await store.AppendAsync([.. Enumerable.Range(0, 50).Select(i => _folder.Alarm($"lane {i:00}", -100))], None);
        }

        await using var again = _folder.Open(scheduleWindow: 2);
        _folder.Clock.Advance(TimeSpan.FromHours(1));
        var handed = await DrainScheduleAsync(again);
        Assert.Equal(52, handed.Count);
        Assert.Equal(["a"], handed.Where(item => item.InDoubt).Select(item => item.Lane));
        Assert.True(handed.Last(item => item.Lane == "a").InDoubt);
    }

    [Fact]
    [Trait("Req", "TM-2")]
    [Trait("Req", "RS-14")]
    public async Task A_kill_in_the_middle_loses_nothing_and_hands_nothing_out_that_was_done()
    {
        await using var store = _folder.Open(scheduleWindow: Window);
        await store.AppendAsync([.. Enumerable.Range(0, 100).Select(i => _folder.Alarm($"lane {i:00}", i % 10))], None);
        _folder.Clock.Advance(TimeSpan.FromSeconds(4));
        var done = new List<string>();
        foreach (var claim in await ClaimAsync(store, LaneQueue.Scheduled, lanes: 37))
        {
            await CommitAsync(store, claim, ItemOutcome.Answered);
            done.Add(claim.Item.Lane);
        }

        await using var after = _folder.Open(_folder.CopyAsAfterKill(), scheduleWindow: Window);
        _folder.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"lane {i:00}"), (await DrainScheduleAsync(after)).Select(item => item.Lane).Concat(done).Order());
        Assert.Equal(0, await CountAsync(after));
    }

    [Fact]
    [Trait("Req", "TM-2")]
    [Trait("Req", "TM-3")]
    public async Task Everything_is_handed_out_once_and_in_time_over_any_number_of_refills_and_restarts()
    {
        var store = _folder.Open(scheduleWindow: Window);
        var random = new Random(42);
        var expected = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            var due = random.Next(60);
            expected.Add($"{due:00} {i}");
            await store.AppendAsync([_folder.Alarm(expected[^1], due)], None);
        }

        var seen = new List<string>();
        for (var second = 0; second < 60; second++)
        {
            while (await ClaimAsync(store, LaneQueue.Scheduled, lanes: 7) is { Count: > 0 } claims)
            {
                foreach (var claim in claims)
                    await CommitAsync(store, claim, ItemOutcome.Answered);
                seen.AddRange(claims.Select(claim => claim.Item.Lane));
            }

            Assert.Equal(expected.Count(lane => int.Parse(lane[..2]) <= second), seen.Count);
            _folder.Clock.Advance(TimeSpan.FromSeconds(1));
            if (second % 7 != 0)
                continue;
            await store.DisposeAsync();
            store = _folder.Open(scheduleWindow: Window);
        }

        await store.DisposeAsync();
        Assert.Equal(expected.Order(), seen.Order());
    }

    private static async Task<int> CountAsync(SqliteStore store) =>
        (await store.GetQueueStatsAsync(None)).Single(stats => stats.Queue == LaneQueue.Scheduled).Items;
}
