using System.Diagnostics.CodeAnalysis;
using System.Text;
using Holdfast.Items;
using Npgsql;

namespace Holdfast.Postgres.Sql;

/// <summary>How values stand in the database.</summary>
internal static class PostgresValues
{
    /// <summary>A value as Npgsql takes it.</summary>
    public static object ToDatabase(object? value) => value switch
    {
        null => DBNull.Value,
        ItemId id => id.Value,
        DateTimeOffset moment => moment.ToUniversalTime(),
        string text => Clean(text),
        var other => other,
    };

    /// <summary>
    /// A text that the database can hold. It refuses NUL and half a pair of surrogates, and a user can write both: the whole transition
    /// would be refused with them, again and again.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text)
    {
        if (text is null)
            return null;
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0)
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
    }

    public static ItemId GetItemId(this NpgsqlDataReader row, int column) => new(row.GetGuid(column));

    public static DateTimeOffset GetMoment(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? GetMomentOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetMoment(column);

    public static string? GetText(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? GetNumber(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
