using System.Threading.Channels;
using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Microsoft.Extensions.Logging;

namespace Holdfast.Postgres.Writing;

/// <summary>
/// Writes in a few transactions at a time. While those are on their way further operations gather, and the next transaction takes them
/// all. A lone operation waits for nothing, and neither does whoever makes one after the other; where several come at once, transactions keep some
/// milliseconds apart: half of what an event cost the database was transactions of two or three operations.
/// </summary>
internal sealed partial class GroupCommit : IAsyncDisposable
{
    /// <summary>Transactions at a time. More would make the batches smaller, and be in each other's way.</summary>
    private const int Writers = 3;

    /// <summary>The most operations of one transaction: bounds what is repeated when one of them fails.</summary>
    private const int MaxBatch = 256;

    /// <summary>
    /// Connections that do not come about are tried again for so long, eight seconds: a restart of the database takes less. What is
    /// waiting stays in its order meanwhile; what Slack has to deliver again comes later than what was said after it.
    /// </summary>
    private static readonly TimeSpan[] Waits = [.. new[] { 50, 100, 200, 400, 750, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000 }.Select(static ms => TimeSpan.FromMilliseconds(ms))];

    /// <summary>
    /// How long a failure is remembered. On a full disk small rows still find room inside the files while messages do not: whoever asks is to
    /// hear of those that fail, not of the last one that went through.
    /// </summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Channel<WriteOperation> _waiting = Channel.CreateUnbounded<WriteOperation>();
    private readonly Database _database;
    private readonly Func<IReadOnlyList<WriteOperation>, WriteBatch> _batch;
    private readonly TimeProvider _time;
    private readonly TimeProvider _pacing;
    private readonly ILogger _logger;
    private readonly Pace _pace = new(atOnce: 5, apart: TimeSpan.FromMilliseconds(20));
    private readonly SemaphoreSlim _gathering = new(1);
    private readonly Task[] _writers;
    private volatile WriteFailure? _failure;
    private int _writing;

    /// <summary>Begins.</summary>
    /// <param name="database">Where.</param>
    /// <param name="batch">Makes a transaction of some operations.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pacing">The machine's clock: one of a test stands still, and whatever is written would with it.</param>
    /// <param name="logger">For what is repeated.</param>
    public GroupCommit(Database database, Func<IReadOnlyList<WriteOperation>, WriteBatch> batch, TimeProvider time, TimeProvider pacing, ILogger logger)
    {
        (_database, _batch, _time, _pacing, _logger) = (database, batch, time, pacing, logger);
        _writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Why writes fail at present; null when they do not.</summary>
    public WriteFailure? Failure => _failure;

    public Task<T> WriteAsync<T>(WriteOperation<T> operation)
    {
        ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(operation), this);
        return operation.Completion;
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_writers);
        _gathering.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = await GatherAsync();
            if (batch.Count == 0)
                continue;
            Interlocked.Increment(ref _writing);
            try
            {
                await WriteAsync(batch);
            }
            finally
            {
                Interlocked.Decrement(ref _writing);
            }
        }
    }

    private async Task<List<WriteOperation>> GatherAsync()
    {
        var batch = new List<WriteOperation>();
        await _gathering.WaitAsync();
        try
        {
            if (_pace.Next - _pacing.GetMonotonic() is var left && left > TimeSpan.Zero)
                await Task.Delay(left, _pacing);
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var operation))
                batch.Add(operation);
            if (batch.Count > 1 || Volatile.Read(ref _writing) > 0)
                _pace.Take(_pacing.GetMonotonic());
        }
        finally
        {
            _gathering.Release();
        }

        return batch;
    }

    private async Task WriteAsync(List<WriteOperation> batch)
    {
        var error = await TryWriteAsync(batch);
        if (error is null)
        {
            if (_failure is { } past && past.IsOver(_time))
                _failure = null;
            return;
        }

        if (batch.Count == 1 || !IsOfOne(error))
        {
            if (PostgresErrors.IsOfDatabase(error))
                error = _database.Explain(error);
            if (error is StoreException { IsTransient: true } failure)
                _failure = new WriteFailure(failure, _time.GetTimestamp() + (long)(Memory.TotalSeconds * _time.TimestampFrequency));
            foreach (var operation in batch)
                operation.Failed(error);
            return;
        }

        // One of them is to blame. Alone, each fails for its own reason only.
        foreach (var operation in batch)
            await WriteAsync([operation]);
    }

    /// <summary>Writes a batch; on failure tells what went wrong.</summary>
    private async Task<Exception?> TryWriteAsync(List<WriteOperation> operations)
    {
        for (var attempt = 0; ; attempt++)
        {
            var batch = _batch(operations);
            try
            {
                await using (var connection = await _database.Source.OpenConnectionAsync())
                    await batch.WriteAsync(connection);
                batch.Publish();
                return null;
            }
            catch (Exception e)
            {
                // Where the answer to the commit is missing nobody knows whether it was made; what would be doubled is left to its caller.
                var mayRepeat = PostgresErrors.IsOfDatabase(e) && PostgresErrors.IsRepeatable(e)
                    && (!batch.IsCommitUnknown || operations.All(operation => operation.IsRepeatable));
                if (!mayRepeat || attempt == Waits.Length)
                    return e;
                _database.LeaveStandby(e);
                LogRepeated(e, operations.Count, Waits[attempt]);
            }

            await Task.Delay(Waits[attempt], _time);
        }
    }

    /// <summary>Whether one operation may be to blame, and the others would go through without it.</summary>
    private static bool IsOfOne(Exception error) => !PostgresErrors.IsOfDatabase(error) || error is Npgsql.PostgresException && !PostgresErrors.IsRepeatable(error);

    [LoggerMessage(1310, LogLevel.Warning, "A transaction of {Operations} operations did not come about; it is repeated in {Delay}")]
    private partial void LogRepeated(Exception error, int operations, TimeSpan delay);
}

/// <summary>Writes that fail, for a reason that may pass.</summary>
/// <param name="Error">The last that failed.</param>
/// <param name="Until">The timestamp from which on a write that goes through ends it.</param>
internal sealed record WriteFailure(StoreException Error, long Until)
{
    public bool IsOver(TimeProvider time) => time.GetTimestamp() >= Until;
}
