using Holdfast.Items;

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

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task Files_are_for_the_servers_own_user_also_those_that_were_there_with_more_rights()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are inherited there.");
            return;
        }

        await using (_folder.Open())
        {
            // Made, and closed: as after a restored backup they have other rights now.
        }

        File.SetUnixFileMode(_folder.Data, File.GetUnixFileMode(_folder.Data) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        string[] files = [Path.Combine(_folder.Data, "holdfast.db"), Path.Combine(_folder.Data, "holdfast.lock")];
        foreach (var file in files)
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);

        await using var store = _folder.Open();
        await store.CheckWritableAsync(CancellationToken.None);

        Assert.All(
            (string[])[.. files, $"{files[0]}-wal", $"{files[0]}-shm"],
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file)));
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public void A_folder_that_everybody_may_write_to_is_refused_with_the_remedy()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are inherited there.");
            return;
        }

        Directory.CreateDirectory(_folder.Data);
        foreach (var sticky in (UnixFileMode[])[UnixFileMode.None, UnixFileMode.StickyBit])
        {
            File.SetUnixFileMode(_folder.Data, (UnixFileMode)511 | sticky);
            var error = Assert.Throws<StoreException>(() => _folder.Open());
            Assert.Contains("chmod o-w", error.Message, StringComparison.Ordinal);
            Assert.Contains("Storage:Path", error.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Data));
        }
    }
}
