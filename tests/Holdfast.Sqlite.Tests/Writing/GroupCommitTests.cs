using System.Collections.Concurrent;
using Holdfast.Items;
using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Writing;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using Microsoft.Data.Sqlite;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests.Writing;

/// <summary>The writer alone, held up on purpose so that operations gather into one transaction.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StoreFolder _folder = new();
    private readonly SqliteConnection _connection;
    private readonly GroupCommit _writer;

    public GroupCommitTests()
    {
        Directory.CreateDirectory(_folder.Data);
        _connection = new DatabaseFile(_folder.Data).OpenWriter();
        Schema.Migrate(_connection);
        _writer = new GroupCommit(_connection, static () => null);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _connection.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(250)]
    [InlineData(499)]
    [Trait("Req", "RS-3")]
    public async Task One_operation_that_fails_fails_alone_and_all_others_of_its_batch_are_kept(int poisoned)
    {
        using var index = new LaneIndex(_folder.Clock, long.MaxValue);
        using var hold = new HoldUp();
        var held = _writer.WriteAsync(hold);
        await hold.Reached.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var poison = new Poison();
        var writes = new List<Task>();
        for (var i = 0; i < 500; i++)
        {
            writes.Add(i == poisoned
                ? _writer.WriteAsync(poison)
                : _writer.WriteAsync(new AppendOperation([_folder.Clock.Item($"lane{i}", $"{i}", $"key{i}")], index, _folder.Clock)));
        }

        hold.Release();
        await held.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<StoreException>(() => writes[poisoned].WaitAsync(Patience));
        Assert.False(error.IsTransient);
        await Task.WhenAll(writes.Where((_, i) => i != poisoned)).WaitAsync(Patience, TestContext.Current.CancellationToken);

        // Twice: with everybody, and alone. Nothing of it is left.
        Assert.Equal(2, poison.Executions);
        Assert.Equal(499L, Scalar("SELECT count(*) FROM item"));
        Assert.Equal(499L, Scalar("SELECT count(*) FROM receipt"));
        Assert.Equal(0L, Scalar("SELECT count(*) FROM turn"));
        Assert.Equal(499, index[LaneQueue.Inbound].Claim(Ada, 1_000, Lease, PlaceShares.Unlimited).Count);
    }

    [Fact]
    public async Task A_defect_in_the_writer_fails_everybody_who_waits_and_everybody_who_comes_instead_of_letting_them_hang()
    {
        using var hold = new HoldUp();
        var held = _writer.WriteAsync(hold);
        await hold.Reached.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var broken = _writer.WriteAsync(new Defect());
        var behind = _writer.WriteAsync(new ProbeOperation(_folder.Clock));
        hold.Release();

        await held.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<StoreException>(() => broken.WaitAsync(Patience));
        await Assert.ThrowsAsync<StoreException>(() => behind.WaitAsync(Patience));
        var error = await Assert.ThrowsAsync<StoreException>(() => _writer.WriteAsync(new ProbeOperation(_folder.Clock)));
        Assert.Contains("restart the server", error.Message, StringComparison.Ordinal);
        Assert.IsType<ArithmeticException>(error.InnerException);
    }

    [Fact]
    public async Task A_stop_writes_what_waits_and_then_takes_nothing_more()
    {
        using var hold = new HoldUp();
        var held = _writer.WriteAsync(hold);
        await hold.Reached.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var waiting = Enumerable.Range(0, 700).Select(_ => _writer.WriteAsync(new ProbeOperation(_folder.Clock))).ToList();
        var stop = Task.Run(_writer.Dispose, TestContext.Current.CancellationToken);
        hold.Release();

        await stop.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(held.IsCompletedSuccessfully);
        await Task.WhenAll(waiting).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _writer.WriteAsync(new ProbeOperation(_folder.Clock)));
    }

    [Fact]
    public async Task What_callers_do_next_does_not_run_on_the_writers_thread()
    {
        var threads = new ConcurrentBag<string?>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            await _writer.WriteAsync(new ProbeOperation(_folder.Clock)).WaitAsync(Patience).ConfigureAwait(false);
            threads.Add(Thread.CurrentThread.Name);
        }));
        Assert.DoesNotContain("holdfast store writer", threads);
    }

    /// <summary>A crash of the machine can be played to nobody here; this is what SQLite's own promise about it depends on.</summary>
    [Fact]
    [Trait("Req", "RS-3")]
    public void A_commit_that_has_returned_is_on_the_disk()
    {
        using var setting = _connection.CreateCommand();
        setting.CommandText = "SELECT (SELECT journal_mode FROM pragma_journal_mode) || ' ' || (SELECT synchronous FROM pragma_synchronous)";
        Assert.Equal("wal 2", setting.ExecuteScalar());
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task Whether_the_file_is_still_there_is_asked_when_the_commit_has_been_made_and_before_anybody_hears_of_it()
    {
        using var index = new LaneIndex(_folder.Clock, long.MaxValue);
        using var connection = new DatabaseFile(_folder.Data).OpenWriter();
        using var writer = new GroupCommit(
            connection, () => Scalar("SELECT count(*) FROM item") > 0 ? new StoreException("The file went with the commit.", isTransient: false) : null);
        await writer.WriteAsync(new ProbeOperation(_folder.Clock)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        var append = writer.WriteAsync(new AppendOperation([_folder.Clock.Item("a", "x")], index, _folder.Clock));
        Assert.Contains("went with the commit", (await Assert.ThrowsAsync<StoreException>(() => append.WaitAsync(Patience))).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task A_hold_does_not_lapse_while_its_commit_is_on_the_way()
    {
        using var index = new LaneIndex(_folder.Clock, long.MaxValue);
        var claim = await ClaimOneAsync(index);
        using var before = new HoldUp();
        using var behind = new HoldUp();
        _ = _writer.WriteAsync(before);
        await before.Reached.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var commit = _writer.WriteAsync(new CommitOperation(new Transition { Claim = claim, Outcome = ItemOutcome.Answered }, index, _folder.Clock));
        _ = _writer.WriteAsync(behind);
        before.Release();
        await behind.Reached.WaitAsync(Patience, TestContext.Current.CancellationToken);

        _folder.Clock.Advance(Lease * 2);
        Assert.Empty(index[LaneQueue.Inbound].Claim(new WorkerId("bob"), 10, Lease, PlaceShares.Unlimited));
        behind.Release();
        Assert.Equal(CommitResult.Committed, await commit.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    private async Task<Claim> ClaimOneAsync(LaneIndex index)
    {
        await _writer.WriteAsync(new AppendOperation([_folder.Clock.Item("a", "x")], index, _folder.Clock)).WaitAsync(Patience);
        var hold = Assert.Single(index[LaneQueue.Inbound].Claim(Ada, 1, Lease, PlaceShares.Unlimited));
        return new Claim(hold.Entry.Item!, Ada, hold.Fence);
    }

    private long Scalar(string sql)
    {
        using var reader = new DatabaseFile(_folder.Data).OpenReader();
        using var command = reader.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Keeps the writer busy until it is let go.</summary>
    private sealed class HoldUp : WriteOperation<bool>, IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _released = new(0);

        public Task Reached => _reached.Task;

        public void Release() => _released.Release();

        public override void Execute(Statements statements)
        {
            _reached.TrySetResult();
            if (!_released.Wait(Patience))
                throw new TimeoutException("Nobody let the writer go.");
        }

        public void Dispose() => _released.Dispose();

        protected override bool Publish() => true;
    }

    /// <summary>Writes a turn, and then the same step twice.</summary>
    private sealed class Poison : WriteOperation<bool>
    {
        public int Executions { get; private set; }

        public override void Execute(Statements statements)
        {
            Executions++;
            statements.InsertTurn.Execute("conv", "user", "lost", DateTimeOffset.UnixEpoch);
            for (var i = 0; i < 2; i++)
                statements.InsertStep.Execute(new ItemId(Guid.Empty), 1L, "k", "n", DateTimeOffset.UnixEpoch, 0L, null, null, null, null, null, null, null, null);
        }

        protected override bool Publish() => true;
    }

    private sealed class Defect : WriteOperation<bool>
    {
        public override void Execute(Statements statements) => throw new ArithmeticException("a defect");

        protected override bool Publish() => true;
    }
}
