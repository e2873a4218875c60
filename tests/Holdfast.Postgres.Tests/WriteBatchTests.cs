using System.Globalization;
using Holdfast.Items;
using Holdfast.Postgres.Addresses;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Holdfast.Postgres.Tests;

/// <summary>Commits that meet others, in a transaction of their own or in the same.</summary>
public sealed class WriteBatchTests(PostgresFixture fixture) : IAsyncLifetime
{
    private static readonly WorkerId Ada = new("ada");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresStoreOptions _options = fixture.NewOptions();
    private readonly TimeProvider _ids = TimeProvider.System;
    private PostgresStore _store = null!;

    private static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        _store = new PostgresStore(_options, new DatabaseTime(TimeProvider.System), NullLogger<PostgresStore>.Instance);
        await _store.OpenAsync(None);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task A_commit_waits_for_whoever_is_about_to_take_its_lane_and_is_refused_when_they_have()
    {
        var claim = await ClaimOneAsync();
        await using var other = await ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(None);
        await ExecuteAsync(other, $"UPDATE {_options.Schema}.lane SET worker = 'bob', fence = nextval('{_options.Schema}.fence')");

        var commit = _store.CommitAsync(Ends(claim), None).AsTask();
        await BlockedAsync(other, 1);
        await transaction.CommitAsync(None);

        Assert.Equal(CommitResult.LostLease, await commit.WaitAsync(Patience, None));
        Assert.True(await _store.IsHeldAsync(LaneQueue.Inbound, "lane", None));
        Assert.Empty(await _store.ClaimAsync(LaneQueue.Outbound, Ada, 10, Lease, None));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Records_are_locked_in_one_order_for_all_workers_whatever_the_order_they_were_changed_in()
    {
        var claim = await ClaimOneAsync();
        var (first, second) = (new RecordKey("test", "a"), new RecordKey("test", "b"));
        await _store.CommitAsync(Transition.Of(claim, ItemOutcome.Checkpoint) with { Records = [first.With("1"), second.With("1")] }, None);
        await using var other = await ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(None);
        await ExecuteAsync(other, $"SELECT 1 FROM {_options.Schema}.record WHERE name = 'a' FOR UPDATE");

        var commit = _store.CommitAsync(Transition.Of(claim, ItemOutcome.Answered) with { Records = [second.With("2"), first.With("2"), first.With("3")] }, None).AsTask();
        await BlockedAsync(other, 1);
        await ExecuteAsync(other, $"SELECT 1 FROM {_options.Schema}.record WHERE name = 'b' FOR UPDATE NOWAIT");
        await transaction.CommitAsync(None);
        await commit.WaitAsync(Patience, None);
        Assert.Equal(("3", "2"), (await _store.GetValueAsync(first, None), await _store.GetValueAsync(second, None)));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    public async Task Of_a_lane_that_two_workers_begin_at_once_the_first_item_waits_for_nothing_that_the_other_said()
    {
        var (anna, bert) = (new ItemOwner("T1", "UANNA"), new ItemOwner("T1", "UBERT"));
        await using var other = await ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(None);
        await ExecuteAsync(
            other,
            $"""
            SET LOCAL search_path TO {_options.Schema};
            INSERT INTO item (id, queue, lane, order_key, kind, enqueued_at, due_at, payload, team, "user")
            VALUES (gen_random_uuid(), {(int)LaneQueue.Inbound}, 'lane', 1, 'test', now(), now(), 'x', '{anna.Team}', '{anna.User}');
            INSERT INTO lane (queue, lane, claimable_at, team, "user") VALUES ({(int)LaneQueue.Inbound}, 'lane', now(), '{anna.Team}', '{anna.User}');
            """);

        var append = _store.AppendAsync([_ids.Item("lane", "y") with { OrderKey = 2, Owner = bert, DueIn = TimeSpan.FromMinutes(5) }], None).AsTask();
        await BlockedAsync(other, 1);
        await transaction.CommitAsync(None);
        await append.WaitAsync(Patience, None);

        Assert.Equal(anna, Assert.Single(await _store.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, None)).Item.Owner);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task Of_two_ends_of_one_claim_in_the_same_transaction_the_second_is_refused()
    {
        var claim = await ClaimOneAsync();
        await using var other = await ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(None);
        await ExecuteAsync(other, $"LOCK TABLE {_options.Schema}.item IN ACCESS EXCLUSIVE MODE");

        // Each of the writers has something to wait for; what comes then gathers.
        var noise = new List<Task>();
        for (var writer = 1; writer <= 3; writer++)
        {
            noise.Add(_store.AppendAsync([_ids.Item($"noise {writer}", "x")], None).AsTask());
            await BlockedAsync(other, writer);
        }

        Task<CommitResult>[] ends = [_store.CommitAsync(Ends(claim), None).AsTask(), _store.CommitAsync(Ends(claim), None).AsTask()];
        await transaction.RollbackAsync(None);

        Assert.Equal([CommitResult.Committed, CommitResult.LostLease], await Task.WhenAll(ends).WaitAsync(Patience, None));
        Assert.Single(await _store.ClaimAsync(LaneQueue.Outbound, Ada, 10, Lease, None));
        await Task.WhenAll(noise).WaitAsync(Patience, None);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task Of_commits_whose_outcome_is_unknown_those_are_repeated_that_can_be_made_once_only()
    {
        var claim = await ClaimOneAsync();

        // Every other commit that appends something breaks its connection instead of an answer.
        await using var connection = await ConnectAsync();
        await ExecuteAsync(
            connection,
            $"""
            SET search_path TO {_options.Schema};
            CREATE SEQUENCE commits;
            CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('{_options.Schema}.commits') % 2 = 1 THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                    PERFORM pg_sleep(60);
                END IF;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut();
            """);

        // A second time these would be doubled: whoever asked for them is told, and knows what to do.
        NewItem nameless = _ids.Item("a", "x"), named = _ids.Item("b", "x", "key");
        await UnknownAsync(async () => await _store.AppendAsync([nameless], None));
        Assert.Equal([AppendResult.Appended], await _store.AppendAsync([nameless], None));
        await UnknownAsync(async () => await _store.CommitAsync(Ends(claim) with { Outcome = ItemOutcome.Checkpoint }, None));
        Assert.Equal(CommitResult.Committed, await _store.CommitAsync(Ends(claim) with { Outcome = ItemOutcome.Checkpoint }, None));
        Assert.Equal(4, await CommitsAsync());

        Assert.Equal([AppendResult.Appended], await _store.AppendAsync([named], None));
        Assert.Equal(CommitResult.Committed, await _store.CommitAsync(Ends(claim), None));
        Assert.Equal(8, await CommitsAsync());

        async Task UnknownAsync(Func<Task> write) => Assert.True((await Assert.ThrowsAsync<StoreException>(write)).IsTransient);

        async Task<int> CommitsAsync() => int.Parse(await fixture.Server.AdministerAsync($"SELECT last_value FROM {_options.Schema}.commits"), CultureInfo.InvariantCulture);
    }

    private async Task<Claim> ClaimOneAsync()
    {
        await _store.AppendAsync([_ids.Item("lane", "x")], None);
        return Assert.Single(await _store.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, None));
    }

    private Transition Ends(Claim claim) =>
        new() { Claim = claim, Outcome = ItemOutcome.Answered, Append = [_ids.Item("out", "reply") with { Queue = LaneQueue.Outbound }] };

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(DatabaseUrl.Parse(_options.Url!).Settings.ConnectionString);
        await connection.OpenAsync(None);
        return connection;
    }

    /// <summary>Returns when so many wait for a connection's locks.</summary>
    private async Task BlockedAsync(NpgsqlConnection by, int many)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await fixture.Server.AdministerAsync($"SELECT count(*) FROM pg_stat_activity WHERE {by.ProcessID} = ANY (pg_blocking_pids(pid))") != $"{many}")
            await Task.Delay(10, patience.Token);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(None);
    }
}
