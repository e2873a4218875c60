using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage.Rows;

/// <summary>The values of what is written, in the order of the parameters that the SQL of this folder has.</summary>
public static class RowValues
{
    /// <summary>For <see cref="RunSql.Upsert"/>.</summary>
    /// <param name="run">The run.</param>
    public static object?[] Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return
        [
            run.Id, run.Conversation, run.User, (int)run.Status, run.StartedAt, run.EndedAt, run.ExpiresAt, run.Starts, run.Model, run.InputTokens,
            run.OutputTokens, run.CostMicros, run.Error, run.Notice, run.Question.Text, run.Merged, run.Question.AttachmentsJson,
        ];
    }

    /// <summary>For <see cref="RunSql.InsertStep"/>.</summary>
    /// <param name="step">The step.</param>
    public static object?[] Of(RunStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return
        [
            step.Run, step.Number, step.Kind, step.Name, step.StartedAt, step.Duration, step.Error, step.Input, step.Input?.Length, step.InputTokens,
            step.Output, step.Output?.Length, step.OutputTokens, step.Resume,
        ];
    }

    /// <summary>For <see cref="RunSql.UpsertDelivery"/>.</summary>
    /// <param name="delivered">What was delivered.</param>
    /// <param name="sequence">The number of the item that planned it.</param>
    public static object?[] Of(DeliveryReceipt delivered, long sequence)
    {
        ArgumentNullException.ThrowIfNull(delivered);
        return [delivered.Cause, delivered.Id, delivered.Channel, delivered.Ts, delivered.DeliveredAt, sequence];
    }

    /// <summary>For <see cref="RecordSql.Upsert"/>, or of a record that is removed for <see cref="RecordSql.Delete"/>.</summary>
    /// <param name="record">The record.</param>
    public static object?[] Of(StoredRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Value is { } value
            ? [record.Key.Kind, record.Key.Name, record.Team, record.User, record.Run, record.DueAt, record.EndedAt, value]
            : [record.Key.Kind, record.Key.Name];
    }
}
