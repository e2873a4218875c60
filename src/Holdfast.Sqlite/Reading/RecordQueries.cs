using Holdfast.Items;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Sqlite.Reading;

/// <summary>What is asked about records.</summary>
internal sealed class RecordQueries(CommandSet commands)
{
    private readonly QueryForms _forms = new(commands);

    public StoredRecord? Record(RecordKey key)
    {
        using var row = _forms.Query(RecordSql.Get, [key.Kind, key.Name]);
        return row.Read() ? StoreRows.Record<SqliteFormat>(row) : null;
    }

    public IReadOnlyList<StoredRecord> Find(RecordQuery query, int limit)
    {
        var (sql, values) = RecordSql.Find(query, limit);
        using var row = _forms.Query(sql, values);
        return row.ReadAll(StoreRows.Record<SqliteFormat>);
    }

    public int Count(RecordQuery query)
    {
        var (sql, values) = RecordSql.Count(query);
        using var row = _forms.Query(sql, values);
        return row.ReadCount();
    }
}
