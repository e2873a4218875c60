using System.Diagnostics;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Testing.Storage;
using static Holdfast.Sqlite.Tests.StoreFolder;

namespace Holdfast.Sqlite.Tests;

/// <summary>A real file system that is really full: a small one, mounted for the test.</summary>
public sealed class DiskFullTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly bool _mounted;

    public DiskFullTests()
    {
        Directory.CreateDirectory(_folder.Data);
        _mounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", _folder.Data);
    }

    public void Dispose()
    {
        if (_mounted)
            Run("umount", "-l", _folder.Data);
        _folder.Dispose();
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_full_disk_refuses_what_it_cannot_keep_and_the_store_goes_on_when_there_is_space_again()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.True(_mounted, "CI must be able to mount a small file system.");
        Assert.SkipUnless(_mounted, "Mounting a small file system needs Linux and root.");

        await using var store = _folder.Open();
        var acknowledged = new List<string>();
        await AppendAsync(store, "first", acknowledged);
        var held = Assert.Single(await ClaimAsync(store));

        var ballast = Path.Combine(_folder.Data, "ballast");
        Fill(ballast);
        StoreException? full = null;
        for (var i = 0; i < 1_000 && full is null; i++)
        {
            try
            {
                await AppendAsync(store, $"key{i}", acknowledged);
            }
            catch (StoreException e)
            {
                full = e;
            }
        }

        Assert.NotNull(full);
        Assert.True(full.IsTransient);
        Assert.Contains("The disk of the data folder is full. Free some space", full.Message, StringComparison.Ordinal);
        var big = _folder.Clock.Item("out", new string('r', 200_000)) with { Queue = LaneQueue.Outbound };
        var answered = new Transition { Claim = held, Outcome = ItemOutcome.Answered, Append = [big] };
        await Assert.ThrowsAsync<StoreException>(async () => await store.CommitAsync(answered, CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(async () =>
            await store.AppendAsync([_folder.Clock.Item("refused", new string('x', 200_000), "refused")], CancellationToken.None));

        File.Delete(ballast);
        await store.CheckWritableAsync(CancellationToken.None);

        // The hold outlived the failure; what was refused was not kept in secret; what was acknowledged is there once.
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(answered, CancellationToken.None));
        await AppendAsync(store, "refused", acknowledged);
        var pending = (await ClaimAsync(store)).Select(claim => claim.Item.DedupeKey!).Order().ToList();
        Assert.Equal(acknowledged.Except(["first"]).Order(), pending);
        Assert.Single(await ClaimAsync(store, LaneQueue.Outbound));

        await using var after = _folder.Open(_folder.CopyAsAfterKill());
        Assert.Equal(pending, (await ClaimAsync(after)).Select(claim => claim.Item.DedupeKey!).Order());
    }

    private async Task AppendAsync(SqliteStore store, string key, List<string> acknowledged)
    {
        Assert.Equal([AppendResult.Appended], await store.AppendAsync([_folder.Clock.Item(key, new string('x', 4_000), key)], CancellationToken.None));
        acknowledged.Add(key);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var chunk = new byte[64 * 1024]; ;)
                file.Write(chunk);
        }
        catch (IOException)
        {
            // Full: that is what was wanted.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
