using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Postgres.Sql;

/// <summary>The moment that a statement is told: none, so that it takes the database's own, unless a test has a clock of its own.</summary>
internal static class Moments
{
    public static NpgsqlParameter Parameter(DateTimeOffset? now) => new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = now is { } moment ? moment.ToUniversalTime() : DBNull.Value };
}
