using Holdfast.Items;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Sql;

/// <summary>How values stand in the file: moments as microseconds since 1970, ids as 16 bytes.</summary>
internal static class SqliteValues
{
    public static long ToMicroseconds(this DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Text ends at NUL for SQLite: what came after it would be lost without a word.</summary>
    public static string WithoutNul(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;

    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset GetMoment(this SqliteDataReader row, int column) => FromMicroseconds(row.GetInt64(column));

    public static DateTimeOffset? GetMomentOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetMoment(column);

    public static ItemId GetItemId(this SqliteDataReader row, int column) => new(new Guid(row.GetFieldValue<byte[]>(column), bigEndian: true));

    public static string? GetText(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? GetNumber(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>An owner, of this column and the next.</summary>
    public static ItemOwner? GetOwner(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new ItemOwner(row.GetString(column), row.GetString(column + 1));

    public static IReadOnlyList<T> ReadAll<T>(this SqliteDataReader row, Func<SqliteDataReader, T> read)
    {
        var all = new List<T>();
        while (row.Read())
            all.Add(read(row));
        return all;
    }

    /// <summary>The one number that a <c>count(*)</c> gives.</summary>
    public static int ReadCount(this SqliteDataReader row)
    {
        row.Read();
        return row.GetInt32(0);
    }
}
