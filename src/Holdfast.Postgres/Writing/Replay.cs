using Holdfast.Lanes;
using Holdfast.Postgres.Listening;
using Npgsql;

namespace Holdfast.Postgres.Writing;

/// <summary>Puts a dead letter back into its lane.</summary>
internal static class Replay
{
    public static ValueTask<bool> RunAsync(Database database, ItemId item, DateTimeOffset? now, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    $"""
                    WITH dead AS (DELETE FROM dead_letter WHERE id = $2 RETURNING *),
                    back AS (
                        INSERT INTO item (id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, due_at, in_doubt, trace)
                        SELECT id, queue, lane, order_key, kind, payload, dedupe_key, n.now, n.now, true, trace FROM dead, (SELECT {Statements.Now} AS now) n
                        RETURNING queue, lane, dedupe_key, due_at),
                    receipt_again AS (UPDATE receipt r SET outcome = NULL, reason = NULL FROM back WHERE r.dedupe_key = back.dedupe_key)
                    SELECT queue, lane, due_at FROM back
                    """,
                    connection);
                command.Parameters.Add(Moments.Parameter(now));
                command.Parameters.Add(Database.Parameter(item));
                short queue;
                string lane;
                await using (var row = await command.ExecuteReaderAsync(cancellationToken))
                {
                    if (!await row.ReadAsync(cancellationToken))
                        return false;
                    (queue, lane) = (row.GetInt16(0), row.GetString(1));
                }

                await using var batch = new NpgsqlBatch(connection);
                batch.Add(Statements.ShowLanes, Moments.Parameter(now), new[] { queue }, (object)new[] { lane }, new DateTimeOffset?[] { null });
                batch.Add(Statements.Notify, Listener.ChannelOf(database.Schema), new[] { queue });
                await batch.ExecuteNonQueryAsync(cancellationToken);
                return true;
            },
            cancellationToken);
}
