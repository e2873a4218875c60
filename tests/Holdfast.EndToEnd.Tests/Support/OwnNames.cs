using System.Diagnostics;
using Holdfast.Simulator;
using Holdfast.Testing;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// A server for which the machine's names lead where a test says: it has a list of hosts of its own before it, as a container has. That takes the rights of
/// root: without them its tests are skipped.
/// </summary>
internal sealed class OwnNames : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="names">An address and a name each.</param>
    public OwnNames(params IEnumerable<(string Address, string Name)> names)
    {
        File.WriteAllLines(Hosts, names.Prepend(("127.0.0.1", "localhost")).Select(name => $"{name.Item1} {name.Item2}"));
        if (OperatingSystem.IsLinux() && CanMount()) return;
        _folder.Dispose();
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "A list of hosts could not be mounted, and in CI it must be.");
        Assert.Skip("A list of hosts cannot be mounted without the rights of root.");
    }

    private string Hosts => Path.Combine(_folder.Path, "hosts");

    /// <summary>Makes a server without starting it.</summary>
    public HoldfastUnderTest Prepare(SlackSimulator slack, params IEnumerable<(string Key, string Value)> settings)
    {
        var program = Path.Combine(_folder.Path, "holdfast");
        File.WriteAllText(program, $"#!/bin/sh\nexec unshare --mount --propagation private sh -c 'mount --bind {Hosts} /etc/hosts && exec \"$0\" \"$@\"' {HoldfastUnderTest.Executable()} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new HoldfastUnderTest(program, slack, settings);
    }

    public void Dispose() => _folder.Dispose();

    private bool CanMount()
    {
        var info = new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "mount", "--bind", Hosts, "/etc/hosts"]) { RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(info)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
