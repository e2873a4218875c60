using Holdfast.Items;
using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Reading;
using Holdfast.Sqlite.Sql;
using Holdfast.Sqlite.Writing;
using Holdfast.Storage;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite;

/// <summary>
/// The embedded store: one file, one process. Items are durable; the index of what waits and the holds on it live in memory
/// and die with the process. See docs/storage-contract.md.
/// </summary>
public sealed partial class SqliteStore : IHoldfastStore
{
    private const int ConversationsPerSweep = 500;
    private const int DeliveriesPerSweep = 1_000;

    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly DatabaseFile _file;
    private readonly DataFiles _files;
    private readonly SqliteConnection _connection;
    private readonly GroupCommit _writer;
    private readonly ReaderPool _readers;
    private readonly LaneIndex _index;
    private readonly BacklogBound _backlog;
    private int _messagesUnderWay;
    private string _sweptUpTo = "";
    private OldDelivery _sweptDelivery = OldDelivery.None;
    private bool _disposed;

    private SqliteStore(
        SqliteStoreOptions options,
        TimeProvider time,
        FileStream fileLock,
        DatabaseFile file,
        DataFiles files,
        SqliteConnection connection,
        LaneIndex index,
        bool isNew)
    {
        IsNew = isNew;
        (_time, _lock, _file, _files, _connection, _index) = (time, fileLock, file, files, connection, index);
        _backlog = new BacklogBound(options.MaxBacklog, "Storage:MaxBacklog");
        _writer = new GroupCommit(connection, files.FindLoss);
        _readers = new ReaderPool(file, files);
    }

    /// <inheritdoc/>
    public bool IsNew { get; }

    /// <inheritdoc/>
    public Task<StoreException> Failure => _writer.Failure;

    /// <summary>Whether there is a store to open.</summary>
    /// <param name="options">Where.</param>
    public static bool Exists(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return File.Exists(new DatabaseFile(Path.GetFullPath(options.Path)).FullPath);
    }

    /// <summary>Opens the store, making folder, file and schema where they are missing.</summary>
    /// <param name="options">Where.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreException">
    /// The folder cannot be written or is in use by another process, or the file is damaged or of a newer version.
    /// </exception>
    public static SqliteStore Open(SqliteStoreOptions options, TimeProvider time) => Open(options, time, ScheduleWindow.DefaultSize);

