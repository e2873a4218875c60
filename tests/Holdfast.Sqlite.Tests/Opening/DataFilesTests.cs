using Holdfast.Items;
using Holdfast.Testing.Storage;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests.Opening;

/// <summary>Somebody does something to the files of a store that is open.</summary>
[Trait("Req", "SE-6")]
public sealed class DataFilesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StoreFolder _folder = new();

    private static CancellationToken None => CancellationToken.None;

    private string Database => Path.Combine(_folder.Data, "holdfast.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("replaced")]
    [InlineData("folder moved")]
    [InlineData("log deleted")]
    [InlineData("index of the log deleted")]
    [InlineData("emptied")]
    [InlineData("overwritten")]
    [InlineData("log emptied")]
    [Trait("Req", "RS-3")]
    public async Task What_is_written_into_a_file_that_no_path_leads_to_or_that_others_write_to_is_not_kept_and_the_store_has_failed(string how)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is not known, or an open file cannot be moved.");
        await using var store = _folder.Open();
        await store.AppendAsync([_folder.Clock.Item("a", "before")], None);
        await store.CheckWritableAsync(None);
        Assert.False(store.Failure.IsCompleted);

        Spoil(how);
        var error = await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync([_folder.Clock.Item("b", "after")], None));

        Assert.False(error.IsTransient);
        Assert.Contains($"The file {Database}", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, (await store.Failure.WaitAsync(Patience, None)).Message);
        await Assert.ThrowsAsync<StoreException>(async () => await store.CheckWritableAsync(None));
        await Assert.ThrowsAsync<StoreException>(async () => await ClaimAsync(store));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_log_that_was_emptied_does_not_spoil_the_database_as_well()
    {
        await using (var store = _folder.Open())
        {
            await store.AppendAsync([_folder.Clock.Item("a", "before")], None);
            _folder.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            for (var i = 0; i < 20; i++)
                await store.AppendAsync([_folder.Clock.Item($"b{i}", "lost")], None);
            Spoil("log emptied");
            await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync([_folder.Clock.Item("c", "after")], None));
        }

        await using var again = _folder.Open();
        Assert.Equal(["before"], (await ClaimAsync(again)).Select(claim => claim.Text()));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task Other_programs_may_read_write_and_tidy_up_by_SQLites_own_means()
    {
        await using var store = _folder.Open();
        foreach (var sql in (string[])["PRAGMA wal_checkpoint(TRUNCATE)", "SELECT count(*) FROM item", "PRAGMA wal_checkpoint(RESTART)", "VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(PASSIVE)"])
        {
            for (var i = 0; i < 50; i++)
            {
                await store.AppendAsync([_folder.Clock.Item($"{sql}/{i}", "x")], None);
                if (i % 10 == 9)
                    _folder.Execute(sql);
            }

            await store.CheckWritableAsync(None);
        }

        Assert.False(store.Failure.IsCompleted);
        Assert.Equal(300, (await ClaimAsync(store)).Count);
    }

    [Fact]
    [Trait("Req", "RS-8")]
    public async Task Health_finds_it_out_while_nothing_is_written_and_a_question_is_not_answered_from_another_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is not known, or an open file cannot be moved.");
        await using var store = _folder.Open();
        Spoil("replaced");
        await Assert.ThrowsAsync<StoreException>(async () => await store.CountDeadLettersAsync(None));
        await Assert.ThrowsAsync<StoreException>(async () => await store.CheckWritableAsync(None));
        Assert.True(store.Failure.IsCompleted);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task Of_a_log_that_was_deleted_nothing_is_lost_that_was_acknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere an open file cannot be deleted.");
        await using (var store = _folder.Open())
        {
            await store.AppendAsync([_folder.Clock.Item("a", "before")], None);
            Spoil("log deleted");
            await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync([_folder.Clock.Item("b", "after")], None));
        }

        await using var again = _folder.Open();
        Assert.Contains("before", (await ClaimAsync(again)).Select(claim => claim.Text()));
    }

    [Fact]
    public async Task A_store_that_has_failed_leaves_the_files_of_the_next_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere an open file cannot be deleted.");
        var failed = _folder.Open();
        foreach (var file in Directory.GetFiles(_folder.Data))
            File.Delete(file);
        await using var next = _folder.Open();
        await next.AppendAsync([_folder.Clock.Item("a", "next")], None);

        await failed.DisposeAsync();

        await next.AppendAsync([_folder.Clock.Item("b", "next")], None);
        Assert.False(next.Failure.IsCompleted);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task A_second_store_is_refused_although_the_lock_file_is_gone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere an open file cannot be deleted.");
        await using var store = _folder.Open();
        File.Delete(Path.Combine(_folder.Data, "holdfast.lock"));
        var error = Assert.Throws<StoreException>(() => _folder.Open());
        Assert.Contains("in use by another Holdfast server", error.Message, StringComparison.Ordinal);
        await store.AppendAsync([_folder.Clock.Item("a", "x")], None);
    }

    private void Spoil(string how)
    {
        switch (how)
        {
            case "deleted": File.Delete(Database); break;
            case "moved": File.Move(Database, Database + ".old"); break;
            case "folder moved": Directory.Move(_folder.Data, _folder.Data + ".old"); break;
            case "log deleted": File.Delete(Database + "-wal"); break;
            case "index of the log deleted": File.Delete(Database + "-shm"); break;
            case "emptied": Empty(Database); break;
            case "log emptied": Empty(Database + "-wal"); break;
            case "overwritten":
                File.Copy(Database, Database + ".backup");
                File.WriteAllBytes(Database, File.ReadAllBytes(Database + ".backup"));
                break;
            default:
                File.Copy(Database, Database + ".backup");
                File.Move(Database + ".backup", Database, overwrite: true);
                break;
        }
    }

    private static void Empty(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }
}
