using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage.InMemory;

/// <summary>The reading facets.</summary>
public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LaneItem>> GetPendingAsync(Claim claim, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return Read<IReadOnlyList<LaneItem>>(() => Held(claim) is { } held ? [.. PendingBehind(held).Take(limit).Select(ToItem)] : []);
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsHeldAsync(LaneQueue queue, string lane, CancellationToken cancellationToken) =>
        Read(() => _rows.Exists(row => row.Item.Queue == queue && row.Item.Lane == lane && row.Holder is not null && row.LeaseUntil > time.GetMonotonic()));

    /// <inheritdoc/>
    public ValueTask<RunRecord?> GetRunAsync(ItemId run, CancellationToken cancellationToken) => Read(() => _runs.GetValueOrDefault(run));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunStep>> GetStepsAsync(ItemId run, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunStep>>(() => [.. StepsOf(run)]);

    /// <inheritdoc/>
    public ValueTask<int> CountStepsAsync(ItemId run, CancellationToken cancellationToken) => Read(() => StepsOf(run).Count());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StepOutline>> GetStepOutlinesAsync(
        ItemId run, int after, int limit, int maxText, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<StepOutline>>(() => [.. StepsOf(run).Where(step => step.Number > after).Take(limit).Select(step => Outline(step, maxText))]);

    /// <inheritdoc/>
    public ValueTask<RunStep?> GetStepAsync(ItemId run, int number, CancellationToken cancellationToken) =>
        Read(() => _steps.Find(step => step.Run == run && step.Number == number));

    /// <inheritdoc/>
    public ValueTask<RunRecord?> GetOpenRunAsync(string conversation, CancellationToken cancellationToken) =>
        Read(() => _runs.Values.Where(run => run.Conversation == conversation && run.EndedAt is null).MaxBy(run => (run.StartedAt, run.Id.Value)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRecord>> GetRecentRunsAsync(string channel, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunRecord>>(() =>
        [
            .. _runs.Values
                .Where(run => run.Conversation == channel || run.Conversation.StartsWith($"{channel}/", StringComparison.Ordinal))
                .OrderByDescending(run => (run.StartedAt, run.Id.Value))
                .Take(limit),
        ]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeliveryReceipt>> GetDeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DeliveryReceipt>>(() => [.. _delivered.Where(delivery => delivery.Receipt.Cause == cause).OrderBy(delivery => delivery.Sequence).Take(limit).Select(delivery => delivery.Receipt)]);

    /// <inheritdoc/>
    public ValueTask<Approval?> GetApprovalAsync(ItemId approval, CancellationToken cancellationToken) =>
        Read(() => _approvals.Find(a => a.Id == approval));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Approval>> GetApprovalsOfRunAsync(ItemId run, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Approval>>(() => [.. _approvals.Where(approval => approval.Run == run)]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Approval>> GetPendingApprovalsAsync(string team, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Approval>>(() => [.. Pending.Where(approval => IsOf(team, approval.Conversation)).Take(limit)]);

    /// <inheritdoc/>
    public ValueTask<int> CountPendingApprovalsAsync(string team, CancellationToken cancellationToken) =>
        Read(() => Pending.Count(approval => IsOf(team, approval.Conversation)));

    /// <inheritdoc/>
    public ValueTask<int> CountPendingApprovalsAsync(CancellationToken cancellationToken) => Read(() => Pending.Count());

    /// <inheritdoc/>
    public ValueTask<Job?> GetJobAsync(ItemId job, CancellationToken cancellationToken) => Read(() => _jobs.Find(j => j.Id == job));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Job>> GetRecentJobsAsync(string team, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Job>>(() => [.. Enumerable.Reverse(_jobs).Where(job => IsOf(team, job.Conversation)).Take(limit)]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Job>> GetRecentJobsAsync(int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Job>>(() => [.. Enumerable.Reverse(_jobs).Take(limit)]);

    /// <inheritdoc/>
    public ValueTask<int> CountOpenJobsAsync(string team, CancellationToken cancellationToken) =>
        Read(() => _jobs.Count(job => job.EndedAt is null && IsOf(team, job.Conversation)));

    /// <inheritdoc/>
    public ValueTask<int> CountOpenJobsAsync(CancellationToken cancellationToken) => Read(() => _jobs.Count(job => job.EndedAt is null));

    /// <inheritdoc/>
    public ValueTask<TimerRecord?> GetTimerAsync(ItemId timer, CancellationToken cancellationToken) => Read(() => _timers.Find(t => t.Id == timer));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TimerRecord>> GetPendingTimersAsync(string team, string user, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<TimerRecord>>(() => [.. PendingTimers.Where(timer => timer.Team == team && timer.User == user).OrderBy(timer => timer.DueAt).Take(limit)]);

    /// <inheritdoc/>
    public ValueTask<int> CountPendingTimersAsync(string team, string user, CancellationToken cancellationToken) =>
        Read(() => PendingTimers.Count(timer => timer.Team == team && timer.User == user));

    /// <inheritdoc/>
    public ValueTask<int> CountPendingTimersAsync(CancellationToken cancellationToken) => Read(() => PendingTimers.Count());

    /// <inheritdoc/>
    public ValueTask<string?> GetSettingAsync(string key, CancellationToken cancellationToken) => Read(() => _settings.GetValueOrDefault(key));

    /// <inheritdoc/>
    public ValueTask<ItemReceipt?> GetReceiptAsync(string dedupeKey, CancellationToken cancellationToken) =>
        Read(() => _receipts.TryGetValue(dedupeKey, out var receipt) ? new ItemReceipt(receipt.Settlement) : null);

    private IEnumerable<Row> PendingBehind(Row held) =>
        _rows.Where(row => row.Item.Queue == held.Item.Queue && row.Item.Lane == held.Item.Lane && row.Holder is null)
            .OrderBy(row => (row.Place, row.Sequence));

    private static bool IsOf(string team, string conversation) => conversation.StartsWith($"{team}/", StringComparison.Ordinal);

    private IEnumerable<Approval> Pending => _approvals.Where(approval => approval.Status == ApprovalStatus.Pending);

    private IEnumerable<TimerRecord> PendingTimers => _timers.Where(timer => timer.Status == TimerStatus.Pending);

    private IEnumerable<RunStep> StepsOf(ItemId run) => _steps.Where(step => step.Run == run).OrderBy(step => step.Number);

    private static StepOutline Outline(RunStep step, int maxText) => new(
        step with { Input = StepOutline.Cut(step.Input, maxText), Output = StepOutline.Cut(step.Output, maxText), Resume = null },
        step.Input?.Length ?? 0,
        step.Output?.Length ?? 0);

    private ValueTask<T> Read<T>(Func<T> query)
    {
        lock (_lock)
            return ValueTask.FromResult(query());
    }
}
