using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Sqlite.Reading;

/// <summary>What is asked about runs, their steps and what was delivered for them.</summary>
internal sealed class RunQueries(CommandSet commands)
{
    private readonly PreparedQuery _run = new(commands, RunSql.Get, 1);

    private readonly PreparedQuery _open = new(commands, RunSql.GetOpen, 1);

    // Found by what the index knows, the newest first, so that only the rows that are wanted are read. '0' comes after '/'.
    private readonly PreparedQuery _recent = new(
        commands,
        $"""
        SELECT {RunSql.Columns} FROM run WHERE id IN
            (SELECT id FROM run WHERE conversation = $1 OR (conversation > $1 || '/' AND conversation < $1 || '0')
             ORDER BY started_at DESC, id DESC LIMIT $2)
        ORDER BY started_at DESC, id DESC
        """,
        2);

    private readonly QueryForms _forms = new(commands);

    private readonly PreparedQuery _steps = new(commands, RunSql.GetSteps, 1);

    private readonly PreparedQuery _step = new(commands, RunSql.GetStep, 2);

    private readonly PreparedQuery _stepCount = new(commands, RunSql.CountSteps, 1);

    private readonly PreparedQuery _outlines = new(commands, RunSql.GetOutlines, 4);

    private readonly PreparedQuery _delivered = new(commands, RunSql.GetDelivered, 2);

    private readonly PreparedQuery _oldDeliveries = new(
        commands,
        """
        SELECT delivered_at, cause, id, EXISTS (SELECT 1 FROM run WHERE run.id = cause) OR EXISTS (SELECT 1 FROM record WHERE record.name = lower(hex(cause))) FROM delivery
        WHERE (delivered_at, cause, id) > ($1, $2, $3) AND delivered_at < $4 ORDER BY delivered_at, cause, id LIMIT $5
        """,
        5);

    public RunRecord? Run(ItemId id)
    {
        using var row = _run.Query(id);
        return row.Read() ? StoreRows.Run<SqliteFormat>(row) : null;
    }

    public RunRecord? Open(string conversation)
    {
        using var row = _open.Query(conversation);
        return row.Read() ? StoreRows.Run<SqliteFormat>(row) : null;
    }

    public IReadOnlyList<RunRecord> Recent(string channel, int limit)
    {
        using var row = _recent.Query(channel, (long)limit);
        return row.ReadAll(StoreRows.Run<SqliteFormat>);
    }

    public IReadOnlyList<RunRecord> Find(RunQuery query, int limit)
    {
        var (sql, values) = RunSql.Find(query, limit);
        using var row = _forms.Query(sql, values);
        return row.ReadAll(StoreRows.Run<SqliteFormat>);
    }

    public IReadOnlyList<RunStep> Steps(ItemId run)
    {
        using var row = _steps.Query(run);
        return row.ReadAll(step => StoreRows.Step<SqliteFormat>(step, run));
    }

    public RunStep? Step(ItemId run, int number)
    {
        using var row = _step.Query(run, (long)number);
        return row.Read() ? StoreRows.Step<SqliteFormat>(row, run) : null;
    }

    public int StepCount(ItemId run)
    {
        using var row = _stepCount.Query(run);
        return row.ReadCount();
    }

    public IReadOnlyList<StepOutline> Outlines(ItemId run, int after, int limit, int maxText)
    {
        using var row = _outlines.Query(run, (long)after, (long)limit, (long)maxText);
        return row.ReadAll(step => StoreRows.Outline<SqliteFormat>(step, run, maxText));
    }

    public IReadOnlyList<DeliveryReceipt> Delivered(ItemId cause, int limit)
    {
        using var row = _delivered.Query(cause, (long)limit);
        return row.ReadAll(StoreRows.Delivered<SqliteFormat>);
    }

    /// <summary>The next deliveries by age, and whether the run or the record that caused them is still kept.</summary>
    public IReadOnlyList<OldDelivery> OldDeliveries(OldDelivery after, DateTimeOffset before, int limit)
    {
        using var row = _oldDeliveries.Query(after.At, after.Cause, after.Id, before, (long)limit);
        return row.ReadAll(delivery => new OldDelivery(
            delivery.GetMoment(0), delivery.GetItemId(1), delivery.GetItemId(2), delivery.GetInt32(3) != 0));
    }
}

/// <summary>A delivery's place in the order of age.</summary>
internal readonly record struct OldDelivery(DateTimeOffset At, ItemId Cause, ItemId Id, bool IsCauseKept)
{
    /// <summary>Before all others.</summary>
    public static OldDelivery None { get; } = new(DateTimeOffset.MinValue, default, default, false);
}
