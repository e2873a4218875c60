using Holdfast.Items;
using Holdfast.Storage.Rows;
using Npgsql;

namespace Holdfast.Postgres.Writing;

/// <summary>Keeps records within a transaction that is none of the writer's.</summary>
internal static class RecordWriting
{
    public static async Task WriteAsync(this NpgsqlConnection connection, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var record in records)
            batch.Add(record.Value is null ? RecordSql.Delete : RecordSql.Upsert, RowValues.Of(record));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
