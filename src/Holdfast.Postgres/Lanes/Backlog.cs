using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Postgres.Lanes;

/// <summary>What waits. A count looks at all of it, so the bound on it goes by one that may be some seconds old.</summary>
internal sealed class Backlog(Database database, int most, TimeProvider time)
{
    /// <summary>A count that is older is made anew.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private long _countedAt;
    private int _counted;
    private int _counting;

    public async ValueTask<IReadOnlyList<QueueStats>> StatsAsync(CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            """
            SELECT i.queue, i.items, i.oldest, l.lanes, l.held
            FROM (SELECT queue, count(*) AS items, min(enqueued_at) AS oldest FROM item GROUP BY queue) i
            JOIN (SELECT queue, count(*) AS lanes, count(held) AS held FROM lane GROUP BY queue) l ON l.queue = i.queue
            """,
            static row => new QueueStats((LaneQueue)row.GetInt16(0), (int)row.GetInt64(1), (int)row.GetInt64(3), (int)row.GetInt64(4), row.GetMoment(2)),
            cancellationToken);
        Note(found.Sum(queue => queue.Items));
        return [.. Enum.GetValues<LaneQueue>().Select(queue => found.Find(stats => stats.Queue == queue) ?? new QueueStats(queue, 0, 0, 0, null))];
    }

    /// <summary>Refuses more than may wait.</summary>
    public async ValueTask ThrowIfFullAsync(int further, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(Volatile.Read(ref _countedAt)) > Age && Interlocked.Exchange(ref _counting, 1) == 0)
        {
            try
            {
                Note(await database.CountAsync("SELECT count(*) FROM (SELECT 1 FROM item LIMIT $1) i", cancellationToken, most + 1));
            }
            catch (StoreException)
            {
                // The append says what is wrong, when it is so for it as well.
            }
            finally
            {
                Volatile.Write(ref _counting, 0);
            }
        }

        if (Volatile.Read(ref _counted) + further > most)
            throw new StoreException($"More than {most} items wait (Database:MaxBacklog). Nothing more is accepted until some are done.", isTransient: true);
    }

    private void Note(int counted)
    {
        Volatile.Write(ref _counted, counted);
        Volatile.Write(ref _countedAt, time.GetTimestamp());
    }
}
