using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage;

/// <summary>The reading side of jobs.</summary>
public interface IJobReader
{
    /// <summary>A job as last committed; null when there is none (any more).</summary>
    /// <param name="job">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Job?> GetJobAsync(ItemId job, CancellationToken cancellationToken);

    /// <summary>The jobs of a workspace that were ordered last, the newest first.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Job>> GetRecentJobsAsync(string team, int limit, CancellationToken cancellationToken);

    /// <summary>The jobs that were ordered last in all workspaces, the newest first.</summary>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Job>> GetRecentJobsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>How many of a workspace wait or run.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountOpenJobsAsync(string team, CancellationToken cancellationToken);

    /// <summary>How many wait or run, in all workspaces.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountOpenJobsAsync(CancellationToken cancellationToken);
}
