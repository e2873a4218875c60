using Holdfast.Postgres.Sql;
using Npgsql;

namespace Holdfast.Postgres.Writing;

/// <summary>Puts statements into a batch.</summary>
internal static class BatchCommands
{
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(Database.Parameter(value));
        batch.BatchCommands.Add(command);
    }
}
