using Holdfast.Files;
using Holdfast.Items;
using Holdfast.Sqlite.Opening;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Holdfast.Sqlite.Backup;

/// <summary>Files that are databases, and not yet in their places.</summary>
internal static class LooseFile
{
    /// <summary>Makes an empty one for its owner only, since what people wrote will be in it; what an attempt before left behind is gone.</summary>
    public static void Create(string path)
    {
        var forOwner = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            forOwner.UnixCreateMode = Privacy.OwnFile;
        File.Open(path, forOwner).Dispose();
        Privacy.CloseToOthers(path);
    }

    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 0 }.ConnectionString);
        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);

    /// <summary>Reads all of it once.</summary>
    /// <exception cref="StoreException">It is damaged, no store of Holdfast's, or of a newer version.</exception>
    public static void Check(SqliteConnection connection, string name)
    {
        if (!IsWhole(connection))
            throw new StoreException($"{name} is damaged, or no SQLite database.", isTransient: false);
        var schema = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"));
        if (schema == 0 || Scalar(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'item'") is null)
            throw new StoreException($"{name} is no store of Holdfast's.", isTransient: false);
        if (schema > Schema.Newest)
            throw new StoreException($"{name} was written by a newer Holdfast (schema {schema}, this version knows {Schema.Newest}). Use that version.", isTransient: false);
    }

    private static bool IsWhole(SqliteConnection connection)
    {
        try
        {
            return Scalar(connection, "PRAGMA integrity_check(1)") is "ok";
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB)
        {
            return false;
        }
    }

    /// <summary>Returns when it is on the disk.</summary>
    public static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
