using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Rates;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Storage.Copying;
using Holdfast.Testing;
using Holdfast.Testing.Servers;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Holdfast.Postgres.Tests;

/// <summary>What comes of there being several workers, in the database's own time.</summary>
public sealed class PostgresStoreTests(PostgresFixture fixture) : IAsyncLifetime
{
    private static readonly WorkerId Ada = new("ada");
    private static readonly WorkerId Bob = new("bob");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PostgresStoreOptions _options = fixture.NewOptions();
    private readonly List<PostgresStore> _stores = [];
    private readonly FakeClock _ids = new();

    private static CancellationToken None => CancellationToken.None;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
    }

    /// <summary>A supervisor does not start again what ended for good: a database that failed over during the start kept the worker down.</summary>
    [Fact]
    [Trait("Req", "RS-6")]
    public async Task What_a_database_cannot_do_at_the_moment_of_a_start_may_be_tried_again()
    {
        var standby = fixture.NewOptions();
        standby = new PostgresStoreOptions { Url = $"{standby.Url}?options=-c%20default_transaction_read_only%3Don", Schema = standby.Schema, MaxConnections = 10 };
        await using var store = new PostgresStore(standby, _ids, () => _ids.GetUtcNow(), NullLogger.Instance);

        var error = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(None));

        Assert.Contains("it takes no writes, being a standby", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task An_append_wakes_another_worker_at_once()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        var waiting = other.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask();
        await one.AppendAsync([_ids.Item("lane", "x")], None);
        await waiting.WaitAsync(TimeSpan.FromSeconds(4));
        Assert.Single(await other.ClaimAsync(LaneQueue.Inbound, Bob, 10, Lease, None));
        Assert.Empty(await one.ClaimAsync(LaneQueue.Inbound, Ada, 10, Lease, None));
    }

    [Fact]
    [Trait("Req", "AS-2")]
    [Trait("Req", "RS-3")]
    public async Task Many_claims_at_once_hand_every_lane_to_one_worker()
    {
        var stores = new[] { await OpenAsync(), await OpenAsync(), await OpenAsync() };
        await stores[0].AppendAsync([.. Enumerable.Range(0, 300).SelectMany(i => (NewItem[])[_ids.Item($"lane{i}", "1"), _ids.Item($"lane{i}", "2")])], None);
        var claims = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => stores[i % 3].ClaimAsync(LaneQueue.Inbound, new WorkerId($"w{i}"), 20, Lease, None).AsTask()));
        var lanes = claims.SelectMany(claimed => claimed).Select(claim => claim.Item.Lane).ToList();
        Assert.Equal(lanes.Count, lanes.Distinct().Count());

        // Who is quick may pass those by that another is just about to take, but never all of them.
        Assert.InRange(lanes.Count, 100, 300);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task A_worker_that_hung_past_its_lease_cannot_write_over_the_next()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        await one.AppendAsync([_ids.Item("lane", "x")], None);
        var hung = Assert.Single(await one.ClaimAsync(LaneQueue.Inbound, Ada, 1, TimeSpan.FromMilliseconds(50), None));
        IReadOnlyList<Claim> taken = [];
        while (taken.Count == 0)
        {
            await other.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask().WaitAsync(Patience);
            taken = await other.ClaimAsync(LaneQueue.Inbound, Bob, 1, Lease, None);
        }

        Assert.True(taken[0].Item.InDoubt);
        Assert.False(await one.RenewAsync(hung, Lease, None));
        Assert.Equal(CommitResult.LostLease, await one.CommitAsync(new Transition { Claim = hung, Outcome = ItemOutcome.Answered, Append = [_ids.Item("out", "y")] }, None));
        Assert.Equal(CommitResult.Committed, await other.CommitAsync(new Transition { Claim = taken[0], Outcome = ItemOutcome.Answered }, None));
        Assert.Equal(0, (await other.GetQueueStatsAsync(None)).Sum(queue => queue.Items));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait("Req", "CX-11")]
    public async Task A_worker_whose_clock_is_an_hour_off_follows_the_databases(int hours)
    {
        var clock = new DatabaseTime(new Skewed(TimeSpan.FromHours(hours)));
        var wrong = await OpenAsync(clock);
        var right = await OpenAsync();
        Assert.InRange(clock.Offset + TimeSpan.FromHours(hours), TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(5));

        NewItem At(string lane, TimeSpan from) => _ids.Item(lane, "x") with { Queue = LaneQueue.Scheduled, DueAt = clock.GetUtcNow() + from };
        await wrong.AppendAsync([At("later", TimeSpan.FromMinutes(5)), At("now", TimeSpan.FromSeconds(-10))], None);
        Assert.Equal("now", Assert.Single(await right.ClaimAsync(LaneQueue.Scheduled, Bob, 10, Lease, None)).Item.Lane);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait("Req", "CX-11")]
    public async Task A_worker_whose_clock_steps_an_hour_in_the_middle_puts_nothing_to_sleep_and_hurries_nothing(int hours)
    {
        var machine = new Skewed(TimeSpan.Zero);
        var worker = await OpenAsync(new DatabaseTime(machine));
        var waiting = worker.WaitForWorkAsync(LaneQueue.Outbound, None).AsTask();
        await worker.AppendAsync([_ids.Item("tried", "x"), _ids.Item("tried later", "x")], None);
        var claims = (await worker.ClaimAsync(LaneQueue.Inbound, Ada, 10, Lease, None)).ToDictionary(claim => claim.Item.Lane);
        machine.By = TimeSpan.FromHours(hours);

        ItemOutcome After(TimeSpan wait) => new ItemOutcome.Retry(wait, "e", CountsAsAttempt: true, InDoubt: false);
        await worker.CommitAsync(new Transition { Claim = claims["tried"], Outcome = After(TimeSpan.FromMilliseconds(50)) }, None);
        await worker.CommitAsync(new Transition { Claim = claims["tried later"], Outcome = After(TimeSpan.FromMinutes(5)) }, None);
        await worker.AppendAsync(
            [_ids.Item("settling", "x") with { DueIn = TimeSpan.FromMilliseconds(50) }, _ids.Item("settling long", "x") with { DueIn = TimeSpan.FromMinutes(5) }], None);
        var handed = new List<string>();
        while (handed.Count < 2)
        {
            await worker.WaitForWorkAsync(LaneQueue.Inbound, None).AsTask().WaitAsync(Patience);
            handed.AddRange((await worker.ClaimAsync(LaneQueue.Inbound, Ada, 10, Lease, None)).Select(claim => claim.Item.Lane));
        }

        Assert.Equal(["settling", "tried"], handed.Order());

        var call = new RateLimitedCall("T1", "chat.postMessage", "C1");
        Assert.InRange(await worker.Rates.CloseAsync(call, TimeSpan.FromSeconds(100), None), TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(100));
        Assert.InRange((await worker.Rates.TryEnterAsync(call, None))!.Value, TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(101));
        await worker.AppendAsync([_ids.Item("reply", "x") with { Queue = LaneQueue.Outbound, DueIn = TimeSpan.FromMilliseconds(50) }], None);
        await waiting.WaitAsync(Patience);
    }

    [Fact]
    [Trait("Req", "RS-17")]
    public async Task An_announced_record_that_one_worker_changes_the_others_hear_of()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        await other.WaitForChangeAsync(None);
        await one.AppendAsync([_ids.Item("lane", "x")], None);
        var claim = Assert.Single(await one.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, None));
        var run = ItemId.New(_ids);
        await one.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Records = [new RecordKey("stop", run).With("U1") with { IsAnnounced = true }] }, None);
        await other.WaitForChangeAsync(None).AsTask().WaitAsync(Patience);
        Assert.Equal([run.ToString()], (await other.FindRecordsAsync(new RecordQuery("stop"), 10, None)).Select(record => record.Key.Name));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Workers_see_each_other_until_they_leave()
    {
        var store = await OpenAsync();
        var now = DateTimeOffset.UtcNow;
        await store.BeatAsync(new WorkerRecord(Ada, "1", now, now, 3), None);
        await store.BeatAsync(new WorkerRecord(Bob, "1", now.AddSeconds(1), now, 0), None);
        Assert.Equal([(Ada, 3), (Bob, 0)], (await store.GetWorkersAsync(None)).Select(worker => (worker.Id, worker.InHand)));
        await store.LeaveAsync(Ada, None);
        Assert.Equal([Bob], (await store.GetWorkersAsync(None)).Select(worker => worker.Id));
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Fences_grow_over_workers_and_in_a_new_schema_begin_past_those_of_any_store_before()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        var fences = new List<long> { (DateTimeOffset.UtcNow - TimeSpan.FromMinutes(10) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond };
        for (var i = 0; i < 4; i++)
        {
            var worker = i % 2 == 0 ? one : other;
            await worker.AppendAsync([_ids.Item("lane", "x")], None);
            var claim = Assert.Single(await worker.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, None));
            fences.Add(claim.Fence);
            await worker.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered }, None);
        }

        Assert.Equal(fences.Distinct().Order(), fences);
        Assert.True(fences[^1] < 1L << 53, "Scripts in Redis count in floating point.");
    }

    [Fact]
    [Trait("Req", "CX-2")]
    public async Task After_a_copy_fences_are_higher_than_those_of_the_folder_whenever_the_tables_were_made()
    {
        var store = await OpenAsync();
        var ofFolder = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        await store.FillAsync([], None);
        await store.AppendAsync([_ids.Item("lane", "x")], None);
        Assert.InRange(Assert.Single(await store.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, None)).Fence, ofFolder, long.MaxValue);
    }

    [Fact]
    [Trait("Req", "CX-4")]
    public async Task Workers_that_start_at_once_make_the_tables_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync()));
        Assert.Equal(1, stores.Count(store => store.IsNew));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_start_that_died_between_two_scripts_is_finished_by_the_next()
    {
        var scripts = SchemaScripts.Of(typeof(PostgresStore).Assembly).ToList();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = fixture.Server.Port, Username = PostgresServer.User, Password = PostgresServer.Password, Database = "holdfast", Pooling = false,
        });
        for (var done = 1; done <= scripts.Count; done++)
        {
            var options = fixture.NewOptions();
            await using (var command = source.CreateCommand(
                $"""
                CREATE SCHEMA {options.Schema}; SET search_path TO {options.Schema}; {string.Join('\n', scripts.Take(done).Select(script => script.Sql))};
                INSERT INTO fact (name, value) VALUES ('schema', '{scripts[done - 1].Number}')
                """))
            {
                await command.ExecuteNonQueryAsync();
            }

            await using var store = new PostgresStore(options, TimeProvider.System, static () => null, NullLogger.Instance);
            await store.OpenAsync(None);
            await store.AppendAsync([_ids.Item("lane", "x")], None);
            Assert.Single(await store.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, None));
        }
    }

    [Fact]
    [Trait("Req", "XP-8")]
    public async Task Keys_of_any_length_and_any_text_are_taken()
    {
        var store = await OpenAsync();
        var key = new string('k', 100_000);
        Assert.Equal([AppendResult.Appended, AppendResult.Duplicate], await store.AppendAsync([_ids.Item("a", "x", key), _ids.Item("b", "x", key)], None));
        Assert.Equal([AppendResult.Appended], await store.AppendAsync([_ids.Item("a", "x", "\ud800 and \0")], None));
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task What_is_delivered_after_a_copy_stands_behind_what_was_delivered_before_it()
    {
        var store = await OpenAsync();
        var cause = ItemId.New(_ids);
        object?[] delivered =
        [
            cause.Value.ToByteArray(bigEndian: true), ItemId.New(_ids).Value.ToByteArray(bigEndian: true), "C1", "first", _ids.GetUtcNow().ToUnixTimeMilliseconds() * 1_000, 50L,
        ];
        await store.FillAsync([new StoreTable("delivery", ["cause", "id", "channel", "ts", "delivered_at", "sequence"], [delivered])], None);

        await store.AppendAsync([_ids.Item("out", "x")], None);
        var claim = Assert.Single(await store.ClaimAsync(LaneQueue.Inbound, Ada, 1, Lease, None));
        var second = new DeliveryReceipt(claim.Item.Id, cause, "C1", "second", _ids.GetUtcNow());
        await store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Delivered = second }, None);

        Assert.Equal(["first", "second"], (await store.GetDeliveredAsync(cause, 10, None)).Select(receipt => receipt.Ts));
    }

    private async Task<PostgresStore> OpenAsync(DatabaseTime? clock = null)
    {
        var store = new PostgresStore(_options, clock ?? new DatabaseTime(TimeProvider.System), NullLogger<PostgresStore>.Instance);
        lock (_stores)
            _stores.Add(store);
        await store.OpenAsync(None);
        return store;
    }

    private sealed class Skewed(TimeSpan by) : TimeProvider
    {
        public TimeSpan By { get; set; } = by;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }
}
