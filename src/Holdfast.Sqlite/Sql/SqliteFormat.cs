using System.Data.Common;
using Holdfast.Items;
using Holdfast.Storage.Rows;

namespace Holdfast.Sqlite.Sql;

/// <summary>Rows of the file: ids are 16 bytes, moments and lengths of time microseconds, truth 0 or 1.</summary>
internal abstract class SqliteFormat : IRowFormat
{
    public static ItemId Id(DbDataReader row, int column) => new(new Guid(row.GetFieldValue<byte[]>(column), bigEndian: true));

    public static DateTimeOffset Moment(DbDataReader row, int column) => SqliteValues.FromMicroseconds(row.GetInt64(column));

    public static TimeSpan Length(DbDataReader row, int column) => TimeSpan.FromMicroseconds(row.GetInt64(column));

    public static bool Flag(DbDataReader row, int column) => row.GetInt64(column) != 0;
}
