using Holdfast.Storage;
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
    private readonly Statements _statements;

    // A monitor: between two batches the writer sleeps in it at once. A semaphore spins first, and that cost a sixth of the
    // server's processor time at 5,000 events/s.
    private readonly object _lock = new();
    private readonly Thread _thread;
    private List<WriteOperation> _waiting = [];
    private bool _stopping;
    private Exception? _broken;

    public GroupCommit(SqliteConnection connection)
    {
        _connection = connection;
        _statements = new Statements(connection);
        _thread = new Thread(Run) { IsBackground = true, Name = "holdfast store writer" };
        _thread.Start();
    }

    public Task<T> WriteAsync<T>(WriteOperation<T> operation)
    {
        lock (_lock)
        {
            if (_broken is not null)
                throw new StoreException("The store stopped writing after a defect; restart the server.", isTransient: false, _broken);
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

    private void WriteBatch(List<WriteOperation> batch)
    {
        if (TryWrite(batch) is not { } error)
            return;
        if (batch.Count == 1)
        {
            batch[0].Failed(error);
            return;
        }

        // One of them is to blame, or the disk is. Alone, each fails for its own reason only.
        foreach (var operation in batch)
        {
            if (TryWrite([operation]) is { } own)
                operation.Failed(own);
        }
    }

    private Exception? TryWrite(List<WriteOperation> batch)
    {
        try
        {
            _statements.Begin.Execute();
            foreach (var operation in batch)
                operation.Execute(_statements);
            _statements.Commit.Execute();
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException)
        {
            RollBack();
            return e is SqliteException driver ? SqliteErrors.Translate(driver) : e;
        }

        foreach (var operation in batch)
            operation.Committed();
        return null;
    }

    private void RollBack()
    {
        // SQLite rolls back by itself on some errors (a full disk among them); then there is nothing left to roll back.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            _statements.Rollback.Execute();
    }

    /// <summary>The writer itself is broken: everybody who waits, and everybody who comes, is told so instead of hanging.</summary>
    private void Break(List<WriteOperation> batch, Exception cause)
    {
        List<WriteOperation> all;
        lock (_lock)
        {
            _broken = cause;
            all = [.. batch, .. _waiting];
            _waiting.Clear();
        }

        var error = new StoreException("The store stopped writing after a defect; restart the server.", isTransient: false, cause);
        foreach (var operation in all)
            operation.Failed(error);
    }
}
