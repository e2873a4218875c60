using Holdfast.Records;

namespace Holdfast.Postgres.Writing;

/// <summary>Everything that transitions and appends write. Those with arrays take all operations of a transaction at once.</summary>
internal static class Statements
{
    /// <summary>The moment of the statement: the database's, unless a test has its own.</summary>
    public const string Now = "coalesce($1::timestamptz, clock_timestamp())";

    /// <summary>A transaction begins and ends in the round trips of what it does.</summary>
    public const string Begin = "BEGIN";

    public const string Commit = "COMMIT";

    /// <summary>
    /// Locks the lanes that a transaction is about, in one order for all workers so that no two wait for each other, and tells which are there, and the
    /// fence of each that is held.
    /// </summary>
    public const string LockLanes =
        """
        SELECT l.fence, l.queue, l.lane FROM lane l JOIN unnest($1::smallint[], $2::text[]) k (queue, lane) ON l.queue = k.queue AND l.lane = k.lane
        ORDER BY l.queue, l.lane FOR UPDATE OF l
        """;

    /// <summary>Locks the records that are there already, in one order for all workers.</summary>
    public const string LockRecords =
        """
        SELECT 1 FROM record r JOIN unnest($1::text[], $2::text[]) k (kind, name) ON r.name = k.name AND r.kind = k.kind ORDER BY r.name, r.kind FOR UPDATE OF r
        """;

    public const string FindMerged = "SELECT sequence, id, queue, lane FROM item WHERE sequence = ANY ($1::bigint[])";

    public const string InsertReceipts =
        $"""
        INSERT INTO receipt (dedupe_key, received_at, outcome, reason)
        SELECT k.dedupe_key, n.now, k.outcome, k.reason
        FROM unnest($2::text[], $3::integer[], $4::text[]) k (dedupe_key, outcome, reason), (SELECT {Now} AS now) n
        ORDER BY k.dedupe_key
        ON CONFLICT DO NOTHING RETURNING dedupe_key
        """;

    public const string InsertItems =
        $"""
        INSERT INTO item (id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, due_at, trace, team, "user")
        SELECT k.id, k.queue, k.lane, k.order_key, k.kind, k.payload, k.dedupe_key, n.now, coalesce(k.due_at, n.now + k.due_in, n.now), k.trace, k.team, k."user"
        FROM unnest(
            $2::uuid[], $3::smallint[], $4::text[], $5::bigint[], $6::text[], $7::bytea[], $8::text[], $9::timestamptz[], $10::interval[], $11::text[], $12::text[], $13::text[])
            WITH ORDINALITY k (id, queue, lane, order_key, kind, payload, dedupe_key, due_at, due_in, trace, team, "user", place), (SELECT {Now} AS now) n
        ORDER BY k.place
        RETURNING sequence, id, enqueued_at
        """;

    /// <summary>
    /// Shows the lanes of new items, which are their first items' owners'. Of a lane that was there already the time is only ever made earlier; a
    /// claim finds out what is true. One that was not is handed to a worker that has a place for it, unless its first item is due later. Gives what is
    /// in hand, and its fence.
    /// </summary>
    public const string ShowLanes =
        $"""
        INSERT INTO lane (queue, lane, claimable_at, team, "user", held, worker, fence, lease_until)
        SELECT k.queue, k.lane, CASE WHEN t.is_handed THEN k.now + k.lease ELSE k.claimable_at END, h.team, h."user",
            CASE WHEN t.is_handed THEN h.sequence END, CASE WHEN t.is_handed THEN k.worker END,
            CASE WHEN t.is_handed THEN nextval('fence') END, CASE WHEN t.is_handed THEN k.now + k.lease END
        FROM (
            SELECT k.queue, k.lane, min(coalesce(k.due_at, n.now + k.due_in, n.now)) AS claimable_at, max(k.worker) AS worker, max(k.lease) AS lease, n.now
            FROM unnest($2::smallint[], $3::text[], $4::timestamptz[], $5::interval[], $6::text[], $7::interval[]) k (queue, lane, due_at, due_in, worker, lease),
                (SELECT {Now} AS now) n
            GROUP BY k.queue, k.lane, n.now) k
        CROSS JOIN LATERAL (
            SELECT i.sequence, i.due_at, i.team, i."user" FROM item i WHERE i.queue = k.queue AND i.lane = k.lane ORDER BY i.order_key, i.sequence LIMIT 1) h
        CROSS JOIN LATERAL (SELECT k.worker IS NOT NULL AND h.due_at <= k.now AS is_handed) t
        ORDER BY k.queue, k.lane
        ON CONFLICT (queue, lane) DO UPDATE
        SET claimable_at = least(lane.claimable_at, CASE WHEN excluded.held IS NULL THEN excluded.claimable_at ELSE {Now} END),
            team = excluded.team, "user" = excluded."user"
        WHERE (lane.claimable_at > CASE WHEN excluded.held IS NULL THEN excluded.claimable_at ELSE {Now} END
                OR lane.team IS DISTINCT FROM excluded.team OR lane."user" IS DISTINCT FROM excluded."user")
            AND (lane.held IS NULL OR lane.lease_until <= {Now})
        RETURNING held, fence
        """;

