using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Tests;

/// <summary>Data folders of one test: opened, left as a killed process leaves them, and gone afterwards.</summary>
internal sealed class StoreFolder : IDisposable
{
    public static readonly WorkerId Ada = new("ada");
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _root = new();
    private int _copies;

    public StoreFolder() => Data = Path.Combine(_root.Path, "data");

    public FakeClock Clock { get; } = new();

    public string Data { get; }

    public SqliteStore Open(string? folder = null, int maxBacklog = 1_000_000, long cachedPayloadBytes = 64 << 20, int scheduleWindow = 10_000) => SqliteStore.Open(
        new SqliteStoreOptions { Path = folder ?? Data, MaxBacklog = maxBacklog, CachedPayloadBytes = cachedPayloadBytes }, Clock, scheduleWindow);

    /// <summary>
    /// What kill -9 leaves at this moment: the files as the system has them, without a word from the process that has them open.
    /// </summary>
    /// <param name="logBytes">How much of the write-ahead log had reached the disk; all of it unless said.</param>
    public string CopyAsAfterKill(long? logBytes = null)
    {
        var copy = Path.Combine(_root.Path, $"killed{++_copies}");
        Directory.CreateDirectory(copy);
        foreach (var name in (string[])["holdfast.db", "holdfast.db-wal"])
        {
            if (File.Exists(Path.Combine(Data, name)))
                File.Copy(Path.Combine(Data, name), Path.Combine(copy, name));
        }

        if (logBytes is { } bytes)
        {
            using var log = new FileStream(Path.Combine(copy, "holdfast.db-wal"), FileMode.Open);
            log.SetLength(bytes);
        }

        return copy;
    }

    public void Dispose() => _root.Dispose();

    /// <summary>Something that is scheduled, for so many seconds from now.</summary>
    public NewItem Alarm(string lane, double dueIn) => Clock.Item(lane, "alarm") with
    {
        Queue = LaneQueue.Scheduled,
        DueAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(dueIn),
    };

    /// <summary>Does something to the database file, as another program would.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "holdfast.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Works off what is due of the schedule.</summary>
    public static async Task<IReadOnlyList<LaneItem>> DrainScheduleAsync(SqliteStore store, int lanes = 64)
    {
        var handed = new List<LaneItem>();
        while (await ClaimAsync(store, LaneQueue.Scheduled, lanes) is { Count: > 0 } claims)
        {
            foreach (var claim in claims)
                await CommitAsync(store, claim, ItemOutcome.Answered);
            handed.AddRange(claims.Select(claim => claim.Item));
        }

        return handed;
    }

    public static ValueTask<IReadOnlyList<Claim>> ClaimAsync(IHoldfastStore store, LaneQueue queue = LaneQueue.Inbound, int lanes = 10_000) =>
        store.ClaimAsync(queue, Ada, lanes, Lease, CancellationToken.None);

    public static ValueTask<CommitResult> CommitAsync(IHoldfastStore store, Claim claim, ItemOutcome outcome) =>
        store.CommitAsync(new Transition { Claim = claim, Outcome = outcome }, CancellationToken.None);
}
