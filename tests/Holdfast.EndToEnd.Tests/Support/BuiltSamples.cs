using System.Diagnostics;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// The samples as other people would have them: outside of the repository, built against the packages that the repository packs. A version of its
/// own keeps an earlier one, which NuGet has kept, from being taken; it is a stable one as a release's, for which NuGet is stricter than for a preview's.
/// </summary>
public sealed class BuiltSamples : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private readonly string _version = $"0.0.{Random.Shared.Next()}";

    /// <summary>What the build said, warnings included.</summary>
    public string Said { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var repository = here.Parent!.Parent!.Parent!.Parent!.FullName;
        var samples = Path.Combine(_folder.Path, "samples");
        Copy(Path.Combine(repository, "samples"), samples);
        await RunAsync(repository, ["pack", "Holdfast.slnx", "--no-build", "--configuration", here.Name, $"-p:PackageVersion={_version}", "--output", Path.Combine(_folder.Path, "artifacts", "packages")]);
        Said = await RunAsync(samples, ["build", "--configuration", "Release", $"-p:HoldfastVersion={_version}"]);
    }

    /// <summary>The program of a sample.</summary>
    public string Program(string name) => Path.Combine(_folder.Path, "samples", name, "bin", "Release", "net10.0", OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    public ValueTask DisposeAsync()
    {
        var kept = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in Directory.EnumerateDirectories(kept, "holdfast*").Select(package => Path.Combine(package, _version)).Where(Directory.Exists))
            Directory.Delete(package, recursive: true);
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> RunAsync(string folder, string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [.. arguments, "-nologo", "-nodeReuse:false"]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(info)!;
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"dotnet {arguments[0]} ended with {process.ExitCode}: {said}");
    }

    /// <summary>The sources, without what somebody has built there.</summary>
    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
