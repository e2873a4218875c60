using System.Diagnostics;
using System.Runtime.InteropServices;
using Holdfast.Lanes;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite;

/// <summary>A statement that is prepared once and run many times, by one thread. Parameters are bound by position.</summary>
internal sealed class PreparedCommand
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    /// <summary>Prepares a statement.</summary>
    /// <param name="commands">The set that it belongs to, and ends with.</param>
    /// <param name="sql">SQL with parameters <c>$1</c>, <c>$2</c> ...</param>
    /// <param name="parameters">How many parameters it has.</param>
    public PreparedCommand(CommandSet commands, string sql, int parameters)
    {
        _command = commands.Create(sql);
        _parameters = new SqliteParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = $"${i + 1}";
            _command.Parameters.Add(_parameters[i]);
        }
    }

    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

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
                ReadOnlyMemory<byte> bytes => ToArray(bytes),

                // Text ends at NUL for SQLite: what came after it would be lost without a word.
                string text when text.Contains('\0', StringComparison.Ordinal) => text.Replace('\0', '\uFFFD'),
                var value => value,
            };
        }
    }

    private static byte[] ToArray(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : bytes.ToArray();
}
