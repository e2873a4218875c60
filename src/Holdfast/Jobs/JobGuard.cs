using Holdfast.Items;
using Holdfast.Jobs.Processes;
using Holdfast.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Jobs;

/// <summary>
/// Before any job begins: hides the server's own environment from jobs, and ends and clears what they left when the server died,
/// also while the agent is paused, when no job is handed out that could be found to have been interrupted.
/// </summary>
public sealed partial class JobGuard(
    IHoldfastStore jobs, IProcessRunner processes, IOptions<JobOptions> options, ILogger<JobGuard> logger) : IHostedService
{
    /// <summary>More than ever run at once.</summary>
    private const int MaxLookedAt = 1_000;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
            ProcessSignals.HideOwnEnvironment();
        foreach (var job in await jobs.GetRecentJobsAsync(team: null, MaxLookedAt, cancellationToken))
        {
            if (job.Status != JobStatus.Running || await IsRunningAsync(job, cancellationToken))
                continue;
            if (processes.KillLeftovers(job.Id.ToString()) is > 0 and var killed)
                LogKilled(job.Id, killed);
        }

        await ClearScriptsAsync(cancellationToken);
    }

    /// <summary>A job taken over by another machine is reported as interrupted there; what it left here is found here.</summary>
    private async Task ClearScriptsAsync(CancellationToken cancellationToken)
    {
        foreach (var id in ScriptFile.Leftovers().Take(MaxLookedAt))
        {
            // What another store knows is the matter of the servers on that.
            if (await jobs.GetJobAsync(id, cancellationToken) is { } job && !await IsRunningAsync(job, cancellationToken))
                ScriptFile.Delete(id);
        }
    }

    /// <summary>Whether it may be running elsewhere: in another worker on this machine, for instance.</summary>
    private async ValueTask<bool> IsRunningAsync(Job job, CancellationToken cancellationToken) =>
        job.Status == JobStatus.Running && await jobs.IsHeldAsync(LaneQueue.Jobs, JobRequests.LaneOf(job.Id), cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(940, LogLevel.Warning, "Job {Job}: killed {Processes} processes that a dead server had left running")]
    private partial void LogKilled(ItemId job, int processes);
}
