using Holdfast.Items;
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

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
