using Holdfast.Items;
using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Backup;

/// <summary>
/// Copies a store while a server works on it, by SQLite's own backup: the copy is what was committed at one moment. It gets its name when it is whole and
/// on the disk, and was read: a backup that broke off has none.
/// </summary>
public static class SqliteBackup
{
    /// <summary>Makes one.</summary>
    /// <param name="options">Which store.</param>
    /// <param name="target">The file to make. It must not be there.</param>
    /// <exception cref="StoreException">The store cannot be read, or the file cannot be written; nothing is there under its name then.</exception>
    /// <returns>How many bytes it has.</returns>
    public static long Make(SqliteStoreOptions options, string target)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = Path.GetFullPath(target);
        if (File.Exists(path))
            throw new StoreException($"{path} is there already. Name another file: no backup is overwritten.", isTransient: false);
        var partial = path + ".part";
        try
        {
            LooseFile.Create(partial);
            using (var from = new DatabaseFile(Path.GetFullPath(options.Path)).OpenReader())
            using (var to = LooseFile.Open(partial, SqliteOpenMode.ReadWrite))
            {
                from.BackupDatabase(to);

                // In one file, so that nothing is missing where only that is carried away.
                LooseFile.Execute(to, "PRAGMA journal_mode = DELETE");
                LooseFile.Check(to, path);
            }

            LooseFile.Flush(partial);
            File.Move(partial, path, overwrite: false);
            return new FileInfo(path).Length;
        }
        catch (SqliteException e)
        {
            File.Delete(partial);
            throw SqliteErrors.Translate(e);
        }
        catch (StoreException)
        {
            File.Delete(partial);
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The backup cannot be written: {e.Message}", isTransient: false, e);
        }
    }

    /// <summary>How many bytes are written so far of a backup that is being made.</summary>
    /// <param name="target">The file.</param>
    public static long WrittenOf(string target)
    {
        var partial = new FileInfo(Path.GetFullPath(target) + ".part");
        return partial.Exists ? partial.Length : 0;
    }
}
