using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Jobs.Processes;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Jobs;

/// <summary>The message that shows the state of a job.</summary>
public sealed class JobCards(MessageComposer messages)
{
    /// <summary>The action of the button that cancels; its value is the job's id.</summary>
    public const string Cancel = "job.cancel";

    /// <summary>How much of a command is shown: all of it stands on the card by which it was approved.</summary>
    internal const int MaxShown = 1_000;

    /// <summary>The card of a job that is queued: the one on which it was approved becomes it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Post(Job job, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(job);
        var headline = $"⏳ {Named(job)} is queued";
        IReadOnlyList<Block> blocks = [.. Top(job, headline), Bottom(job), Buttons(job)];
        return job.CardOf is null
            ? messages.Post(ConversationId.Parse(job.Conversation), job.Id, headline, blocks, traceParent, job.Notice)
            : Update(job, headline, blocks, traceParent);
    }

    /// <summary>The card of a job that runs.</summary>
    /// <param name="job">The job.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Running(Job job, ProcessProgress progress, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(job);
        var headline = progress.Elapsed > TimeSpan.Zero
            ? $"⚙️ {Named(job)} has been running for {Quantities.Duration(progress.Elapsed)}{(progress.OutputBytes > 0 ? $" · {Quantities.Bytes(progress.OutputBytes)} of output" : "")}"
            : $"⚙️ {Named(job)} is running";
        return Update(job, headline, [.. Top(job, headline), .. CodeBlocks.Of(progress.LastLine), Bottom(job), Buttons(job)], traceParent);
    }

    /// <summary>The card of a job that has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="headline">How it ended, in mrkdwn.</param>
    /// <param name="output">What it printed.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Ended(Job job, string headline, IEnumerable<Block> output, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Update(job, headline, [.. Top(job, headline), .. output, Bottom(job)], traceParent);
    }

    /// <summary>The job in mrkdwn.</summary>
    /// <param name="job">The job.</param>
    internal static string Named(Job job) => $"Job `{job.Id.ShortForm}` ({SlackText.Escape(job.Tool)})";

    private static IEnumerable<Block> Top(Job job, string headline) =>
        [Parts.Section(headline), .. CodeBlocks.Of(TextCut.Beginning(job.Shown, MaxShown))];

    private static ContextBlock Bottom(Job job)
    {
        var who = job.ApprovedBy is null ? $"Requested by <@{job.RequestedBy}>, no approval needed"
            : job.ApprovedBy == job.RequestedBy ? $"Requested and approved by <@{job.RequestedBy}>"
            : $"Requested by <@{job.RequestedBy}>, approved by {People.Of(job.ApprovedBy)}";
        return Parts.Small($"{who} · {SlackDate.Relative(job.CreatedAt)}");
    }

    private static ActionsBlock Buttons(Job job) => Parts.Row(Parts.Button(Cancel, "Cancel", job.Id.ToString()) with { Style = "danger" });

    private NewItem Update(Job job, string headline, IReadOnlyList<Block> blocks, string? traceParent) =>
        messages.Update(ConversationId.Parse(job.Conversation), job.Id, new DeliveryTarget(job.CardOf ?? job.Id, job.Notice), headline, blocks, traceParent);
}
