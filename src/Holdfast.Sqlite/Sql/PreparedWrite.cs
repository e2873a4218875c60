using System.Buffers;
using System.Diagnostics;
using System.Text;
using Holdfast.Items;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Holdfast.Sqlite.Sql;

/// <summary>A statement that writes: prepared once and run many times, by one thread. Parameters are bound by position.</summary>
/// <remarks>
/// An event takes a dozen of them, all on the one thread that writes. So they go to SQLite without the layer of
/// <see cref="SqliteCommand"/> in between, which looks every parameter up by its name each time: that took a twentieth of the whole server.
/// </remarks>
internal sealed class PreparedWrite : IDisposable
{
    private const int ShortText = 512;

    private readonly SqliteConnection _connection;
    private readonly string _sql;

    // SQLite numbers parameters in the order in which it meets them.
    private readonly int[] _places;
    private sqlite3_stmt? _statement;

    /// <summary>Makes it. It is prepared when it is needed first.</summary>
    /// <param name="commands">The set that it belongs to, and ends with.</param>
    /// <param name="sql">SQL with parameters <c>$1</c>, <c>$2</c> ...</param>
    /// <param name="parameters">How many parameters it has.</param>
    public PreparedWrite(CommandSet commands, string sql, int parameters)
    {
        (_connection, _sql, _places) = (commands.Connection, sql, new int[parameters]);
        commands.Add(this);
    }

    /// <summary>Runs it.</summary>
    /// <param name="values">One for each parameter: null, numbers, text, moments, lengths of time, ids or bytes.</param>
    /// <returns>How many rows it wrote or deleted; without meaning for a statement that does neither.</returns>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Debug.Assert(values.Length == _places.Length, "As many values as parameters.");
        var statement = _statement ??= Prepare();
        try
        {
            for (var i = 0; i < values.Length; i++)
                Check(Bind(statement, _places[i], values[i]));
            if (sqlite3_step(statement) is not (SQLITE_DONE or SQLITE_ROW) and var error)
                Check(error);
            return sqlite3_changes(_connection.Handle);
        }
        finally
        {
            _ = sqlite3_reset(statement);
        }
    }

    public void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Prepare()
    {
        Check(sqlite3_prepare_v3(_connection.Handle, _sql, SQLITE_PREPARE_PERSISTENT, out var statement));
        for (var i = 0; i < _places.Length; i++)
            _places[i] = sqlite3_bind_parameter_index(statement, $"${i + 1}");
        return statement;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection.Handle);

    private static int Bind(sqlite3_stmt statement, int place, object? value) => value switch
    {
        null => sqlite3_bind_null(statement, place),
        long number => sqlite3_bind_int64(statement, place, number),
        int number => sqlite3_bind_int64(statement, place, number),
        string text => BindText(statement, place, SqliteValues.WithoutNul(text)),
        DateTimeOffset moment => sqlite3_bind_int64(statement, place, moment.ToMicroseconds()),
        TimeSpan length => sqlite3_bind_int64(statement, place, length.Ticks / TimeSpan.TicksPerMicrosecond),
        ItemId id => BindId(statement, place, id),
        ReadOnlyMemory<byte> bytes => BindBytes(statement, place, bytes.Span),
        _ => throw new InvalidOperationException($"A value of type {value.GetType()} cannot be stored."),
    };

    private static int BindText(sqlite3_stmt statement, int place, string text)
    {
        // A span of nothing would be NULL.
        if (text.Length == 0)
            return sqlite3_bind_text(statement, place, text);
        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (longest <= ShortText)
        {
            Span<byte> bytes = stackalloc byte[ShortText];
            return sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(longest);
        var result = sqlite3_bind_text(statement, place, buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return result;
    }

    private static int BindId(sqlite3_stmt statement, int place, ItemId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return sqlite3_bind_blob(statement, place, bytes);
    }

    private static int BindBytes(sqlite3_stmt statement, int place, ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? sqlite3_bind_zeroblob(statement, place, 0) : sqlite3_bind_blob(statement, place, bytes);
}
