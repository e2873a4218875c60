using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Sqlite.Reading;
using Holdfast.Storage;

namespace Holdfast.Sqlite;

/// <summary>The reading facets.</summary>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LaneItem>> GetPendingAsync(Claim claim, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var queue = _index[claim.Item.Queue];
        var items = new List<LaneItem>();
        foreach (var (sequence, cached, inDoubt) in queue.Pending(claim, limit) ?? [])
        {
            if ((cached ?? await ReadItemAsync(sequence, cancellationToken)) is { } item)
                items.Add(AsInIndex(item, claim.Item.Lane, inDoubt));
            else if (queue.Pending(claim, limit: 0) is null)
                return [];
            else
                throw Missing(sequence);
        }

        return items;
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsHeldAsync(LaneQueue queue, string lane, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_index[queue].IsLaneHeld(lane));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(
        string conversation, DateTimeOffset newerThan, int limit, ItemId? except, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Turns(conversation, newerThan, limit, except), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunRecord?> GetRunAsync(ItemId run, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.Run(run), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunStep>> GetStepsAsync(ItemId run, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.Steps(run), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountStepsAsync(ItemId run, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.StepCount(run), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StepOutline>> GetStepOutlinesAsync(
        ItemId run, int after, int limit, int maxText, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.Outlines(run, after, limit, maxText), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunStep?> GetStepAsync(ItemId run, int number, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.Step(run, number), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunRecord?> GetOpenRunAsync(string conversation, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.Open(conversation), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRecord>> GetRecentRunsAsync(string channel, int limit, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.Recent(channel, limit), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRecord>> FindRunsAsync(RunQuery query, int limit, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.Find(query, limit), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeliveryReceipt>> GetDeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Runs.Delivered(cause, limit), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> GetRecordAsync(RecordKey key, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Records.Record(key), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRecord>> FindRecordsAsync(RecordQuery query, int limit, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Records.Find(query, limit), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountRecordsAsync(RecordQuery query, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Records.Count(query), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ItemReceipt?> GetReceiptAsync(string dedupeKey, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Receipt(dedupeKey), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountDeadLettersAsync(CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.DeadCount(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync(reader => reader.Dead(limit), cancellationToken);

    private ValueTask<T> ReadAsync<T>(Func<Reader, T> query, CancellationToken cancellationToken) =>
        _readers.ReadAsync(query, cancellationToken);
}
