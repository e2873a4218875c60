using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.Sqlite.Tests.Reading;

/// <summary>A question is compiled once, however often it is asked.</summary>
public sealed class PreparedQueryTests : IDisposable
{
    /// <summary>SQLITE_STMTSTATUS_REPREPARE: https://sqlite.org/c3ref/c_stmtstatus_counter.html</summary>
    private const int CompiledAnew = 5;

    private readonly StoreFolder _folder = new();
    private readonly SqliteConnection _connection;
    private readonly CommandSet _commands;

    public PreparedQueryTests()
    {
        Directory.CreateDirectory(_folder.Data);
        _connection = new DatabaseFile(_folder.Data).OpenWriter();
        _connection.Handle!.enable_sqlite3_next_stmt(true);
        _commands = new CommandSet(_connection);
        new PreparedWrite(_commands, "CREATE TABLE kept (place INTEGER PRIMARY KEY, value ANY)", 0).Execute();
        new PreparedWrite(_commands, "INSERT INTO kept (value) VALUES (1), (2), (3)", 0).Execute();
    }

    [Theory]
    [Trait("Req", "RS-3")]
    [InlineData("SELECT value FROM kept WHERE value > $1 ORDER BY value LIMIT $2")]
    [InlineData("SELECT count(*) FROM (SELECT 1 FROM kept WHERE value > $1 LIMIT $2)")]
    public void A_limit_that_is_a_parameter_does_not_have_it_compiled_anew(string sql)
    {
        var query = new PreparedQuery(_commands, sql, 2);
        for (var i = 0; i < 10; i++)
        {
            using var rows = query.Query(0, 2);
            Assert.True(rows.Read());
        }

        for (var statement = raw.sqlite3_next_stmt(_connection.Handle, null); statement is not null; statement = raw.sqlite3_next_stmt(_connection.Handle, statement))
            Assert.Equal(0, raw.sqlite3_stmt_status(statement, CompiledAnew, 0));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public void A_limit_is_kept()
    {
        using var rows = new PreparedQuery(_commands, "SELECT value FROM kept ORDER BY value LIMIT $1", 1).Query(2);
        Assert.Equal([1L, 2L], rows.ReadAll(static row => row.GetInt64(0)));
    }

    public void Dispose()
    {
        _commands.Dispose();
        _connection.Dispose();
        _folder.Dispose();
    }
}
