using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Postgres.Writing;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Postgres;

/// <summary>The reading facets.</summary>
public sealed partial class PostgresStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LaneItem>> GetPendingAsync(Claim claim, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return _lanes.PendingAsync(claim, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsHeldAsync(LaneQueue queue, string lane, CancellationToken cancellationToken) => _lanes.IsHeldAsync(queue, lane, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(string conversation, DateTimeOffset newerThan, int limit, ItemId? except, CancellationToken cancellationToken)
    {
        var turns = await _database.QueryAsync(
            "SELECT role, content, added_at, attachments, speaker FROM turn WHERE conversation = $1 AND ($3::uuid IS NULL OR run IS DISTINCT FROM $3) ORDER BY sequence DESC LIMIT $2",
            static row => (Turn: StoreRows.Turn(row), At: row.GetMoment(2)),
            cancellationToken,
            conversation,
            limit,
            except?.Value);
        return turns.Count == 0 || turns[0].At < newerThan ? [] : [.. Enumerable.Reverse(turns).Select(turn => turn.Turn)];
    }

    /// <inheritdoc/>
    public ValueTask<RunRecord?> GetRunAsync(ItemId run, CancellationToken cancellationToken) => Runs.RunAsync(run, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunStep>> GetStepsAsync(ItemId run, CancellationToken cancellationToken) => Runs.StepsAsync(run, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountStepsAsync(ItemId run, CancellationToken cancellationToken) => Runs.StepCountAsync(run, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StepOutline>> GetStepOutlinesAsync(ItemId run, int after, int limit, int maxText, CancellationToken cancellationToken) =>
        Runs.OutlinesAsync(run, after, limit, maxText, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunStep?> GetStepAsync(ItemId run, int number, CancellationToken cancellationToken) => Runs.StepAsync(run, number, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunRecord?> GetOpenRunAsync(string conversation, CancellationToken cancellationToken) => Runs.OpenAsync(conversation, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRecord>> GetRecentRunsAsync(string channel, int limit, CancellationToken cancellationToken) =>
        Runs.RecentAsync(channel, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRecord>> FindRunsAsync(RunQuery query, int limit, CancellationToken cancellationToken) => Runs.FindAsync(query, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeliveryReceipt>> GetDeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken) =>
        Runs.DeliveredAsync(cause, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> GetRecordAsync(RecordKey key, CancellationToken cancellationToken) => Records.RecordAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRecord>> FindRecordsAsync(RecordQuery query, int limit, CancellationToken cancellationToken) =>
        Records.FindAsync(query, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountRecordsAsync(RecordQuery query, CancellationToken cancellationToken) => Records.CountAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ItemReceipt?> GetReceiptAsync(string dedupeKey, CancellationToken cancellationToken) => _database.FindAsync(
        "SELECT outcome, reason FROM receipt WHERE dedupe_key = $1",
        StoreRows.Receipt,
        cancellationToken,
        DedupeKey.Of(dedupeKey));

    /// <inheritdoc/>
    public ValueTask<int> CountDeadLettersAsync(CancellationToken cancellationToken) =>
        _database.CountAsync("SELECT count(*) FROM dead_letter", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken) => await _database.QueryAsync(
        $"SELECT {ItemSql.BeforePayload}, ''::bytea, {ItemSql.AfterPayload}, error, died_at FROM dead_letter ORDER BY died_at DESC, sequence DESC LIMIT $1",
        StoreRows.DeadLetter<PostgresFormat>,
        cancellationToken,
        limit);
}
