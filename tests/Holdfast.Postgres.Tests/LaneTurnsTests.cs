using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Items;
using Holdfast.Postgres.Addresses;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Postgres.Tests;

/// <summary>What claims cost when very much waits, and when they get nothing.</summary>
public sealed partial class LaneTurnsTests(PostgresFixture fixture) : IAsyncLifetime
{
    private const int Many = 100_000;
    private static readonly WorkerId Ada = new("ada");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresStoreOptions _options = fixture.NewOptions();
    private readonly FakeClock _clock = new();
    private PostgresStore _store = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync() => _store = await PostgresFixture.OpenAsync(_options, _clock);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData("has their share", "4, 1, 1, NULL, '{T1}', '{UANNA}', '{4}', '{NULL}'")]
    [InlineData("is of a workspace that has its share", "1, 0, NULL, 9, '{T1}', '{UDORA}', '{9}', '{NULL}'")]
    [InlineData("has had a turn", "0, 0, NULL, NULL, '{T1}', '{UANNA}', '{0}', '{2026-11-22 13:00Z}'")]
    [Trait("Req", "AS-1")]
    public async Task Behind_a_hundred_thousand_lanes_of_somebody_who_comes_later_another_is_found_without_a_look_at_them(string who, string shares)
    {
        await AppendManyAsync("T1", "UANNA");
        await _store.AppendAsync([_clock.Item("cleos", "x") with { Owner = new ItemOwner("T2", "UCLEO") }], None);
        await SqlAsync($"ANALYZE {_options.Schema}.item; ANALYZE {_options.Schema}.lane");

        var plan = await SqlAsync(
            $"""
            SET search_path TO {_options.Schema};
            EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) SELECT * FROM claim_due(1::smallint, 'ada', 1, interval '30 s', '2026-11-22 14:00Z', 0, {shares}, NULL, NULL)
            """);
        var lane = await SqlAsync($"SELECT string_agg(lane, ' ') FROM {_options.Schema}.lane WHERE held IS NOT NULL");

        Assert.Equal("cleos", lane);

        // To look at each lane would be at least a page each: they are of no use in the order in which they stand.
        Assert.True(PagesOf(plan) < Many / 20, $"Where one {who}: {plan}");
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task Where_hundreds_have_their_share_and_very_many_lanes_the_next_is_found_all_the_same()
    {
        var owners = Enumerable.Range(0, 300).Select(i => new ItemOwner("T1", $"U{i:000}")).ToList();
        foreach (var owner in owners)
            await _store.AppendAsync([.. Enumerable.Range(0, 3).Select(i => _clock.Item($"{owner.User}/{i}", "x") with { Owner = owner })], None);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _store.AppendAsync([_clock.Item("zoes", "x") with { Owner = new ItemOwner("T1", "UZOE") }], None);

        var shares = PlaceShares.Of(301, 0.5, 1, owners);
        Assert.Equal("zoes", Assert.Single(await _store.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, shares, None)).Item.Lane);
        Assert.True(shares.HasPassedOver);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task A_due_lane_that_another_transaction_has_locked_is_not_asked_for_over_and_over()
    {
        await InsertUnheardAsync("locked", "NULL");
        await using var locker = new Npgsql.NpgsqlConnection(DatabaseUrlOf(_options));
        await locker.OpenAsync(None);
        await using var transaction = await locker.BeginTransactionAsync(None);
        await using (var command = new Npgsql.NpgsqlCommand($"SELECT 1 FROM {_options.Schema}.lane FOR UPDATE", locker))
            await command.ExecuteNonQueryAsync(None);

        // Twice at once, since it may have been another worker's claim; then after pauses that grow.
        foreach (var pause in (int[])[0, 50, 100, 200, 400, 500, 500])
        {
            Assert.Empty(await _store.ClaimAsync(LaneQueue.Inbound, Ada, 10, Lease, None));
            var waiting = _store.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask();
            if (pause > 0)
            {
                await _clock.TimerSetAsync(TimeSpan.FromMilliseconds(pause));
                Assert.False(waiting.IsCompleted);
                _clock.Advance(TimeSpan.FromMilliseconds(pause));
            }

            await waiting.WaitAsync(Patience, None);
        }

        // What else comes is not kept waiting by it, and neither is the lane itself once it can be had.
        Assert.Empty(await _store.ClaimAsync(LaneQueue.Inbound, Ada, 10, Lease, None));
        var other = _store.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask();
        await _store.AppendAsync([_clock.Item("other", "x")], None);
        await other.WaitAsync(Patience, None);
        await transaction.RollbackAsync(None);
        Assert.Equal(2, (await _store.ClaimAsync(LaneQueue.Inbound, Ada, 10, Lease, None)).Count);
    }

    [Fact]
    [Trait("Req", "AS-1")]
    public async Task What_falls_due_while_lanes_are_passed_over_is_waited_for_to_the_millisecond()
    {
        var (anna, bert) = (new ItemOwner("T1", "UANNA"), new ItemOwner("T1", "UBERT"));
        await InsertUnheardAsync("annas", $"'{anna.User}'");
        await InsertUnheardAsync("berts", $"'{bert.User}'", dueIn: 30);
        var shares = PlaceShares.Of(4, 0.5, 1, anna, anna);
        Assert.Empty(await _store.ClaimAsync(LaneQueue.Inbound, Ada, 2, Lease, shares, None));
        var waiting = _store.WaitForWorkAsync(LaneQueue.Inbound, shares, None).AsTask();
        await _clock.TimerSetAsync(TimeSpan.FromMilliseconds(30));
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        await waiting.WaitAsync(Patience, None);
        Assert.Equal("berts", Assert.Single(await _store.ClaimAsync(LaneQueue.Inbound, Ada, 2, Lease, shares, None)).Item.Lane);
    }

    /// <summary>Appends without a sign to anybody: one that comes late would end a wait.</summary>
    private Task<string> InsertUnheardAsync(string lane, string user, int dueIn = 0) => SqlAsync(
        $"""
        SET search_path TO {_options.Schema};
        INSERT INTO item (id, queue, lane, order_key, kind, enqueued_at, due_at, payload, team, "user")
        SELECT gen_random_uuid(), 1, '{lane}', 0, 'test', '{_clock.GetUtcNow():O}', '{_clock.GetUtcNow().AddMilliseconds(dueIn):O}', 'x', CASE WHEN {user} IS NOT NULL THEN 'T1' END, {user};
        INSERT INTO lane (queue, lane, claimable_at, team, "user") SELECT queue, lane, due_at, team, "user" FROM item WHERE lane = '{lane}'
        """);

    private static string DatabaseUrlOf(PostgresStoreOptions options) => DatabaseUrl.Parse(options.Url!).Settings.ConnectionString;

    private Task<string> SqlAsync(string sql) => fixture.Server.AdministerAsync(sql);

    private Task<string> AppendManyAsync(string team, string user) => SqlAsync(
        $"""
        SET search_path TO {_options.Schema};
        INSERT INTO item (id, queue, lane, order_key, kind, enqueued_at, due_at, payload, team, "user")
        SELECT gen_random_uuid(), 1, 'lane' || i, 0, 'test', '2026-11-22 11:00Z', '2026-11-22 11:00Z', '', '{team}', '{user}' FROM generate_series(1, {Many}) i;
        INSERT INTO lane (queue, lane, claimable_at, team, "user") SELECT queue, lane, due_at, team, "user" FROM item
        """);

    private static int PagesOf(string plan) => int.Parse(Hit().Match(plan).Groups["pages"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Buffers: shared hit=(?<pages>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hit();
}
