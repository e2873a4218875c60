using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Jobs.Processes;

/// <summary>
/// A program that runs beside the server and talks with it over its input and output, until it is ended or ends by itself. Nothing of it is left
/// behind then, by the means of jobs; what a server that was killed has left, the next one ends (<see cref="EndOrphans"/>).
/// </summary>
public sealed class Companion : IAsyncDisposable
{
    /// <summary>How ids of companions begin, as the value of <see cref="ProcessOrder.Marker"/>; behind it come the server's process and when that was started.</summary>
    private const string IdPrefix = "companion";

    private static readonly TimeSpan ReapTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private static int _started;

    private readonly Process _process;
    private readonly JobProcesses _all;
    private readonly TimeProvider _time;

    private Companion(Process process, string id, bool hasSession, TimeProvider time)
    {
        (_process, _time) = (process, time);
        _all = new JobProcesses(id, hasSession ? process.Id : null);
        Ended = WaitAsync(process);
    }

    /// <summary>What it reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it complains of.</summary>
    public Stream Errors => _process.StandardError.BaseStream;

    /// <summary>Its exit code, once it has ended; 128 and more is 128 and the signal that ended it.</summary>
    public Task<int> Ended { get; }

    /// <summary>Starts one.</summary>
    /// <param name="order">The program.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CompanionException">It cannot be started; the message says why, in words for people.</exception>
    public static Companion Start(CompanionOrder order, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(time);

        // The order's name tells one companion of a server from the other, the number one start of it from the next.
        var id = string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}/{Environment.ProcessId}/{OwnStart()}/{order.Name}/{Interlocked.Increment(ref _started)}");
        var (process, hasSession, problem) = ProcessStart.Try(id, order.Command, order.WorkingDirectory, order.Environment);
        return process is null ? throw new CompanionException(problem) : new Companion(process, id, hasSession, time);
    }

    /// <summary>Ends what servers that are no more have left running on this machine. Where the system does not show the environment of processes, nothing is found.</summary>
    /// <returns>How many processes were killed.</returns>
    public static int EndOrphans()
    {
        var killed = 0;
        foreach (var id in JobProcesses.Marked(IdPrefix + "/"))
        {
            // companion/<process>/<its start>/...
            var parts = id.Split('/');
            var isOwned = parts.Length > 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && JobProcesses.StartOf(owner) == parts[2];
            if (!isOwned)
                killed += new JobProcesses(id, session: null).Kill();
        }

        return killed;
    }

    /// <summary>
    /// Keeps the server's own environment, in which its tokens stand, from the programs that it starts, on Linux and as another user than root. See
    /// proc(5), <c>/proc/PID/environ</c>.
    /// </summary>
    public static void HideOwnEnvironment() => ProcessSignals.HideOwnEnvironment();

    /// <summary>Ends it: closes its input, asks it to stop, and kills what is left of it.</summary>
    /// <param name="patience">How long it has for each of the first two.</param>
    public async Task EndAsync(TimeSpan patience)
    {
        if (!Ended.IsCompleted)
        {
            await CloseInputAsync();
            if (!await WithinAsync(Ended, patience) && !OperatingSystem.IsWindows())
            {
                ProcessSignals.Send(_process.Id, ProcessSignals.Terminate);
                _all.Signal(ProcessSignals.Terminate);
                await WithinAsync(Ended, patience);
            }
        }

        await KillAsync();
    }

    /// <summary>Kills all of it at once, if it is not over.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task KillAsync()
    {
        if (OperatingSystem.IsLinux())
            _all.Kill();
        else
            KillTree();
        await WithinAsync(Ended, ReapTime);

        // A killed process holds its files and ports for a moment, and a successor may need them.
        var since = _time.GetTimestamp();
        while (OperatingSystem.IsLinux() && _all.Kill() > 0 && _time.GetElapsedTime(since) < ReapTime)
            await Task.Delay(LookAgain, _time);
    }

    private void KillTree()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already, or a part of its tree has.
        }
    }

    private async Task CloseInputAsync()
    {
        try
        {
            await _process.StandardInput.BaseStream.DisposeAsync();
        }
        catch (IOException)
        {
            // It does not read any more: it is ended in another way.
        }
    }

    private async Task<bool> WithinAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static string OwnStart() => JobProcesses.StartOf(Environment.ProcessId) ?? "0";
}

/// <summary>What is started as a <see cref="Companion"/>.</summary>
/// <param name="Name">What it is called in the mark of its processes: letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="Command">The command and its arguments, passed on as they are: no shell reads them.</param>
/// <param name="WorkingDirectory">Where it runs; must exist.</param>
/// <param name="Environment">The whole environment: nothing is inherited. Its <c>PATH</c> is where the command is looked for.</param>
public sealed record CompanionOrder(string Name, IReadOnlyList<string> Command, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The name alone: arguments and variables can hold anything.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => Name;
}

/// <summary>A program could not be started beside the server.</summary>
/// <param name="message">Why, in words for people.</param>
public sealed class CompanionException(string message) : Exception(message);
