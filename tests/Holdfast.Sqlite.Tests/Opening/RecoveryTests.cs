using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests.Opening;

/// <summary>What a store finds after a crash, and after a graceful stop.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task Every_acknowledged_append_is_there_after_a_kill_as_it_was_appended()
    {
        await using var store = _folder.Open();
        var appended = new List<NewItem>();
        for (var i = 0; i < 50; i++)
        {
            var item = _folder.Clock.Item($"lane{i}", new string('x', i * 200), $"key{i}") with { OrderKey = i, TraceParent = $"trace{i}" };
            appended.Add(item);
            await store.AppendAsync([item], None);
        }

        await using var after = _folder.Open(_folder.CopyAsAfterKill());
        var claims = (await ClaimAsync(after)).ToDictionary(claim => claim.Item.Id);
        Assert.Equal(appended.Count, claims.Count);
        foreach (var item in appended)
        {
            var found = claims[item.Id];
            Assert.Equal(
                (item.Lane, item.Kind, item.OrderKey, item.DedupeKey, item.TraceParent, _folder.Clock.GetUtcNow(), 0),
                (found.Item.Lane, found.Item.Kind, found.Item.OrderKey, found.Item.DedupeKey, found.Item.TraceParent, found.Item.EnqueuedAt, found.Item.Attempt));
            Assert.Equal(item.Payload.ToArray(), found.Item.Payload.ToArray());
        }

        Assert.Equal([AppendResult.Duplicate], await after.AppendAsync([_folder.Clock.Item("lane7", "again", "key7")], None));
        Assert.False(after.IsNew);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "RS-5")]
    public async Task What_was_delivered_stands_in_the_order_of_planning_also_when_nothing_waited_at_a_restart(bool isGraceful)
    {
        var cause = ItemId.New(_folder.Clock);
        var store = _folder.Open();
        await DeliverAsync(store, "first");
        await DeliverAsync(store, "second");
        var copy = _folder.CopyAsAfterKill();
        await store.DisposeAsync();

        await using var after = _folder.Open(isGraceful ? null : copy);
        await DeliverAsync(after, "third");

        Assert.Equal(["first", "second", "third"], (await after.GetDeliveredAsync(cause, 10, None)).Select(delivered => delivered.Ts));

        async Task DeliverAsync(SqliteStore one, string ts)
        {
            await one.AppendAsync([_folder.Clock.Item("out", ts) with { Queue = LaneQueue.Outbound }], None);
            var claim = Assert.Single(await ClaimAsync(one, LaneQueue.Outbound));
            var delivered = new DeliveryReceipt(claim.Item.Id, cause, "C1", ts, _folder.Clock.GetUtcNow());
            await one.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Delivered = delivered }, None);
        }
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_log_that_is_cut_off_anywhere_leaves_whole_transitions_and_nothing_of_the_next()
    {
        const int transitions = 12;
        await using var store = _folder.Open();
        var log = new FileInfo(Path.Combine(_folder.Data, "holdfast.db-wal"));
        var runs = new List<ItemId>();
        var ends = new List<long>();
        for (var i = 0; i < transitions; i++)
        {
            await store.AppendAsync([_folder.Clock.Item($"in{i}", $"{i}", $"key{i}")], None);
            var claim = Assert.Single(await ClaimAsync(store));
            runs.Add(claim.Item.Id);
            Assert.Equal(CommitResult.Committed, await store.CommitAsync(Everything(claim, i), None));
            log.Refresh();
            ends.Add(log.Length);
        }

        // Each transition is made of these; a torn write may take any tail away, but never a part of one.
        var random = new Random(20261122);
        var lengths = Enumerable.Range(0, 40).Select(_ => random.NextInt64(ends[0], ends[^1] + 1)).Concat(ends).Concat(ends.Select(end => end - 1));
        foreach (var length in lengths)
        {
            var whole = ends.Count(end => end <= length);
            await using var after = _folder.Open(_folder.CopyAsAfterKill(length));
            var replies = await ClaimAsync(after, LaneQueue.Outbound);
            Assert.Equal(Enumerable.Range(0, whole).Select(i => $"reply{i}").Order(), replies.Select(reply => reply.Text()).Order());
            for (var i = 0; i < transitions; i++)
            {
                var there = i < whole;
                Assert.Equal(there, await after.GetRunAsync(runs[i], None) is not null);
                Assert.Equal(there ? 1 : 0, (await after.GetStepsAsync(runs[i], None)).Count);
                Assert.Equal(there ? 2 : 0, (await after.GetTurnsAsync($"conv{i}", DateTimeOffset.UnixEpoch, 10, except: null, None)).Count);
            }

            // The item whose transition is gone is pending again, if its own append had reached the disk.
            var pending = (await ClaimAsync(after)).Select(claim => claim.Text()).ToList();
            Assert.True(pending.Count == 0 || pending.SequenceEqual([$"{whole}"]), $"cut at {length}: {string.Join(',', pending)} pending");
        }
    }

    [Fact]
    [Trait("Req", "RS-6")]
    public async Task After_a_kill_the_heads_of_lanes_are_in_doubt_and_only_those()
    {
        await using var store = _folder.Open();
        foreach (var queue in Enum.GetValues<LaneQueue>())
        {
            foreach (var text in (string[])["1", "2", "3"])
                await store.AppendAsync([_folder.Clock.Item("a", text) with { Queue = queue }, _folder.Clock.Item("b", text) with { Queue = queue }], None);
        }

        var held = (await ClaimAsync(store))[0];
        await CommitAsync(store, held, ItemOutcome.Checkpoint);

        await using var after = _folder.Open(_folder.CopyAsAfterKill());

        // A message that is older by Slack's clock and comes after the crash was in nobody's hands.
        await after.AppendAsync([_folder.Clock.Item("a", "0") with { OrderKey = -1 }], None);
        var handed = new List<string>();
        foreach (var queue in Enum.GetValues<LaneQueue>())
        {
            while (await ClaimAsync(after, queue) is { Count: > 0 } claims)
            {
                foreach (var claim in claims)
                {
                    handed.Add($"{queue} {claim.Item.Lane}{claim.Text()} {claim.Item.InDoubt}");
                    await CommitAsync(after, claim, ItemOutcome.Answered);
                }
            }
        }

        var expected = Enum.GetValues<LaneQueue>()
            .SelectMany(queue => from lane in (string[])["a", "b"] from text in (string[])["1", "2", "3"] select $"{queue} {lane}{text} {text == "1"}")
            .Append("Inbound a0 False");
        Assert.Equal(expected.Order(), handed.Order());
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task After_a_graceful_stop_nothing_is_in_doubt_and_the_next_kill_is_noticed_again()
    {
        await using (var store = _folder.Open())
            await store.AppendAsync([_folder.Clock.Item("a", "x")], None);

        await using var second = _folder.Open();
        Assert.False(Assert.Single(await ClaimAsync(second)).Item.InDoubt);
        await using var afterKill = _folder.Open(_folder.CopyAsAfterKill());
        Assert.True(Assert.Single(await ClaimAsync(afterKill)).Item.InDoubt);
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_that_leaves_an_item_in_hand_is_not_graceful()
    {
        await using (var store = _folder.Open())
        {
            await store.AppendAsync([_folder.Clock.Item("a", "x")], None);
            Assert.Single(await ClaimAsync(store));

            // Even when its lease has run out: the holder may have had its effect.
            _folder.Clock.Advance(Lease * 2);
        }

        await using var after = _folder.Open();
        Assert.True(Assert.Single(await ClaimAsync(after)).Item.InDoubt);
    }

    [Fact]
    public async Task A_doubt_that_a_retry_recorded_survives_a_graceful_stop_with_its_attempts()
    {
        await using (var store = _folder.Open())
        {
            await store.AppendAsync([_folder.Clock.Item("doubt", "x"), _folder.Clock.Item("sure", "y")], None);
            foreach (var claim in await ClaimAsync(store))
            {
                await CommitAsync(
                    store, claim, new ItemOutcome.Retry(TimeSpan.FromSeconds(5), "e", CountsAsAttempt: true, claim.Item.Lane == "doubt"));
            }
        }

        await using var after = _folder.Open();
        Assert.Empty(await ClaimAsync(after));
        _folder.Clock.Advance(TimeSpan.FromSeconds(5));
        var again = (await ClaimAsync(after)).ToDictionary(claim => claim.Item.Lane, claim => (claim.Item.Attempt, claim.Item.InDoubt));
        Assert.Equal((1, true), again["doubt"]);
        Assert.Equal((1, false), again["sure"]);
    }

    [Fact]
    [Trait("Req", "CX-11")]
    public async Task No_wait_is_longer_after_a_restart_than_it_was_asked_for_though_the_clock_was_an_hour_ahead_before()
    {
        _folder.Clock.StepWallClock(TimeSpan.FromHours(1));
        await using (var store = _folder.Open())
        {
            await store.AppendAsync([_folder.Clock.Item("old", "x"), _folder.Alarm("old timer", -1)], None);
            _folder.Clock.Advance(TimeSpan.FromMinutes(30));
            await store.AppendAsync([_folder.Clock.Item("new", "x"), _folder.Alarm("new timer", -1)], None);
            Claim[] claims = [.. await ClaimAsync(store), .. await ClaimAsync(store, LaneQueue.Scheduled)];
            foreach (var claim in claims)
                await CommitAsync(store, claim, new ItemOutcome.Retry(TimeSpan.FromSeconds(5), "e", CountsAsAttempt: true, InDoubt: false));
            await store.AppendAsync(
                [
                    _folder.Clock.Item("settling", "x") with { DueIn = TimeSpan.FromSeconds(2) },
                    _folder.Clock.Item("click", "x") with { Queue = LaneQueue.Scheduled },
                    _folder.Alarm("timer", 10),
                ],
                None);
        }

        _folder.Clock.StepWallClock(TimeSpan.FromHours(-1));
        await using var after = _folder.Open();

        // How long what is old was to wait is not known any more; to come early harms nobody, and an hour would.
        Assert.Equal(["click", "old", "old timer"], await DueAsync());
        _folder.Clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await DueAsync());
        _folder.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["settling"], await DueAsync());
        _folder.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["new", "new timer"], await DueAsync());

        async Task<IEnumerable<string>> DueAsync()
        {
            Claim[] due = [.. await ClaimAsync(after), .. await ClaimAsync(after, LaneQueue.Scheduled)];
            return due.Select(claim => claim.Item.Lane).Order(StringComparer.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait("Req", "XP-3")]
    public async Task Fences_grow_over_restarts_also_when_the_clock_is_set(int hours)
    {
        var fences = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            await using var store = _folder.Open();
            await store.AppendAsync([_folder.Clock.Item("a", "x"), _folder.Clock.Item("b", "x")], None);
            foreach (var claim in await ClaimAsync(store))
            {
                fences.Add(claim.Fence);
                await CommitAsync(store, claim, ItemOutcome.Answered);
            }

            _folder.Clock.StepWallClock(TimeSpan.FromHours(hours));
        }

        Assert.Equal(6, fences.Count);
        Assert.Equal(fences.Distinct().Order(), fences);
        Assert.All(fences, fence => Assert.True(fence < 1L << 53, "Scripts in Redis count in floating point."));
    }

    [Fact]
    public async Task What_is_appended_after_a_kill_comes_behind_what_was_pending()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "1"), _folder.Clock.Item("a", "2"), _folder.Clock.Item("b", "3")], None);

        // The highest number belongs to a dead letter: it must not be given out a second time either.
        var last = (await ClaimAsync(store)).Single(claim => claim.Item.Lane == "b");
        await CommitAsync(store, last, new ItemOutcome.Dead("e"));

        await using var after = _folder.Open(_folder.CopyAsAfterKill());
        await after.AppendAsync([_folder.Clock.Item("a", "4")], None);
        var seen = new List<(string Text, long Sequence)>();
        while (await ClaimAsync(after) is [var claim])
        {
            seen.Add((claim.Text(), claim.Item.Sequence));
            await CommitAsync(after, claim, ItemOutcome.Answered);
        }

        Assert.Equal(["1", "2", "4"], seen.Select(item => item.Text));
        Assert.True(seen[2].Sequence > last.Item.Sequence);
        Assert.True(await after.ReplayAsync(last.Item.Id, [], None));
        Assert.True(Assert.Single(await ClaimAsync(after)).Item.Sequence > seen[2].Sequence);
    }

    private Transition Everything(Claim claim, int i) => new()
    {
        Claim = claim,
        Outcome = ItemOutcome.Answered,
        Run = new RunRecord
        {
            Id = claim.Item.Id, Conversation = $"conv{i}", User = "U1", Status = RunStatus.Completed, StartedAt = _folder.Clock.GetUtcNow(), EndedAt = _folder.Clock.GetUtcNow(),
        },
        Steps = [new RunStep { Run = claim.Item.Id, Number = 1, Kind = "model", Name = "m", StartedAt = _folder.Clock.GetUtcNow(), Duration = TimeSpan.Zero, Output = new string('o', 3000) }],
        Turns = [new NewTurn($"conv{i}", new Turn(Turn.User, new string('q', 2000))), new NewTurn($"conv{i}", new Turn(Turn.Assistant, new string('a', 9000)))],
        Append = [_folder.Clock.Item($"out{i}", $"reply{i}") with { Queue = LaneQueue.Outbound }],
    };
}
