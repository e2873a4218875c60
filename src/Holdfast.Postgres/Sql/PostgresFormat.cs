using System.Data.Common;
using Holdfast.Items;
using Holdfast.Storage.Rows;

namespace Holdfast.Postgres.Sql;

/// <summary>Rows of the database, which has a type for each of these.</summary>
internal abstract class PostgresFormat : IRowFormat
{
    public static ItemId Id(DbDataReader row, int column) => new(row.GetGuid(column));

    public static DateTimeOffset Moment(DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static TimeSpan Length(DbDataReader row, int column) => row.GetFieldValue<TimeSpan>(column);

    public static bool Flag(DbDataReader row, int column) => row.GetBoolean(column);
}
