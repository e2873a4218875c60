using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Postgres.Writing;
using Holdfast.Records;
using Holdfast.Storage;

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
    public async ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(string conversation, DateTimeOffset newerThan, int limit, CancellationToken cancellationToken)
    {
        var turns = await _database.QueryAsync(
            "SELECT role, content, added_at FROM turn WHERE conversation = $1 ORDER BY sequence DESC LIMIT $2",
            static row => (Turn: new Turn(row.GetString(0), row.GetString(1)), At: row.GetMoment(2)),
            cancellationToken,
            conversation,
            limit);
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
    public ValueTask<IReadOnlyList<DeliveryReceipt>> GetDeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken) =>
        Runs.DeliveredAsync(cause, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Approval?> GetApprovalAsync(ItemId approval, CancellationToken cancellationToken) => Approvals.ApprovalAsync(approval, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Approval>> GetApprovalsOfRunAsync(ItemId run, CancellationToken cancellationToken) => Approvals.OfRunAsync(run, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Approval>> GetPendingApprovalsAsync(string team, int limit, CancellationToken cancellationToken) =>
        Approvals.PendingAsync(team, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountPendingApprovalsAsync(string team, CancellationToken cancellationToken) => Approvals.PendingCountAsync(team, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountPendingApprovalsAsync(CancellationToken cancellationToken) => Approvals.PendingCountAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job?> GetJobAsync(ItemId job, CancellationToken cancellationToken) => Jobs.JobAsync(job, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Job>> GetRecentJobsAsync(string team, int limit, CancellationToken cancellationToken) =>
        Jobs.RecentAsync(team, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Job>> GetRecentJobsAsync(int limit, CancellationToken cancellationToken) => Jobs.RecentAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountOpenJobsAsync(string team, CancellationToken cancellationToken) => Jobs.OpenCountAsync(team, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountOpenJobsAsync(CancellationToken cancellationToken) => Jobs.OpenCountAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TimerRecord?> GetTimerAsync(ItemId timer, CancellationToken cancellationToken) => Timers.TimerAsync(timer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TimerRecord>> GetPendingTimersAsync(string team, string user, int limit, CancellationToken cancellationToken) =>
        Timers.PendingAsync(team, user, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountPendingTimersAsync(string team, string user, CancellationToken cancellationToken) =>
        Timers.PendingCountAsync(team, user, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> CountPendingTimersAsync(CancellationToken cancellationToken) => Timers.PendingCountAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> GetSettingAsync(string key, CancellationToken cancellationToken) =>
        _database.FindAsync("SELECT value FROM setting WHERE name = $1", static row => row.GetString(0), cancellationToken, key);

    /// <inheritdoc/>
    public ValueTask<ItemReceipt?> GetReceiptAsync(string dedupeKey, CancellationToken cancellationToken) => _database.FindAsync(
        "SELECT outcome, reason FROM receipt WHERE dedupe_key = $1",
        static row => new ItemReceipt(row.IsDBNull(0) ? null : new Settlement((SettlementKind)row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1))),
        cancellationToken,
        DedupeKey.Of(dedupeKey));

    /// <inheritdoc/>
    public ValueTask<int> CountDeadLettersAsync(CancellationToken cancellationToken) =>
        _database.CountAsync("SELECT count(*) FROM dead_letter", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken) => await _database.QueryAsync(
        $"SELECT {ItemRow.ColumnsWithoutPayload}, error, died_at FROM dead_letter ORDER BY died_at DESC, sequence DESC LIMIT $1",
        static row => new DeadLetter(ItemRow.Read(row), row.GetString(ItemRow.Count), row.GetMoment(ItemRow.Count + 1)),
        cancellationToken,
        limit);
}
