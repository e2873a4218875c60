using System.Diagnostics;
using System.Runtime.CompilerServices;
using Holdfast.Simulator.Child;

namespace Holdfast.Simulator.Tests.Support;

/// <summary>An ordinary Bolt JS app as a process of its own.</summary>
internal sealed class BoltApp : IAsyncDisposable
{
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(3);
    private static readonly SemaphoreSlim Installing = new(1, 1);
    private readonly ServerProcess _process;

    private BoltApp(ServerProcess process) => _process = process;

    public static string Folder { get; } = FolderHere();

    public static async Task<BoltApp> StartAsync(SlackSimulator simulator)
    {
        await RequireAsync();
        var process = new ServerProcess(
            new ServerProcessOptions("node", [Path.Combine(Folder, "app.js")], simulator.BotEnvironment), TimeProvider.System, _ => { });
        await process.StartAsync();
        await simulator.Sockets.WaitForOpenAsync();
        return new BoltApp(process);
    }

    public Task KillAsync() => _process.KillAsync();

    public Task StartAgainAsync() => _process.StartAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Node and the SDK must be there. Without Node a developer's run skips; CI must not skip the proof.</summary>
    private static async Task RequireAsync()
    {
        if (!OnPath("node") || !OnPath("npm"))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("Node and npm are not installed, and CI must run this test.");
            Assert.Skip("Node and npm are not installed.");
        }

        await Installing.WaitAsync();
        try
        {
            if (File.Exists(Path.Combine(Folder, "node_modules", "@slack", "bolt", "package.json"))) return;
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder })!;
            await npm.WaitForExitAsync().WaitAsync(InstallPatience);
            Assert.Equal(0, npm.ExitCode);
        }
        finally
        {
            Installing.Release();
        }
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

    private static string FolderHere([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "bolt"));
}
