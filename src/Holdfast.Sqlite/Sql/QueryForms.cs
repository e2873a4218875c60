using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Sql;

/// <summary>Questions of a few forms: each form is prepared when it is asked first.</summary>
internal sealed class QueryForms(CommandSet commands)
{
    private readonly Dictionary<string, PreparedQuery> _prepared = [];

    public SqliteDataReader Query(string sql, object?[] values)
    {
        if (!_prepared.TryGetValue(sql, out var query))
            _prepared.Add(sql, query = new PreparedQuery(commands, sql, values.Length));
        return query.Query(values);
    }
}
