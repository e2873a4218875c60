using System.Globalization;
using Holdfast.Items;
using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Backup;

/// <summary>
/// Puts a backup in the place of a store. What was not delivered when it was made counts as in doubt: it may have been since, and is looked for in Slack
/// before it is sent.
/// </summary>
public static class SqliteRestore
{
    /// <summary>Does it. The folder's lock keeps a server off it meanwhile; and until the last step, which is one, the folder is as it was.</summary>
    /// <param name="options">Where the store is to be.</param>
    /// <param name="backup">The backup, which is left as it is.</param>
    /// <param name="replaces">Whether a store that is there goes out of its way; it is kept beside it.</param>
    /// <param name="time">The clock, for the name of what is kept.</param>
    /// <returns>Where the store is now that was there before; null where there was none.</returns>
    /// <exception cref="StoreException">The backup is none, damaged or of a newer version; a server runs on the folder, or there is a store and it is not to be replaced.</exception>
    public static string? Run(SqliteStoreOptions options, string backup, bool replaces, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var source = Path.GetFullPath(backup);
        if (!File.Exists(source))
            throw new StoreException($"There is no file {source}.", isTransient: false);
        var folder = Path.GetFullPath(options.Path);
        using var fileLock = StoreLock.Take(folder);
        var place = new DatabaseFile(folder).FullPath;
        var isThere = File.Exists(place) && new FileInfo(place).Length > 0;
        if (isThere && !replaces)
            throw new StoreException($"There is a store in {folder} already. It is not overwritten; with --replace it is moved aside first.", isTransient: false);
        var partial = place + ".part";
        try
        {
            Prepare(source, partial);
            if (!isThere)
            {
                // An empty file and what stands beside it are nobody's.
                DeleteLog(place);
                File.Move(partial, place, overwrite: true);
                return null;
            }

            var aside = string.Create(CultureInfo.InvariantCulture, $"{place}.{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
            Settle(place, aside);
            File.Replace(partial, place, aside);
            return aside;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The backup cannot be put into {folder}: {e.Message}", isTransient: false, e);
        }
    }

    private static void Prepare(string source, string partial)
    {
        File.Delete(partial);
        LooseFile.Create(partial);
        using (var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read))
        using (var to = new FileStream(partial, FileMode.Open, FileAccess.Write))
        {
            from.CopyTo(to);
        }

        using (var connection = LooseFile.Open(partial, SqliteOpenMode.ReadWrite))
        {
            LooseFile.Check(connection, source);
            LooseFile.Execute(connection, $"UPDATE item SET in_doubt = 1 WHERE queue = {(int)LaneQueue.Outbound}");
        }

        LooseFile.Flush(partial);
    }

    /// <summary>Brings what is in the log into the file, so that the file alone is the store. One that is damaged keeps its log beside it.</summary>
    private static void Settle(string place, string aside)
    {
        try
        {
            using var connection = LooseFile.Open(place, SqliteOpenMode.ReadWrite);
            LooseFile.Execute(connection, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException)
        {
            // A store that cannot be read is a reason to restore one, and none to give up: all of it is kept for whoever can mend it.
            if (File.Exists(place + "-wal"))
                File.Move(place + "-wal", aside + "-wal");
        }

        DeleteLog(place);
    }

    private static void DeleteLog(string place)
    {
        File.Delete(place + "-wal");
        File.Delete(place + "-shm");
    }
}
