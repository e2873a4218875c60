using Holdfast.Items;
using Holdfast.Postgres.Opening;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Copying;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Postgres.Writing;

/// <summary>Fills an empty database with what another store keeps, in one transaction: all of it is there, or nothing.</summary>
internal static class Copy
{
    private static readonly string[] Numbered = ["turn", "record"];

    public static ValueTask<IReadOnlyDictionary<string, long>> FillAsync(Database database, IEnumerable<StoreTable> tables, CancellationToken cancellationToken) =>
        database.TransactAsync<IReadOnlyDictionary<string, long>>(
            async connection =>
            {
                // Copying takes longer than any other statement may.
                await connection.ExecutePatientlyAsync("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0", cancellationToken);
                var copied = new Dictionary<string, long>();
                foreach (var table in tables)
                {
                    await ThrowIfFilledAsync(connection, table.Name, cancellationToken);
                    copied.Add(table.Name, await FillAsync(connection, table, cancellationToken));
                }

                // The file's waits end by the clock of its machine, which may have been an hour ahead.
                await connection.ExecuteAsync(
                    $"UPDATE item SET due_at = now() WHERE queue <> {(int)LaneQueue.Scheduled} AND due_at > now() + $1", cancellationToken, Waits.Longest);
                await connection.ExecutePatientlyAsync(
                    """
                    INSERT INTO lane (queue, lane, claimable_at, team, "user")
                    SELECT DISTINCT ON (queue, lane) queue, lane, due_at, team, "user" FROM item ORDER BY queue, lane, order_key, sequence
                    """,
                    cancellationToken);
                foreach (var table in Numbered)
                    await connection.ExecutePatientlyAsync($"SELECT setval(pg_get_serial_sequence('{table}', 'sequence'), (SELECT coalesce(max(sequence), 0) + 1 FROM {table}), false)", cancellationToken);

                // A replayed letter is numbered anew; until then its number must not be given again. And what was delivered stands in the order of
                // these numbers, also when its item is gone.
                await connection.ExecutePatientlyAsync(
                    """
                    SELECT setval(pg_get_serial_sequence('item', 'sequence'), coalesce(max(sequence), 0) + 1, false)
                    FROM (SELECT sequence FROM item UNION ALL SELECT sequence FROM dead_letter UNION ALL SELECT sequence FROM delivery) numbered
                    """,
                    cancellationToken);

                // The tables may have been made long ago, and conversation memory in Redis has seen the fences of the folder since.
                await connection.ExecutePatientlyAsync(Schema.StartFences, cancellationToken);
                return copied;
            },
            cancellationToken);

    private static async Task ThrowIfFilledAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        if (await connection.ScalarAsync($"SELECT EXISTS (SELECT 1 FROM {table})", cancellationToken) is true)
            throw new StoreException($"The database is not empty: there are rows in \"{table}\". Copy into a new one, or name another schema (Database:Schema).", isTransient: false);
    }

    private static async Task<long> FillAsync(NpgsqlConnection connection, StoreTable table, CancellationToken cancellationToken)
    {
        var types = await TypesAsync(connection, table, cancellationToken);
        var columns = string.Join(", ", table.Columns.Select(column => $"\"{column}\""));
        await using var import = await connection.BeginBinaryImportAsync($"COPY {table.Name} ({columns}) FROM STDIN (FORMAT binary)", cancellationToken);
        foreach (var row in table.Rows)
        {
            await import.StartRowAsync(cancellationToken);
            for (var i = 0; i < row.Count; i++)
            {
                var (type, convert) = types[i];
                if (row[i] is null)
                    await import.WriteNullAsync(cancellationToken);
                else
                    await import.WriteAsync(convert(row[i]!), type, cancellationToken);
            }
        }

        return (long)await import.CompleteAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<(NpgsqlDbType Type, Func<object, object> Convert)>> TypesAsync(
        NpgsqlConnection connection, StoreTable table, CancellationToken cancellationToken)
    {
        var names = (await connection.QueryAsync(
            $"SELECT attname, atttypid::regtype::text FROM pg_attribute WHERE attrelid = '{table.Name}'::regclass AND attnum > 0",
            static row => (Column: row.GetString(0), Type: row.GetString(1)),
            cancellationToken)).ToDictionary(found => found.Column, found => found.Type);
        return [.. table.Columns.Select(column => column == "dedupe_key" && table.Name == "receipt"
            ? (NpgsqlDbType.Text, static value => DedupeKey.Of((string)value))
            : ConverterOf(names[column]))];
    }

    private static (NpgsqlDbType Type, Func<object, object> Convert) ConverterOf(string type) => type switch
    {
        "bigint" => (NpgsqlDbType.Bigint, static value => (long)value),
        "integer" => (NpgsqlDbType.Integer, static value => (int)(long)value),
        "smallint" => (NpgsqlDbType.Smallint, static value => (short)(long)value),
        "boolean" => (NpgsqlDbType.Boolean, static value => (long)value != 0),
        "uuid" => (NpgsqlDbType.Uuid, static value => new Guid((byte[])value, bigEndian: true)),
        "bytea" => (NpgsqlDbType.Bytea, static value => value),
        "text" => (NpgsqlDbType.Text, static value => PostgresValues.Clean((string)value)),
        "interval" => (NpgsqlDbType.Interval, static value => TimeSpan.FromMicroseconds((long)value)),
        "timestamp with time zone" => (NpgsqlDbType.TimestampTz, static value => DateTimeOffset.UnixEpoch.AddTicks((long)value * TimeSpan.TicksPerMicrosecond)),
        _ => throw new InvalidOperationException($"No value is converted to {type}."),
    };
}
