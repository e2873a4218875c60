using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Holdfast.Jobs.Processes;

/// <summary>Runs commands as processes of this machine.</summary>
/// <remarks>
/// On Linux with <c>setsid</c> (util-linux or busybox) everything that <see cref="IProcessRunner"/> promises holds. Without
/// <c>setsid</c>, the session is missing and the marker alone finds a job's processes. On macOS there is no view of another
/// process's environment: without <c>setsid</c> the tree of living parents is killed, and
/// <see cref="KillLeftovers"/> finds nothing. On Windows, too, the tree is killed, without being asked to stop first.
/// </remarks>
public sealed partial class ProcessRunner(TimeProvider time, ILogger<ProcessRunner> logger) : IProcessRunner
{
    // What the pipes still hold of killed processes is there at once; one that escaped could hold them open for ever.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    // A killed process is gone at once unless the kernel waits for a disk or a network share within it.
    private static readonly TimeSpan ReapTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessOrder order, Action<ProcessProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!order.IsBounded)
            throw new ArgumentException("The order has no id, or bounds of time or output that cannot be kept.", nameof(order));
        using var output = new OutputCollector(order, time, progress, logger);
        if (cancellationToken.IsCancellationRequested)
            return output.Result(ProcessEnd.Cancelled, exitCode: null);
        var (started, hasSession, problem) = ProcessStart.Try(order.Id, order.Arguments, order.WorkingDirectory, order.Environment);
        if (started is null)
        {
            LogNotStarted(order, problem);
            return output.Result(ProcessEnd.NotStarted, exitCode: null) with { Output = problem };
        }

        using var process = started;
        process.StandardInput.Close();
        using var drained = new CancellationTokenSource();
        var reading = Task.WhenAll(
            output.ReadAsync(process.StandardOutput.BaseStream, drained.Token),
            output.ReadAsync(process.StandardError.BaseStream, drained.Token));
        var processes = new JobProcesses(order.Id, hasSession ? process.Id : null);
        ProcessEnd end;
        try
        {
            end = await WaitAsync(process, order, output, cancellationToken);
            if (end != ProcessEnd.Exited)
                await AskToStopAsync(process, processes, order.KillAfter);
        }
        finally
        {
            Kill(process, processes);
        }

        if (!await Within(process.WaitForExitAsync(CancellationToken.None), ReapTime) || !await AreGoneAsync(processes))
            LogStuck(order);
        if (!await Within(reading, DrainTime))
            await drained.CancelAsync();
        await reading;

        // The last of the output may have been read after the end.
        if (end == ProcessEnd.Exited && output.IsTooMuch)
            end = ProcessEnd.TooMuchOutput;
        var result = output.Result(end, end == ProcessEnd.Exited ? process.ExitCode : null);
        LogEnded(order, result, result.Duration.TotalSeconds);
        return result;
    }

    /// <inheritdoc/>
    public int KillLeftovers(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var killed = new JobProcesses(id, session: null).Kill();
        if (killed > 0)
            LogLeftovers(id, killed);
        return killed;
    }

    private async Task<ProcessEnd> WaitAsync(Process process, ProcessOrder order, OutputCollector output, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(order.Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, output.TooMuch, cancellationToken);
        try
        {
            await process.WaitForExitAsync(end.Token);
            return ProcessEnd.Exited;
        }
        catch (OperationCanceledException)
        {
            return output.IsTooMuch ? ProcessEnd.TooMuchOutput
                : cancellationToken.IsCancellationRequested ? ProcessEnd.Cancelled
                : ProcessEnd.TimedOut;
        }
    }

    private async Task AskToStopAsync(Process process, JobProcesses processes, TimeSpan killAfter)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (!OperatingSystem.IsLinux())
            ProcessSignals.Send(process.Id, ProcessSignals.Terminate);
        processes.Signal(ProcessSignals.Terminate);
        await Within(process.WaitForExitAsync(CancellationToken.None), killAfter);
    }

    private static void Kill(Process process, JobProcesses processes)
    {
        if (!OperatingSystem.IsWindows())
            processes.Kill();
        if (OperatingSystem.IsLinux())
            return;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It has ended already, or a part of its tree has.
        }
    }

    // A killed process still holds its files and ports for a moment: the reader of the job's end may need them.
    private async Task<bool> AreGoneAsync(JobProcesses processes)
    {
        var started = time.GetTimestamp();
        while (processes.Kill() > 0)
        {
            if (time.GetElapsedTime(started) > ReapTime)
                return false;
            await Task.Delay(LookAgain, time);
        }

        return true;
    }

    private async Task<bool> Within(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    [LoggerMessage(950, LogLevel.Information, "Job {Job} was not started: {Problem}")]
    private partial void LogNotStarted(ProcessOrder job, string problem);

    [LoggerMessage(951, LogLevel.Information, "Job {Job} ended: {Result} after {Seconds} s.")]
    private partial void LogEnded(ProcessOrder job, ProcessResult result, double seconds);

    [LoggerMessage(952, LogLevel.Error, "Job {Job} was killed but is still there: the kernel waits within it, perhaps for a disk.")]
    private partial void LogStuck(ProcessOrder job);

    [LoggerMessage(953, LogLevel.Warning, "Job {Job} was interrupted earlier; {Count} of its processes were still running and were killed.")]
    private partial void LogLeftovers(string job, int count);
}
