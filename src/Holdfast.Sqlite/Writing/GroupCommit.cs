using Holdfast.Items;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Writing;

/// <summary>
/// The one writer of the file. While a transaction is on its way to the disk further operations gather, and the next
/// transaction takes them all: batches form by themselves, with no timer that would make a lone operation wait.
/// </summary>
/// <remarks>
/// It has a thread of its own because SQLite's calls block in fsync; a thread of the pool would be missing there. One thread,
/// whatever the load.
/// </remarks>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>The most operations of one transaction: bounds what is repeated when one of them fails.</summary>
    private const int MaxBatch = 512;

    private readonly SqliteConnection _connection;
    private readonly Func<StoreException?> _findLoss;
    private readonly Statements _statements;

    // A monitor: between two batches the writer sleeps in it at once. A semaphore spins first, and that cost a sixth of the
    // server's processor time at 5,000 events/s.
    private readonly object _lock = new();
    private readonly Thread _thread;
    private readonly CommitPace _pace = new();

    // The machine's: a test's clock stands still, and whatever is written would with it.
    private readonly TimeProvider _clock = TimeProvider.System;
    private List<WriteOperation> _waiting = [];
    private bool _stopping;
    private readonly TaskCompletionSource<StoreException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreException? _broken;

    /// <summary>Makes it, with its thread.</summary>
    /// <param name="connection">Where it writes.</param>
    /// <param name="findLoss">Why what was committed is not kept all the same; asked after each commit.</param>
    public GroupCommit(SqliteConnection connection, Func<StoreException?> findLoss)
    {
        _connection = connection;
        _findLoss = findLoss;
        _statements = new Statements(new CommandSet(connection));
        _thread = new Thread(Run) { IsBackground = true, Name = "holdfast store writer" };
        _thread.Start();
    }

    /// <summary>Completes when the writer writes nothing more, and tells why.</summary>
    public Task<StoreException> Failure => _failure.Task;

    public void ThrowIfBroken()
    {
        lock (_lock)
        {
            if (_broken is not null)
                throw new StoreException(_broken.Message, isTransient: false, _broken.InnerException);
        }
    }

    public Task<T> WriteAsync<T>(WriteOperation<T> operation)
    {
        lock (_lock)
        {
            ThrowIfBroken();
            ObjectDisposedException.ThrowIf(_stopping, this);
            _waiting.Add(operation);
            if (_waiting.Count == 1)
                Monitor.Pulse(_lock);
        }

        return operation.Completion;
    }

    /// <summary>Writes what waits, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopping)
                return;
            _stopping = true;
            Monitor.Pulse(_lock);
        }

        _thread.Join();
        _statements.Dispose();
    }

    private void Run()
    {
        var batch = new List<WriteOperation>();
        try
        {
            while (true)
            {
                lock (_lock)
                {
                    while (_waiting.Count == 0)
                    {
                        if (_stopping)
                            return;
                        Monitor.Wait(_lock);
                    }

                    Gather();
                    (batch, _waiting) = (_waiting, batch);
                }

                for (var start = 0; start < batch.Count; start += MaxBatch)
                    WriteBatch(batch[start..Math.Min(start + MaxBatch, batch.Count)]);
                batch.Clear();
            }
        }
        catch (Exception e)
        {
            Break(batch, e);
        }
    }

    /// <summary>Something waits to be written, and waits for company as long as the pace asks. Nobody wakes the writer in that time but a stop.</summary>
    private void Gather()
    {
        var alone = _waiting.Count == 1;
        var left = (int)_pace.Left(_clock.GetMonotonic()).TotalMilliseconds;
        var waits = left > 0 && !_stopping;
        if (waits)
            Monitor.Wait(_lock, left);
        _pace.Take(_clock.GetMonotonic(), isVain: waits && alone && _waiting.Count == 1);
    }

    private void WriteBatch(List<WriteOperation> batch)
    {
        var (error, isOperations) = TryWrite(batch);
        if (error is null)
            return;

        // A transaction that could not begin or end is nobody's fault: repeating it for each would take as many time-outs.
        if (!isOperations || batch.Count == 1)
        {
            foreach (var operation in batch)
                operation.Failed(error);
            return;
        }

        // One of them is to blame. Alone, each fails for its own reason only.
        foreach (var operation in batch)
        {
            if (TryWrite([operation]).Error is { } own)
                operation.Failed(own);
        }
    }

    /// <summary>Writes a batch; on failure tells what went wrong, and whether it was in an operation.</summary>
    private (Exception? Error, bool IsOperations) TryWrite(List<WriteOperation> batch)
    {
        var isOperations = false;
        try
        {
            _statements.Begin.Execute();
            isOperations = true;
            foreach (var operation in batch)
                operation.Execute(_statements);
            isOperations = false;
            _statements.Commit.Execute();
        }
        catch (Exception e) when (e is SqliteException or StoreException or InvalidOperationException)
        {
            RollBack();
            ThrowIfLost();
            return (e is SqliteException driver ? SqliteErrors.Translate(driver) : e, isOperations);
        }

        // Only now: a file that is not there any more took the commit as well.
        ThrowIfLost();
        foreach (var operation in batch)
            operation.Committed();
        return (null, false);
    }

    private void ThrowIfLost()
    {
        if (_findLoss() is { } loss)
            throw loss;
    }

    private void RollBack()
    {
        // SQLite rolls back by itself on some errors (a full disk among them); then there is nothing left to roll back.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            _statements.Rollback.Execute();
    }

    /// <summary>The writer itself, or its file, is broken: everybody who waits, and everybody who comes, is told so instead of hanging.</summary>
    private void Break(List<WriteOperation> batch, Exception cause)
    {
        var error = cause as StoreException ?? SqliteErrors.WriterBroken(cause);
        List<WriteOperation> all;
        lock (_lock)
        {
            _broken = error;
            all = [.. batch, .. _waiting];
            _waiting.Clear();
        }

        // First, so that whoever is told that theirs failed knows already that trying anything else is in vain.
        _failure.TrySetResult(error);
        foreach (var operation in all)
            operation.Failed(error);
    }
}
