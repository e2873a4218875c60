using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Sqlite.Writing;

/// <summary>Which of a record's values goes where in its row.</summary>
internal static class Records
{
    public static void Write(this Statements statements, RunRecord run) => statements.UpsertRun.Execute(
        run.Id,
        run.Conversation,
        run.User,
        (long)run.Status,
        run.StartedAt,
        run.EndedAt,
        run.ExpiresAt,
        (long)run.Starts,
        run.Model,
        run.InputTokens,
        run.OutputTokens,
        run.CostMicros,
        run.Error,
        run.Notice,
        run.Question,
        run.Merged);

    public static void Write(this Statements statements, RunStep step) => statements.InsertStep.Execute(
        step.Run,
        (long)step.Number,
        step.Kind,
        step.Name,
        step.StartedAt,
        step.Duration.Ticks / TimeSpan.TicksPerMicrosecond,
        step.Error,
        step.Input,
        (long?)step.Input?.Length,
        step.InputTokens,
        step.Output,
        (long?)step.Output?.Length,
        step.OutputTokens,
        step.Resume);

    public static void Write(this Statements statements, Approval approval) => statements.UpsertApproval.Execute(
        approval.Id,
        approval.Run,
        approval.CallId,
        approval.Conversation,
        approval.RequestedBy,
        approval.Tool,
        approval.Shown,
        (long)approval.Status,
        approval.CreatedAt,
        approval.ExpiresAt,
        approval.DecidedBy,
        approval.DecidedAt,
        approval.UsedAt,
        approval.Card);

    public static void Write(this Statements statements, Job job) => statements.UpsertJob.Execute(
        job.Id,
        job.Run,
        job.Conversation,
        job.RequestedBy,
        job.ApprovedBy,
        job.Tool,
        job.Shown,
        job.Order,
        (long)job.Status,
        job.CreatedAt,
        job.StartedAt,
        job.EndedAt,
        (long?)job.ExitCode,
        job.OutputBytes,
        job.Notice);

    public static void Write(this Statements statements, TimerRecord timer) => statements.UpsertTimer.Execute(
        timer.Id,
        timer.Team,
        timer.User,
        timer.Conversation,
        (long)timer.Status,
        timer.DueAt,
        timer.Repeats,
        timer.Zone,
        (long)timer.Ring,
        timer.CreatedAt,
        timer.RungAt,
        timer.EndedAt,
        timer.Label);

    public static void Write(this Statements statements, SettingChange change)
    {
        if (change.Value is { } value)
            statements.SetSetting.Execute(change.Key, value);
        else
            statements.DeleteSetting.Execute(change.Key);
    }
}
