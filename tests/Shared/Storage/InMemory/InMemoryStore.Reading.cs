using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Testing.Storage;

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
    public ValueTask<IReadOnlyList<RunRecord>> FindRunsAsync(RunQuery query, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunRecord>>(() =>
        [
            .. _runs.Values
                .Where(run => (query.Team is null || run.Conversation.StartsWith($"{query.Team}/", StringComparison.Ordinal)) && (query.User is null || run.User == query.User)
                    && (query.Before is not var (at, id) || (run.StartedAt, run.Id.ToString()).CompareTo((at, id.ToString())) < 0))
                .OrderByDescending(run => (run.StartedAt, run.Id.ToString()))
                .Take(limit),
        ]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeliveryReceipt>> GetDeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DeliveryReceipt>>(() => [.. _delivered.Where(delivery => delivery.Receipt.Cause == cause).OrderBy(delivery => delivery.Sequence).Take(limit).Select(delivery => delivery.Receipt)]);

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> GetRecordAsync(RecordKey key, CancellationToken cancellationToken) => Read(() => _records.Find(record => record.Key == key));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRecord>> FindRecordsAsync(RecordQuery query, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Read<IReadOnlyList<StoredRecord>>(() =>
        [
            .. (query.Order switch
            {
                RecordOrder.Newest => Matching(query).Reverse(),
                RecordOrder.Due => Matching(query).OrderBy(record => record.DueAt ?? DateTimeOffset.MaxValue),
                _ => Matching(query),
            }).Take(limit),
        ]);
    }

    /// <inheritdoc/>
    public ValueTask<int> CountRecordsAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Read(() => Matching(query).Count());
    }

    /// <inheritdoc/>
    public ValueTask<ItemReceipt?> GetReceiptAsync(string dedupeKey, CancellationToken cancellationToken) =>
        Read(() => _receipts.TryGetValue(dedupeKey, out var receipt) ? new ItemReceipt(receipt.Settlement) : null);

    private IEnumerable<Row> PendingBehind(Row held) =>
        _rows.Where(row => row.Item.Queue == held.Item.Queue && row.Item.Lane == held.Item.Lane && row.Holder is null)
            .OrderBy(row => (row.Place, row.Sequence));

    private IEnumerable<StoredRecord> Matching(RecordQuery query) => _records.Where(record => record.Key.Kind == query.Kind
        && (query.Team is null || record.Team == query.Team)
        && (query.User is null || record.User == query.User)
        && (query.Run is null || record.Run == query.Run)
        && (!query.IsOpen || record.EndedAt is null)
        && (query.EndedFrom is null || record.EndedAt >= query.EndedFrom)
        && (query.EndedBefore is null || record.EndedAt < query.EndedBefore));

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
