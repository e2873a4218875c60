using Holdfast.Storage;

namespace Holdfast.Sqlite.Tests.Opening;

public sealed class StoreLockTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Req", "CX-4")]
    public async Task A_second_server_on_the_same_folder_is_refused_with_the_remedy()
    {
        await using (_folder.Open())
        {
            var error = Assert.Throws<StoreException>(() => _folder.Open());
            Assert.Contains(_folder.Data, error.Message, StringComparison.Ordinal);
            Assert.Contains("in use by another Holdfast server", error.Message, StringComparison.Ordinal);
            Assert.Contains("Storage:Path", error.Message, StringComparison.Ordinal);
            Assert.False(error.IsTransient);
        }

        // Given back with the stop.
        await using var next = _folder.Open();
        await next.CheckWritableAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Req", "CX-4")]
    public void A_folder_below_a_regular_file_is_refused_with_the_remedy()
    {
        Directory.CreateDirectory(_folder.Data);
        var file = Path.Combine(_folder.Data, "file");
        File.WriteAllText(file, "not a folder");
        var error = Assert.Throws<StoreException>(() => _folder.Open(Path.Combine(file, "data")));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:Path", error.Message, StringComparison.Ordinal);
        Assert.Equal("not a folder", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_failed_opening_gives_the_folder_back()
    {
        Directory.CreateDirectory(_folder.Data);
        var database = Path.Combine(_folder.Data, "holdfast.db");
        await File.WriteAllTextAsync(database, new string('z', 5000), TestContext.Current.CancellationToken);
        Assert.Throws<StoreException>(() => _folder.Open());
        File.Delete(database);
        await using var store = _folder.Open();
        Assert.True(store.IsNew);
    }
}
