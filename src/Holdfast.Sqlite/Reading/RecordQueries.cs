using Holdfast.Items;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Reading;

/// <summary>What is asked about records. Each form of a question is prepared when it is asked first.</summary>
internal sealed class RecordQueries(CommandSet commands)
{
    private readonly Dictionary<string, PreparedQuery> _prepared = [];

    public StoredRecord? Record(RecordKey key)
    {
        using var row = Query(RecordSql.Get, [key.Kind, key.Name]);
        return row.Read() ? StoreRows.Record<SqliteFormat>(row) : null;
    }

    public IReadOnlyList<StoredRecord> Find(RecordQuery query, int limit)
    {
        var (sql, values) = RecordSql.Find(query, limit);
        using var row = Query(sql, values);
        return row.ReadAll(StoreRows.Record<SqliteFormat>);
    }

    public int Count(RecordQuery query)
    {
        var (sql, values) = RecordSql.Count(query);
        using var row = Query(sql, values);
        return row.ReadCount();
    }

    private SqliteDataReader Query(string sql, object?[] values)
    {
        if (!_prepared.TryGetValue(sql, out var query))
            _prepared.Add(sql, query = new PreparedQuery(commands, sql, values.Length));
        return query.Query(values);
    }
}
