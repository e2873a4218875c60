using System.Diagnostics;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>A disk of a few megabytes, to be filled and freed again. Mounting one takes the rights of root: without them its tests are skipped.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _mountPoint = new();
    private bool _isMounted;

    public string Path => _mountPoint.Path;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <param name="megabytes">How large.</param>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        disk._isMounted = OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path) == 0;
        if (disk._isMounted) return disk;
        await disk.DisposeAsync();
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "A small disk could not be mounted, and in CI it must be.");
        Assert.Skip("A small disk cannot be mounted without the rights of root.");
        return disk;
    }

    /// <summary>Leaves no byte of it free.</summary>
    public async Task FillAsync()
    {
        await using var file = File.Create(Filler);
        var block = new byte[4_096];
        try
        {
            while (true)
            {
                await file.WriteAsync(block);
                await file.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Full, as intended.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        if (_isMounted) await RunAsync("umount", "-l", Path);
        _mountPoint.Dispose();
    }

    private static async Task<int> RunAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
