using System.Buffers.Binary;
using Holdfast.Items;
using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite;

/// <summary>What can be seen of a store from outside: without its lock, without changing anything, whether a server runs on it or not.</summary>
/// <param name="Schema">The schema that the file has; 0 while it is empty.</param>
/// <param name="NewestSchema">The newest that this version knows.</param>
public sealed record SqliteStoreInspection(int Schema, int NewestSchema)
{
    private const int HeaderBytes = 100;
    private const int UserVersionAt = 60;

    /// <summary>Looks at a store that exists.</summary>
    /// <param name="options">Where.</param>
    /// <exception cref="StoreException">The file cannot be read, or is no database.</exception>
    public static SqliteStoreInspection Of(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var file = new DatabaseFile(Path.GetFullPath(options.Path));
        try
        {
            // A connection would leave a -wal and a -shm behind where none is, owned by whoever looked. While there is one, the newest
            // version of the first page may be in it, and nothing is made.
            var schema = File.Exists(file.FullPath + "-wal") ? Ask(file) : ReadHeader(file);
            return new SqliteStoreInspection(schema, Opening.Schema.Newest);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The database cannot be read: {e.Message}", isTransient: false, e);
        }
    }

    private static int Ask(DatabaseFile file)
    {
        using var connection = file.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar());
    }

    private static int ReadHeader(DatabaseFile file)
    {
        using var stream = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderBytes];
        var read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read == 0)
            return 0;
        return read == HeaderBytes && header.StartsWith("SQLite format 3\0"u8)
            ? BinaryPrimitives.ReadInt32BigEndian(header[UserVersionAt..])
            : throw new StoreException($"{file.FullPath} is no SQLite database, or damaged.", isTransient: false);
    }
}
