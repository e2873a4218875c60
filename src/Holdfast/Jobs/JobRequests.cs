using System.Diagnostics;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Jobs;

/// <summary>Takes orders: makes the job, its item and its card, for the commit that begins the call, and waits for short ones.</summary>
public sealed class JobRequests(IRecordReader jobs, IRunReader runs, JobCards cards, JobReports reports, IOptions<JobOptions> options, TimeProvider time)
{
    /// <summary>The lane in which a job runs.</summary>
    /// <param name="job">The job.</param>
    public static string LaneOf(ItemId job) => $"job/{job}";

    /// <summary>The kind of a job's item.</summary>
    public const string ItemKind = "job";

    /// <summary>The most jobs of one workspace that are running or queued.</summary>
    private const int MaxOpen = 100;

    private const string SayThat = "Say that it was started, and don't start it again.";

    /// <summary>Between two looks at whether the job has ended, at first and at most.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Orders a job, unless the call has done so before.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="order">What is to be run.</param>
    /// <param name="call">The call that asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<ToolBeginning> OrderAsync(string tool, JobOrder order, ToolCall call, CancellationToken cancellationToken)
    {
        if (await OrderedAsync(call, cancellationToken) is not null)
            return new ToolBeginning(Effects.None);
        var shown = order.Shown;

        // Where links lead, and the operator's settings, may have changed since it was shown.
        if (!IsAllowed(tool, shown, call))
            return Refused("what would be run now is not what was approved, because the directory or the settings have changed. Ask again.");
        if (await jobs.CountOpenJobsAsync(call.Turn.Conversation.Team.Value, cancellationToken) >= MaxOpen)
            return Refused($"{MaxOpen} jobs are running or queued already. Try again when some have ended.");

        // All of a longer call stays on the card on which it was approved.
        var card = Approved(call) is { Shown.Length: <= JobCards.MaxShown } approved ? approved : null;
        var job = new Job
        {
            Id = ItemId.New(time),
            Run = call.Turn.Run,
            Conversation = call.Turn.Conversation.ToString(),
            RequestedBy = call.Turn.User,
            ApprovedBy = call.ApprovedBy,
            Tool = tool,
            Shown = shown,
            Order = order.ToJson(),
            Status = JobStatus.Queued,
            CreatedAt = time.GetUtcNow(),
            Depth = await JobReports.DepthOfAsync(jobs, call.Turn.Run, cancellationToken),
            Report = ItemId.New(time),
            Notice = card?.Card ?? ItemId.New(time),
            CardOf = card?.Run,
        };
        var trace = Activity.Current?.Id;
        return new ToolBeginning(new Effects { Records = [job.ToRecord(), JobRecords.OfCall(job, call), JobAudit.Ordered(job)], Append = [ItemOf(job, trace), cards.Post(job, trace)] });
    }

    /// <summary>Waits for the job that a call has ordered, and not for long.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<ToolResult> AwaitAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (await OrderedAsync(call, cancellationToken) is not { } id || await jobs.GetJobAsync(id, cancellationToken) is not { } job)
            return new ToolResult("Not done: the server was interrupted before it began, and what was approved holds for one try. Ask for it again.") { IsError = true };
        if (!reports.Tells(job))
            return new ToolResult($"{Begun(job)} you don't get them. {SayThat}");
        var since = time.GetTimestamp();
        for (var pause = FirstLook; job.EndedAt is null && time.GetElapsedTime(since) < options.Value.Wait; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, time, cancellationToken);
            job = await jobs.GetJobAsync(id, cancellationToken) ?? job;
        }

        if (job.EndedAt is null)
            return new ToolResult($"{Begun(job)} when it has ended you are asked again, with what it printed. {SayThat}");

        // A run that is taken up again long after it failed comes behind the report.
        return job.Report is { } report && await runs.GetRunAsync(report, cancellationToken) is not null
            ? new ToolResult($"Job {job.Id.ShortForm} has ended, and you were told so in a message of its own, with what it printed.")
            : JobReports.Told(job, call.Turn);
    }

    private static string Begun(Job job) => $"Job {job.Id.ShortForm} runs in the background. Its status and output are shown in this thread, where people see them;";

    private async ValueTask<ItemId?> OrderedAsync(ToolCall call, CancellationToken cancellationToken) =>
        await jobs.GetValueAsync(JobRecords.OfCall(call), cancellationToken) is { } value && ItemId.TryParse(value, out var job) ? job : null;

    private static ToolBeginning Refused(string why) => new(Effects.None, new ToolResult($"Not done: {why}") { IsError = true });

    /// <summary>The job as it was ordered, read from its item.</summary>
    /// <param name="item">The item.</param>
    internal static Job Read(LaneItem item) =>
        JsonSerializer.Deserialize(item.Payload.Span, JobJson.Default.Job) ?? throw new JsonException("The job is empty.");

    /// <summary>What an approver has seen counts as it was shown; what was allowed for always was not shown at all.</summary>
    private static bool IsAllowed(string tool, string shown, ToolCall call) => Approved(call) is { } approved
        ? approved.Shown == shown
        : call.ApprovedBy is null || call.Turn.Grants.Any(grant => grant.Tool == tool);

    private static Approval? Approved(ToolCall call) =>
        call.Turn.Approvals.LastOrDefault(approval => approval.CallId == call.Id && approval.Status == ApprovalStatus.Approved);

    private static NewItem ItemOf(Job job, string? traceParent) => new()
    {
        Id = job.Id,
        Queue = LaneQueue.Jobs,
        Lane = LaneOf(job.Id),
        Kind = ItemKind,
        Owner = Owners.OfRun(job.Conversation, job.RequestedBy),
        Payload = JsonSerializer.SerializeToUtf8Bytes(job, JobJson.Default.Job),
        TraceParent = traceParent,
    };
}
