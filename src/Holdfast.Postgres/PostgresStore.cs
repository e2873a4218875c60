using Holdfast.Items;
using Holdfast.Postgres.Addresses;
using Holdfast.Postgres.Handover;
using Holdfast.Postgres.Lanes;
using Holdfast.Postgres.Listening;
using Holdfast.Postgres.Opening;
using Holdfast.Postgres.Rates;
using Holdfast.Postgres.Reading;
using Holdfast.Postgres.Sql;
using Holdfast.Postgres.Writing;
using Holdfast.Rates;
using Holdfast.Storage;
using Holdfast.Storage.Copying;
using Microsoft.Extensions.Logging;

namespace Holdfast.Postgres;

/// <summary>
/// The shared store: one database, any number of workers. Items, lanes and the holds on them are rows; nothing that matters is in a
/// process. Leases are of the database's clock. See docs/storage-contract.md.
/// </summary>
public sealed partial class PostgresStore : IHoldfastStore
{
    /// <summary>More than that is no drift: a clock that nobody has set.</summary>
    private static readonly TimeSpan LargeOffset = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Database _database;
    private readonly Signals _signals;
    private readonly SharedRateGate _rates;
    private readonly Handovers _handovers;
    private readonly LaneClaims _lanes;
    private readonly Listener _listener;
    private readonly GroupCommit _writer;
    private readonly Sweep _sweep;
    private readonly Backlog _backlog;
    private readonly Func<DateTimeOffset?> _now;
    private Task _probe = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Makes it; nothing is connected before <see cref="OpenAsync"/>.</summary>
    /// <param name="options">Where.</param>
    /// <param name="time">The clock, which opening sets by the database's.</param>
    /// <param name="logger">For what happens out of anybody's sight.</param>
    /// <exception cref="FormatException">The URL cannot be read.</exception>
    public PostgresStore(PostgresStoreOptions options, DatabaseTime time, ILogger<PostgresStore> logger)
        : this(options, time, static () => null, logger)
    {
    }

