using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Records;
using Npgsql;

namespace Holdfast.Postgres.Writing;

/// <summary>Which of a record's values goes where in its row.</summary>
internal static class Records
{
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(Database.Parameter(value));
        batch.BatchCommands.Add(command);
    }

    public static void Add(this NpgsqlBatch batch, RunRecord run) => batch.Add(
        Statements.UpsertRun,
        run.Id,
        run.Conversation,
        run.User,
        (int)run.Status,
        run.StartedAt,
        run.EndedAt,
        run.ExpiresAt,
        run.Starts,
        run.Model,
        run.InputTokens,
        run.OutputTokens,
        run.CostMicros,
        run.Error,
        run.Notice,
        run.Question,
        run.Merged);

    public static void Add(this NpgsqlBatch batch, RunStep step) => batch.Add(
        Statements.InsertStep,
        step.Run,
        step.Number,
        step.Kind,
        step.Name,
        step.StartedAt,
        step.Duration,
        step.Error,
        step.Input,
        step.Input?.Length,
        step.InputTokens,
        step.Output,
        step.Output?.Length,
        step.OutputTokens,
        step.Resume);

    public static void Add(this NpgsqlBatch batch, Approval approval) => batch.Add(
        Statements.UpsertApproval,
        approval.Id,
        approval.Run,
        approval.CallId,
        approval.Conversation,
        approval.RequestedBy,
        approval.Tool,
        approval.Shown,
        (int)approval.Status,
        approval.CreatedAt,
        approval.ExpiresAt,
        approval.DecidedBy,
        approval.DecidedAt,
        approval.UsedAt,
        approval.Card);

    public static void Add(this NpgsqlBatch batch, Job job) => batch.Add(
        Statements.UpsertJob,
        job.Id,
        job.Run,
        job.Conversation,
        job.RequestedBy,
        job.ApprovedBy,
        job.Tool,
        job.Shown,
        job.Order,
        (int)job.Status,
        job.CreatedAt,
        job.StartedAt,
        job.EndedAt,
        job.ExitCode,
        job.OutputBytes,
        job.Notice);

    public static void Add(this NpgsqlBatch batch, TimerRecord timer) => batch.Add(
        Statements.UpsertTimer,
        timer.Id,
        timer.Team,
        timer.User,
        timer.Conversation,
        (int)timer.Status,
        timer.DueAt,
        timer.Repeats,
        timer.Zone,
        timer.Ring,
        timer.CreatedAt,
        timer.RungAt,
        timer.EndedAt,
        timer.Label);

    public static void Add(this NpgsqlBatch batch, SettingChange change)
    {
        if (change.Value is { } value)
            batch.Add(Statements.SetSetting, change.Key, value);
        else
            batch.Add(Statements.DeleteSetting, change.Key);
    }

    public static void Add(this NpgsqlBatch batch, DeliveryReceipt delivered, long sequence) => batch.Add(
        Statements.UpsertDelivery, delivered.Cause, delivered.Id, delivered.Channel, delivered.Ts, delivered.DeliveredAt, sequence);
}
