using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Approvals;

/// <summary>The card by which people decide, and what becomes of it.</summary>
public sealed class ApprovalCards(MessageComposer messages)
{
    /// <summary>The action of the button that approves; its value is the approval's id.</summary>
    public const string Approve = "approval.approve";

    /// <summary>The action of the button that denies; its value is the approval's id.</summary>
    public const string Deny = "approval.deny";

    /// <summary>The card, posted where the question was asked.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Post(Approval approval, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(approval);
        List<Block> blocks =
        [
            new HeaderBlock { Text = TextObject.Plain("Approval needed") },
            Parts.Section($"I'd like to use *{SlackText.Escape(approval.Tool)}* for <@{approval.RequestedBy}>:"),
            .. CodeBlocks.Of(approval.Shown),
            Parts.Row(
                Parts.Button(Approve, "Approve", approval.Id.ToString()) with { Style = "primary" },
                Parts.Button(Deny, "Deny", approval.Id.ToString()) with { Style = "danger" }),
            Parts.Small($"Expires {SlackDate.Relative(approval.ExpiresAt)} if nobody decides"),
        ];
        return messages.Post(
            ConversationId.Parse(approval.Conversation), approval.Run, $"Approval needed: {SlackText.Escape(approval.Tool)}", blocks, traceParent, approval.Card);
    }

    /// <summary>The card as it looks after the decision.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Close(Approval approval, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var verdict = Verdict(approval);
        List<Block> blocks =
        [
            Parts.Section($"{verdict}\n*{SlackText.Escape(approval.Tool)}* for <@{approval.RequestedBy}>:"),
            .. CodeBlocks.Of(approval.Shown),
        ];
        return messages.Update(
            ConversationId.Parse(approval.Conversation), approval.Run, new DeliveryTarget(approval.Run, approval.Card), verdict, blocks, traceParent);
    }

    /// <summary>Who decided what, and when, in mrkdwn.</summary>
    /// <param name="approval">The approval.</param>
    public static string Verdict(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var when = SlackDate.Relative(approval.DecidedAt ?? approval.ExpiresAt);
        return approval.Status switch
        {
            ApprovalStatus.Approved => $"✅ <@{approval.DecidedBy}> approved this · {when}",
            ApprovalStatus.Denied => $"⛔ <@{approval.DecidedBy}> denied this · {when}",
            ApprovalStatus.Expired => $"⌛ Expired {when}. Nobody decided, so I didn't do it",
            ApprovalStatus.Withdrawn => $"🛑 Withdrawn {when}, because the run was stopped",
            _ => "⏳ Waiting for a decision",
        };
    }
}
