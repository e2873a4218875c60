using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;

namespace Holdfast.Postgres.Lanes;

/// <summary>What waits. A count looks at all of it, so the bound goes by one that may be some seconds old, and what was appended here since.</summary>
internal sealed class Backlog(Database database, BacklogBound bound, TimeProvider time)
{
    /// <summary>A count that is older is made anew.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _countedAt;
    private int _counted;
    private bool _isCounting;

    public async ValueTask<IReadOnlyList<QueueStats>> StatsAsync(CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            $"""
            SELECT i.queue, i.items, i.oldest, l.lanes, l.held
            FROM (SELECT queue, count(*) AS items, min(enqueued_at) FILTER (WHERE queue <> {(int)LaneQueue.Scheduled}) AS oldest FROM item GROUP BY queue) i
            JOIN (SELECT queue, count(*) AS lanes, count(held) AS held FROM lane GROUP BY queue) l ON l.queue = i.queue
            """,
            static row => new QueueStats((LaneQueue)row.GetInt16(0), (int)row.GetInt64(1), (int)row.GetInt64(3), (int)row.GetInt64(4), row.GetMomentOrNull(2)),
            cancellationToken);
        Note(found.Find(static queue => queue.Queue == LaneQueue.Inbound)?.Items ?? 0);
        return [.. Enum.GetValues<LaneQueue>().Select(queue => found.Find(stats => stats.Queue == queue) ?? new QueueStats(queue, 0, 0, 0, null))];
    }

    /// <summary>Refuses more messages than may wait.</summary>
    public async ValueTask ThrowIfFullAsync(IReadOnlyList<NewItem> items, CancellationToken cancellationToken)
    {
        var messages = BacklogBound.CountMessages(items);
        if (messages == 0)
            return;
        try
        {
            await CountAsync(cancellationToken);
        }
        catch (StoreException)
        {
            // The append says what is wrong, when it is so for it as well.
        }

        lock (_lock)
        {
            bound.ThrowIfFull(_counted, items);
            _counted += messages;
        }
    }

    public async ValueTask<BacklogState> StateAsync(CancellationToken cancellationToken)
    {
        await CountAsync(cancellationToken);
        lock (_lock)
            return bound.StateAt(_counted);
    }

    /// <summary>Counts if that is due, and nobody does so already.</summary>
    private async ValueTask CountAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isCounting || (_countedAt is { } countedAt && time.GetElapsedTime(countedAt) < Age))
                return;
            _isCounting = true;
        }

        try
        {
            Note(await database.CountAsync(
                $"SELECT count(*) FROM (SELECT 1 FROM item WHERE queue = {(int)LaneQueue.Inbound} LIMIT $1) i", cancellationToken, bound.Most));
        }
        finally
        {
            lock (_lock)
                _isCounting = false;
        }
    }

    private void Note(int counted)
    {
        lock (_lock)
            (_counted, _countedAt) = (counted, time.GetTimestamp());
    }
}