    public const string DeleteItems = "DELETE FROM item WHERE sequence = ANY ($1::bigint[])";

    public const string RetryItem = $"UPDATE item SET due_at = {Now} + $3, attempt = attempt + $4, in_doubt = $5, last_error = $6 WHERE sequence = $2";

    public const string AddDeadLetter =
        $"""
        INSERT INTO dead_letter (sequence, id, queue, lane, order_key, kind, payload, dedupe_key, enqueued_at, attempt, in_doubt, trace, team, "user", error, died_at, run)
        SELECT sequence, id, queue, lane, order_key, kind, coalesce($5::bytea, payload), dedupe_key, enqueued_at, attempt, $4, trace, team, "user", $3, {Now}, $6::uuid
        FROM item WHERE sequence = $2
        """;

    public const string SettleReceipts =
        """
        UPDATE receipt r SET outcome = k.outcome, reason = k.reason
        FROM unnest($1::text[], $2::integer[], $3::text[]) k (dedupe_key, outcome, reason) WHERE r.dedupe_key = k.dedupe_key
        """;

    /// <summary>
    /// Frees lanes, after what was in hand has left them or was put back, and tells the other workers of those in which something waits.
    /// Gives the queues of these.
    /// </summary>
    public const string FreeLanes =
        """
        WITH freed AS (
            UPDATE lane l SET held = NULL, worker = NULL, fence = NULL, lease_until = NULL, claimable_at = h.due_at, team = h.team, "user" = h."user"
            FROM unnest($1::smallint[], $2::text[]) k (queue, lane)
            CROSS JOIN LATERAL (SELECT i.due_at, i.team, i."user" FROM item i WHERE i.queue = k.queue AND i.lane = k.lane ORDER BY i.order_key, i.sequence LIMIT 1) h
            WHERE l.queue = k.queue AND l.lane = k.lane
            RETURNING l.queue)
        SELECT queue, pg_notify($3, queue::text)::text FROM freed GROUP BY queue
        """;

    public const string DeleteEmptyLanes =
        """
        DELETE FROM lane l USING unnest($1::smallint[], $2::text[]) k (queue, lane)
        WHERE l.queue = k.queue AND l.lane = k.lane AND NOT EXISTS (SELECT 1 FROM item i WHERE i.queue = k.queue AND i.lane = k.lane)
        """;

    public static readonly string FailRun =
        $"UPDATE run SET status = {(int)RunStatus.Failed}, ended_at = {Now}, expires_at = {Now} + $3, error = $4 WHERE id = $2 AND ended_at IS NULL";

    public const string InsertTurns =
        $"""
        INSERT INTO turn (conversation, role, content, attachments, speaker, added_at, run)
        SELECT k.conversation, k.role, k.content, k.attachments, k.speaker, n.now, k.run
        FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[]) WITH ORDINALITY k (conversation, role, content, attachments, speaker, run, place), (SELECT {Now} AS now) n ORDER BY k.place
        """;

    public const string DeleteTurns = "DELETE FROM turn WHERE conversation = ANY($1::text[]) AND run = $2";

    public const string NotifyNews = "SELECT pg_notify($1, $2)::text";

    public const string Notify = "SELECT pg_notify($1, k.queue::text)::text FROM unnest($2::smallint[]) k (queue)";
}
