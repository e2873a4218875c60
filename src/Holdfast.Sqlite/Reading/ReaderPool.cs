using System.Collections.Concurrent;
using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Reading;

/// <summary>A few reading connections beside the writer's: in WAL mode neither side waits for the other.</summary>
internal sealed class ReaderPool(DatabaseFile file, DataFiles files) : IDisposable
{
    private const int MaxReaders = 4;

    private readonly SemaphoreSlim _free = new(MaxReaders);
    private readonly ConcurrentBag<Reader> _idle = [];

    public async ValueTask<T> ReadAsync<T>(Func<Reader, T> query, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            if (!_idle.TryTake(out var reader))
                reader = Open();
            try
            {
                return query(reader);
            }
            finally
            {
                _idle.Add(reader);
            }
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Another file in the database's place would be read as if it were this one.</summary>
    private Reader Open() => files.FindLoss() is { } loss ? throw loss : new Reader(file.OpenReader());

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
            reader.Dispose();
        _free.Dispose();
    }
}
