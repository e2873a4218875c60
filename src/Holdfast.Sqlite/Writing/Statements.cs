using Holdfast.Runs;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Writing;

/// <summary>The writer's statements, prepared once. The table of contents of everything that is ever written.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    public PreparedCommand Begin { get; } = new(connection, "BEGIN IMMEDIATE", 0);

    public PreparedCommand Commit { get; } = new(connection, "COMMIT", 0);

    public PreparedCommand Rollback { get; } = new(connection, "ROLLBACK", 0);

    public PreparedCommand InsertItem { get; } = new(
        connection,
        """
        INSERT INTO item (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, due_at, in_doubt, trace)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        12);

    public PreparedCommand DeleteItem { get; } = new(connection, "DELETE FROM item WHERE sequence = $1", 1);

    public PreparedCommand RetryItem { get; } = new(
        connection,
        "UPDATE item SET due_at = $2, attempt = attempt + $3, in_doubt = $4, last_error = $5 WHERE sequence = $1",
        5);

    public PreparedCommand BuryItem { get; } = new(
        connection,
        """
        INSERT INTO dead_letter (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, attempt, in_doubt, trace, error, died_at)
        SELECT sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, attempt, $4, trace, $2, $3
        FROM item WHERE sequence = $1
        """,
        4);

    public PreparedCommand UnburyItem { get; } = new(
        connection,
        """
        INSERT INTO item (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, due_at, in_doubt, trace)
        SELECT $2, id, queue, lane, order_key, kind, payload, dedupe_key, $3, $3, 1, trace
        FROM dead_letter WHERE id = $1
        """,
        3);

    public PreparedCommand DoubtItem { get; } = new(connection, "UPDATE item SET in_doubt = 1 WHERE sequence = $1 AND in_doubt = 0", 1);

    public PreparedCommand FailRun { get; } = new(
        connection,
        $"UPDATE run SET status = {(int)RunStatus.Failed}, ended_at = $2, error = $3 WHERE id = $1 AND ended_at IS NULL",
        3);

    public PreparedCommand DeleteDeadLetter { get; } = new(connection, "DELETE FROM dead_letter WHERE id = $1", 1);

    public PreparedCommand SelectItem { get; } = new(connection, $"SELECT {ItemRow.Columns} FROM item WHERE sequence = $1", 1);

    public PreparedCommand InsertReceipt { get; } = new(
        connection, "INSERT OR IGNORE INTO receipt (dedupe_key, received_at, outcome, reason) VALUES ($1, $2, $3, $4)", 4);

    public PreparedCommand SettleReceipt { get; } = new(
        connection, "UPDATE receipt SET outcome = $2, reason = $3 WHERE dedupe_key = $1", 3);

    public PreparedCommand UpsertRun { get; } = new(
        connection,
        """
        INSERT OR REPLACE INTO run (id, conversation, user, status, started_at, ended_at, starts, model, input_tokens, output_tokens, error)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        11);

    public PreparedCommand InsertStep { get; } = new(
        connection,
        """
        INSERT INTO run_step (run, number, kind, name, started_at, duration, error, output)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        8);

    public PreparedCommand InsertTurn { get; } = new(
        connection, "INSERT INTO turn (conversation, role, content, added_at) VALUES ($1, $2, $3, $4)", 4);

    public PreparedCommand InsertDelivery { get; } = new(
        connection, "INSERT OR REPLACE INTO delivery (cause, id, channel, ts, delivered_at) VALUES ($1, $2, $3, $4, $5)", 5);

    public PreparedCommand SetFact { get; } = new(
        connection, "INSERT OR REPLACE INTO fact (name, value) VALUES ($1, $2)", 2);

    public PreparedCommand SweepReceipts { get; } = new(
        connection,
        """
        DELETE FROM receipt WHERE dedupe_key IN
            (SELECT dedupe_key FROM receipt WHERE received_at < $1 AND outcome IS NOT NULL ORDER BY received_at LIMIT $2)
        """,
        2);

    public PreparedCommand SweepSteps { get; } = new(
        connection, $"DELETE FROM run_step WHERE run IN ({ExpiredRuns})", 2);

    public PreparedCommand SweepDeliveries { get; } = new(
        connection,
        """
        DELETE FROM delivery WHERE (cause, id) IN
            (SELECT cause, id FROM delivery WHERE delivered_at < $1 ORDER BY delivered_at LIMIT $2)
        """,
        2);

    public PreparedCommand SweepRuns { get; } = new(
        connection, $"DELETE FROM run WHERE id IN ({ExpiredRuns})", 2);

    public PreparedCommand DeleteTurns { get; } = new(
        connection,
        """
        DELETE FROM turn WHERE conversation = $1
            AND (SELECT added_at FROM turn WHERE conversation = $1 ORDER BY sequence DESC LIMIT 1) < $2
        """,
        2);

    public PreparedCommand TrimTurns { get; } = new(
        connection,
        """
        DELETE FROM turn WHERE conversation = $1
            AND sequence <= (SELECT sequence FROM turn WHERE conversation = $1 ORDER BY sequence DESC LIMIT 1 OFFSET $2)
        """,
        2);

    private const string ExpiredRuns = "SELECT id FROM run WHERE ended_at < $1 ORDER BY ended_at LIMIT $2";

    public void Dispose()
    {
        PreparedCommand[] all =
        [
            Begin, Commit, Rollback, InsertItem, DeleteItem, RetryItem, BuryItem, UnburyItem, DeleteDeadLetter, SelectItem,
            InsertReceipt, SettleReceipt, UpsertRun, InsertStep, InsertTurn, InsertDelivery, SetFact,
            SweepReceipts, SweepSteps, SweepDeliveries, SweepRuns, DeleteTurns, TrimTurns, DoubtItem, FailRun,
        ];
        foreach (var command in all)
            command.Dispose();
    }
}
