using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;

namespace Holdfast.Postgres;

/// <summary>What workers of one database know of each other.</summary>
public sealed partial class PostgresStore : IWorkerRegistry, IRecordNews
{
    /// <summary>A sign may be lost with its connection.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private Task _news = Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask BeatAsync(WorkerRecord worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(worker);
        await _database.ExecuteAsync(
            $"""
            WITH old AS (DELETE FROM worker WHERE seen_at < {Writing.Statements.Now} - interval '1 day')
            INSERT INTO worker (name, version, started_at, seen_at, in_hand) VALUES ($2, $3, $4, {Writing.Statements.Now}, $5)
            ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, in_hand = excluded.in_hand
            """,
            cancellationToken,
            Moments.Parameter(_now()),
            worker.Id.Value,
            worker.Version,
            worker.StartedAt,
            worker.InHand);

        // As often as that the clocks are compared: one that is set right, or drifts, must not make two kinds of time.
        if (_time is DatabaseTime clock)
            await clock.MeasureAsync(_database, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(WorkerId worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(worker);
        await _database.ExecuteAsync("DELETE FROM worker WHERE name = $1", cancellationToken, worker.Value);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WorkerRecord>> GetWorkersAsync(CancellationToken cancellationToken) => await _database.QueryAsync(
        $"SELECT name, version, started_at, seen_at, in_hand FROM worker WHERE seen_at > {Writing.Statements.Now} - interval '5 minutes' ORDER BY started_at, name",
        static row => new WorkerRecord(new WorkerId(row.GetString(0)), row.GetString(1), row.GetMoment(2), row.GetMoment(3), row.GetInt32(4)),
        cancellationToken,
        Moments.Parameter(_now()));

    /// <inheritdoc/>
    public async ValueTask WaitForChangeAsync(CancellationToken cancellationToken)
    {
        var changed = Interlocked.Exchange(ref _news, _signals.NextNews());
        if (changed.IsCompleted)
            return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(LookAgain, _time, waiting.Token));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
