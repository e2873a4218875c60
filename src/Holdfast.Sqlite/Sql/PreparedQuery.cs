using System.Diagnostics;
using System.Text.RegularExpressions;
using Holdfast.Items;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Sql;

/// <summary>A question that is prepared once and asked many times, by one thread. Parameters are bound by position.</summary>
internal sealed partial class PreparedQuery
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    /// <summary>Makes it.</summary>
    /// <param name="commands">The set that it belongs to, and ends with.</param>
    /// <param name="sql">A SELECT with parameters <c>$1</c>, <c>$2</c> ...</param>
    /// <param name="parameters">How many parameters it has.</param>
    public PreparedQuery(CommandSet commands, string sql, int parameters)
    {
        _command = commands.Create(BareLimit().Replace(sql, "$0 + 0"));
        _parameters = new SqliteParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = $"${i + 1}";
            _command.Parameters.Add(_parameters[i]);
        }
    }

    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    /// <summary>
    /// A limit that is a parameter alone goes into SQLite's plan: each time it is bound the statement was compiled anew, which took ten times as long as
    /// to run it. What is computed does not.
    /// </summary>
    [GeneratedRegex(@"\bLIMIT \$\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BareLimit();

    private void Bind(ReadOnlySpan<object?> values)
    {
        Debug.Assert(values.Length == _parameters.Length, "As many values as parameters.");
        for (var i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                ItemId id => id.Value.ToByteArray(bigEndian: true),
                DateTimeOffset moment => moment.ToMicroseconds(),
                string text => SqliteValues.WithoutNul(text),
                var value => value,
            };
        }
    }
}
