using Holdfast.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Holdfast.Sqlite.Opening;

/// <summary>Opens connections to the database file.</summary>
internal sealed class DatabaseFile(string folder)
{
    /// <summary>
    /// One thread at a time uses a connection here. That SQLite locks it all the same for each call, and counts all its memory under a lock, took one
    /// part in twenty-five of the whole server. Where somebody else in the process has used SQLite before, it stays as it is.
    /// </summary>
    static DatabaseFile()
    {
        Batteries_V2.Init();
        _ = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        _ = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public string FullPath { get; } = Path.Combine(folder, "holdfast.db");

    /// <summary>The writer's connection: its commits are on the disk when they return (WAL, <c>synchronous=FULL</c>).</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        Execute(connection, "PRAGMA busy_timeout = 10000");
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        Execute(connection, "PRAGMA journal_size_limit = 67108864");
        Execute(connection, "PRAGMA cache_size = -32768");
        Execute(connection, "PRAGMA temp_store = MEMORY");
        return connection;
    }

    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadOnly);
        Execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    /// <summary>
    /// Makes the file if there is none, for its owner only: what people wrote is in there. SQLite gives the files beside it the mode that this
    /// one has.
    /// </summary>
    public void Create()
    {
        if (File.Exists(FullPath))
        {
            // A backup that was restored has the mode that it was copied with.
            Privacy.CloseToOthers(FullPath);
            return;
        }

        var forOwner = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            forOwner.UnixCreateMode = Privacy.OwnFile;
        File.Open(FullPath, forOwner).Dispose();
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = FullPath,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 10,
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
