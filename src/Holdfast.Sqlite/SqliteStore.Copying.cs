using Holdfast.Storage.Copying;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite;

/// <summary>What a copy of the store takes along.</summary>
public sealed partial class SqliteStore
{
    /// <summary>Facts are about the file itself.</summary>
    private static readonly string[] Tables = ["item", "dead_letter", "receipt", "run", "run_step", "turn", "delivery", "record"];

    /// <summary>Everything that is kept, table by table. Nobody may write meanwhile.</summary>
    public IEnumerable<StoreTable> ReadTables()
    {
        foreach (var name in Tables)
        {
            using var connection = _file.OpenReader();
            using var command = connection.CreateCommand();

            // By the order of making where there is one, so that it stays the same.
            command.CommandText = $"SELECT * FROM {name} ORDER BY 1";
            using var row = command.ExecuteReader();
            yield return new StoreTable(name, [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName)], Rows(row));
        }
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(SqliteDataReader row)
    {
        while (row.Read())
        {
            var values = new object?[row.FieldCount];
            for (var i = 0; i < values.Length; i++)
                values[i] = row.IsDBNull(i) ? null : row.GetValue(i);
            yield return values;
        }
    }
}
