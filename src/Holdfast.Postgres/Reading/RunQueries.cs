using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Postgres.Reading;

/// <summary>What is asked about runs, their steps and what was delivered for them.</summary>
internal sealed class RunQueries(Database database)
{
    public ValueTask<RunRecord?> RunAsync(ItemId id, CancellationToken cancellationToken) =>
        database.FindAsync(RunSql.Get, StoreRows.Run<PostgresFormat>, cancellationToken, id);

    public ValueTask<RunRecord?> OpenAsync(string conversation, CancellationToken cancellationToken) =>
        database.FindAsync(RunSql.GetOpen, StoreRows.Run<PostgresFormat>, cancellationToken, conversation);

    // '0' comes after '/'.
    public async ValueTask<IReadOnlyList<RunRecord>> RecentAsync(string channel, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        $"""
        SELECT {RunSql.Columns} FROM run WHERE conversation = $1 OR (conversation > $1 || '/' AND conversation < $1 || '0')
        ORDER BY started_at DESC, id DESC LIMIT $2
        """,
        StoreRows.Run<PostgresFormat>,
        cancellationToken,
        channel,
        limit);

    public async ValueTask<IReadOnlyList<RunRecord>> FindAsync(RunQuery query, int limit, CancellationToken cancellationToken)
    {
        var (sql, values) = RunSql.Find(query, limit);
        return await database.QueryAsync(sql, StoreRows.Run<PostgresFormat>, cancellationToken, values);
    }

    public async ValueTask<IReadOnlyList<RunStep>> StepsAsync(ItemId run, CancellationToken cancellationToken) =>
        await database.QueryAsync(RunSql.GetSteps, row => StoreRows.Step<PostgresFormat>(row, run), cancellationToken, run);

    public ValueTask<RunStep?> StepAsync(ItemId run, int number, CancellationToken cancellationToken) =>
        database.FindAsync(RunSql.GetStep, row => StoreRows.Step<PostgresFormat>(row, run), cancellationToken, run, number);

    public ValueTask<int> StepCountAsync(ItemId run, CancellationToken cancellationToken) => database.CountAsync(RunSql.CountSteps, cancellationToken, run);

    public async ValueTask<IReadOnlyList<StepOutline>> OutlinesAsync(ItemId run, int after, int limit, int maxText, CancellationToken cancellationToken) =>
        await database.QueryAsync(RunSql.GetOutlines, row => StoreRows.Outline<PostgresFormat>(row, run, maxText), cancellationToken, run, after, limit, maxText);

    public async ValueTask<IReadOnlyList<DeliveryReceipt>> DeliveredAsync(ItemId cause, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(RunSql.GetDelivered, StoreRows.Delivered<PostgresFormat>, cancellationToken, cause, limit);
}
