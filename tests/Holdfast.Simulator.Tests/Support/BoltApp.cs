using Holdfast.Simulator.Child;
using Holdfast.Simulator.Requests;
using Holdfast.Testing.Servers;

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

    /// <summary>Starts one that takes Slack's requests, and has the simulator make them.</summary>
    public static async Task<BoltApp> StartByHttpAsync(SlackSimulator simulator)
    {
        await NodePackages.RequireAsync(Folder, "@slack/bolt");
        var port = Ports.Free();
        var environment = new Dictionary<string, string>(simulator.BotEnvironment) { ["PORT"] = port.ToString(), ["SLACK_SIGNING_SECRET"] = simulator.SigningSecret };
        var process = new ServerProcess(new ServerProcessOptions("node", [Path.Combine(Folder, "http.js")], environment), TimeProvider.System, _ => { });
        await process.StartAsync();
        var app = new BoltApp(process);
        for (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)); ; )
        {
            try
            {
                await simulator.Requests.SetAsync(new RequestUrls(new Uri($"http://127.0.0.1:{port}/slack/events")), patience.Token);
                return app;
            }
            catch (InvalidOperationException)
            {
                // It does not listen yet.
                await Task.Delay(50, patience.Token);
            }
        }
    }

    public Task KillAsync() => _process.KillAsync();

    public Task StartAgainAsync() => _process.StartAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
