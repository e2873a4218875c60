using Holdfast.Simulator.Child;
using Holdfast.Simulator.Hosting;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Requests;

namespace Holdfast.Simulator.Cli;

/// <summary>Starts everything, says where it is, and takes it down in order when the person has had enough.</summary>
internal sealed class SimulatorProgram(SimulatorArguments arguments)
{
    private const string Prefix = "server | ";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SlackSimulator simulator;
        try
        {
            simulator = await StartSimulatorAsync(cancellationToken);
        }
        catch (PortTakenException taken)
        {
            await Console.Error.WriteLineAsync(taken.Message);
            return ExitCode.Configuration;
        }

        await using (simulator)
        {
            simulator.Model.Pace = StreamPace.AtOnce with { Pause = arguments.Pace };
            return await ServeAsync(simulator, cancellationToken);
        }
    }

    private async Task<int> ServeAsync(SlackSimulator simulator, CancellationToken cancellationToken)
    {
        Say($"simulator ready: open {simulator.PageUrl} to chat with {arguments.BotName}");
        if (!arguments.WithServer)
        {
            Say("no server started; point a bot here with:");
            foreach (var (name, value) in simulator.BotEnvironment) Say($"  {name}={value}");
            if (arguments.RequestUrl is not null) Say($"  SLACK_SIGNING_SECRET={simulator.SigningSecret}");
            await Task.WhenAll(DeliverByHttpAsync(simulator, cancellationToken), UntilCancelledAsync(cancellationToken));
            return ExitCode.Success;
        }

        if ((arguments.Server ?? ServerLocator.Find()) is not { } file)
        {
            await Console.Error.WriteLineAsync(
                "The server is not found. Build it (dotnet build src/Holdfast.Server), install it (dotnet tool install --global Holdfast.Server), name it with --server PATH, or leave it out with --no-server.");
            return ExitCode.Unavailable;
        }

        // A server that was named may be any program; ours wants to be told to run.
        IReadOnlyList<string> serverArguments = arguments.Server is null ? ["run", .. arguments.ServerArguments] : arguments.ServerArguments;
        using var data = arguments.Server is null ? new ServerData() : null;
        var environment = new Dictionary<string, string>(simulator.BotEnvironment, StringComparer.Ordinal);
        if (data is not null)
        {
            Demonstration.Prepare(simulator);
            foreach (var (name, value) in Demonstration.Listening(simulator, arguments.RequestUrl)) environment[name] = value;
            foreach (var (name, value) in Demonstration.Settings(simulator, data, serverArguments)) environment.TryAdd(name, value);
            if (Demonstration.OtherHealthPort(environment) is { } port) Say($"the server's usual port is taken: its health is at http://127.0.0.1:{port}/health");
        }

        await using var server = new ServerProcess(
            new ServerProcessOptions(file, serverArguments, environment) { Restart = arguments.Restart },
            TimeProvider.System,
            line => Console.Out.WriteLine(Prefix + line))
        {
            OnChange = state => Say(Describe(state)),
        };
        simulator.Attach(server);
        using var connections = simulator.Sockets.OnMoment(moment =>
        {
            if (moment.What is "open" or "closed") Say($"server connected: {moment.Open} socket(s)");
        });
        await server.StartAsync();
        await Task.WhenAll(DeliverByHttpAsync(simulator, cancellationToken), UntilCancelledAsync(cancellationToken));
        Say("stopping");
        return ExitCode.Success;
    }

    /// <summary>The usual port, or a free one when the usual one is taken and none was asked for.</summary>
    private async Task<SlackSimulator> StartSimulatorAsync(CancellationToken cancellationToken)
    {
        var options = new SimulatorOptions
        {
            Port = arguments.Port,
            BotName = arguments.BotName,
            HasAgentSessions = true,
            EnforceRateLimits = arguments.EnforceRateLimits,
            EmitMessageTwins = arguments.MessageEvents,
            EmitBotMessages = arguments.MessageEvents,
            // A person may leave it running for days.
            MaxMessages = 100_000,
        };
        try
        {
            return await SlackSimulator.StartAsync(options, cancellationToken);
        }
        catch (PortTakenException) when (!arguments.IsPortGiven)
        {
            Say($"port {arguments.Port} is taken; using a free one");
            return await SlackSimulator.StartAsync(options with { Port = 0 }, cancellationToken);
        }
    }

    /// <summary>Sets the request URL as soon as a bot answers there as Slack asks it to.</summary>
    private async Task DeliverByHttpAsync(SlackSimulator simulator, CancellationToken cancellationToken)
    {
        if (arguments.RequestUrl is not { } address) return;
        string? told = null;
        try
        {
            while (true)
            {
                try
                {
                    await simulator.Requests.SetAsync(new RequestUrls(address), cancellationToken);
                    Say($"delivering by HTTP to {address}");
                    return;
                }
                catch (InvalidOperationException exception) when (!cancellationToken.IsCancellationRequested)
                {
                    if (told != exception.Message) Say(told = exception.Message);
                    await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The person has had enough.
        }
    }

    private static string Describe(ServerState state) => state.Phase switch
    {
        ServerPhase.Running => $"server started (process {state.ProcessId})",
        ServerPhase.Stopped => $"server stopped (exit code {state.ExitCode})",
        ServerPhase.Exited => $"server ended by itself with exit code {state.ExitCode}; the page can start it again",
        ServerPhase.Failed => $"server not started: {state.Problem}",
        ServerPhase.None => "no server",
        _ => throw new InvalidOperationException($"No words for {state.Phase}."),
    };

    private static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C or SIGTERM: the way to stop.
        }
    }

    private static void Say(string text) => Console.Out.WriteLine(text);
}
