using System.Globalization;
using Holdfast.Items;
using Holdfast.Postgres.Sql;
using Holdfast.Storage;
using Npgsql;

namespace Holdfast.Postgres.Opening;

/// <summary>
/// Brings a database to the schema of this version, by numbered scripts, each in one transaction. One worker at a time: the others
/// wait for it and find everything done.
/// </summary>
internal static class Schema
{
    /// <summary>The name of the lock, together with the schema's.</summary>
    private const int LockClass = 0x40_1d_fa_57;

    private const string Fact = "schema";

    /// <summary>The schema that this version works with.</summary>
    public static int Newest => Scripts().Last().Number;

    /// <summary>Migrates.</summary>
    /// <returns>The schema that was found: 0 for a database in which there was none.</returns>
    public static Task<int> MigrateAsync(Database database, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        MigrateAsync(database, connection, [.. Scripts()], cancellationToken);

    /// <summary>The same with scripts of a test's own.</summary>
    internal static async Task<int> MigrateAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<(int Number, string Sql)> scripts, CancellationToken cancellationToken)
    {
        var newest = scripts[^1].Number;
        var schema = database.Schema;

        // Whoever finds everything done needs no lock: the one who has it may hang, being stopped by its machine.
        if (await FindAsync(connection, schema, cancellationToken) is var current && current == newest)
            return current;

        try
        {
            // A large table takes its time, and the other workers wait for it.
            await connection.ExecutePatientlyAsync("SET statement_timeout = 0; SET lock_timeout = 0", cancellationToken);
            await connection.ExecutePatientlyAsync($"SELECT pg_advisory_lock({LockClass}, hashtext('{schema}'))", cancellationToken);
            var found = await FindAsync(connection, schema, cancellationToken);
            ThrowIfNewer(found, newest);
            foreach (var (number, sql) in scripts.Where(script => script.Number > found))
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                if (number == 1)
                    await connection.ExecutePatientlyAsync($"CREATE SCHEMA IF NOT EXISTS {schema}; SET LOCAL search_path TO {schema}", cancellationToken);
                await connection.ExecutePatientlyAsync(sql, cancellationToken);
                if (number == 1)
                    await connection.ExecutePatientlyAsync(StartFences, cancellationToken);
                await connection.ExecutePatientlyAsync(
                    $"INSERT INTO fact (name, value) VALUES ('{Fact}', '{number}') ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            return found;
        }
        finally
        {
            // A connection that broke has given it back already.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await connection.ExecutePatientlyAsync("SELECT pg_advisory_unlock_all()", CancellationToken.None);
                await database.Session.ApplyAsync(connection);
            }
        }
    }

    /// <summary>
    /// In a new schema, and in one that is copied into, fences go on from the time, in microseconds: conversation memory in Redis has seen
    /// those of the schema, or of the data folder, in whose place this one comes, and refuses what is lower.
    /// </summary>
    public const string StartFences = "SELECT setval('fence', greatest(last_value, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)) FROM fence";

    /// <summary>The schema in the database; 0 for none.</summary>
    public static async Task<int> FindAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        if (await connection.ScalarAsync($"SELECT to_regclass('{schema}.fact')::text", cancellationToken) is null or DBNull)
            return 0;
        var number = await connection.ScalarAsync($"SELECT value FROM {schema}.fact WHERE name = '{Fact}'", cancellationToken);
        return int.Parse((string)number!, CultureInfo.InvariantCulture);
    }

    public static void ThrowIfNewer(int found, int newest)
    {
        if (found <= newest)
            return;
        throw new StoreException(
            $"The database was written by a newer Holdfast (schema {found}, this version knows {newest}). Start that version, or restore a backup.",
            isTransient: false);
    }

    private static IEnumerable<(int Number, string Sql)> Scripts() => SchemaScripts.Of(typeof(Schema).Assembly);
}
