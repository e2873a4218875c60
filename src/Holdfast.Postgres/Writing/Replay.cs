using Holdfast.Items;
using Holdfast.Postgres.Listening;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Npgsql;

namespace Holdfast.Postgres.Writing;

/// <summary>Puts a dead letter back into its lane.</summary>
internal static class Replay
{
    public static ValueTask<bool> RunAsync(Database database, ItemId item, IReadOnlyList<StoredRecord> records, DateTimeOffset? now, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async connection =>
            {
                var back = await connection.QueryAsync(
                    $"""
                    WITH dead AS (DELETE FROM dead_letter WHERE id = $2 RETURNING *),
                    back AS (
                        INSERT INTO item (id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, due_at, in_doubt, trace, team, "user")
                        SELECT id, queue, lane, order_key, kind, payload, dedupe_key, n.now, n.now, true, trace, team, "user" FROM dead, (SELECT {Statements.Now} AS now) n
                        RETURNING queue, lane, dedupe_key),
                    run_kept AS (
                        UPDATE run r SET expires_at = n.now + $3 FROM dead, (SELECT {Statements.Now} AS now) n
                        WHERE r.id = dead.run AND r.expires_at < n.now + $3),
                    receipt_again AS (UPDATE receipt r SET outcome = NULL, reason = NULL FROM back WHERE r.dedupe_key = back.dedupe_key)
                    SELECT queue, lane FROM back
                    """,
                    static row => (Queue: row.GetInt16(0), Lane: row.GetString(1)),
                    cancellationToken,
                    Moments.Parameter(now),
                    item,
                    DeadRuns.ReplayRetention);
                if (back is not [var (queue, lane)])
                    return false;
                await connection.WriteAsync(records, cancellationToken);
                await using var batch = new NpgsqlBatch(connection);
                batch.Add(
                    Statements.ShowLanes,
                    Moments.Parameter(now),
                    new[] { queue },
                    (object)new[] { lane },
                    new DateTimeOffset?[] { null },
                    new TimeSpan?[] { null },
                    (object)new string?[] { null },
                    new TimeSpan?[] { null });
                batch.Add(Statements.Notify, Listener.ChannelOf(database.Schema), new[] { queue });
                await batch.ExecuteNonQueryAsync(cancellationToken);
                return true;
            },
            cancellationToken);
}
