using Holdfast.Items;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Holdfast.Sqlite.Sql;

/// <summary>What SQLite's errors mean to the one who runs the server.</summary>
internal static class SqliteErrors
{
    /// <summary>What everybody is told once the writer has come to an end.</summary>
    public static StoreException WriterBroken(Exception? cause) =>
        new("The store stopped writing after a defect; restart the server. Nothing that was acknowledged is lost.", isTransient: false, cause);

    public static StoreException NotUsable(Exception error) =>
        new($"The database file cannot be used: {error.Message} Check the owner and the mode of the data folder.", isTransient: false, error);

    public static StoreException Translate(SqliteException error) => error.SqliteErrorCode switch
    {
        SQLITE_FULL => new("The disk of the data folder is full. Free some space; nothing that was acknowledged is lost.", isTransient: true, error),
        SQLITE_BUSY or SQLITE_LOCKED => new("The database file is locked by another program. Close that program.", isTransient: true, error),
        SQLITE_READONLY or SQLITE_PERM => new("The database file cannot be written. Check the owner and the mode of the data folder.", isTransient: true, error),
        SQLITE_IOERR => new("The disk of the data folder failed a read or a write. Check the disk and the system's log.", isTransient: true, error),
        SQLITE_CORRUPT or SQLITE_NOTADB => new("The database file is damaged or is no Holdfast database. Restore a backup, or move the file away.", isTransient: false, error),
        SQLITE_CANTOPEN => new("The database file cannot be opened. Check that the data folder exists and may be written.", isTransient: true, error),
        SQLITE_NOMEM or SQLITE_PROTOCOL => new("The system had no memory or no lock to spare for the store. Check what else runs on the machine.", isTransient: true, error),
        SQLITE_TOOBIG => new("A value is too large for the store.", isTransient: false, error),
        _ => new($"The store refused an operation (SQLite error {error.SqliteErrorCode}).", isTransient: false, error),
    };
}
