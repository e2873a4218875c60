using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>Asks for approval: makes the approval, its card, and the item that ends it when it expires.</summary>
public sealed class ApprovalRequests(ApprovalCards cards, ApprovalTelling telling, ApprovalGrants grants, IOptions<ApprovalOptions> options, TimeProvider time)
{
    /// <summary>The lane in which everything about one approval happens, one after the other: that is why it is decided once.</summary>
    /// <param name="approval">The approval.</param>
    public static string LaneOf(ItemId approval) => $"approval/{approval}";

    /// <summary>Asks.</summary>
    /// <param name="run">The run that will wait.</param>
    /// <param name="request">What it wants to do.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    /// <returns>The approval, with the items that go with it.</returns>
    public (Approval Approval, IReadOnlyList<NewItem> Items) Ask(RunRecord run, ToolRequest request, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        var approval = new Approval
        {
            Id = ItemId.New(time),
            Run = run.Id,
            CallId = request.CallId,
            Conversation = run.Conversation,
            RequestedBy = run.User,
            Tool = request.Tool,
            Shown = request.Shown,
            Status = ApprovalStatus.Pending,
            CreatedAt = now,
            ExpiresAt = now + options.Value.Expiry,
            Card = ItemId.New(time),
            MayBeAlways = grants.MayBeGiven(request.Tool),
        };
        var (mentions, told) = telling.Plan(approval, traceParent, isReminder: false);
        return (approval, [cards.Post(approval, traceParent, mentions), Expiry(approval, traceParent), .. Reminder(approval, traceParent), .. told]);
    }

    /// <summary>What the one who asks may use in a conversation without asking, although it needs approval.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal ValueTask<IReadOnlyList<ToolGrant>> GrantsAsync(RunRecord run, CancellationToken cancellationToken) =>
        grants.OfAsync(ConversationId.Parse(run.Conversation), run.User, cancellationToken);

    /// <summary>Takes a request back, as the run that asked has come to its end. In the approval's own lane, like every decision.</summary>
    /// <param name="approval">Which.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Withdraw(Approval approval, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return ItemOf(approval, ApprovalItems.Withdrawal, traceParent);
    }

    /// <summary>A decision as a step of the run that waited for it.</summary>
    /// <param name="approval">The approval, decided.</param>
    public static RunStep StepOf(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var decidedAt = approval.DecidedAt ?? approval.ExpiresAt;
        return new RunStep
        {
            Run = approval.Run,
            Number = 0,
            Kind = StepKinds.Approval,
            Name = approval.Tool,
            StartedAt = approval.CreatedAt,
            Duration = decidedAt - approval.CreatedAt,
            Input = approval.Shown,
            Output = approval.DecidedBy is { } by ? $"{approval.Status} by {by}" : approval.Status.ToString(),
            Error = approval.Status == ApprovalStatus.Approved ? null : approval.Status.ToString().ToLowerInvariant(),
            Resume = approval.Id.ToString(),
        };
    }

    private IEnumerable<NewItem> Reminder(Approval approval, string? traceParent)
    {
        if (options.Value is { RemindAfter: > 0 and var part, Tell: not ApproverTelling.Off })
            yield return ItemOf(approval, ApprovalItems.Reminder, traceParent) with { DueAt = approval.CreatedAt + ((approval.ExpiresAt - approval.CreatedAt) * part) };
    }

    private NewItem Expiry(Approval approval, string? traceParent) =>
        ItemOf(approval, ApprovalItems.Expiry, traceParent) with { DueAt = approval.ExpiresAt };

    private NewItem ItemOf(Approval approval, string kind, string? traceParent) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = LaneOf(approval.Id),
        Kind = kind,
        Owner = Owners.OfRun(approval.Conversation, approval.RequestedBy),
        Payload = JsonSerializer.SerializeToUtf8Bytes(approval.Id.ToString()),
        TraceParent = traceParent,
    };
}
