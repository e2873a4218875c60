using Holdfast.Items;
using Holdfast.Sqlite.Opening;
using Holdfast.Testing.Storage;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sqlite.Tests.Opening;

public sealed class SchemaTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private string Database => Path.Combine(_folder.Data, "holdfast.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "SE-6")]
    public async Task A_database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await using (var store = _folder.Open())
            await store.AppendAsync([_folder.Clock.Item("a", "precious")], CancellationToken.None);
        Execute("PRAGMA user_version = 99");
        var before = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);

        var error = Assert.Throws<StoreException>(() => _folder.Open());
        Assert.Contains("newer Holdfast (schema 99", error.Message, StringComparison.Ordinal);
        Assert.Contains("restore a backup", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    [Trait("Req", "SE-6")]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is(int length)
    {
        var garbage = new byte[length];
        new Random(7).NextBytes(garbage);
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllBytesAsync(Database, garbage, TestContext.Current.CancellationToken);

        var error = Assert.Throws<StoreException>(() => _folder.Open());
        Assert.Contains("damaged or is no Holdfast database", error.Message, StringComparison.Ordinal);
        Assert.Contains("Restore a backup", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.Equal(garbage, await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Req", "SE-6")]
    public async Task A_database_with_a_damaged_page_is_refused_and_left_as_it_is()
    {
        await using (var store = _folder.Open())
            await store.AppendAsync([_folder.Clock.Item("a", new string('x', 50_000))], CancellationToken.None);
        var damaged = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);
        Array.Fill(damaged, (byte)0xEE, 100, damaged.Length - 100);
        await File.WriteAllBytesAsync(Database, damaged, TestContext.Current.CancellationToken);

        var error = Assert.Throws<StoreException>(() => _folder.Open());
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Opening_again_migrates_nothing_and_says_that_the_store_is_not_new()
    {
        await using (var first = _folder.Open())
            Assert.True(first.IsNew);
        await using var again = _folder.Open();
        Assert.False(again.IsNew);
    }

    [Fact]
    [Trait("Req", "SE-6")]
    public void Each_script_is_run_once_in_its_order_and_as_a_whole()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        (int, string) first = (1, "CREATE TABLE one (a INTEGER); INSERT INTO one VALUES (1)");
        (int, string) second = (2, "INSERT INTO one SELECT a + 1 FROM one");
        Assert.True(Schema.Migrate(connection, [first]));
        Assert.False(Schema.Migrate(connection, [first, second]));
        Assert.False(Schema.Migrate(connection, [first, second]));
        Assert.Equal((2L, 2L), (Ask(connection, "SELECT count(*) FROM one"), Ask(connection, "PRAGMA user_version")));

        Assert.Throws<SqliteException>(() => Schema.Migrate(connection, [first, second, (3, "DELETE FROM one; nonsense")]));
        Assert.Equal((2L, 2L), (Ask(connection, "SELECT count(*) FROM one"), Ask(connection, "PRAGMA user_version")));
        Assert.False(Schema.Migrate(connection, [first, second, (3, "DELETE FROM one")]));
        Assert.Equal((0L, 3L), (Ask(connection, "SELECT count(*) FROM one"), Ask(connection, "PRAGMA user_version")));
    }

    private static long Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
