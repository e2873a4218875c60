using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Reading;

/// <summary>What is asked about runs, their steps and what was delivered for them.</summary>
internal sealed class RunQueries(CommandSet commands)
{
    private const string RunColumns =
        "id, conversation, user, question, status, started_at, ended_at, expires_at, starts, model, input_tokens, output_tokens, cost, error, notice, merged";

    private const string StepColumns =
        "number, kind, name, started_at, duration, error, input, output, input_tokens, output_tokens, resume";

    private readonly PreparedQuery _run = new(commands, $"SELECT {RunColumns} FROM run WHERE id = $1", 1);

    private readonly PreparedQuery _open = new(
        commands, $"SELECT {RunColumns} FROM run WHERE conversation = $1 AND ended_at IS NULL ORDER BY started_at DESC, id DESC LIMIT 1", 1);

    // Found by what the index knows, the newest first, so that only the rows that are wanted are read. '0' comes after '/'.
    private readonly PreparedQuery _recent = new(
        commands,
        $"""
        SELECT {RunColumns} FROM run WHERE id IN
            (SELECT id FROM run WHERE conversation = $1 OR (conversation > $1 || '/' AND conversation < $1 || '0')
             ORDER BY started_at DESC, id DESC LIMIT $2)
        ORDER BY started_at DESC, id DESC
        """,
        2);

    private readonly PreparedQuery _steps = new(commands, $"SELECT {StepColumns} FROM run_step WHERE run = $1 ORDER BY number", 1);

    private readonly PreparedQuery _step = new(commands, $"SELECT {StepColumns} FROM run_step WHERE run = $1 AND number = $2", 2);

    private readonly PreparedQuery _stepCount = new(commands, "SELECT count(*) FROM run_step WHERE run = $1", 1);

    private readonly PreparedQuery _outlines = new(
        commands,
        """
        SELECT number, kind, name, started_at, duration, error, substr(input, 1, $4), substr(output, 1, $4), input_tokens, output_tokens,
            NULL, coalesce(input_length, length(input), 0), coalesce(output_length, length(output), 0)
        FROM run_step WHERE run = $1 AND number > $2 ORDER BY number LIMIT $3
        """,
        4);

    private readonly PreparedQuery _delivered = new(
        commands, "SELECT id, channel, ts, delivered_at FROM delivery WHERE cause = $1 ORDER BY sequence, id LIMIT $2", 2);

    private readonly PreparedQuery _oldDeliveries = new(
        commands,
        """
        SELECT delivered_at, cause, id, EXISTS (SELECT 1 FROM run WHERE run.id = cause) OR EXISTS (SELECT 1 FROM job WHERE job.id = cause) FROM delivery
        WHERE (delivered_at, cause, id) > ($1, $2, $3) AND delivered_at < $4 ORDER BY delivered_at, cause, id LIMIT $5
        """,
        5);

    public RunRecord? Run(ItemId id)
    {
        using var row = _run.Query(id);
        return row.Read() ? ReadRun(row) : null;
    }

    public RunRecord? Open(string conversation)
    {
        using var row = _open.Query(conversation);
        return row.Read() ? ReadRun(row) : null;
    }

    public IReadOnlyList<RunRecord> Recent(string channel, int limit)
    {
        using var row = _recent.Query(channel, (long)limit);
        return row.ReadAll(ReadRun);
    }

    public IReadOnlyList<RunStep> Steps(ItemId run)
    {
        using var row = _steps.Query(run);
        return row.ReadAll(step => ReadStep(step, run, int.MaxValue));
    }

    public RunStep? Step(ItemId run, int number)
    {
        using var row = _step.Query(run, (long)number);
        return row.Read() ? ReadStep(row, run, int.MaxValue) : null;
    }

    public int StepCount(ItemId run)
    {
        using var row = _stepCount.Query(run);
        return row.ReadCount();
    }

    public IReadOnlyList<StepOutline> Outlines(ItemId run, int after, int limit, int maxText)
    {
        using var row = _outlines.Query(run, (long)after, (long)limit, (long)maxText);
        return row.ReadAll(step => new StepOutline(ReadStep(step, run, maxText), step.GetInt32(11), step.GetInt32(12)));
    }

    public IReadOnlyList<DeliveryReceipt> Delivered(ItemId cause, int limit)
    {
        using var row = _delivered.Query(cause, (long)limit);
        return row.ReadAll(delivery => new DeliveryReceipt(
            delivery.GetItemId(0), cause, delivery.GetString(1), delivery.GetString(2), delivery.GetMoment(3)));
    }

    /// <summary>The next deliveries by age, and whether the run that planned them is still kept.</summary>
    public IReadOnlyList<OldDelivery> OldDeliveries(OldDelivery after, DateTimeOffset before, int limit)
    {
        using var row = _oldDeliveries.Query(after.At, after.Cause, after.Id, before, (long)limit);
        return row.ReadAll(delivery => new OldDelivery(
            delivery.GetMoment(0), delivery.GetItemId(1), delivery.GetItemId(2), delivery.GetInt32(3) != 0));
    }

    private static RunRecord ReadRun(SqliteDataReader row) => new()
    {
        Id = row.GetItemId(0),
        Conversation = row.GetString(1),
        User = row.GetString(2),
        Question = row.GetString(3),
        Status = (RunStatus)row.GetInt32(4),
        StartedAt = row.GetMoment(5),
        EndedAt = row.GetMomentOrNull(6),
        ExpiresAt = row.GetMomentOrNull(7),
        Starts = row.GetInt32(8),
        Model = row.GetText(9),
        InputTokens = row.GetNumber(10),
        OutputTokens = row.GetNumber(11),
        CostMicros = row.GetNumber(12),
        Error = row.GetText(13),
        Notice = row.IsDBNull(14) ? null : row.GetItemId(14),
        Merged = row.GetString(15),
    };

    private static RunStep ReadStep(SqliteDataReader row, ItemId run, int maxText) => new()
    {
        Run = run,
        Number = row.GetInt32(0),
        Kind = row.GetString(1),
        Name = row.GetString(2),
        StartedAt = row.GetMoment(3),
        Duration = TimeSpan.FromMicroseconds(row.GetInt64(4)),
        Error = row.GetText(5),
        Input = StepOutline.Cut(row.GetText(6), maxText),
        Output = StepOutline.Cut(row.GetText(7), maxText),
        InputTokens = row.GetNumber(8),
        OutputTokens = row.GetNumber(9),
        Resume = row.GetText(10),
    };
}

/// <summary>A delivery's place in the order of age.</summary>
internal readonly record struct OldDelivery(DateTimeOffset At, ItemId Cause, ItemId Id, bool IsCauseKept)
{
    /// <summary>Before all others.</summary>
    public static OldDelivery None { get; } = new(DateTimeOffset.MinValue, default, default, false);
}
