using Holdfast.Lanes;
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
            await store.AppendAsync([Alarm($"lane {i}", i)], None);
            Assert.InRange(store.ScheduledInMemory, 0, 2 * Window);
        }

        Assert.Equal(1_000, await CountAsync(store));
    }

    [Fact]
    [Trait("Req", "TM-3")]
    [Trait("Req", "RS-14")]
    public async Task A_start_loads_the_next_part_only_and_puts_nothing_far_away_in_doubt()
    {
        await using (var store = _folder.Open(scheduleWindow: Window))
            await store.AppendAsync([.. Enumerable.Range(0, 100).Select(i => Alarm($"lane {i:00}", i))], None);
        _folder.Clock.Advance(TimeSpan.FromSeconds(5));
        await using var again = _folder.Open(_folder.CopyAsAfterKill(), scheduleWindow: Window);

        Assert.Equal((Window, 100), (again.ScheduledInMemory, await CountAsync(again)));
        var claims = await ClaimAsync(again, LaneQueue.Scheduled);
        Assert.Equal(["lane 00", "lane 01", "lane 02", "lane 03", "lane 04", "lane 05"], claims.Select(claim => claim.Item.Lane));
        foreach (var claim in claims)
            await CommitAsync(again, claim, ItemOutcome.Answered);
        _folder.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Assert.Single(await ClaimAsync(again, LaneQueue.Scheduled)).Item.InDoubt);
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
            await store.AppendAsync([Alarm(expected[^1], due)], None);
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

    [Fact]
    [Trait("Req", "TM-2")]
    public async Task A_waiter_is_woken_for_what_lies_past_the_horizon_also_behind_lanes_that_are_held()
    {
        await using var store = _folder.Open(scheduleWindow: 2);
        await store.AppendAsync([.. Enumerable.Range(0, 12).Select(i => Alarm($"lane {i:00}", 10))], None);
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
        await store.AppendAsync([.. Enumerable.Range(0, 20).Select(i => Alarm($"lane {i:00}", i))], None);
        _folder.Clock.Advance(TimeSpan.FromSeconds(20));
        var later = _folder.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var retried = new List<string>();
        while (await ClaimAsync(store, LaneQueue.Scheduled, lanes: 3) is { Count: > 0 } claims)
        {
            foreach (var claim in claims)
                await CommitAsync(store, claim, new ItemOutcome.Retry(later, "error", CountsAsAttempt: true, InDoubt: false));
            retried.AddRange(claims.Select(claim => claim.Item.Lane));
        }

        Assert.Equal(20, retried.Distinct().Count());
        _folder.Clock.Advance(TimeSpan.FromHours(1));
        Assert.All(await ClaimAsync(store, LaneQueue.Scheduled), claim => Assert.Equal(1, claim.Item.Attempt));
    }

    private NewItem Alarm(string lane, double dueIn) => _folder.Clock.Item(lane, "alarm") with
    {
        Queue = LaneQueue.Scheduled,
        DueAt = _folder.Clock.GetUtcNow() + TimeSpan.FromSeconds(dueIn),
    };

    private static async Task<int> CountAsync(SqliteStore store) =>
        (await store.GetQueueStatsAsync(None)).Single(stats => stats.Queue == LaneQueue.Scheduled).Items;
}
