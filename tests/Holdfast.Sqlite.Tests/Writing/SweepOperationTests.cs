using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Writing;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Holdfast.Timers;
using Microsoft.Data.Sqlite;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests.Writing;

public sealed class SweepOperationTests : IDisposable
{
    private const int Old = 5_000;
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "RS-16")]
    [Trait("Req", "VF-5")]
    public async Task What_has_passed_its_retention_goes_in_slices_until_nothing_of_it_is_left()
    {
        await using var store = _folder.Open();
        await FinishAsync(store, Old, "old");
        _folder.Clock.Advance(TimeSpan.FromHours(2));
        var cutoff = _folder.Clock.GetUtcNow();
        await FinishAsync(store, 10, "new");
        await store.AppendAsync([_folder.Clock.Item("pending", "x", "pending")], CancellationToken.None);

        var slices = 0;
        var left = Old + 10L;
        var more = true;
        while (more)
        {
            more = await store.SweepAsync(new SweepCutoffs(cutoff, cutoff, cutoff, cutoff, 100), CancellationToken.None);
            slices++;
            var runs = Count("run");
            Assert.InRange(left - runs, 0, 100);
            Assert.Equal(runs, Count("run_step"));
            left = runs;
        }

        Assert.InRange(slices, Old / 100, Old / 100 + 2);
        Assert.Equal((10L, 10L, 10L, 11L), (Count("run"), Count("run_step"), Count("turn"), Count("receipt")));
    }

    [Fact]
    [Trait("Req", "RS-16")]
    public async Task Timers_that_have_ended_go_in_slices_and_pending_ones_stay()
    {
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "x")], CancellationToken.None);
        var claim = Assert.Single(await ClaimAsync(store));
        var now = _folder.Clock.GetUtcNow();
        var timers = Enumerable.Range(0, 2_510).Select(i => new TimerRecord
        {
            Id = ItemId.New(_folder.Clock), Team = "T", User = "U", Conversation = "c", Zone = "UTC", DueAt = now, CreatedAt = now,
            Status = i < 10 ? TimerStatus.Pending : TimerStatus.Rung, EndedAt = i < 10 ? null : now,
        });
        await store.CommitAsync(new Transition { Claim = claim, Outcome = ItemOutcome.Answered, Records = [.. timers.Select(timer => timer.ToRecord())] }, CancellationToken.None);

        var cutoff = now + TimeSpan.FromSeconds(1);
        var left = new List<long>();
        while (await store.SweepAsync(new SweepCutoffs(now, now, now, now, 100) { Records = [new RecordCutoff(TimerRecords.Kind.Name, cutoff)] }, CancellationToken.None))
            left.Add(Count("record"));
        Assert.Equal([1_510L, 510, 10], left);
        Assert.Equal(10, Count("record"));
    }

    /// <summary>What is to go is looked for before the writer's turn comes.</summary>
    [Fact]
    [Trait("Req", "RS-16")]
    public async Task What_has_come_to_be_kept_since_it_was_looked_for_stays()
    {
        var now = _folder.Clock.GetUtcNow();
        var orphans = new List<(ItemId Cause, ItemId Id)>();
        await using (var store = _folder.Open())
        {
            await store.AppendAsync([.. Enumerable.Range(0, 3).Select(i => _folder.Clock.Item($"{i}", "x"))], CancellationToken.None);
            var claims = await ClaimAsync(store);
            for (var i = 0; i < 3; i++)
            {
                var cause = ItemId.New(_folder.Clock);
                orphans.Add((cause, claims[i].Item.Id));
                var ends = new Transition
                {
                    Claim = claims[i],
                    Outcome = ItemOutcome.Answered,
                    Delivered = new DeliveryReceipt(claims[i].Item.Id, cause, "C1", "1.1", now),
                    Turns = [new NewTurn($"conversation {i}", new Turn(Turn.User, "x"))],
                    Run = i != 1 ? null : new RunRecord { Id = cause, Conversation = "c", User = "u", Status = RunStatus.Running, StartedAt = now },
                    Records = i != 2 ? [] : [new RecordKey("kind", cause).With("x")],
                };
                await store.CommitAsync(ends, CancellationToken.None);
                _folder.Clock.Advance(TimeSpan.FromHours(1));
            }
        }

        using var connection = new DatabaseFile(_folder.Data).OpenWriter();
        using var writer = new GroupCommit(connection, static () => null);
        var cutoff = now + TimeSpan.FromMinutes(90);
        var slice = new SweepSlice(orphans, ["conversation 0", "conversation 1", "conversation 2"], []);
        await writer.WriteAsync(new SweepOperation(new SweepCutoffs(now, now, cutoff, cutoff, 100), slice));

        // Of the deliveries that of the run and that of the record; of the conversations the one in which something was said meanwhile.
        Assert.Equal((2L, 1L), (Count("delivery"), Count("turn")));
    }

    private async Task FinishAsync(SqliteStore store, int count, string name)
    {
        await store.AppendAsync([.. Enumerable.Range(0, count).Select(i => _folder.Clock.Item($"{name}{i}", "x", $"{name}{i}"))], CancellationToken.None);
        var now = _folder.Clock.GetUtcNow();
        await Task.WhenAll((await ClaimAsync(store)).Select(claim => store.CommitAsync(
            new Transition
            {
                Claim = claim,
                Outcome = ItemOutcome.Answered,
                Run = new RunRecord { Id = claim.Item.Id, Conversation = "c", User = "u", Status = RunStatus.Completed, StartedAt = now, EndedAt = now, ExpiresAt = now },
                Steps = [new RunStep { Run = claim.Item.Id, Number = 1, Kind = "k", Name = "n", StartedAt = now, Duration = TimeSpan.Zero }],
                Turns = [new NewTurn(claim.Item.Lane, new Turn(Turn.User, "x"))],
            },
            CancellationToken.None).AsTask()));
    }

    private long Count(string table)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, "holdfast.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
}
