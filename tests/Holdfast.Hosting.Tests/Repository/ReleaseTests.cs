using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Holdfast.Testing;
using Holdfast.Tests.Repository;

namespace Holdfast.Hosting.Tests.Repository;

/// <summary>
/// The script that makes a release, around a stand-in for <c>dotnet</c> that makes empty files in place of compiling for a quarter of an hour: everything
/// that the script itself does is done, for every part.
/// </summary>
[Trait("Req", "XP-12")]
public sealed class ReleaseTests : IDisposable
{
    private const string Dotnet = """
        #!/usr/bin/env bash
        at=. name= program=holdfast
        all=("$@")
        for ((i = 0; i < $#; i++)); do
          case ${all[i]} in
            --output) at=${all[i + 1]} ;;
            --filename) name=${all[i + 1]} ;;
            win-x64) program=holdfast.exe ;;
          esac
        done
        case $1 in
          publish) : >"$at/$program"; : >"$at/Holdfast.Server.staticwebassets.endpoints.json" ;;
          pack) : >"$at/$(basename "$2").$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props).nupkg" ;;
          tool) [ -z "$name" ] || echo '{}' >"$at/$name" ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_part_is_made_of_what_belongs_to_it_and_has_its_sum()
    {
        foreach (var file in (string[])["release.sh", "Directory.Build.props", "LICENSE", "CHANGELOG.md"])
            File.Copy(Path.Combine(Sources.Root, file), Path.Combine(_folder.Path, file));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Sources.Root, "deploy"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.Path, Path.GetRelativePath(Sources.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var programs = Directory.CreateDirectory(Path.Combine(_folder.Path, "programs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(programs, "dotnet"), Dotnet);
        await Process.Start("chmod", ["+x", Path.Combine(programs, "dotnet")]).WaitForExitAsync();

        var said = await RunAsync("--list");
        var names = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await RunAsync();

        var release = Path.Combine(_folder.Path, "artifacts", "release");
        Assert.Equal(names.Append("SHA256SUMS").Order(StringComparer.Ordinal), Directory.EnumerateFiles(release).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(names.Order(StringComparer.Ordinal), (await File.ReadAllLinesAsync(Path.Combine(release, "SHA256SUMS"))).Select(line => line.Split("  ")[1]).Order(StringComparer.Ordinal));
        string[] always = ["CHANGELOG.md", "LICENSE"], onLinux = [.. always, "environment.example", "holdfast", "holdfast-command", "holdfast.service"];
        Assert.Equal(onLinux, await InTarAsync(Name("linux-x64")));
        Assert.Equal(onLinux, await InTarAsync(Name("linux-arm64")));
        Assert.Equal([.. always, "holdfast"], await InTarAsync(Name("osx-arm64")));
        Assert.Equal([.. always, "holdfast"], await InTarAsync(Name("portable")));
        using var zip = await ZipFile.OpenReadAsync(Name("win-x64"));
        Assert.Equal([.. always, "Register-Holdfast.ps1", "Watch-Holdfast.ps1", "holdfast.exe"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));

        string Name(string part) => Path.Combine(release, Assert.Single(names, name => name.Contains($"-{part}.", StringComparison.Ordinal)));
    }

    private static async Task<List<string>> InTarAsync(string file)
    {
        var names = new List<string>();
        await using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        await using var tar = new TarReader(packed);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                names.Add(entry.Name["./".Length..]);
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["release.sh", .. arguments]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{Path.Combine(_folder.Path, "programs")}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var (reading, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(process.ExitCode == 0, await errors);
        return await reading;
    }
}
