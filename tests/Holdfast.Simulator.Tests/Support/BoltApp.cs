using Holdfast.Simulator.Child;

namespace Holdfast.Simulator.Tests.Support;

/// <summary>An ordinary Bolt JS app as a process of its own.</summary>
internal sealed class BoltApp : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private BoltApp(ServerProcess process) => _process = process;

    public static string Folder { get; } = NodePackages.Folder("bolt");

    public static async Task<BoltApp> StartAsync(SlackSimulator simulator, string program = "app.js")
    {
        await NodePackages.RequireAsync(Folder, "@slack/bolt");
        var process = new ServerProcess(
            new ServerProcessOptions("node", [Path.Combine(Folder, program)], simulator.BotEnvironment), TimeProvider.System, _ => { });
        await process.StartAsync();
        await simulator.Sockets.WaitForOpenAsync();
        return new BoltApp(process);
    }

    public Task KillAsync() => _process.KillAsync();

    public Task StartAgainAsync() => _process.StartAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
