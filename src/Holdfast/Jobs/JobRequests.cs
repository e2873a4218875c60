using System.Diagnostics;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Tools;

namespace Holdfast.Jobs;

/// <summary>Takes orders: makes the job, its item and its card, for the commit that journals the call.</summary>
public sealed class JobRequests(IRecordReader jobs, JobCards cards, JobReports reports, TimeProvider time)
{
    /// <summary>The lane in which a job runs.</summary>
    /// <param name="job">The job.</param>
    public static string LaneOf(ItemId job) => $"job/{job}";

    /// <summary>The kind of a job's item.</summary>
    public const string ItemKind = "job";

    /// <summary>The most jobs of one workspace that are running or queued.</summary>
    private const int MaxOpen = 100;

    /// <summary>Orders a job.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="order">What is to be run.</param>
    /// <param name="call">The call that asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<ToolResult> OrderAsync(string tool, JobOrder order, ToolCall call, CancellationToken cancellationToken)
    {
        var shown = order.Shown;

        // Where links lead, and the operator's settings, may have changed since it was shown.
        if (!IsAllowed(tool, shown, call))
            return new ToolResult("Not done: what would be run now is not what was approved, because the directory or the settings have changed. Ask again.") { IsError = true };
        if (await jobs.CountOpenJobsAsync(call.Turn.Conversation.Team.Value, cancellationToken) >= MaxOpen)
            return new ToolResult($"Not done: {MaxOpen} jobs are running or queued already. Try again when some have ended.") { IsError = true };

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
            Notice = ItemId.New(time),
        };
        var trace = Activity.Current?.Id;
        return new ToolResult(
            $"Job {job.Id.ShortForm} runs in the background. Its status and output are posted in this thread, where people see them; "
            + $"{(reports.Tells(job) ? "when it has ended you are asked again, with what it printed" : "you don't get them")}. Say that it was started, and don't start it again.")
        {
            Effects = new Effects { Records = [job.ToRecord(), JobAudit.Ordered(job)], Append = [ItemOf(job, trace), cards.Post(job, trace)] },
        };
    }

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
