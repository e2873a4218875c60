using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Postgres.Reading;

/// <summary>What is asked about records.</summary>
internal sealed class RecordQueries(Database database)
{
    public ValueTask<StoredRecord?> RecordAsync(RecordKey key, CancellationToken cancellationToken) =>
        database.FindAsync(RecordSql.Get, StoreRows.Record<PostgresFormat>, cancellationToken, key.Kind, key.Name);

    public async ValueTask<IReadOnlyList<StoredRecord>> FindAsync(RecordQuery query, int limit, CancellationToken cancellationToken)
    {
        var (sql, values) = RecordSql.Find(query, limit);
        return await database.QueryAsync(sql, StoreRows.Record<PostgresFormat>, cancellationToken, values);
    }

    public ValueTask<int> CountAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        var (sql, values) = RecordSql.Count(query);
        return database.CountAsync(sql, cancellationToken, values);
    }
}
