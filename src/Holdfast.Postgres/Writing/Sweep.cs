using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;
using Npgsql;

namespace Holdfast.Postgres.Writing;

/// <summary>
/// Deletes a bounded slice of what has passed its retention. One worker sweeps at a time; the others find that out and do nothing.
/// Conversations and old deliveries are looked through in turn, a slice a sweep: no index by age has to be kept up with every turn.
/// </summary>
internal sealed class Sweep(Database database)
{
    private const int LockClass = 0x40_1d_fa_58;
    private const int MaxRows = 1_000;

    // Fewer, since each run takes its steps along.
    private const int MaxRuns = 100;
    private const int ConversationsPerSweep = 500;

    private string _conversation = "";
    private (DateTimeOffset At, ItemId Cause, ItemId Id) _delivery;

    public ValueTask<bool> RunAsync(SweepCutoffs cutoffs, CancellationToken cancellationToken) =>
        database.TransactAsync(connection => RunAsync(connection, cutoffs, cancellationToken), cancellationToken);

    private async Task<bool> RunAsync(NpgsqlConnection connection, SweepCutoffs cutoffs, CancellationToken cancellationToken)
    {
        var mine = await connection.ScalarAsync($"SELECT pg_try_advisory_xact_lock({LockClass}, hashtext('{database.Schema}'))", cancellationToken);
        if (mine is false)
            return false;
        var more = await ExecuteAsync(SweepSql.Receipts, cutoffs.Receipts, MaxRows) == MaxRows;
        foreach (var (kind, endedBefore) in cutoffs.Records)
            more |= await ExecuteAsync(SweepSql.Records, kind, endedBefore, MaxRows) == MaxRows;
        await ExecuteAsync(SweepSql.StepsOfRuns, cutoffs.Runs, MaxRuns);
        await ExecuteAsync(SweepSql.RecordsOfRuns, cutoffs.Runs, MaxRuns);
        await ExecuteAsync(SweepSql.DeliveriesOfRuns, cutoffs.Runs, MaxRuns, cutoffs.Delivered);
        more |= await ExecuteAsync(SweepSql.Runs, cutoffs.Runs, MaxRuns) == MaxRuns;
        more |= await SweepDeliveriesAsync(connection, cutoffs, cancellationToken);
        return more | await SweepConversationsAsync(connection, cutoffs, cancellationToken);

        Task<int> ExecuteAsync(string sql, params object?[] values) => connection.ExecuteAsync(sql, cancellationToken, values);
    }

    private async Task<bool> SweepDeliveriesAsync(NpgsqlConnection connection, SweepCutoffs cutoffs, CancellationToken cancellationToken)
    {
        var old = await connection.QueryAsync(
            """
            SELECT delivered_at, cause, id, EXISTS (SELECT 1 FROM run WHERE run.id = cause) OR EXISTS (SELECT 1 FROM record WHERE record.name = replace(cause::text, '-', '')) FROM delivery
            WHERE (delivered_at, cause, id) > ($1, $2, $3) AND delivered_at < $4 ORDER BY delivered_at, cause, id LIMIT $5
            """,
            static row => (At: row.GetMoment(0), Cause: row.GetItemId(1), Id: row.GetItemId(2), IsKept: row.GetBoolean(3)),
            cancellationToken,
            _delivery.At, _delivery.Cause, _delivery.Id, cutoffs.Delivered, MaxRows);
        var isMore = old.Count == MaxRows;
        _delivery = isMore ? (old[^1].At, old[^1].Cause, old[^1].Id) : default;
        var orphans = old.Where(delivery => !delivery.IsKept).ToList();
        if (orphans.Count > 0)
        {
            await connection.ExecuteAsync(
                "DELETE FROM delivery d USING unnest($1::uuid[], $2::uuid[]) k (cause, id) WHERE d.cause = k.cause AND d.id = k.id",
                cancellationToken,
                orphans.Select(delivery => delivery.Cause.Value).ToArray(),
                orphans.Select(delivery => delivery.Id.Value).ToArray());
        }

        return isMore;
    }

    private async Task<bool> SweepConversationsAsync(NpgsqlConnection connection, SweepCutoffs cutoffs, CancellationToken cancellationToken)
    {
        var conversations = await connection.QueryAsync(
            SweepSql.Conversations,
            static row => (Name: row.GetString(0), NewestAt: row.GetMoment(1), Turns: row.GetInt64(2)),
            cancellationToken,
            _conversation, ConversationsPerSweep);
        var isMore = conversations.Count == ConversationsPerSweep;
        _conversation = isMore ? conversations[^1].Name : "";
        foreach (var (name, newestAt, turns) in conversations)
        {
            if (newestAt < cutoffs.Conversations)
                await connection.ExecuteAsync(SweepSql.Turns, cancellationToken, name, cutoffs.Conversations);
            else if (turns > cutoffs.MaxTurns)
                await connection.ExecuteAsync(SweepSql.OldTurns, cancellationToken, name, cutoffs.MaxTurns);
        }

        return isMore;
    }
}
