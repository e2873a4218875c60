using Holdfast.Items;
using Holdfast.Storage;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Opening;

/// <summary>Brings a database file to the schema of this version, by numbered scripts, each in one transaction.</summary>
internal static class Schema
{
    /// <summary>The newest schema that this version knows.</summary>
    public static int Newest => Scripts().Select(script => script.Number).LastOrDefault();

    /// <summary>Migrates, and tells whether the file was empty before.</summary>
    public static bool Migrate(SqliteConnection connection) => Migrate(connection, [.. Scripts()]);

    /// <summary>The same with scripts of a test's own.</summary>
    internal static bool Migrate(SqliteConnection connection, IReadOnlyList<(int Number, string Sql)> scripts)
    {
        var found = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"));
        var newest = scripts.Count == 0 ? 0 : scripts[^1].Number;
        if (found > newest)
        {
            throw new StoreException(
                $"The database was written by a newer Holdfast (schema {found}, this version knows {newest}). Start that version, or restore a backup.",
                isTransient: false);
        }

        foreach (var (number, sql) in scripts.Where(script => script.Number > found))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, sql, transaction);
            Execute(connection, $"PRAGMA user_version = {number}", transaction);
            transaction.Commit();
        }

        return found == 0;
    }

    private static IEnumerable<(int Number, string Sql)> Scripts() => SchemaScripts.Of(typeof(Schema).Assembly);

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
