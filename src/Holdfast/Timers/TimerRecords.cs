using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Timers;

/// <summary>How timers are kept and found.</summary>
public static class TimerRecords
{
    /// <summary>A timer as a record.</summary>
    public static RecordKind<TimerRecord> Kind { get; } = new("timer", static () => TimerJson.Default.TimerRecord, static timer => timer.Id, static (timer, record) => record with
    {
        Team = timer.Team,
        User = timer.User,
        DueAt = timer.DueAt,
        EndedAt = timer.Status == TimerStatus.Pending ? null : timer.EndedAt ?? timer.DueAt,
    });

    /// <summary>The timer as it is kept.</summary>
    /// <param name="timer">The timer.</param>
    public static StoredRecord ToRecord(this TimerRecord timer) => Kind.Store(timer);

    /// <summary>A timer as last committed; null when there is none (any more).</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="timer">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<TimerRecord?> GetTimerAsync(this IRecordReader records, ItemId timer, CancellationToken cancellationToken) =>
        records.GetAsync(Kind, timer, cancellationToken);

    /// <summary>A person's pending timers, those that ring first at the beginning; of the same moment, those that were set first.</summary>
    /// <param name="records">Where they are kept.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<IReadOnlyList<TimerRecord>> GetPendingTimersAsync(
        this IRecordReader records, string team, string user, int limit, CancellationToken cancellationToken) =>
        records.FindAsync(Kind, Pending with { Team = team, User = user, Order = RecordOrder.Due }, limit, cancellationToken);

    /// <summary>How many are pending.</summary>
    /// <param name="records">Where they are kept.</param>
    /// <param name="team">In which workspace; null for all.</param>
    /// <param name="user">Whose in it; null for everybody's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<int> CountPendingTimersAsync(this IRecordReader records, string? team, string? user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        return records.CountRecordsAsync(Pending with { Team = team, User = user }, cancellationToken);
    }

    private static RecordQuery Pending { get; } = new(Kind.Name) { IsOpen = true };
}