    /// <summary>The same on a test's clock.</summary>
    internal PostgresStore(PostgresStoreOptions options, TimeProvider time, Func<DateTimeOffset?> now, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_time, _now, _logger) = (time, now, logger);
        _database = new Database(DatabaseUrl.Parse(options.Url ?? ""), options.Schema, options.MaxConnections, time);
        _signals = new Signals(time);
        _handovers = new Handovers(time, claim => _lanes!.GiveBackAsync(claim));
        _lanes = new LaneClaims(_database, _signals, _handovers, time, now);
        _rates = new SharedRateGate(_database, now);
        _listener = new Listener(_database, _signals, _rates, time, logger);
        _writer = new GroupCommit(_database, operations => new WriteBatch(operations, Listener.ChannelOf(options.Schema), _signals, _handovers, now), time, TimeProvider.System, logger);
        _sweep = new Sweep(_database);
        _backlog = new Backlog(_database, new BacklogBound(options.MaxBacklog, "Database:MaxBacklog"), time);
        (Runs, Records) = (new RunQueries(_database), new RecordQueries(_database));
    }

    /// <inheritdoc/>
    public bool IsNew { get; private set; }

    /// <summary>Never: a database that is away comes back, and until then every operation fails by itself.</summary>
    public Task<StoreException> Failure { get; } = new TaskCompletionSource<StoreException>().Task;

    /// <summary>Slack's limits, kept together with all other workers.</summary>
    public IRateGate Rates => _rates;

    private RunQueries Runs { get; }

    private RecordQueries Records { get; }

    /// <summary>Opens the store, making schema and tables where they are missing. Once.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">
    /// The database cannot be reached within 10 s or refuses the user, or its tables are of a newer version. The message names the
    /// redacted address, the cause and what to check.
    /// </exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        IsNew = await FirstConnection.PrepareAsync(_database, _time as DatabaseTime, cancellationToken) == 0;
        if ((_time as DatabaseTime)?.Offset is { } offset && offset.Duration() > LargeOffset)
            LogClock(_logger, offset.Duration().TotalSeconds, offset > TimeSpan.Zero ? "behind" : "ahead of");
        if (_database.Url.PassedOver.Count > 0)
            LogPassedOver(_logger, string.Join(", ", _database.Url.PassedOver));
        _listener.Start();

        // The first time all of that is compiled, which takes longer than a message waits for an older one: the first message of a new
        // worker came after the second, which another had taken in.
        await TakeNothingInAsync(cancellationToken);
    }

    /// <summary>Takes an event in that nobody sent.</summary>
    private async Task TakeNothingInAsync(CancellationToken cancellationToken)
    {
        var key = $"nothing:{ItemId.New(_time)}";
        await _writer.WriteAsync(new AppendOperation(
            [
                new NewItem
                {
                    Id = ItemId.New(_time), Queue = LaneQueue.Inbound, Lane = "nothing", Kind = "nothing", Payload = default, DedupeKey = key, Settled = Settlement.Ignored("nothing"),
                },
            ])).WaitAsync(cancellationToken);
        await _database.ExecuteAsync("DELETE FROM receipt WHERE dedupe_key = $1", cancellationToken, key);
    }

    private async Task ProbeAsync()
    {
        try
        {
            await TakeNothingInAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // Noted as the writer's failure.
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<NewItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        await _backlog.ThrowIfFullAsync(items, cancellationToken);
        return await _writer.WriteAsync(new AppendOperation(items)).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Claim>> ClaimAsync(
        LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(shares);
        return _lanes.ClaimAsync(queue, worker, lanes, lease, shares, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WaitForWorkAsync(LaneQueue queue, PlaceShares shares, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shares);
        return _lanes.WaitAsync(queue, shares, cancellationToken);
    }

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
        return await _writer.WriteAsync(new CommitOperation(transition)).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueStats>> GetQueueStatsAsync(CancellationToken cancellationToken) => _backlog.StatsAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BacklogState> GetBacklogAsync(CancellationToken cancellationToken) => _backlog.StateAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SweepAsync(SweepCutoffs cutoffs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cutoffs);
        return _sweep.RunAsync(cutoffs, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask CheckWritableAsync(CancellationToken cancellationToken)
    {
        await _database.ExecuteAsync(
            "INSERT INTO fact (name, value) VALUES ('probed_at', clock_timestamp()::text) ON CONFLICT (name) DO UPDATE SET value = excluded.value", cancellationToken);

        // That may find room where nothing else does. What has failed is over when something like it goes through; whoever asks does not
        // wait for that, since it is tried for as long as anything that is written.
        if (_writer.Failure is not { } failure)
            return;
        if (failure.IsOver(_time) && _probe.IsCompleted)
            _probe = ProbeAsync();
        throw new StoreException(failure.Error.Message, isTransient: true, failure.Error);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReplayAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken) =>
        Replay.RunAsync(_database, item, records, _now(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DiscardAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken) => _database.TransactAsync(
        async connection =>
        {
            if (await connection.ExecuteAsync("DELETE FROM dead_letter WHERE id = $1", cancellationToken, item) == 0)
                return false;
            await connection.WriteAsync(records, cancellationToken);
            return true;
        },
        cancellationToken);

    [LoggerMessage(1320, LogLevel.Warning, "This machine's clock is {Seconds:F0} s {Direction} the database's. Everything follows the database's; let both follow NTP")]
    private static partial void LogClock(ILogger logger, double seconds, string direction);

    [LoggerMessage(1321, LogLevel.Warning, "DATABASE_URL has parameters that mean nothing here and are passed over: {Parameters}. How many connections there are is Database:MaxConnections, where the tables are Database:Schema")]
    private static partial void LogPassedOver(ILogger logger, string parameters);

    /// <summary>Fills an empty database with what another store keeps: all of it, or nothing.</summary>
    /// <param name="tables">What it keeps.</param>
    /// <param name="cancellationToken">Ends the wait, and then nothing was copied.</param>
    /// <returns>How many rows of each table.</returns>
    /// <exception cref="StoreException">The database is not empty, or fails.</exception>
    public ValueTask<IReadOnlyDictionary<string, long>> FillAsync(IEnumerable<StoreTable> tables, CancellationToken cancellationToken) =>
        Copy.FillAsync(_database, tables, cancellationToken);

    /// <summary>Writes what waits and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _probe;
        await _writer.DisposeAsync();
        await _handovers.DisposeAsync();
        await _listener.DisposeAsync();
        await _database.DisposeAsync();
    }
}
