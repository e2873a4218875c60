using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Jobs;

/// <summary><c>/holdfast jobs</c>, and <c>/holdfast jobs cancel ID</c>.</summary>
public sealed class JobsCommand(IRecordReader jobs, JobCanceller canceller, TimeProvider time) : ISubcommand
{
    private const int Most = 20;
    private const int MostSearched = 200;

    /// <inheritdoc/>
    public string Name => "jobs";

    /// <inheritdoc/>
    public string Help => "lists the last jobs; `jobs cancel ID` ends one";

    /// <inheritdoc/>
    public bool IsForOperators => true;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (word, id) = CommandLine.Split(arguments);
        return word switch
        {
            "" => await ListAsync(command.Team.Value, cancellationToken),
            "cancel" => await CancelAsync(command, id.Trim('`').ToLowerInvariant(), cancellationToken),
            _ => $"I know `jobs` and `jobs cancel ID`, not `jobs {Names.Line(word, 40)}`.",
        };
    }

    private async ValueTask<string> ListAsync(string team, CancellationToken cancellationToken)
    {
        var recent = await jobs.GetRecentJobsAsync(team, MostSearched, cancellationToken);
        if (recent.Count == 0)
            return "There are no jobs.";
        var open = await jobs.CountOpenJobsAsync(team, cancellationToken);

        // Those that wait or run first: they are what one may want to cancel.
        var lines = recent.Where(job => job.EndedAt is null).Concat(recent.Where(job => job.EndedAt is not null)).Take(Most).Select(Line);
        return $"*Jobs* ({open} wait or run)\n{string.Join('\n', lines)}";
    }

    private async ValueTask<string> CancelAsync(Interaction command, string id, CancellationToken cancellationToken)
    {
        if (id.Length < ItemId.ShortestPart)
            return $"Please give the job's id, or at least {ItemId.ShortestPart} characters from its beginning or its end: `jobs cancel ID`.";
        var found = (await jobs.GetRecentJobsAsync(command.Team.Value, MostSearched, cancellationToken))
            .Where(job => job.Id.IsMeantBy(id))
            .ToList();
        if (found.Count != 1)
            return found.Count == 0 ? "I know no such job (any more)." : "That fits several jobs. Please give more of the id.";
        if (found[0].EndedAt is not null)
            return "That job has ended already.";
        await canceller.CancelAsync(command.Work, found[0], command.User.Value, cancellationToken);
        return $"Job `{found[0].Id.ShortForm}` is cancelled.";
    }

    private string Line(Job job)
    {
        var age = JobCards.Duration(time.GetUtcNow() - (job.EndedAt ?? job.StartedAt ?? job.CreatedAt));
        var status = job.Status switch
        {
            JobStatus.Queued => $"has waited for {age}",
            JobStatus.Running => $"has run for {age}",
            JobStatus.TimedOut => $"timed out {age} ago",
            _ => $"{job.Status.ToString().ToLowerInvariant()} {age} ago",
        };
        return $"• `{job.Id.ShortForm}` {status}, {Names.Channel(job.Conversation)}, for <@{job.RequestedBy}>: `{Names.Line(job.Shown)}`";
    }
}
