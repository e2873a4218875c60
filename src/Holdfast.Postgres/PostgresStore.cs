using Holdfast.Lanes;
using Holdfast.Postgres.Lanes;
using Holdfast.Postgres.Opening;
using Holdfast.Postgres.Reading;
using Holdfast.Postgres.Writing;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Postgres;

/// <summary>
/// The shared store: one database, any number of workers. Items, lanes and the holds on them are rows; nothing that matters is in a
/// process. Leases are of the database's clock. See docs/storage-contract.md.
/// </summary>
public sealed partial class PostgresStore : IHoldfastStore
{
    private readonly Database _database;
    private readonly LaneClaims _lanes;
    private readonly LaneListener _listener;
    private readonly GroupCommit _writer;
    private readonly Sweep _sweep;
    private readonly Backlog _backlog;
    private readonly Func<DateTimeOffset?> _now;
    private bool _disposed;

    private PostgresStore(Database database, PostgresStoreOptions options, TimeProvider time, Func<DateTimeOffset?> now, bool isNew, ILogger logger)
    {
        IsNew = isNew;
        (_database, _now) = (database, now);
        var signals = new LaneSignals();
        _lanes = new LaneClaims(database, signals, time, now);
        _listener = new LaneListener(database, signals, time, logger);
        _writer = new GroupCommit(
            database, operations => new WriteBatch(operations, LaneListener.ChannelOf(options.Schema), signals, now), time, logger);
        _sweep = new Sweep(database);
        _backlog = new Backlog(database, options.MaxBacklog, time);
        (Runs, Approvals, Jobs, Timers) = (new RunQueries(database), new ApprovalQueries(database), new JobQueries(database), new TimerQueries(database));
        _listener.Start();
    }

    /// <inheritdoc/>
    public bool IsNew { get; }

    /// <summary>Never: a database that is away comes back, and until then every operation fails by itself.</summary>
    public Task Failure { get; } = new TaskCompletionSource().Task;

    private RunQueries Runs { get; }

    private ApprovalQueries Approvals { get; }

    private JobQueries Jobs { get; }

    private TimerQueries Timers { get; }

    /// <summary>Opens the store, making schema and tables where they are missing.</summary>
    /// <param name="options">Where.</param>
    /// <param name="time">The clock, which is set by the database's.</param>
    /// <param name="logger">For what happens out of anybody's sight.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">
    /// The database cannot be reached within 10 s or refuses the user, or its tables are of a newer version. The message names the
    /// redacted address, the cause and what to check.
    /// </exception>
    public static Task<PostgresStore> OpenAsync(PostgresStoreOptions options, DatabaseTime time, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        return OpenAsync(options, time, static () => null, logger, cancellationToken);
    }

    /// <summary>The same on a test's clock.</summary>
    internal static async Task<PostgresStore> OpenAsync(
        PostgresStoreOptions options, TimeProvider time, Func<DateTimeOffset?> now, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var database = new Database(DatabaseUrl.Parse(options.Url ?? ""), options, time);
        try
        {
            var found = await FirstConnection.PrepareAsync(database, time as DatabaseTime, cancellationToken);
            return new PostgresStore(database, options, time, now, found == 0, logger);
        }
        catch (Exception)
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<NewItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        await _backlog.ThrowIfFullAsync(items.Count, cancellationToken);
        var operation = new AppendOperation(items);
        _writer.Write(operation);
        return await operation.Completion.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Claim>> ClaimAsync(LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        ArgumentNullException.ThrowIfNull(worker);
        return _lanes.ClaimAsync(queue, worker, lanes, lease, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WaitForWorkAsync(LaneQueue queue, CancellationToken cancellationToken) => _lanes.WaitAsync(queue, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(Claim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return _lanes.RenewAsync(claim, lease, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(Transition transition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transition);
        var operation = new CommitOperation(transition);
        _writer.Write(operation);
        return await operation.Completion.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueStats>> GetQueueStatsAsync(CancellationToken cancellationToken) => _backlog.StatsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SweepAsync(SweepCutoffs cutoffs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cutoffs);
        return _sweep.RunAsync(cutoffs, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask CheckWritableAsync(CancellationToken cancellationToken) => await _database.ExecuteAsync(
        "INSERT INTO fact (name, value) VALUES ('probed_at', clock_timestamp()::text) ON CONFLICT (name) DO UPDATE SET value = excluded.value", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ReplayAsync(ItemId item, CancellationToken cancellationToken) =>
        Replay.RunAsync(_database, item, _now(), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DiscardAsync(ItemId item, CancellationToken cancellationToken) =>
        await _database.ExecuteAsync("DELETE FROM dead_letter WHERE id = $1", cancellationToken, item) > 0;

    /// <summary>Writes what waits and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _writer.DisposeAsync();
        await _listener.DisposeAsync();
        await _database.DisposeAsync();
    }
}
