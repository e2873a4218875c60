using System.Text.Json;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Approvals;

/// <summary>
/// Decides approvals: by a click of somebody who may, or by the end of their time. All that concerns one approval happens in
/// its own lane, so of two clicks at once, on whatever workers, the second finds it decided.
/// </summary>
public sealed partial class ApprovalDecisions(
    IHoldfastStore store, Approvers approvers, ApprovalCards cards, Responder responder, TimeProvider time, ILogger<ApprovalDecisions> logger)
    : IActionHandler, IInternalHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [ApprovalCards.Approve, ApprovalCards.Deny];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [InteractionKinds.ApprovalExpiry, InteractionKinds.ApprovalWithdrawal];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var approval = ItemId.TryParse(interaction.Value, out var id) ? await store.GetApprovalAsync(id, cancellationToken) : null;
        if (approval is null || !interaction.IsIn(approval.Conversation))
            return await responder.RefuseAsync(interaction, "I do not know this request (any more), so nothing was done.", "no such approval", cancellationToken);
        if (approval.Status != ApprovalStatus.Pending)
            return await responder.RefuseAsync(interaction, $"This was decided already. {ApprovalCards.Verdict(approval)}", "decided already", cancellationToken);

        // Its end may have come due in this very moment, and stand behind this click in the lane.
        if (approval.ExpiresAt <= time.GetUtcNow())
            return await responder.RefuseAsync(interaction, "The time to decide this has run out, so it was not done.", "expired", cancellationToken);
        if (await store.GetRunAsync(approval.Run, cancellationToken) is not { EndedAt: null })
            return await responder.RefuseAsync(interaction, "The run that asked for this has ended, so it was not done.", "the run has ended", cancellationToken);
        if (await ReasonAgainstAsync(interaction, approval, cancellationToken) is { } reason)
        {
            LogNotAllowed(approval.Id, interaction.User.Value);
            return await responder.RefuseAsync(interaction, reason, "not an approver", cancellationToken);
        }

        var status = interaction.ActionId == ApprovalCards.Approve ? ApprovalStatus.Approved : ApprovalStatus.Denied;
        LogDecided(approval.Id, approval.Tool, status, interaction.User.Value);
        return Decide(interaction.Done(), approval with { Status = status, DecidedBy = interaction.User.Value, DecidedAt = time.GetUtcNow() });
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var done = new Transition { Claim = work.Claim, Outcome = ItemOutcome.Answered };
        if (!ItemId.TryParse(JsonSerializer.Deserialize<string>(work.Item.Payload.Span), out var id)
            || await store.GetApprovalAsync(id, cancellationToken) is not { Status: ApprovalStatus.Pending } approval)
        {
            return done;
        }

        var status = work.Item.Kind == InteractionKinds.ApprovalWithdrawal ? ApprovalStatus.Withdrawn : ApprovalStatus.Expired;
        LogDecided(approval.Id, approval.Tool, status, "nobody");
        return Decide(done, approval with { Status = status, DecidedAt = time.GetUtcNow() });
    }

    /// <summary>The decision, the card that shows it, and the run that goes on: all of it or nothing.</summary>
    private Transition Decide(Transition end, Approval decided)
    {
        var trace = end.Claim.Item.TraceParent;
        return end with
        {
            Approvals = [decided],
            Append = [cards.Close(decided, trace), RunItems.ToResume(decided.Run, decided.Conversation, time, trace)],
        };
    }

    private async ValueTask<string?> ReasonAgainstAsync(Interaction interaction, Approval approval, CancellationToken cancellationToken)
    {
        try
        {
            return await approvers.ReasonAgainstAsync(interaction.User, approval, cancellationToken);
        }
        catch (SlackException e)
        {
            // Who cannot be known to be allowed is not; they can click again when Slack answers.
            LogNotKnown(e, approval.Id);
            return "I could not find out from Slack whether you may decide this. Please try again in a minute.";
        }
    }

    [LoggerMessage(910, LogLevel.Information, "Approval {Approval} of {Tool}: {Status} by {User}")]
    private partial void LogDecided(ItemId approval, string tool, ApprovalStatus status, string user);

    [LoggerMessage(911, LogLevel.Warning, "Approval {Approval}: {User} may not decide it and tried")]
    private partial void LogNotAllowed(ItemId approval, string user);

    [LoggerMessage(912, LogLevel.Warning, "Approval {Approval}: who may decide could not be found out")]
    private partial void LogNotKnown(Exception error, ItemId approval);
}
