using System.Diagnostics;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.Cli;
using Holdfast.Simulator.Hosting;

namespace Holdfast.Simulator.Tests.Child;

[Trait("Req", "XP-1")]
public sealed class ServerProcessTests
{
    [Fact]
    public async Task A_killed_server_is_down_until_it_is_started_again()
    {
        var phases = new Phases();
        await using var server = Shell("sleep 600", phases);
        await server.StartAsync();
        var first = server.State.ProcessId;

        var killed = await server.KillAsync();
        Assert.Equal(ServerPhase.Stopped, killed.Phase);
        Assert.Equal(137, killed.ExitCode);
        var again = await server.StartAsync();
        Assert.Equal(ServerPhase.Running, again.Phase);
        Assert.NotEqual(first, again.ProcessId);
        Assert.Equal(2, again.Starts);
    }

    [Fact]
    public async Task A_stop_is_a_request_first_and_a_kill_when_it_is_not_heard()
    {
        var lines = new List<string>();
        var listening = new TaskCompletionSource();
        await using var server = Shell("trap '' TERM; echo deaf; while :; do sleep 0.1; done", new Phases(), line =>
        {
            lock (lines) lines.Add(line);
            if (line == "deaf") listening.TrySetResult();
        });
        await server.StartAsync();
        await listening.Task.WaitAsync(TimeSpan.FromSeconds(60));

        var stopped = await server.StopAsync();

        Assert.Equal(ServerPhase.Stopped, stopped.Phase);
        Assert.Contains(lines, line => line.Contains("did not stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unexpected_end_is_reported_with_its_code_and_not_hidden_by_a_restart()
    {
        var phases = new Phases();
        await using var server = Shell("exit 7", phases);
        await server.StartAsync();

        var state = await phases.Reached(ServerPhase.Exited);

        Assert.Equal(7, state.ExitCode);
        Assert.Equal(1, server.State.Starts);
    }

    [Fact]
    public async Task A_restart_happens_when_asked_for()
    {
        var phases = new Phases(enough: 3);
        await using var server = Shell("exit 1", phases, restart: true);
        await server.StartAsync();

        Assert.Equal(ServerPhase.Exited, (await phases.Reached(ServerPhase.Exited)).Phase);
        Assert.True(server.State.Starts >= 3);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        await using var server = new ServerProcess(
            new ServerProcessOptions("/nowhere/holdfast", [], new Dictionary<string, string>()), TimeProvider.System, _ => { });

        var state = await server.StartAsync();

        Assert.Equal(ServerPhase.Failed, state.Phase);
        Assert.Contains("/nowhere/holdfast", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_an_error_that_names_the_remedy()
    {
        await using var first = await SlackSimulator.StartAsync();
        var taken = await Assert.ThrowsAsync<PortTakenException>(() => SlackSimulator.StartAsync(new SimulatorOptions { Port = first.PageUrl.Port }));
        Assert.Contains("--port 0", taken.Message, StringComparison.Ordinal);

        Assert.Equal(78, await SimulatorCommand.Create().Parse(["--port", first.PageUrl.Port.ToString(), "--no-server"]).InvokeAsync());
    }

    [Fact]
    public async Task The_program_starts_the_server_with_its_settings_and_stops_it_on_SIGTERM()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Holdfast.Simulator.dll");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [program, "--port", "0", "--server", "/bin/sh", "--", "-c", "echo url=$SLACK_API_URL; exec sleep 600"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        await UntilAsync(process, line => line.StartsWith("server | url=http://127.0.0.1:", StringComparison.Ordinal) && line.EndsWith("/api/", StringComparison.Ordinal));

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await UntilAsync(process, line => line.StartsWith("server stopped", StringComparison.Ordinal));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task UntilAsync(Process process, Func<string, bool> accept)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            seen.Add(line);
            if (accept(line)) return;
        }

        seen.Add(await process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        Assert.Fail($"The program ended with {process.ExitCode} before it said what was awaited. It said:\n{string.Join('\n', seen)}");
    }

    private static ServerProcess Shell(string script, Phases phases, Action<string>? output = null, bool restart = false) =>
        new(
            new ServerProcessOptions("/bin/sh", ["-c", script], new Dictionary<string, string>())
            {
                StopPatience = TimeSpan.FromMilliseconds(300),
                Restart = restart,
                RestartAfter = TimeSpan.FromMilliseconds(5),
            },
            TimeProvider.System,
            output ?? (_ => { }))
        {
            OnChange = phases.See,
        };

    private sealed class Phases(int enough = 1)
    {
        private readonly TaskCompletionSource<ServerState> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void See(ServerState state)
        {
            if (state.Phase == ServerPhase.Exited && state.Starts >= enough) _reached.TrySetResult(state);
        }

        public Task<ServerState> Reached(ServerPhase phase)
        {
            Assert.Equal(ServerPhase.Exited, phase);
            return _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}
