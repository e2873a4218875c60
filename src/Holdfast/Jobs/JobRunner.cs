using Holdfast.Items;
using Holdfast.Jobs.Processes;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Jobs;

/// <summary>
/// Runs jobs, each at most once: that its process begins is durable before it does, and a job which is found begun was interrupted.
/// </summary>
public sealed partial class JobRunner(
    IHoldfastStore store,
    IProcessRunner processes,
    JobEndings endings,
    JobCards cards,
    WorkStops stops,
    IOptions<JobOptions> options,
    TimeProvider time,
    ILogger<JobRunner> logger) : ILaneHandler
{
    private static readonly ProcessProgress Nothing = new(TimeSpan.Zero, 0, "");
    private static readonly TimeSpan FirstReport = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (await store.GetJobAsync(work.Item.Id, cancellationToken) is not { EndedAt: null } job)
            return work.Ignored("the job has ended");
        if (job.Status == JobStatus.Running)
        {
            var killed = processes.KillLeftovers(job.Id.ToString());
            ScriptFile.Delete(job.Id);
            LogInterrupted(job.Id, killed);
            return endings.Interrupted(work.Claim, job);
        }

        using var stopping = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);

        // Registered before the request is looked for: one that comes later finds the job here.
        using var registration = stops.Enter(job.Id, stopping);
        if (await JobRecords.Cancellations.FindAsync(store, job.Id, cancellationToken) is { } by)
            return endings.NotBegun(work.Claim, job, by);
        if (!options.Value.Enabled)
            return endings.SwitchedOff(work.Claim, job);
        cancellationToken.ThrowIfCancellationRequested();
        job = job with { Status = JobStatus.Running, StartedAt = time.GetUtcNow() };
        await work.KeepAsync(new Effects { Records = [job.ToRecord()], Append = [cards.Running(job, Nothing, work.Item.TraceParent)] }, CancellationToken.None);
        LogBegun(job.Id, job.Tool);
        var result = await RunAsync(work, job, ending);

        // Ended by the server's stop or a lost hold: the next holder reports that it was interrupted.
        if (result.End == ProcessEnd.Cancelled && !stopping.IsCancellationRequested)
            throw new OperationCanceledException(cancellationToken);
        LogEnded(job.Id, result);
        return endings.Ended(work.Claim, job, result, await WhoCancelledAsync(job.Id, result));
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        return endings.GivenUp(claim, error);
    }

    private async Task<ProcessResult> RunAsync(LaneWork work, Job job, CancellationTokenSource ending)
    {
        var order = JobOrder.Read(job.Order);
        try
        {
            // Links may have been changed since it was ordered.
            if (JobDirectory.Find(options.Value.WorkingDirectory, order.Directory).Path != order.Directory)
                return NotStarted("The directory is gone, or no longer inside the working directory.");
            var script = await ScriptFile.WriteAsync(job.Id, order.Script);
            return await SuperviseAsync(work, job, Describe(job, order.Arguments(script), order.Directory), ending);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNoScript(e, job.Id);
            return NotStarted("The script couldn't be written to a private file in the server's temporary folder. The server's log says why.");
        }
        finally
        {
            if (order.Script is not null)
                ScriptFile.Delete(job.Id);
        }
    }

    private ProcessOrder Describe(Job job, IReadOnlyList<string> arguments, string directory) => new()
    {
        Id = job.Id.ToString(),
        Arguments = arguments,
        WorkingDirectory = directory,
        Timeout = options.Value.Timeout,
        KillAfter = options.Value.KillAfter,
        MaxOutputBytes = options.Value.MaxOutputBytes,
        HardOutputBytes = options.Value.HardOutputBytes,
        Environment = JobEnvironment.Scrub(Environment.GetEnvironmentVariables(), [.. options.Value.Environment]),
    };

    /// <summary>Runs the process, and shows how far it is: soon at first, then at growing intervals.</summary>
    private async Task<ProcessResult> SuperviseAsync(LaneWork work, Job job, ProcessOrder order, CancellationTokenSource ending)
    {
        var latest = new Latest();
        var started = time.GetTimestamp();
        var running = processes.RunAsync(order, latest.Set, ending.Token);
        using var resting = new CancellationTokenSource();
        try
        {
            for (var pause = FirstReport; await IsRunningAfterAsync(running, pause, resting.Token); pause = Longer(pause))
                await ReportAsync(work, job, latest.Get() with { Elapsed = time.GetElapsedTime(started) });
        }
        finally
        {
            await resting.CancelAsync();
            if (!running.IsCompleted)
            {
                // Its hold is lost: it must not be started elsewhere while it still runs here.
                await ending.CancelAsync();
                await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return await running;
    }

    private async Task<bool> IsRunningAfterAsync(Task running, TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.WhenAny(running, Task.Delay(pause, time, cancellationToken)) != running;

    private async Task ReportAsync(LaneWork work, Job job, ProcessProgress progress)
    {
        try
        {
            var reported = job with { OutputBytes = progress.OutputBytes };
            await work.KeepAsync(new Effects { Records = [reported.ToRecord()], Append = [cards.Running(job, progress, work.Item.TraceParent)] }, CancellationToken.None);
        }
        catch (StoreException e)
        {
            // Its end is reported again until it is stored; progress matters less than that it continues.
            LogNotReported(e, job.Id);
        }
    }

    private async ValueTask<string?> WhoCancelledAsync(ItemId job, ProcessResult result)
    {
        try
        {
            return result.End == ProcessEnd.Cancelled ? await JobRecords.Cancellations.FindAsync(store, job, CancellationToken.None) : null;
        }
        catch (StoreException e)
        {
            // How it ended matters more than who cancelled it: it must not be handled again and be taken for interrupted.
            LogNotKnownWho(e, job);
            return null;
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private static ProcessResult NotStarted(string why) => new(ProcessEnd.NotStarted, ExitCode: null, why, OutputBytes: 0, IsOutputCut: false, TimeSpan.Zero);

    /// <summary>The latest progress, reported by any thread.</summary>
    private sealed class Latest
    {
        private readonly Lock _lock = new();
        private ProcessProgress _progress = Nothing;

        public void Set(ProcessProgress progress)
        {
            lock (_lock)
                _progress = progress;
        }

        public ProcessProgress Get()
        {
            lock (_lock)
                return _progress;
        }
    }

    [LoggerMessage(925, LogLevel.Warning, "Job {Job} was cancelled; couldn't read by whom")]
    private partial void LogNotKnownWho(Exception error, ItemId job);

    [LoggerMessage(920, LogLevel.Information, "Job {Job} ({Tool}) begins")]
    private partial void LogBegun(ItemId job, string tool);

    [LoggerMessage(921, LogLevel.Information, "Job {Job} ended: {Result}")]
    private partial void LogEnded(ItemId job, ProcessResult result);

    [LoggerMessage(922, LogLevel.Warning, "Job {Job} was interrupted when its server ended; killed {Killed} processes it left. It is not run again")]
    private partial void LogInterrupted(ItemId job, int killed);

    [LoggerMessage(923, LogLevel.Warning, "Job {Job}: its progress could not be saved; it continues")]
    private partial void LogNotReported(Exception error, ItemId job);

    [LoggerMessage(924, LogLevel.Error, "Job {Job}: its script could not be written")]
    private partial void LogNoScript(Exception error, ItemId job);
}
