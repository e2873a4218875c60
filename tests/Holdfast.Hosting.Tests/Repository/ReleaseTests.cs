using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
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
        [[ $1 != restore || " $* " != *" $MISSING "* ]] || exit 1
        for ((i = 0; i < $#; i++)); do
          case ${all[i]} in
            --output) at=${all[i + 1]} ;;
            --filename) name=${all[i + 1]} ;;
            win-x64) program=holdfast.exe ;;
          esac
        done
        case $1 in
          publish) echo "$*" >"$at/$program"; : >"$at/Holdfast.Server.staticwebassets.endpoints.json" ;;
          pack) : >"$at/$(basename "$2").$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props).nupkg" ;;
          tool) [ -z "$name" ] || echo '{}' >"$at/$name" ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();

    private string Release => Path.Combine(_folder.Path, "artifacts", "release");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_part_is_made_of_what_belongs_to_it_and_has_its_sum()
    {
        Prepare();
        var names = (await RunAsync("--list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Directory.CreateDirectory(Release);
        await File.WriteAllTextAsync(Path.Combine(Release, "holdfast-0.0.1-linux-x64.tar.gz"), "of another version");

        var (code, _, errors) = await RunAsync();

        Assert.True(code == 0, errors);
        Assert.Equal(names.Append("SHA256SUMS").Order(StringComparer.Ordinal), Directory.EnumerateFiles(Release).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Release, "SHA256SUMS")))
        {
            var (sum, name) = (line.Split("  ")[0], line.Split("  ")[1]);
            Assert.Equal(sum, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Release, name)))));
        }

        string[] always = ["CHANGELOG.md", "LICENSE"], onLinux = [.. always, "environment.example", "holdfast", "holdfast-command", "holdfast.service"];
        foreach (var (platform, files) in (ReadOnlySpan<(string, string[])>)[("linux-x64", onLinux), ("linux-arm64", onLinux), ("osx-arm64", [.. always, "holdfast"])])
        {
            var made = InTar(Name(platform));
            Assert.Equal(files, made.Keys);
            Assert.Contains($"--runtime {platform} --self-contained -p:PublishSingleFile=true", made["holdfast"], StringComparison.Ordinal);
        }

        var portable = InTar(Name("portable"));
        Assert.Equal([.. always, "holdfast"], portable.Keys);
        Assert.Contains("-p:Portable=true", portable["holdfast"], StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(Name("win-x64"));
        Assert.Equal([.. always, "Register-Holdfast.ps1", "Watch-Holdfast.ps1", "holdfast.exe"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        using var program = new StreamReader(zip.GetEntry("holdfast.exe")!.Open());
        Assert.Contains("--runtime win-x64 --self-contained", await program.ReadToEndAsync(), StringComparison.Ordinal);

        string Name(string part) => Path.Combine(Release, Assert.Single(names, name => name.Contains($"-{part}.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_cannot_be_made_is_named_and_the_rest_is_made()
    {
        Prepare();

        var (code, _, errors) = await RunAsync("osx-arm64", "portable");

        Assert.Equal(1, code);
        Assert.Contains("Not made: osx-arm64", errors, StringComparison.Ordinal);
        Assert.Equal(2, Directory.EnumerateFiles(Release).Count());
    }

    private void Prepare()
    {
        foreach (var file in (string[])["release.sh", "Directory.Build.props", "LICENSE", "CHANGELOG.md"])
            File.Copy(Path.Combine(Sources.Root, file), Path.Combine(_folder.Path, file));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Sources.Root, "deploy"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.Path, Path.GetRelativePath(Sources.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var dotnet = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "programs")).FullName, "dotnet");
        File.WriteAllText(dotnet, Dotnet);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static SortedDictionary<string, string> InTar(string file)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var tar = new TarReader(packed);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            using var text = new StreamReader(entry.DataStream ?? Stream.Null);
            texts.Add(entry.Name["./".Length..], text.ReadToEnd());
        }

        return texts;
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["release.sh", .. arguments]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{Path.Combine(_folder.Path, "programs")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["MISSING"] = arguments is ["osx-arm64", ..] ? "osx-arm64" : "none";
        using var process = Process.Start(start)!;
        var (reading, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await reading, await errors);
    }
}
