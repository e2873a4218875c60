using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Approvals;

/// <summary>
/// Decides approvals: by a click of an approver, or when they expire. Whether the user may decide is checked in the lane of the click, so
/// that a user who may not delays no one else. The decision is made in the lane of the approval: of two at once, on any workers, the second
/// finds it already decided.
/// </summary>
public sealed partial class ApprovalDecisions(
    IHoldfastStore store, Approvers approvers, ApprovalCards cards, ApprovalTelling telling, ApprovalGrants grants, Responder responder, TimeProvider time, ILogger<ApprovalDecisions> logger)
    : IActionHandler, IInternalHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [ApprovalCards.Approve, ApprovalCards.Always, ApprovalCards.Deny];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [ApprovalItems.Decision, ApprovalItems.Order, ApprovalItems.Reminder, ApprovalItems.Expiry, ApprovalItems.Withdrawal];

    /// <inheritdoc/>
    public Addressee? WhoWaits(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Kind == ApprovalItems.Decision ? Decision.Read(item).By : null;
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var approval = ItemId.TryParse(interaction.Value, out var id) ? await store.GetApprovalAsync(id, cancellationToken) : null;
        if (approval is null || !await IsShownInAsync(interaction, approval, cancellationToken))
            return await responder.RefuseAsync(interaction, "I can't find this request any more, so I did nothing.", "no such approval", cancellationToken);
        if (await TooLateAsync(approval, cancellationToken) is var (text, reason))
            return await responder.RefuseAsync(interaction, text, reason, cancellationToken);

        // Its end may have come due in this very moment. A decision that was let through before stands before it in the lane, and counts.
        if (approval.ExpiresAt <= time.GetUtcNow())
            return await responder.RefuseAsync(interaction, "This request has expired, so I didn't do it.", "expired", cancellationToken);
        if (await ReasonAgainstAsync(interaction, approval, cancellationToken) is { } against)
        {
            LogNotAllowed(approval.Id, interaction.User.Value);
            return await responder.RefuseAsync(interaction, against, "not an approver", cancellationToken);
        }

        if (interaction.ActionId == ApprovalCards.Always && !(approval.MayBeAlways && grants.MayBeGiven(approval.Tool)))
            return await responder.RefuseAsync(interaction, "An operator no longer lets this be approved for always. Approve it for this once.", "not for always", cancellationToken);

        var decision = Decision.Of(interaction, approval.Id);
        return interaction.Done() with { Append = [decision.ToItem(ApprovalItems.Decision, ApprovalRequests.LaneOf(approval.Id), time, interaction)] };
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var done = work.Done();
        if (work.Item.Kind == ApprovalItems.Decision)
            return await DecideAsync(work, done, cancellationToken);
        if (work.Item.Kind == ApprovalItems.Order)
            return await CarryOutAsync(ApprovalOrder.Read(work.Item), done, cancellationToken);
        if (!ItemId.TryParse(JsonSerializer.Deserialize<string>(work.Item.Payload.Span), out var id)
            || await store.GetApprovalAsync(id, cancellationToken) is not { Status: ApprovalStatus.Pending } approval)
        {
            return done;
        }

        if (work.Item.Kind == ApprovalItems.Reminder)
            return Remind(done, approval);
        var status = work.Item.Kind == ApprovalItems.Withdrawal ? ApprovalStatus.Withdrawn : ApprovalStatus.Expired;
        LogEnded(approval.Id, approval.Tool, status);
        return await DecideAsync(done, approval with { Status = status, DecidedAt = time.GetUtcNow() }, cancellationToken);
    }

    /// <summary>Whether a card of the approval's is where the click came from: in the conversation, or in the direct message of somebody who was told.</summary>
    private async ValueTask<bool> IsShownInAsync(Interaction interaction, Approval approval, CancellationToken cancellationToken) =>
        interaction.IsIn(approval.Conversation)
        || (interaction.Team.Value == ConversationId.TeamOf(approval.Conversation) && (await telling.ToldAsync(approval, cancellationToken)).Any(told => interaction.IsIn(told.Conversation)));

    private Transition Remind(Transition done, Approval approval)
    {
        var trace = done.Claim.Item.TraceParent;
        var (mentions, told) = telling.Plan(approval, trace, isReminder: true);
        return done with { Append = [.. mentions is null ? Array.Empty<NewItem>() : [cards.Remind(approval, mentions, trace)], .. told] };
    }

    private async ValueTask<Transition> DecideAsync(LaneWork work, Transition done, CancellationToken cancellationToken)
    {
        var decision = Decision.Read(work.Item);
        if (await store.GetApprovalAsync(decision.About, cancellationToken) is not { } approval)
            return done with { Outcome = ItemOutcome.Ignored("no such approval") };
        if (await TooLateAsync(approval, cancellationToken) is var (text, reason))
            return decision.Refused(work, text, reason, time);
        var (status, user, now) = (decision.Action == ApprovalCards.Deny ? ApprovalStatus.Denied : ApprovalStatus.Approved, decision.By.User.Value, time.GetUtcNow());
        LogDecided(approval.Id, approval.Tool, status, user);
        var isAlways = decision.Action == ApprovalCards.Always;
        var decided = await DecideAsync(done, approval with { Status = status, DecidedBy = user, DecidedAt = now, IsAlways = isAlways }, cancellationToken);
        if (!isAlways)
            return decided;
        LogAllowed(approval.Tool, approval.RequestedBy, approval.Conversation, user);
        return decided with { Records = [.. decided.Records, ApprovalGrant.Kind.Store(ApprovalGrant.Of(approval, user, now))] };
    }

    /// <summary>An operator's decision counts as an approver's. Who gave the order finds out by the approval what became of it.</summary>
    private async ValueTask<Transition> CarryOutAsync(ApprovalOrder order, Transition done, CancellationToken cancellationToken)
    {
        if (await store.GetApprovalAsync(order.Approval, cancellationToken) is not { } approval || await TooLateAsync(approval, cancellationToken) is not null)
            return done with { Outcome = ItemOutcome.Ignored("decided already") };
        var status = order.Approves ? ApprovalStatus.Approved : ApprovalStatus.Denied;
        LogDecided(approval.Id, approval.Tool, status, order.By);
        return await DecideAsync(done, approval with { Status = status, DecidedBy = order.By, DecidedAt = time.GetUtcNow() }, cancellationToken);
    }

    /// <summary>Why it can't be decided any more, in words and for the receipt; null while it can.</summary>
    private async ValueTask<(string Text, string Reason)?> TooLateAsync(Approval approval, CancellationToken cancellationToken)
    {
        if (approval.Status != ApprovalStatus.Pending)
            return ($"Already decided: {ApprovalCards.Verdict(approval)}", "decided already");
        return await store.GetRunAsync(approval.Run, cancellationToken) is { EndedAt: null }
            ? null
            : ("The run that asked for this has ended, so I didn't do it.", "the run has ended");
    }

    /// <summary>The decision, the cards that show it, and the run that goes on: all of it or nothing.</summary>
    private async ValueTask<Transition> DecideAsync(Transition end, Approval decided, CancellationToken cancellationToken)
    {
        var trace = end.Claim.Item.TraceParent;
        var others = (await telling.ToldAsync(decided, cancellationToken)).Select(told => cards.Close(decided, ConversationId.Parse(told.Conversation), told.Card, trace));
        return end with
        {
            Records = decided.ToRecords(),
            Append = [cards.Close(decided, trace), .. others, RunItems.ToResume(decided.Run, decided.Conversation, decided.RequestedBy, time, trace)],
        };
    }

    private async ValueTask<string?> ReasonAgainstAsync(Interaction interaction, Approval approval, CancellationToken cancellationToken)
    {
        try
        {
            return await approvers.ReasonAgainstAsync(interaction.Team, interaction.User, approval, cancellationToken);
        }
        catch (SlackException e)
        {
            // Without an answer nobody is allowed; they can click again when Slack answers.
            LogNotKnown(e, approval.Id);
            return "Slack couldn't tell me whether you can approve this. Please try again in a minute.";
        }
    }

    [LoggerMessage(910, LogLevel.Information, "Approval {Approval} of {Tool}: {Status} by {User}")]
    private partial void LogDecided(ItemId approval, string tool, ApprovalStatus status, string user);

    [LoggerMessage(915, LogLevel.Warning, "{Tool} may be used by {User} in {Conversation} without asking, until that is forgotten: {By} has said so")]
    private partial void LogAllowed(string tool, string user, string conversation, string by);

    [LoggerMessage(913, LogLevel.Information, "Approval {Approval} of {Tool}: {Status} without a decision")]
    private partial void LogEnded(ItemId approval, string tool, ApprovalStatus status);

    [LoggerMessage(911, LogLevel.Warning, "Approval {Approval}: {User} tried to decide but isn't an approver")]
    private partial void LogNotAllowed(ItemId approval, string user);

    [LoggerMessage(912, LogLevel.Warning, "Approval {Approval}: couldn't read from Slack who may decide")]
    private partial void LogNotKnown(Exception error, ItemId approval);
}
