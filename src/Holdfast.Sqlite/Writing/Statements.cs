using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage.Rows;

namespace Holdfast.Sqlite.Writing;

/// <summary>The writer's statements, prepared once. The table of contents of everything that is ever written.</summary>
internal sealed class Statements(CommandSet commands) : IDisposable
{
    public PreparedWrite Begin { get; } = new(commands, "BEGIN IMMEDIATE", 0);

    public PreparedWrite Commit { get; } = new(commands, "COMMIT", 0);

    public PreparedWrite Rollback { get; } = new(commands, "ROLLBACK", 0);

    public PreparedWrite InsertItem { get; } = new(
        commands,
        """
        INSERT INTO item (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, due_at, in_doubt, trace, team, user)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        14);

    /// <summary>By both names of the item: it was handed out by this file, as this item.</summary>
    public PreparedWrite DeleteMergedItem { get; } = new(commands, "DELETE FROM item WHERE sequence = $1 AND id = $2", 2);

    public PreparedWrite DeleteItem { get; } = new(commands, "DELETE FROM item WHERE sequence = $1", 1);

    public PreparedWrite RetryItem { get; } = new(
        commands,
        "UPDATE item SET due_at = $2, attempt = attempt + $3, in_doubt = $4, last_error = $5 WHERE sequence = $1",
        5);

    public PreparedWrite AddDeadLetter { get; } = new(
        commands,
        """
        INSERT INTO dead_letter (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, attempt, in_doubt, trace, team, user, error, died_at, run)
        SELECT sequence, id, queue, lane, order_key, kind, coalesce($5, payload), dedupe_key, enqueued_at, attempt, $4, trace, team, user, $2, $3, $6
        FROM item WHERE sequence = $1
        """,
        6);

    /// <summary>For an item whose row cannot be read: what was known of it without.</summary>
    public PreparedWrite AddUnreadableDeadLetter { get; } = new(
        commands,
        """
        INSERT INTO dead_letter (sequence, id, queue, lane, order_key, kind, payload, enqueued_at, attempt, in_doubt, team, user, error, died_at, run)
        VALUES ($1, $2, $3, $4, $5, $6, x'', $7, 0, 1, $8, $9, $10, $11, $12)
        """,
        12);

    public PreparedWrite ReplayDeadLetter { get; } = new(
        commands,
        """
        INSERT INTO item (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, due_at, in_doubt, trace, team, user)
        SELECT $2, id, queue, lane, order_key, kind, payload, dedupe_key, $3, $3, 1, trace, team, user
        FROM dead_letter WHERE id = $1
        """,
        3);

    public PreparedWrite MarkInDoubt { get; } = new(commands, "UPDATE item SET in_doubt = 1 WHERE sequence = $1 AND in_doubt = 0", 1);

    public PreparedWrite FailRun { get; } = new(
        commands,
        $"UPDATE run SET status = {(int)RunStatus.Failed}, ended_at = $2, expires_at = $3, error = $4 WHERE id = $1 AND ended_at IS NULL",
        4);

    public PreparedWrite KeepReplayedRun { get; } = new(
        commands, "UPDATE run SET expires_at = $2 WHERE id = (SELECT run FROM dead_letter WHERE id = $1) AND expires_at < $2", 2);

    public PreparedWrite ExpireRun { get; } = new(commands, RunSql.Expire, 2);

    public PreparedWrite DeleteDeadLetter { get; } = new(commands, "DELETE FROM dead_letter WHERE id = $1", 1);

    public PreparedQuery SelectItem { get; } = new(commands, $"SELECT {ItemSql.Columns} FROM item WHERE sequence = $1", 1);

    /// <summary>The next items of the schedule past a place.</summary>
    public PreparedQuery SelectScheduled { get; } = new(commands, IndexRow.NextScheduled, 3);

    public PreparedWrite InsertReceipt { get; } = new(
        commands, "INSERT OR IGNORE INTO receipt (dedupe_key, received_at, outcome, reason) VALUES ($1, $2, $3, $4)", 4);

    public PreparedWrite SettleReceipt { get; } = new(
        commands, "UPDATE receipt SET outcome = $2, reason = $3 WHERE dedupe_key = $1", 3);

    public PreparedWrite UpsertRun { get; } = new(commands, RunSql.Upsert, 17);

    public PreparedWrite InsertStep { get; } = new(commands, RunSql.InsertStep, 14);

    public PreparedWrite UpsertRecord { get; } = new(commands, RecordSql.Upsert, 8);

    public PreparedWrite DeleteRecord { get; } = new(commands, RecordSql.Delete, 2);

    public PreparedWrite InsertTurn { get; } = new(
        commands, "INSERT INTO turn (conversation, role, content, attachments, speaker, added_at, run) VALUES ($1, $2, $3, $4, $5, $6, $7)", 7);

    public PreparedWrite DeleteTurns { get; } = new(commands, "DELETE FROM turn WHERE conversation = $1 AND run = $2", 2);

    public PreparedWrite UpsertDelivery { get; } = new(commands, RunSql.UpsertDelivery, 6);

    public PreparedWrite SetFact { get; } = new(
        commands, "INSERT OR REPLACE INTO fact (name, value) VALUES ($1, $2)", 2);

    public PreparedWrite SweepReceipts { get; } = new(commands, SweepSql.Receipts, 2);

    public PreparedWrite SweepRecords { get; } = new(commands, SweepSql.Records, 3);

    public PreparedWrite SweepStepsOfRuns { get; } = new(commands, SweepSql.StepsOfRuns, 2);

    public PreparedWrite SweepRecordsOfRuns { get; } = new(commands, SweepSql.RecordsOfRuns, 2);

    public PreparedWrite SweepDeliveriesOfRuns { get; } = new(commands, SweepSql.DeliveriesOfRuns, 3);

    public PreparedWrite SweepRuns { get; } = new(commands, SweepSql.Runs, 2);

    public PreparedWrite SweepTurns { get; } = new(commands, SweepSql.Turns, 2);

    public PreparedWrite SweepOldTurns { get; } = new(commands, SweepSql.OldTurns, 2);

    public PreparedWrite SweepDelivery { get; } = new(
        commands,
        """
        DELETE FROM delivery WHERE cause = $1 AND id = $2 AND delivered_at < $3
            AND NOT EXISTS (SELECT 1 FROM run WHERE run.id = cause) AND NOT EXISTS (SELECT 1 FROM record WHERE record.name = lower(hex(cause)))
        """,
        3);

    public PreparedWrite ForgetDeadLetters { get; } = new(commands, ForgetSql.DeadLetters, 2);

    public PreparedWrite ForgetRun { get; } = new(commands, ForgetSql.Run, 1);

    public PreparedWrite ForgetSteps { get; } = new(commands, ForgetSql.Steps, 1);

    public PreparedWrite ForgetRecordsOfRun { get; } = new(commands, ForgetSql.RecordsOfRun, 1);

    public PreparedWrite ForgetTurn { get; } = new(commands, ForgetSql.Turn, 2);

    /// <summary>Keeps a record, or removes it.</summary>
    public void Write(StoredRecord record)
    {
        var statement = record.Value is null ? DeleteRecord : UpsertRecord;
        statement.Execute(RowValues.Of(record));
    }

    public void Dispose() => commands.Dispose();
}
