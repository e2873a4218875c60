using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Child;
using Holdfast.Testing.Servers;
using Microsoft.Data.Sqlite;

namespace Holdfast.LoadRun.Soak;

/// <summary>The server under soak: a process with a data folder that outlives it.</summary>
internal sealed class SoakServer : IAsyncDisposable
{
    private const int TailLines = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly SlackSimulator _slack;
    private readonly Action<string> _tell;
    private readonly string _program;
    private readonly Uri _health = new($"http://127.0.0.1:{Ports.Free()}/health");
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ServerProcess _process;
    private int _ended;

    public SoakServer(SlackSimulator slack, string program, string folder, string approver, Action<string> tell)
    {
        (_slack, _tell, DataFolder, LogFolder) = (slack, tell, Path.Combine(folder, "data"), Path.Combine(folder, "logs"));
        var jobs = Directory.CreateDirectory(Path.Combine(folder, "jobs")).FullName;
        var bot = BotCommand.For(
            program,
            [
                "Agent:Kind=Chat", $"Health:Port={_health.Port}", $"Storage:Path={DataFolder}",

                // More than is written by default, so that the files are seen to be rotated.
                $"Logs:Path={Path.Combine(LogFolder, "holdfast.log")}", "Logging:LogLevel:Holdfast=Debug",
                "Tools:Policies:current_time=Approve", $"Approvals:Users:0={approver}",
                "Jobs:Enabled=true", $"Jobs:WorkingDirectory={jobs}", "Jobs:AllowList:0=echo *",

                // The model of the soak says its answer again when it is told of a job that took longer.
                "Jobs:Wait=00:01:00",
            ]);
        _program = bot.FileName;
        _process = new ServerProcess(new ServerProcessOptions(bot.FileName, bot.Arguments, slack.BotEnvironment) { Restart = true }, TimeProvider.System, Keep)
        {
            OnChange = Changed,
        };
    }

    public string DataFolder { get; }

    public string LogFolder { get; }

    /// <summary>How often it ended though nobody had asked it to.</summary>
    public int EndedByItself => Volatile.Read(ref _ended);

    /// <summary>The running process, and which start it is; null while none runs.</summary>
    public (int ProcessId, int Life)? Running => _process.State is { Phase: ServerPhase.Running, ProcessId: { } id, Starts: var starts } ? (id, starts) : null;

    /// <summary>Starts it; Slack sees its sockets when the task completes.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await _process.StartAsync() is { Problem: { } problem })
            throw new InvalidOperationException(problem);
        await _slack.Sockets.WaitForOpenAsync(1, Patience, cancellationToken);
    }

    /// <summary>kill -9, and a new start after a while.</summary>
    public async Task KillAsync(TimeSpan downFor, CancellationToken cancellationToken)
    {
        await _process.KillAsync();
        await Task.Delay(downFor, cancellationToken);
        await _process.StartAsync();
    }

    /// <summary>Waits until everything that Slack has is acknowledged, all that was acknowledged is done, and health is ok.</summary>
    /// <returns><c>ok</c>, or what has not come about; and how many dead letters there are.</returns>
    public async Task<(string Words, int DeadLetters)> SettleAsync()
    {
        try
        {
            await Eventually.SeeAsync(
                "every envelope acknowledged", () => _slack.Sockets is { WaitingEnvelopes: 0, UnackedEnvelopes: 0 }, () => _slack.Sockets.Counters.ToString(), Patience);
            await Eventually.SeeAsync("nothing left to do", HealthAsync, health => health is { Backlog: 0, Timers: 0 }, Patience);
            var health = await Eventually.SeeAsync("health is ok", HealthAsync, health => health is { Code: HttpStatusCode.OK, Status: "ok" });
            return ("ok", health.DeadLetters!.Value);
        }
        catch (TimeoutException e)
        {
            // That it did not come to that is what the soak has found.
            _tell(e.Message);
            var health = await HealthAsync();
            return ($"{health.Status}: {(health.Problems is { Length: > 0 } problems ? problems : "something is left to do")}", health.DeadLetters ?? -1);
        }
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync() => (await _process.StopAsync()).ExitCode ?? -1;

    /// <summary>What SQLite says of the file that the server has left.</summary>
    public async Task<string> CheckStoreAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(DataFolder, "holdfast.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(_program, ["--version"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        return text.Split('+') is [var version, var commit] ? $"Holdfast {version} ({commit[..Math.Min(10, commit.Length)]})" : $"Holdfast {text}";
    }

    /// <summary>The end of what it wrote.</summary>
    public string Tail() => string.Join('\n', _output);

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        await _process.DisposeAsync();
    }

    private async Task<Health> HealthAsync()
    {
        try
        {
            using var response = await Http.GetAsync(_health);
            return new Health(response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            return new Health(code: null, e.Message);
        }
    }

    private void Changed(ServerState state)
    {
        if (state.Phase != ServerPhase.Exited)
            return;
        Interlocked.Increment(ref _ended);
        _tell($"The server ended by itself with exit code {state.ExitCode}. The end of what it wrote:{Environment.NewLine}{Tail()}");
    }

    private void Keep(string line)
    {
        _output.Enqueue(line);
        if (_output.Count > TailLines)
            _output.TryDequeue(out _);
    }
}
