using System.Diagnostics;
using Holdfast.Simulator;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// A server that finds other files in some places than the rest of the machine, as in a container. That takes the rights of root: without them its tests
/// are skipped.
/// </summary>
internal sealed class OwnMounts : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _mounts;

    private OwnMounts(Func<string, string> mounts)
    {
        _mounts = mounts(_folder.Path);
        if (OperatingSystem.IsLinux() && CanMount()) return;
        _folder.Dispose();
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "Files could not be mounted, and in CI they must be.");
        Assert.Skip("Files cannot be mounted without the rights of root.");
    }

    /// <summary>The machine's names lead where a test says.</summary>
    /// <param name="names">An address and a name each.</param>
    public static OwnMounts OfNames(params IEnumerable<(string Address, string Name)> names) => new(folder =>
    {
        var hosts = Path.Combine(folder, "hosts");
        File.WriteAllLines(hosts, names.Prepend(("127.0.0.1", "localhost")).Select(name => $"{name.Item1} {name.Item2}"));
        return $"mount --bind {hosts} /etc/hosts";
    });

    /// <summary>There is no OpenSSL.</summary>
    public static OwnMounts WithoutOpenSsl() => new(_ =>
        """for library in $(PATH=$PATH:/sbin ldconfig -p | sed -n "s/.*libssl.* => //p"); do mount --bind /dev/null "$(readlink -f "$library")" || exit 1; done""");

    /// <summary>Makes a server without starting it.</summary>
    public HoldfastUnderTest Prepare(SlackSimulator slack, params IEnumerable<(string Key, string Value)> settings)
    {
        var program = Path.Combine(_folder.Path, "holdfast");
        File.WriteAllText(program, $"#!/bin/sh\nexec unshare --mount --propagation private sh -c '{_mounts} && exec \"$0\" \"$@\"' {HoldfastUnderTest.Executable()} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new HoldfastUnderTest(program, slack, settings);
    }

    public void Dispose() => _folder.Dispose();

    private bool CanMount()
    {
        var info = new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "sh", "-c", _mounts]) { RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(info)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
