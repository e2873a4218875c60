namespace Holdfast.Storage.Rows;

/// <summary>What is deleted when its time has come, in SQL that all providers read alike: of each kind a bounded number.</summary>
public static class SweepSql
{
    /// <summary>Receipts from before $1 of what has ended, $2 of them.</summary>
    public const string Receipts =
        """
        DELETE FROM receipt WHERE dedupe_key IN
            (SELECT dedupe_key FROM receipt WHERE received_at < $1 AND outcome IS NOT NULL ORDER BY received_at LIMIT $2)
        """;

    /// <summary>Records of the kind $1 that ended before $2, $3 of them.</summary>
    public const string Records = "DELETE FROM record WHERE sequence IN (SELECT sequence FROM record WHERE kind = $1 AND ended_at < $2 ORDER BY ended_at LIMIT $3)";

    /// <summary>The steps of the runs that <see cref="Runs"/> deletes.</summary>
    public const string StepsOfRuns = $"DELETE FROM run_step WHERE run IN ({ExpiredRuns})";

    /// <summary>The records that are a part of the runs that <see cref="Runs"/> deletes.</summary>
    public const string RecordsOfRuns = $"DELETE FROM record WHERE run IN ({ExpiredRuns})";

    /// <summary>What was delivered for the runs that <see cref="Runs"/> deletes, before $3.</summary>
    public const string DeliveriesOfRuns = $"DELETE FROM delivery WHERE cause IN ({ExpiredRuns}) AND delivered_at < $3";

    /// <summary>Runs whose time had come by $1, $2 of them.</summary>
    public const string Runs = $"DELETE FROM run WHERE id IN ({ExpiredRuns})";

    /// <summary>The next $2 conversations by name after $1, with the moment of their newest turn and how many turns they have.</summary>
    public const string Conversations =
        """
        SELECT c.conversation, (SELECT added_at FROM turn t WHERE t.sequence = c.newest), c.turns
        FROM (SELECT conversation, max(sequence) AS newest, count(*) AS turns FROM turn WHERE conversation > $1 GROUP BY conversation ORDER BY conversation LIMIT $2) c
        """;

    /// <summary>The turns of the conversation $1, unless one was added at or after $2 meanwhile.</summary>
    public const string Turns =
        """
        DELETE FROM turn WHERE conversation = $1
            AND (SELECT added_at FROM turn WHERE conversation = $1 ORDER BY sequence DESC LIMIT 1) < $2
        """;

    /// <summary>The turns of the conversation $1 but for the newest $2.</summary>
    public const string OldTurns =
        """
        DELETE FROM turn WHERE conversation = $1
            AND sequence <= (SELECT sequence FROM turn WHERE conversation = $1 ORDER BY sequence DESC LIMIT 1 OFFSET $2)
        """;

    // What a dead letter refers to is kept as long as that: replayed without its run, it did again what its tools had done.
    private const string ExpiredRuns =
        "SELECT id FROM run WHERE expires_at < $1 AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.run = run.id) ORDER BY expires_at, id LIMIT $2";
}
