using Holdfast.Records;
using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;

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

    public PreparedWrite MarkItemDead { get; } = new(
        commands,
        """
        INSERT INTO dead_letter (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, attempt, in_doubt, trace, team, user, error, died_at)
        SELECT sequence, id, queue, lane, order_key, kind, coalesce($5, payload), dedupe_key, enqueued_at, attempt, $4, trace, team, user, $2, $3
        FROM item WHERE sequence = $1
        """,
        5);

    /// <summary>For an item whose row cannot be read: what was known of it without.</summary>
    public PreparedWrite BuryUnreadable { get; } = new(
        commands,
        """
        INSERT INTO dead_letter (sequence, id, queue, lane, order_key, kind, payload, enqueued_at, attempt, in_doubt, team, user, error, died_at)
        VALUES ($1, $2, $3, $4, $5, $6, x'', $7, 0, 1, $8, $9, $10, $11)
        """,
        11);

    public PreparedWrite UnburyItem { get; } = new(
        commands,
        """
        INSERT INTO item (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, due_at, in_doubt, trace, team, user)
        SELECT $2, id, queue, lane, order_key, kind, payload, dedupe_key, $3, $3, 1, trace, team, user
        FROM dead_letter WHERE id = $1
        """,
        3);

    public PreparedWrite DoubtItem { get; } = new(commands, "UPDATE item SET in_doubt = 1 WHERE sequence = $1 AND in_doubt = 0", 1);

    public PreparedWrite FailRun { get; } = new(
        commands,
        $"UPDATE run SET status = {(int)RunStatus.Failed}, ended_at = $2, expires_at = $3, error = $4 WHERE id = $1 AND ended_at IS NULL",
        4);

    public PreparedWrite ExpireRun { get; } = new(commands, "UPDATE run SET expires_at = ended_at + $2 WHERE id = $1 AND ended_at IS NOT NULL", 2);

    public PreparedWrite DeleteDeadLetter { get; } = new(commands, "DELETE FROM dead_letter WHERE id = $1", 1);

    public PreparedQuery SelectItem { get; } = new(commands, $"SELECT {ItemRow.Columns} FROM item WHERE sequence = $1", 1);

    /// <summary>The next items of the schedule past a place.</summary>
    public PreparedQuery SelectScheduled { get; } = new(commands, IndexRow.NextScheduled, 3);

    public PreparedWrite InsertReceipt { get; } = new(
        commands, "INSERT OR IGNORE INTO receipt (dedupe_key, received_at, outcome, reason) VALUES ($1, $2, $3, $4)", 4);

    public PreparedWrite SettleReceipt { get; } = new(
        commands, "UPDATE receipt SET outcome = $2, reason = $3 WHERE dedupe_key = $1", 3);

    // Updated in place, so that only the indexes of what has changed are written.
    public PreparedWrite UpsertRun { get; } = new(
        commands,
        """
        INSERT INTO run (id, conversation, user, status, started_at, ended_at, expires_at, starts, model, input_tokens, output_tokens, cost, error, notice, question, merged)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT DO UPDATE SET conversation = $2, user = $3, status = $4, started_at = $5, ended_at = $6, expires_at = $7, starts = $8,
            model = $9, input_tokens = $10, output_tokens = $11, cost = $12, error = $13, notice = $14, question = $15, merged = $16
        """,
        16);

    public PreparedWrite InsertStep { get; } = new(
        commands,
        """
        INSERT INTO run_step (run, number, kind, name, started_at, duration, error, input, input_length, input_tokens, output, output_length, output_tokens, resume)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        14);

    public PreparedWrite UpsertApproval { get; } = new(
        commands,
        """
        INSERT INTO approval (id, run, call_id, conversation, requested_by, tool, shown, status, created_at, expires_at, decided_by, decided_at, used_at, card)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (id) DO UPDATE SET run = $2, call_id = $3, conversation = $4, requested_by = $5, tool = $6, shown = $7, status = $8, created_at = $9,
            expires_at = $10, decided_by = $11, decided_at = $12, used_at = $13, card = $14
        """,
        14);

    public PreparedWrite UpsertJob { get; } = new(
        commands,
        """
        INSERT INTO job (id, run, conversation, requested_by, approved_by, tool, shown, task, status, created_at, started_at, ended_at, exit_code, output_bytes, notice)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (id) DO UPDATE SET run = $2, conversation = $3, requested_by = $4, approved_by = $5, tool = $6, shown = $7, task = $8, status = $9,
            created_at = $10, started_at = $11, ended_at = $12, exit_code = $13, output_bytes = $14, notice = $15
        """,
        15);

    public PreparedWrite UpsertTimer { get; } = new(
        commands,
        """
        INSERT INTO timer (id, team, user, conversation, status, due_at, repeats, zone, ring, created_at, rung_at, ended_at, label)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (id) DO UPDATE SET team = $2, user = $3, conversation = $4, status = $5, due_at = $6, repeats = $7, zone = $8, ring = $9,
            created_at = $10, rung_at = $11, ended_at = $12, label = $13
        """,
        13);

    public PreparedWrite SetSetting { get; } = new(commands, "INSERT OR REPLACE INTO setting (name, value) VALUES ($1, $2)", 2);

    public PreparedWrite DeleteSetting { get; } = new(commands, "DELETE FROM setting WHERE name = $1", 1);

    public PreparedWrite InsertTurn { get; } = new(
        commands, "INSERT INTO turn (conversation, role, content, added_at) VALUES ($1, $2, $3, $4)", 4);

    public PreparedWrite InsertDelivery { get; } = new(
        commands, "INSERT OR REPLACE INTO delivery (cause, id, channel, ts, delivered_at, sequence) VALUES ($1, $2, $3, $4, $5, $6)", 6);

    public PreparedWrite SetFact { get; } = new(
        commands, "INSERT OR REPLACE INTO fact (name, value) VALUES ($1, $2)", 2);

    public PreparedWrite SweepReceipts { get; } = new(
        commands,
        """
        DELETE FROM receipt WHERE dedupe_key IN
            (SELECT dedupe_key FROM receipt WHERE received_at < $1 AND outcome IS NOT NULL ORDER BY received_at LIMIT $2)
        """,
        2);

    public PreparedWrite SweepSteps { get; } = new(
        commands, $"DELETE FROM run_step WHERE run IN ({ExpiredRuns})", 2);

    public PreparedWrite SweepApprovals { get; } = new(commands, $"DELETE FROM approval WHERE run IN ({ExpiredRuns})", 2);

    /// <summary>What was set about a run under its own name.</summary>
    public PreparedWrite SweepSettings { get; } = new(
        commands,
        $"""
        DELETE FROM setting WHERE name IN
            (SELECT prefix.column1 || lower(hex(id)) FROM ({ExpiredRuns}), (VALUES ('{SettingKeys.StopPrefix}'), ('{SettingKeys.RetryPrefix}')) prefix)
        """,
        2);

    public PreparedWrite SweepDeliveriesOfRuns { get; } = new(
        commands, $"DELETE FROM delivery WHERE cause IN ({ExpiredRuns}) AND delivered_at < $3", 3);

    public PreparedWrite SweepDelivery { get; } = new(
        commands,
        """
        DELETE FROM delivery WHERE cause = $1 AND id = $2 AND delivered_at < $3
            AND NOT EXISTS (SELECT 1 FROM run WHERE run.id = cause) AND NOT EXISTS (SELECT 1 FROM job WHERE job.id = cause)
        """,
        3);

    public PreparedWrite SweepJobs { get; } = new(
        commands, "DELETE FROM job WHERE sequence IN (SELECT sequence FROM job WHERE ended_at < $1 ORDER BY ended_at LIMIT $2)", 2);

    public PreparedWrite SweepTimers { get; } = new(
        commands, "DELETE FROM timer WHERE sequence IN (SELECT sequence FROM timer WHERE ended_at < $1 ORDER BY ended_at LIMIT $2)", 2);

    public PreparedWrite SweepRuns { get; } = new(
        commands, $"DELETE FROM run WHERE id IN ({ExpiredRuns})", 2);

    public PreparedWrite DeleteTurns { get; } = new(
        commands,
        """
        DELETE FROM turn WHERE conversation = $1
            AND (SELECT added_at FROM turn WHERE conversation = $1 ORDER BY sequence DESC LIMIT 1) < $2
        """,
        2);

    public PreparedWrite TrimTurns { get; } = new(
        commands,
        """
        DELETE FROM turn WHERE conversation = $1
            AND sequence <= (SELECT sequence FROM turn WHERE conversation = $1 ORDER BY sequence DESC LIMIT 1 OFFSET $2)
        """,
        2);

    private const string ExpiredRuns = "SELECT id FROM run WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2";

    public void Dispose() => commands.Dispose();
}
