using System.Text;
using Holdfast.Items;
using Holdfast.Sqlite.Opening;
using Holdfast.Sqlite.Sql;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Tests.Writing;

/// <summary>What a value is in the file: read back with SQLite's own words for it.</summary>
public sealed class PreparedWriteTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly SqliteConnection _connection;
    private readonly CommandSet _commands;

    public PreparedWriteTests()
    {
        Directory.CreateDirectory(_folder.Data);
        _connection = new DatabaseFile(_folder.Data).OpenWriter();
        _commands = new CommandSet(_connection);
        new PreparedWrite(_commands, "CREATE TABLE kept (place INTEGER PRIMARY KEY, value ANY)", 0).Execute();
    }

    public static TheoryData<object?, string> Values => new()
    {
        { null, "NULL" },
        { 0L, "0" },
        { long.MinValue, "-9223372036854775808" },
        { "", "''" },
        { "it's", "'it''s'" },
        { "a\0b", "'a\uFFFDb'" },
        { "\ud83d\ude00 ist größer", "'\ud83d\ude00 ist größer'" },
        { "half a pair: \ud83d.", "'half a pair: \uFFFD.'" },
        { ReadOnlyMemory<byte>.Empty, "X''" },
        { new ReadOnlyMemory<byte>([9, 1, 0, 2, 9], 1, 3), "X'010002'" },
        { new ItemId(new Guid("01020304-0506-0708-090a-0b0c0d0e0f10")), "X'0102030405060708090A0B0C0D0E0F10'" },
        { DateTimeOffset.UnixEpoch.AddTicks(12_345_678), "1234567" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    [Trait("Req", "RS-3")]
    public void A_value_stands_in_the_file_as_what_it_is(object? value, string expected)
    {
        var insert = new PreparedWrite(_commands, "INSERT INTO kept (value) VALUES ($1)", 1);

        Assert.Equal(1, insert.Execute(value));
        Assert.Equal(expected, Read("SELECT quote(value) FROM kept"));
    }

    [Theory]
    [InlineData(170)]
    [InlineData(171)]
    [InlineData(512)]
    [InlineData(100_000)]
    [Trait("Req", "RS-3")]
    public void Text_of_any_length_is_kept_whole(int length)
    {
        var text = new string('ä', length);

        new PreparedWrite(_commands, "INSERT INTO kept (value) VALUES ($1)", 1).Execute(text);
        Assert.Equal(text, Read("SELECT value FROM kept"));
        Assert.Equal($"{Encoding.UTF8.GetByteCount(text)}", Read("SELECT octet_length(value) FROM kept"));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public void A_parameter_is_known_by_its_number_wherever_it_stands()
    {
        new PreparedWrite(_commands, "INSERT INTO kept (value, place) VALUES ($2, $1)", 2).Execute(7L, "seven");
        new PreparedWrite(_commands, "UPDATE kept SET value = value || $3 || $2 || $3 WHERE place = $1", 3).Execute(7L, "eight", " ");

        Assert.Equal("seven eight ", Read("SELECT value FROM kept WHERE place = 7"));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public void One_that_failed_can_be_run_again_and_says_how_many_rows_it_wrote()
    {
        var insert = new PreparedWrite(_commands, "INSERT INTO kept (place, value) VALUES ($1, $2)", 2);
        var delete = new PreparedWrite(_commands, "DELETE FROM kept WHERE place > $1", 1);
        insert.Execute(1L, "one");

        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, Assert.Throws<SqliteException>(() => insert.Execute(1L, "one more")).SqliteErrorCode);
        Assert.Equal(1, insert.Execute(2L, "two"));
        Assert.Throws<InvalidOperationException>(() => insert.Execute(3L, new object()));
        Assert.Equal(1, insert.Execute(3L, "three"));
        Assert.Equal((2, 0), (delete.Execute(1L), delete.Execute(1L)));
    }

    public void Dispose()
    {
        _commands.Dispose();
        _connection.Dispose();
        _folder.Dispose();
    }

    private string? Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
