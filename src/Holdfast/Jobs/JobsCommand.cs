using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Jobs;

/// <summary><c>/holdfast jobs</c>, and <c>/holdfast jobs cancel ID</c>.</summary>
public sealed class JobsCommand(IRecordReader jobs, JobCanceller canceller, TimeProvider time) : ISubcommand
{
    private const int MaxListed = 20;
    private const int MaxSearched = 200;

    /// <inheritdoc/>
    public string Name => "jobs";

    /// <inheritdoc/>
    public string Help => "lists the latest jobs; `jobs cancel ID` stops one";

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
            _ => $"There's no `jobs {Names.Line(word, 40)}`. Try `jobs` or `jobs cancel ID`.",
        };
    }

    private async ValueTask<string> ListAsync(string team, CancellationToken cancellationToken)
    {
        var recent = await jobs.GetRecentJobsAsync(team, MaxSearched, cancellationToken);
        if (recent.Count == 0)
            return "No jobs yet.";
        var open = await jobs.CountOpenJobsAsync(team, cancellationToken);

        // Open jobs first: they are the ones to cancel.
        var lines = recent.Where(job => job.EndedAt is null).Concat(recent.Where(job => job.EndedAt is not null)).Take(MaxListed).Select(Line);
        return $"*Jobs* – {(open == 0 ? "none" : Quantities.Count(open))} running or queued\n{string.Join('\n', lines)}";
    }

    private async ValueTask<string> CancelAsync(Interaction command, string id, CancellationToken cancellationToken)
    {
        if (id.Length < ItemId.ShortestPart)
            return $"Which job? Give its id, or at least {ItemId.ShortestPart} characters from its beginning or end: `jobs cancel ID`.";
        var found = (await jobs.GetRecentJobsAsync(command.Team.Value, MaxSearched, cancellationToken))
            .Where(job => job.Id.IsMeantBy(id))
            .ToList();
        if (found.Count != 1)
            return found.Count == 0 ? "I couldn't find that job. `/holdfast jobs` shows the ids." : "Several jobs match. Give more of the id.";
        if (found[0].EndedAt is not null)
            return "That job has already ended.";
        await canceller.CancelAsync(command.Work, found[0], command.User.Value, cancellationToken);
        return $"Job `{found[0].Id.ShortForm}` is cancelled.";
    }

    private string Line(Job job)
    {
        var age = Quantities.Duration(time.GetUtcNow() - (job.EndedAt ?? job.StartedAt ?? job.CreatedAt));
        var status = job.Status switch
        {
            JobStatus.Queued => $"queued for {age}",
            JobStatus.Running => $"running for {age}",
            JobStatus.TimedOut => $"timed out {age} ago",
            _ => $"{job.Status.ToString().ToLowerInvariant()} {age} ago",
        };
        return $"• `{job.Id.ShortForm}` {status}, {Names.Channel(job.Conversation)}, for <@{job.RequestedBy}>: `{Names.Line(job.Shown)}`";
    }
}
