using System.Threading.Channels;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Postgres.Writing;

/// <summary>
/// Writes in a few transactions at a time. While those are on their way further operations gather, and the next transaction takes them
/// all: batches form by themselves, with no timer that would make a lone operation wait.
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

    private readonly Channel<WriteOperation> _waiting = Channel.CreateUnbounded<WriteOperation>();
    private readonly Database _database;
    private readonly Func<IReadOnlyList<WriteOperation>, WriteBatch> _batch;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task[] _writers;

    public GroupCommit(Database database, Func<IReadOnlyList<WriteOperation>, WriteBatch> batch, TimeProvider time, ILogger logger)
    {
        (_database, _batch, _time, _logger) = (database, batch, time, logger);
        _writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(RunAsync))];
    }

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
    }

    private async Task RunAsync()
    {
        var batch = new List<WriteOperation>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var operation))
                batch.Add(operation);
            if (batch.Count > 0)
                await WriteAsync(batch);
            batch = [];
        }
    }

    private async Task WriteAsync(List<WriteOperation> batch)
    {
        var error = await TryWriteAsync(batch);
        if (error is null)
            return;
        if (batch.Count == 1 || !IsOfOne(error))
        {
            foreach (var operation in batch)
                operation.Failed(PostgresErrors.IsOfDatabase(error) ? PostgresErrors.Translate(error) : error);
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
