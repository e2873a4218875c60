namespace Holdfast.Storage.Rows;

/// <summary>Runs, their steps, and what was delivered for them, in SQL that all providers read alike. Parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
public static class RunSql
{
    /// <summary>A run's columns, in the order in which they are read and written.</summary>
    public const string Columns =
        """id, conversation, "user", status, started_at, ended_at, expires_at, starts, model, input_tokens, output_tokens, cost, error, notice, question, merged, attachments""";

    /// <summary>One run by its id.</summary>
    public const string Get = $"SELECT {Columns} FROM run WHERE id = $1";

    /// <summary>The run of a conversation that has not ended, the one that began last.</summary>
    public const string GetOpen = $"SELECT {Columns} FROM run WHERE conversation = $1 AND ended_at IS NULL ORDER BY started_at DESC, id DESC LIMIT 1";

    /// <summary>Those that are looked for, the newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limit">The most.</param>
    public static (string Sql, object?[] Values) Find(RunQuery query, int limit)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (conditions, values) = (new List<string>(), new List<object?>());
        if (query.Team is { } team)
        {
            // '0' comes after '/'.
            values.Add(team);
            conditions.Add($"conversation > ${values.Count} || '/' AND conversation < ${values.Count} || '0'");
        }

        if (query.User is { } user)
        {
            values.Add(user);
            conditions.Add($"\"user\" = ${values.Count}");
        }

        if (query.Before is var (startedAt, id))
        {
            values.AddRange([startedAt, id]);
            conditions.Add($"(started_at, id) < (${values.Count - 1}, ${values.Count})");
        }

        values.Add(limit);
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)} ";
        return ($"SELECT {Columns} FROM run {where}ORDER BY started_at DESC, id DESC LIMIT ${values.Count}", [.. values]);
    }

    /// <summary>Writes a run. Updated in place, so that only the indexes of what has changed are written.</summary>
    public const string Upsert =
        $"""
        INSERT INTO run ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (id) DO UPDATE SET conversation = $2, "user" = $3, status = $4, started_at = $5, ended_at = $6, expires_at = $7, starts = $8,
            model = $9, input_tokens = $10, output_tokens = $11, cost = $12, error = $13, notice = $14, question = $15, merged = $16, attachments = $17
        """;

    /// <summary>How long a run is kept that has ended.</summary>
    public const string Expire = "UPDATE run SET expires_at = ended_at + $2 WHERE id = $1 AND ended_at IS NOT NULL";

    /// <summary>The steps of a run, whole, in order.</summary>
    public const string GetSteps = $"SELECT {StepColumns} FROM run_step WHERE run = $1 ORDER BY number";

    /// <summary>One step by its number.</summary>
    public const string GetStep = $"SELECT {StepColumns} FROM run_step WHERE run = $1 AND number = $2";

    /// <summary>How many steps a run has.</summary>
    public const string CountSteps = "SELECT count(*) FROM run_step WHERE run = $1";

    /// <summary>Steps with their texts cut to the length $4, and the whole lengths of these.</summary>
    public const string GetOutlines =
        """
        SELECT number, kind, name, started_at, duration, error, substr(input, 1, $4), substr(output, 1, $4), input_tokens, output_tokens,
            CAST(NULL AS text), coalesce(input_length, 0), coalesce(output_length, 0)
        FROM run_step WHERE run = $1 AND number > $2 ORDER BY number LIMIT $3
        """;

    /// <summary>Writes a step.</summary>
    public const string InsertStep =
        """
        INSERT INTO run_step (run, number, kind, name, started_at, duration, error, input, input_length, input_tokens, output, output_length, output_tokens, resume)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """;

    /// <summary>What was delivered for a run or another item, in the order of planning.</summary>
    public const string GetDelivered = "SELECT cause, id, channel, ts, delivered_at FROM delivery WHERE cause = $1 ORDER BY sequence, id LIMIT $2";

    /// <summary>Writes that something was delivered.</summary>
    public const string UpsertDelivery =
        """
        INSERT INTO delivery (cause, id, channel, ts, delivered_at, sequence) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (cause, id) DO UPDATE SET channel = $3, ts = $4, delivered_at = $5, sequence = $6
        """;

    private const string StepColumns = "number, kind, name, started_at, duration, error, input, output, input_tokens, output_tokens, resume";
}
