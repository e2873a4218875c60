using System.Text;

namespace Holdfast.Storage.Rows;

/// <summary>How records are asked for in SQL, which all providers read alike. Parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
public static class RecordSql
{
    /// <summary>The columns, in the order in which a row is read.</summary>
    public const string Columns = """kind, name, team, "user", run, due_at, ended_at, value""";

    /// <summary>One record by its name: the kind, then the name.</summary>
    public const string Get = $"SELECT {Columns} FROM record WHERE kind = $1 AND name = $2";

    /// <summary>Writes a record; see <see cref="RowValues"/>.</summary>
    public const string Upsert =
        $"""
        INSERT INTO record ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (name, kind) DO UPDATE SET team = $3, "user" = $4, run = $5, due_at = $6, ended_at = $7, value = $8
        """;

    /// <summary>Removes a record by its name: the kind, then the name.</summary>
    public const string Delete = "DELETE FROM record WHERE kind = $1 AND name = $2";

    /// <summary>Those that are looked for.</summary>
    /// <param name="query">Which, and in what order.</param>
    /// <param name="limit">The most.</param>
    public static (string Sql, object?[] Values) Find(RecordQuery query, int limit)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (where, values) = Where(query);
        values.Add(limit);
        var order = query.Order switch
        {
            RecordOrder.Newest => "sequence DESC",
            RecordOrder.Due => "due_at NULLS LAST, sequence",
            _ => "sequence",
        };
        return ($"SELECT {Columns} FROM record {where} ORDER BY {order} LIMIT ${values.Count}", [.. values]);
    }

    /// <summary>How many there are.</summary>
    /// <param name="query">Which.</param>
    public static (string Sql, object?[] Values) Count(RecordQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (where, values) = Where(query);
        return ($"SELECT count(*) FROM record {where}", [.. values]);
    }

    private static (string Sql, List<object?> Values) Where(RecordQuery query)
    {
        var sql = new StringBuilder("WHERE kind = $1");
        var values = new List<object?> { query.Kind };
        Add("team", query.Team);
        Add("\"user\"", query.User);
        Add("run", query.Run);
        Add("ended_at", query.EndedFrom, ">=");
        Add("ended_at", query.EndedBefore, "<");
        if (query.IsOpen)
            sql.Append(" AND ended_at IS NULL");
        return (sql.ToString(), values);

        void Add(string column, object? value, string comparison = "=")
        {
            if (value is null)
                return;
            values.Add(value);
            sql.Append(System.Globalization.CultureInfo.InvariantCulture, $" AND {column} {comparison} ${values.Count}");
        }
    }
}