    internal static SqliteStore Open(SqliteStoreOptions options, TimeProvider time, int scheduleWindow)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var folder = Path.GetFullPath(options.Path);
        var fileLock = StoreLock.Take(folder);
        DataFiles? files = null;
        SqliteConnection? connection = null;
        try
        {
            var file = new DatabaseFile(folder);
            file.Create();
            files = DataFiles.Lock(file.FullPath);
            connection = file.OpenWriter();
            var isNew = Schema.Migrate(connection);
            var index = new LaneIndex(time, options.CachedPayloadBytes, scheduleWindow);
            Recovery.Load(connection, index, time.GetUtcNow());
            files.Watch();
            return new SqliteStore(options, time, fileLock, file, files, connection, index, isNew);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            files?.Dispose();
            fileLock.Dispose();
            if (e is SqliteException driver)
                throw SqliteErrors.Translate(driver);
            if (e is IOException or UnauthorizedAccessException)
                throw SqliteErrors.NotUsable(e);
            throw;
        }
    }

    private int Messages => _index[LaneQueue.Inbound].Count;

    /// <summary>How many items of the schedule are in memory.</summary>
    internal int ScheduledInMemory => _index.Schedule.Count - _index.Schedule.Window!.Beyond;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<NewItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        var messages = BacklogBound.CountMessages(items);
        var before = Interlocked.Add(ref _messagesUnderWay, messages) - messages;
        try
        {
            _backlog.ThrowIfFull(Messages + before, items);
            return await _writer.WriteAsync(new AppendOperation(items, _index, _time)).WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Add(ref _messagesUnderWay, -messages);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Claim>> ClaimAsync(
        LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        ArgumentNullException.ThrowIfNull(shares);
        ThrowIfBroken();
        var claims = new List<Claim>();
        var (holds, failure) = await HoldAsync(_index[queue], worker, lanes, lease, shares, cancellationToken);
        foreach (var hold in holds)
            claims.Add(await ClaimAsync(queue, hold, worker, cancellationToken));
        return claims.Count == 0 && failure is not null ? throw failure : claims;
    }

    private async ValueTask<Claim> ClaimAsync(LaneQueue queue, Hold hold, WorkerId worker, CancellationToken cancellationToken)
    {
        try
        {
            var item = hold.Entry.Item ?? await ReadItemAsync(hold.Entry.Sequence, cancellationToken) ?? throw Missing(hold.Entry.Sequence);
            return new Claim(AsInIndex(item, hold.Lane.Name, hold.Entry.InDoubt), worker, hold.Fence);
        }
        catch (StoreException e)
        {
            return new Claim(Unknown(queue, hold), worker, hold.Fence) { Unreadable = e };
        }
    }

    /// <summary>What is known of an item without its row.</summary>
    private LaneItem Unknown(LaneQueue queue, Hold hold) => new()
    {
        Id = ItemId.New(_time),
        Sequence = hold.Entry.Sequence,
        Queue = queue,
        Lane = hold.Lane.Name,
        Kind = "unreadable",
        Payload = default,
        OrderKey = hold.Entry.Order.OrderKey,
        EnqueuedAt = hold.Entry.EnqueuedAt,
        Attempt = 0,
        InDoubt = hold.Entry.InDoubt,
        Owner = hold.Entry.Owner,
    };

    /// <inheritdoc/>
    public ValueTask WaitForWorkAsync(LaneQueue queue, PlaceShares shares, CancellationToken cancellationToken) => _index[queue].WaitAsync(shares, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(Claim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return ValueTask.FromResult(_index[claim.Item.Queue].Renew(claim, lease));
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(Transition transition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transition);
        return await _writer.WriteAsync(new CommitOperation(transition, _index, _time)).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueStats>> GetQueueStatsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<QueueStats>>([.. _index.Queues.Select(queue => queue.GetStats())]);

    /// <inheritdoc/>
    public ValueTask<BacklogState> GetBacklogAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_backlog.StateAt(Messages));

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(SweepCutoffs cutoffs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cutoffs);

        var (slice, moreToRead) = await NextSliceAsync(cutoffs, cancellationToken);
        var more = await _writer.WriteAsync(new SweepOperation(cutoffs, slice)).WaitAsync(cancellationToken);
        return more || moreToRead;
    }

    /// <inheritdoc/>
    public async ValueTask CheckWritableAsync(CancellationToken cancellationToken) =>
        await _writer.WriteAsync(new ProbeOperation(_time)).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> ReplayAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(new ReplayOperation(item, records, _index, _time)).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DiscardAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(new DiscardOperation(item, records)).WaitAsync(cancellationToken);

    /// <summary>Writes what waits, leaves the mark of a graceful stop, and gives the file back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            await _writer.WriteAsync(new StopOperation(_index));
        }
        catch (StoreException)
        {
            // The disk is full, say. Without the mark the next start takes this stop for a crash, and looks twice.
        }
        finally
        {
            _writer.Dispose();
            _readers.Dispose();
            _index.Dispose();
            if (_files.IsLogForeign)
                _ = SQLitePCL.raw.sqlite3_db_config(_connection.Handle, SQLitePCL.raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            _connection.Dispose();

            // Not before: closing any handle of the database would take SQLite's own locks on it away.
            _files.Dispose();
            await _lock.DisposeAsync();
        }
    }

    /// <summary>
    /// Takes hold of lanes, and loads more of the queue while that may give more. A failure to load is given back beside the holds:
    /// what is in memory can be worked on all the same. Nothing remembers it, and the next claim or wait finds the queue short again.
    /// </summary>
    private async ValueTask<(IReadOnlyList<Hold> Holds, StoreException? Failure)> HoldAsync(
        QueueIndex queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, CancellationToken cancellationToken)
    {
        var holds = queue.Claim(worker, lanes, lease, shares);
        try
        {
            while (holds.Count < lanes && queue.IsShort)
            {
                await _writer.WriteAsync(new RefillOperation(queue)).WaitAsync(cancellationToken);
                holds.AddRange(queue.Claim(worker, lanes - holds.Count, lease, shares));
            }
        }
        catch (StoreException e)
        {
            return (holds, e);
        }

        return (holds, null);
    }

    private void ThrowIfBroken() => _writer.ThrowIfBroken();

    // Conversations are looked through in turn, a slice a sweep: no index by age has to be kept up with every turn. So are old
    // deliveries: runs that are kept for long may hold back any number of them.
    private async ValueTask<(SweepSlice Slice, bool More)> NextSliceAsync(SweepCutoffs cutoffs, CancellationToken cancellationToken)
    {
        var deliveries = await _readers.ReadAsync(
            reader => reader.Runs.OldDeliveries(_sweptDelivery, cutoffs.Delivered, DeliveriesPerSweep), cancellationToken);
        var conversations = await _readers.ReadAsync(reader => reader.Conversations(_sweptUpTo, ConversationsPerSweep), cancellationToken);
        var moreDeliveries = deliveries.Count == DeliveriesPerSweep;
        var moreConversations = conversations.Count == ConversationsPerSweep;
        _sweptDelivery = moreDeliveries ? deliveries[^1] : OldDelivery.None;
        _sweptUpTo = moreConversations ? conversations[^1].Conversation : "";
        var slice = new SweepSlice(
            [.. deliveries.Where(d => !d.IsCauseKept).Select(d => (d.Cause, d.Id))],
            [.. conversations.Where(c => c.NewestTurnAt < cutoffs.Conversations).Select(c => c.Conversation)],
            [.. conversations.Where(c => c.NewestTurnAt >= cutoffs.Conversations && c.Turns > cutoffs.MaxTurns).Select(c => c.Conversation)]);
        return (slice, moreDeliveries || moreConversations);
    }

    private ValueTask<LaneItem?> ReadItemAsync(long sequence, CancellationToken cancellationToken) =>
        _readers.ReadAsync(reader => reader.Item(sequence), cancellationToken);

    /// <summary>The lane's name is the index's own: by it the claim is found again. So is the doubt: it may be newer than the row.</summary>
    private static LaneItem AsInIndex(LaneItem item, string lane, bool inDoubt) =>
        item.Lane == lane && item.InDoubt == inDoubt ? item : item with { Lane = lane, InDoubt = inDoubt };

    private static StoreException Missing(long sequence) =>
        new($"Item {sequence} waits in its lane but is not in the file. The database was changed by another program.", isTransient: false);
}
