using System.ComponentModel;
using System.Diagnostics;

namespace Holdfast.Simulator.Child;

/// <summary>
/// The server under observation, as a process of its own: only a process can be killed in earnest. Its end is reported and left
/// at that, unless a restart was asked for; a silent restart would hide what a person wants to see.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private readonly ServerProcessOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string> _output;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _disposed = new();
    private Process? _process;
    private Task _watching = Task.CompletedTask;
    private Task _restarting = Task.CompletedTask;
    private volatile bool _wanted;
    private volatile ServerState _state = new(ServerPhase.Stopped);

    /// <summary>Prepares a server; nothing runs until <see cref="StartAsync"/>.</summary>
    /// <param name="options">How it is started.</param>
    /// <param name="time">The clock of restarts.</param>
    /// <param name="output">Takes each line it writes.</param>
    public ServerProcess(ServerProcessOptions options, TimeProvider time, Action<string> output)
    {
        _options = options;
        _time = time;
        _output = output;
    }

    /// <summary>What it is doing.</summary>
    public ServerState State => _state;

    /// <summary>Called at each change of <see cref="State"/>.</summary>
    public Action<ServerState>? OnChange { get; init; }

    /// <summary>Starts it, unless it runs.</summary>
    public async Task<ServerState> StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _wanted = true;
            if (_state.Phase != ServerPhase.Running) StartNow();
            return _state;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Asks it to stop, waits, and kills it when it does not.</summary>
    public async Task<ServerState> StopAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _wanted = false;
            if (_process is not { } process || process.HasExited) return _state;
            Signals.AskToStop(process);
            try
            {
                await process.WaitForExitAsync().WaitAsync(_options.StopPatience, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                _output($"did not stop within {_options.StopPatience.TotalSeconds:F0} s; killing it");
                process.Kill(entireProcessTree: true);
            }

            await _watching;
            return _state;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Kills it without warning, as <c>kill -9</c> does.</summary>
    public async Task<ServerState> KillAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _wanted = false;
            if (_process is not { } process || process.HasExited) return _state;
            process.Kill();
            await _watching;
            return _state;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await StopAsync();
        await _watching;
        await _restarting;
        _process?.Dispose();
        _disposed.Dispose();
        _turn.Dispose();
    }

    private void StartNow()
    {
        var info = new ProcessStartInfo(_options.FileName, _options.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in _options.Environment) info.Environment[name] = value;
        try
        {
            var process = Process.Start(info) ?? throw new InvalidOperationException("The process did not start.");
            _process?.Dispose();
            _process = process;
            SetState(new ServerState(ServerPhase.Running, process.Id, _state.ExitCode, _state.Starts + 1));
            _watching = WatchAsync(process);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            SetState(new ServerState(ServerPhase.Failed, Starts: _state.Starts, Problem: $"{_options.FileName} could not be started: {exception.Message}"));
        }
    }

    private async Task WatchAsync(Process process)
    {
        var output = PassOnAsync(process.StandardOutput);
        var errors = PassOnAsync(process.StandardError);
        await process.WaitForExitAsync();
        // A grandchild may hold the pipes open after the server is gone; its output is not worth waiting for.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(KillPatience, TimeProvider.System));
        SetState(_state with { Phase = _wanted ? ServerPhase.Exited : ServerPhase.Stopped, ProcessId = null, ExitCode = process.ExitCode });
        if (_wanted && _options.Restart) _restarting = RestartAsync();
    }

    private async Task RestartAsync()
    {
        var wait = _options.RestartAfter * Math.Pow(2, Math.Min(10, _state.Starts - 1));
        try
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, _time, _disposed.Token);
            await _turn.WaitAsync(_disposed.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        try
        {
            if (_wanted && _state.Phase != ServerPhase.Running) StartNow();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task PassOnAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line) _output(line);
    }

    private void SetState(ServerState state)
    {
        _state = state;
        OnChange?.Invoke(state);
    }
}
