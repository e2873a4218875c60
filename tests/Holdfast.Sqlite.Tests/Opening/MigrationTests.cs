using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Microsoft.Data.Sqlite;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests.Opening;

/// <summary>A file that an earlier version wrote.</summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly StoreFolder _folder = new();
    private readonly ItemId _ended = new(Guid.Parse("01900000-0000-7000-8000-000000000001"));
    private readonly ItemId _open = new(Guid.Parse("01900000-0000-7000-8000-000000000002"));
    private readonly ItemId _delivery = new(Guid.Parse("01900000-0000-7000-8000-000000000003"));

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "SE-6")]
    public async Task A_file_of_schema_1_is_taken_over_with_everything_in_it()
    {
        MakeSchema1();
        await using var store = _folder.Open();
        Assert.False(store.IsNew);

        var ended = new RunRecord
        {
            Id = _ended, Conversation = "T1/C1/1.0", User = "U1", Status = RunStatus.Completed, StartedAt = Then, EndedAt = Then + TimeSpan.FromSeconds(5),
            ExpiresAt = Then + TimeSpan.FromSeconds(5) + TimeSpan.FromHours(1), Starts = 1, Model = "m", InputTokens = 3, OutputTokens = 4,
        };
        var open = new RunRecord { Id = _open, Conversation = "T1/C1/1.0", User = "U2", Status = RunStatus.Running, StartedAt = Then, Starts = 2, Error = "e" };
        Assert.Equal(ended, await store.GetRunAsync(_ended, None));
        Assert.Equal(open, await store.GetOpenRunAsync("T1/C1/1.0", None));
        Assert.Equal([open, ended], await store.GetRecentRunsAsync("T1/C1", 10, None));

        var step = new RunStep { Run = _ended, Number = 1, Kind = "model", Name = "m", StartedAt = Then, Duration = TimeSpan.FromMilliseconds(7), Output = "hello" };
        Assert.Equal([step], await store.GetStepsAsync(_ended, None));
        Assert.Equal([new StepOutline(step with { Output = "he" }, 0, 5)], await store.GetStepOutlinesAsync(_ended, 0, 10, 2, None));
        Assert.Equal([new DeliveryReceipt(_delivery, _ended, "C1", "1.1", Then)], await store.GetDeliveredAsync(_ended, 10, None));
        Assert.Equal("hi", Assert.Single(await store.GetTurnsAsync("T1/C1/1.0", Then, 10, None)).Content);
        Assert.Equal("x", Assert.Single(await ClaimAsync(store)).Text());
        Assert.Equal([AppendResult.Duplicate], await store.AppendAsync([_folder.Clock.Item("a", "x", "k")], None));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task What_had_ended_under_schema_1_is_swept_in_its_time()
    {
        MakeSchema1();
        await using var store = _folder.Open();
        await SweepAsync(store, Then + TimeSpan.FromHours(1));
        Assert.NotNull(await store.GetRunAsync(_ended, None));
        await SweepAsync(store, Then + TimeSpan.FromHours(2));
        Assert.Null(await store.GetRunAsync(_ended, None));
        Assert.Empty(await store.GetDeliveredAsync(_ended, 10, None));
        Assert.NotNull(await store.GetRunAsync(_open, None));
    }

    [Fact]
    public async Task A_migrated_file_takes_everything_that_a_new_one_does()
    {
        MakeSchema1();
        await using var store = _folder.Open();
        var claim = Assert.Single(await ClaimAsync(store));
        await store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Settings = [new SettingChange(SettingKeys.Pause, "U1")] }, None);
        Assert.Equal("U1", await store.GetSettingAsync(SettingKeys.Pause, None));
        Assert.Equal(0, await store.CountPendingApprovalsAsync(None) + await store.CountOpenJobsAsync(None));
    }

    [Fact]
    [Trait("Req", "SE-6")]
    [Trait("Req", "RS-14")]
    public async Task What_was_scheduled_under_schema_2_is_handed_out_when_it_is_due_and_in_that_order()
    {
        MakeSchema1();
        var now = _folder.Clock.GetUtcNow();
        using (var connection = Open(_folder.Data))
        {
            Execute(connection, Script("002_tools.sql"));
            Execute(
                connection,
                $"""
                PRAGMA user_version = 2;
                INSERT INTO item VALUES (2, x'{_ended}', 5, 'a', 7, 'test', NULL, {now.ToMicroseconds()}, {(now + TimeSpan.FromSeconds(20)).ToMicroseconds()}, 0, 0, NULL, NULL, x'32');
                INSERT INTO item VALUES (3, x'{_delivery}', 5, 'a', 9, 'test', NULL, {now.ToMicroseconds()}, {(now + TimeSpan.FromSeconds(10)).ToMicroseconds()}, 0, 0, NULL, NULL, x'31');
                INSERT INTO dead_letter VALUES (4, x'{_open}', 5, 'a', 9, 'test', NULL, {now.ToMicroseconds()}, 0, 0, NULL, 'e', {now.ToMicroseconds()}, x'30');
                """);
        }

        await using var store = _folder.Open();
        Assert.Equal(0, await store.CountPendingTimersAsync(None));
        Assert.Empty(await ClaimAsync(store, LaneQueue.Scheduled));
        Assert.True(await store.ReplayAsync(_open, None));
        _folder.Clock.Advance(TimeSpan.FromSeconds(20));
        foreach (var text in (string[])["0", "1", "2"])
        {
            var claim = Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled));
            Assert.Equal(text, claim.Text());
            await CommitAsync(store, claim, ItemOutcome.Answered);
        }
    }

    [Fact]
    [Trait("Req", "SE-6")]
    [Trait("Req", "RS-14")]
    public async Task What_waited_under_schema_3_waits_on_with_all_that_belongs_to_it_and_is_nobodys()
    {
        MakeSchema1();
        var now = _folder.Clock.GetUtcNow();
        using (var connection = Open(_folder.Data))
        {
            Execute(connection, Script("002_tools.sql"));
            Execute(connection, Script("003_timers.sql"));
            Execute(
                connection,
                $"""
                PRAGMA user_version = 3;
                INSERT INTO item VALUES (7, x'{_delivery}', 2, 'out', 3, 'delivery', 'key', {now.ToMicroseconds()}, {now.ToMicroseconds()}, 2, 1, 'trace', 'error', zeroblob(100000));
                INSERT INTO item VALUES (8, x'{_ended}', 5, 'timer', {(now + TimeSpan.FromSeconds(10)).ToMicroseconds()}, 'alarm', NULL, {now.ToMicroseconds()}, {(now + TimeSpan.FromSeconds(10)).ToMicroseconds()}, 0, 0, NULL, NULL, x'31');
                INSERT INTO dead_letter VALUES (4, x'{_open}', 1, 'dead', 9, 'test', NULL, {now.ToMicroseconds()}, 0, 0, NULL, 'e', {now.ToMicroseconds()}, x'30');
                """);
        }

        await using var store = _folder.Open();
        var claim = Assert.Single(await ClaimAsync(store, LaneQueue.Outbound));
        Assert.Equal(
            (7L, _delivery, "out", 3L, "delivery", "key", 2, true, "trace", now, (ItemOwner?)null, 100_000),
            (claim.Item.Sequence, claim.Item.Id, claim.Item.Lane, claim.Item.OrderKey, claim.Item.Kind, claim.Item.DedupeKey, claim.Item.Attempt, claim.Item.InDoubt,
                claim.Item.TraceParent, claim.Item.EnqueuedAt, claim.Item.Owner, claim.Item.Payload.Length));
        Assert.Null(Assert.Single(await store.GetDeadLettersAsync(10, None)).Item.Owner);
        Assert.True(await store.ReplayAsync(_open, None));
        Assert.Equal(["0", "x"], (await ClaimAsync(store)).Select(replayed => replayed.Text()).Order());
        _folder.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("1", Assert.Single(await ClaimAsync(store, LaneQueue.Scheduled)).Text());
    }

    private static string Script(string name)
    {
        using var script = new StreamReader(typeof(SqliteStore).Assembly.GetManifestResourceStream($"Holdfast.Sqlite.Schema.{name}")!);
        return script.ReadToEnd();
    }

    private static async Task SweepAsync(SqliteStore store, DateTimeOffset cutoff)
    {
        while (await store.SweepAsync(new SweepCutoffs(cutoff, cutoff, cutoff, cutoff, cutoff, 100), None))
        {
        }
    }

    private void MakeSchema1()
    {
        Directory.CreateDirectory(_folder.Data);
        using var connection = Open(_folder.Data);
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, Script("001_initial.sql"));
        var at = Then.ToMicroseconds();
        Execute(
            connection,
            $"""
            PRAGMA user_version = 1;
            INSERT INTO run VALUES (x'{_ended}', 'T1/C1/1.0', 'U1', 2, {at}, {at + 5_000_000}, 1, 'm', 3, 4, NULL);
            INSERT INTO run VALUES (x'{_open}', 'T1/C1/1.0', 'U2', 1, {at}, NULL, 2, NULL, NULL, NULL, 'e');
            INSERT INTO run_step VALUES (x'{_ended}', 1, 'model', 'm', {at}, 7000, NULL, 'hello');
            INSERT INTO delivery VALUES (x'{_ended}', x'{_delivery}', 'C1', '1.1', {at});
            INSERT INTO turn VALUES (1, 'T1/C1/1.0', 'user', 'hi', {at});
            INSERT INTO receipt VALUES ('k', {at}, NULL, NULL);
            INSERT INTO item VALUES (1, x'{_open}', 1, 'a', 0, 'test', 'k', {at}, {at}, 0, 0, NULL, NULL, x'78');
            """);
    }

    private static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "holdfast.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
