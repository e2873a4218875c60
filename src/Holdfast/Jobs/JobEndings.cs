using System.Text;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Jobs.Processes;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Jobs;

/// <summary>Each way for a job to end, as one transition, with the message that people read.</summary>
public sealed class JobEndings(MessageComposer messages, FileComposer files, JobCards cards, JobReports reports, IOptions<JobOptions> options, TimeProvider time)
{
    /// <summary>The most characters of output on the card; more of it goes into a file.</summary>
    private const int MaxInline = 2_500;

    /// <summary>Its process has ended, or never began.</summary>
    /// <param name="claim">The hold.</param>
    /// <param name="job">The job.</param>
    /// <param name="result">What became of the process.</param>
    /// <param name="cancelledBy">Who cancelled it, if anybody.</param>
    internal Transition Ended(Claim claim, Job job, ProcessResult result, string? cancelledBy)
    {
        var (status, emoji, what) = result.End switch
        {
            ProcessEnd.Exited when result.ExitCode == 0 => (JobStatus.Succeeded, "✅", $"finished in {Quantities.Duration(result.Duration)}"),
            ProcessEnd.Exited => (JobStatus.Failed, "❌", $"failed with exit code {result.ExitCode} after {Quantities.Duration(result.Duration)}"),
            ProcessEnd.TimedOut => (JobStatus.TimedOut, "⏱️", $"was stopped: it ran longer than {Quantities.Duration(options.Value.Timeout)}"),
            ProcessEnd.TooMuchOutput => (
                JobStatus.Failed, "❌", $"was stopped after {Quantities.Duration(result.Duration)}: it wrote more than {Quantities.Bytes(options.Value.HardOutputBytes)}"),
            ProcessEnd.Cancelled => (JobStatus.Cancelled, "🛑", $"was cancelled{By(cancelledBy)} after {Quantities.Duration(result.Duration)}"),
            _ => (JobStatus.Failed, "❌", "couldn't be started"),
        };
        var ended = job with { Status = status, EndedAt = time.GetUtcNow(), ExitCode = result.ExitCode, OutputBytes = result.OutputBytes };
        return End(claim, ended, $"{emoji} {JobCards.Named(job)} {what}", result.Output);
    }

    /// <summary>A user cancelled it before it started.</summary>
    internal Transition NotBegun(Claim claim, Job job, string cancelledBy) =>
        End(claim, Over(job, JobStatus.Cancelled), $"🛑 {JobCards.Named(job)} was cancelled{By(cancelledBy)} before it started", output: null);

    /// <summary>The operator has switched jobs off since it was ordered.</summary>
    internal Transition SwitchedOff(Claim claim, Job job) =>
        End(claim, Over(job, JobStatus.Cancelled), $"🛑 {JobCards.Named(job)} wasn't run: jobs have been switched off", output: null);

    /// <summary>It was running when the server stopped or crashed.</summary>
    internal Transition Interrupted(Claim claim, Job job) => End(
        claim,
        Over(job, JobStatus.Interrupted),
        $"⚠️ {JobCards.Named(job)} was interrupted: the server stopped while it ran. It may be partly done, and I won't run it again on my own",
        output: null);

    /// <summary>It can be neither run nor tried again.</summary>
    internal Transition GivenUp(Claim claim, Exception error)
    {
        var job = JobRequests.Read(claim.Item);
        var headline = $"❌ {JobCards.Named(job)} failed with an internal error. It may be partly done";
        return End(claim, Over(job, JobStatus.Failed), headline, output: null) with { Outcome = new ItemOutcome.Dead(error.GetType().Name) };
    }

    private Job Over(Job job, JobStatus status) => job with { Status = status, EndedAt = time.GetUtcNow() };

    /// <summary>The ended job, its final card with the output, and who is told: all of it or nothing.</summary>
    private Transition End(Claim claim, Job job, string headline, string? output)
    {
        var trace = claim.Item.TraceParent;
        var conversation = ConversationId.Parse(job.Conversation);
        var isLong = output is { Length: > MaxInline };
        List<Block> blocks = [];
        if (output is not null && string.IsNullOrWhiteSpace(output))
            blocks.Add(Parts.Small("(no output)"));
        else if (output is not null)
            blocks.AddRange(CodeBlocks.Of(isLong ? Tail(output) : output.TrimEnd()));
        if (isLong)
            blocks.Add(Parts.Small("This is the end of the output. The file below has all that was kept."));
        job = job with { Output = output is null ? null : JobReports.Bounded(output) };
        var report = reports.Of(job, trace);
        List<NewItem> append = [cards.Ended(job, headline, blocks, trace)];

        // A card that changes tells nobody; where the agent answers, that does.
        if (report.Append.Count == 0)
            append.Add(messages.Post(conversation, job.Id, $"{headline}. <@{job.RequestedBy}>", traceParent: trace));
        if (isLong)
            append.Add(files.Upload(conversation, job.Id, $"job-{job.Id}.txt", $"Output of job {job.Id.ShortForm}", Encoding.UTF8.GetBytes(output!), trace));
        return new Transition
        {
            Claim = claim,
            Outcome = ItemOutcome.Answered,
            Records = [job.ToRecord(), JobAudit.Ended(job), JobRecords.Cancellations.Remove(job.Id), .. report.Records],
            Append = [.. append, .. report.Append],
        };
    }

    private static string By(string? user) => Slack.UserId.TryParse(user, out var id) ? $" by <@{id}>" : "";

    /// <summary>The end of a text, from the beginning of a line where there is one.</summary>
    private static string Tail(string output)
    {
        var text = output.AsSpan().TrimEnd();
        if (text.Length <= MaxInline)
            return text.ToString();
        var tail = text[^MaxInline..];
        var line = tail.IndexOf('\n') + 1;
        if (line > 0 && line < MaxInline / 2)
            return tail[line..].ToString();
        return tail[(char.IsLowSurrogate(tail[0]) ? 1 : 0)..].ToString();
    }
}
