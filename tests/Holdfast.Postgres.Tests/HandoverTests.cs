using Holdfast.Items;
using Holdfast.Postgres.Listening;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Postgres.Tests;

/// <summary>What a commit begins is handed to the worker that wrote it, and what comes of it when nobody comes for it.</summary>
public sealed class HandoverTests(PostgresFixture fixture) : IAsyncLifetime
{
    private static readonly WorkerId Ada = new("ada");
    private static readonly WorkerId Bob = new("bob");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresStoreOptions _options = fixture.NewOptions();
    private readonly FakeClock _clock = new();
    private PostgresStore _store = null!;
    private PostgresStore _other = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _store = await PostgresFixture.OpenAsync(_options, _clock);
        _other = await PostgresFixture.OpenAsync(_options, _clock);
        foreach (var store in (PostgresStore[])[_store, _other])
            await ListensAsync(store);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "AS-3")]
    public async Task What_is_handed_over_is_what_would_be_read_and_is_held_as_any_claim()
    {
        var waiting = await WaitAsync(LaneQueue.Inbound);
        await _store.AppendAsync(
            [_clock.Item("la\0ne", "text", "k\ud800ey") with { OrderKey = 7, Owner = new ItemOwner("T\0", "U1"), TraceParent = "00-1-2-01", Kind = "ki\0nd" }], None);
        await waiting.WaitAsync(Patience, None);
        Assert.Equal("ada", await HoldersAsync());

        var handed = Assert.Single(await ClaimAsync());
        Assert.False(handed.Item.InDoubt);
        Assert.Empty(await ClaimOtherAsync());
        _clock.Advance(Lease + TimeSpan.FromSeconds(5));
        var read = Assert.Single(await ClaimOtherAsync());
        Assert.Equal(handed.Item with { InDoubt = true, Payload = default }, read.Item with { Payload = default });
        Assert.Equal(handed.Text(), read.Text());
        Assert.True(read.Fence > handed.Fence);
        Assert.Equal(CommitResult.LostLease, await EndAsync(_store, handed));
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_reply_is_handed_over_in_the_commit_that_plans_it()
    {
        await _store.AppendAsync([_clock.Item("lane", "x")], None);
        var claim = Assert.Single(await ClaimAsync());
        var waiting = await WaitAsync(LaneQueue.Outbound);
        await _store.CommitAsync(
            new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Append = [_clock.Item("out", "1") with { Queue = LaneQueue.Outbound }, _clock.Item("out", "2") with { Queue = LaneQueue.Outbound }] },
            None);
        await waiting.WaitAsync(Patience, None);

        var first = Assert.Single(await ClaimAsync(LaneQueue.Outbound));
        Assert.Equal("1", first.Text());
        Assert.Equal(CommitResult.Committed, await EndAsync(_store, first));
        Assert.Equal("2", Assert.Single(await ClaimAsync(LaneQueue.Outbound)).Text());
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task No_more_is_handed_over_than_there_are_places_and_neither_what_is_due_later_nor_what_stands_behind_others()
    {
        // Without a sign, which might end the wait.
        await fixture.Server.AdministerAsync(
            $"""
            SET search_path TO {_options.Schema};
            INSERT INTO item (id, queue, lane, order_key, kind, enqueued_at, due_at, payload)
            SELECT gen_random_uuid(), 1, 'behind', 0, 'test', '{_clock.GetUtcNow():O}', '{_clock.GetUtcNow().AddSeconds(5):O}', 'x';
            INSERT INTO lane (queue, lane, claimable_at) SELECT queue, lane, due_at FROM item
            """);
        var waiting = await WaitAsync(LaneQueue.Inbound, places: 2);
        await _store.AppendAsync(
            [_clock.Item("behind", "2"), _clock.Item("later", "x") with { DueIn = TimeSpan.FromSeconds(5) }, _clock.Item("a", "x"), _clock.Item("b", "x"), _clock.Item("c", "x")], None);
        await waiting.WaitAsync(Patience, None);
        Assert.Equal("ada ada", await HoldersAsync());

        var claims = await ClaimAsync(lanes: 2);
        Assert.Equal(["a", "b"], claims.Select(claim => claim.Item.Lane).Order());
        Assert.Equal(["c"], (await ClaimOtherAsync()).Select(claim => claim.Item.Lane));
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task Nothing_is_handed_over_while_somebody_has_their_share()
    {
        var anna = new ItemOwner("T1", "UANNA");
        var shares = PlaceShares.Of(4, 0.5, 1, anna, anna);
        await _store.AppendAsync([_clock.Item("one", "x") with { Owner = anna }], None);
        Assert.Empty(await _store.ClaimAsync(LaneQueue.Inbound, Ada, 2, Lease, shares, None));
        var waiting = _store.WaitForWorkAsync(LaneQueue.Inbound, shares, None).AsTask();
        await _store.AppendAsync([_clock.Item("two", "x") with { Owner = anna }], None);
        await waiting.WaitAsync(Patience, None);
        Assert.Equal("", await HoldersAsync());
    }

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "XP-3")]
    public async Task What_nobody_comes_for_is_given_back_and_in_no_doubt()
    {
        var waiting = await WaitAsync(LaneQueue.Inbound);
        await _store.AppendAsync([_clock.Item("lane", "x")], None);
        await waiting.WaitAsync(Patience, None);
        var hears = _other.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(2));
        await hears.WaitAsync(Patience, None);
        Assert.False(Assert.Single(await ClaimOtherAsync()).Item.InDoubt);
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    [Trait("Req", "RS-3")]
    [Trait("Req", "XP-3")]
    public async Task A_worker_that_stops_gives_back_what_it_did_not_come_for()
    {
        var waiting = await WaitAsync(LaneQueue.Inbound);
        await _store.AppendAsync([_clock.Item("lane", "x")], None);
        await waiting.WaitAsync(Patience, None);
        await _store.DisposeAsync();
        Assert.False(Assert.Single(await ClaimOtherAsync()).Item.InDoubt);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task The_lease_of_what_lay_there_lasts_from_when_its_holder_came()
    {
        var waiting = await WaitAsync(LaneQueue.Inbound);
        await _store.AppendAsync([_clock.Item("lane", "x")], None);
        await waiting.WaitAsync(Patience, None);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        var claim = Assert.Single(await ClaimAsync());
        _clock.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await ClaimOtherAsync());
        Assert.Equal(CommitResult.Committed, await EndAsync(_store, claim));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public void Of_what_is_due_later_a_sign_is_given_while_those_who_heard_the_last_would_come_too_late()
    {
        var signals = new Signals(_clock);
        var wait = TimeSpan.FromMilliseconds(250);
        Assert.True(signals.IsNews(LaneQueue.Inbound, wait));
        signals.Announced(LaneQueue.Inbound, wait);
        Assert.False(signals.IsNews(LaneQueue.Inbound, wait));
        Assert.True(signals.IsNews(LaneQueue.Inbound, TimeSpan.FromMilliseconds(249)));
        Assert.True(signals.IsNews(LaneQueue.Outbound, wait));
        _clock.Advance(TimeSpan.FromMilliseconds(125));
        Assert.False(signals.IsNews(LaneQueue.Inbound, wait));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(signals.IsNews(LaneQueue.Inbound, wait));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task What_no_sign_was_given_for_is_found_when_it_is_due_by_those_who_heard_the_last()
    {
        await using var one = await OpenInRealTimeAsync();
        await using var other = await OpenInRealTimeAsync();
        var found = new List<string>();
        var working = Task.Run(async () =>
        {
            while (found.Count < 20)
            {
                found.AddRange((await other.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None)).Select(claim => claim.Item.Lane));
                if (found.Count < 20)
                    await other.WaitForWorkAsync(LaneQueue.Inbound, None);
            }
        });
        for (var i = 0; i < 20; i++)
            await one.AppendAsync([_clock.Item($"{i}", "x") with { DueIn = TimeSpan.FromMilliseconds(250) }], None);

        // Whoever hears of nothing looks after five seconds.
        await working.WaitAsync(TimeSpan.FromSeconds(4), None);
        Assert.Equal(20, found.Distinct().Count());
    }

    [Fact]
    public void A_pace_lets_a_few_through_at_once_and_keeps_the_others_apart()
    {
        var pace = new Pace(atOnce: 2, apart: TimeSpan.FromMilliseconds(10));
        var now = TimeSpan.FromMinutes(1);
        pace.Take(now);
        Assert.True(pace.Next <= now);
        pace.Take(now);
        Assert.True(pace.Next <= now);
        pace.Take(now);
        Assert.Equal(now + TimeSpan.FromMilliseconds(10), pace.Next);
        pace.Take(now + TimeSpan.FromMilliseconds(10));
        Assert.Equal(now + TimeSpan.FromMilliseconds(20), pace.Next);
    }

    /// <summary>A store that begins to listen wakes everybody, which is to be over.</summary>
    private async Task ListensAsync(PostgresStore store)
    {
        var woken = store.WaitForWorkAsync(LaneQueue.Jobs, None).AsTask();
        await fixture.Server.AdministerAsync($"NOTIFY {Listener.ChannelOf(_options.Schema)}, '{(int)LaneQueue.Jobs}'");
        await woken.WaitAsync(Patience, None);
    }

    /// <summary>Ada has looked and found nothing, and waits.</summary>
    private async Task<Task> WaitAsync(LaneQueue queue, int places = 10)
    {
        Assert.Empty(await ClaimAsync(queue, places));
        return _store.WaitForWorkAsync(queue, None).AsTask();
    }

    private ValueTask<IReadOnlyList<Claim>> ClaimAsync(LaneQueue queue = LaneQueue.Inbound, int lanes = 10) => _store.ClaimAsync(queue, Ada, lanes, Lease, None);

    private ValueTask<IReadOnlyList<Claim>> ClaimOtherAsync() => _other.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None);

    private static ValueTask<CommitResult> EndAsync(PostgresStore store, Claim claim) =>
        store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered }, None);

    private Task<string> HoldersAsync() => fixture.Server.AdministerAsync($"SELECT coalesce(string_agg(worker, ' '), '') FROM {_options.Schema}.lane WHERE held IS NOT NULL");

    private async Task<PostgresStore> OpenInRealTimeAsync()
    {
        var store = new PostgresStore(_options, new DatabaseTime(TimeProvider.System), Microsoft.Extensions.Logging.Abstractions.NullLogger<PostgresStore>.Instance);
        await store.OpenAsync(None);
        return store;
    }
}
