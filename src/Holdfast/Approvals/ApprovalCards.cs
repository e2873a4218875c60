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

    /// <summary>The action of the button that approves this call and all that are like it; its value is the approval's id.</summary>
    public const string Always = "approval.always";

    /// <summary>The card, posted where the question was asked.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    /// <param name="mentions">Whom it calls, in mrkdwn; null for nobody.</param>
    public NewItem Post(Approval approval, string? traceParent, string? mentions = null)
    {
        ArgumentNullException.ThrowIfNull(approval);
        List<Block> blocks = [new HeaderBlock { Text = TextObject.Plain("Approval needed") }, .. Asking(approval)];
        if (mentions is not null)
            blocks.Insert(1, Parts.Section($"{mentions}: please decide."));
        var text = $"Approval needed: {SlackText.Escape(approval.Tool)}";
        return messages.Post(
            ConversationId.Parse(approval.Conversation), approval.Run, mentions is null ? text : $"{mentions} {text}", blocks, traceParent, approval.Card);
    }

    /// <summary>The same for one of those who may decide, in their direct message with the app.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="direct">The direct message.</param>
    /// <param name="opening">What it is about, in mrkdwn.</param>
    /// <param name="delivery">The delivery's id.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    internal NewItem PostTo(Approval approval, ConversationId direct, string opening, ItemId delivery, string? traceParent) =>
        messages.Post(direct, approval.Run, opening, [Parts.Section(opening), .. Asking(approval)], traceParent, delivery);

    /// <summary>A message where the question was asked, that nobody has decided yet.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="mentions">Whom it calls, in mrkdwn.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    internal NewItem Remind(Approval approval, string mentions, string? traceParent) => messages.Post(
        ConversationId.Parse(approval.Conversation),
        approval.Run,
        $"{mentions}: *{SlackText.Escape(approval.Tool)}* for <@{approval.RequestedBy}> still needs a decision, above. It expires {SlackDate.Relative(approval.ExpiresAt)}.",
        traceParent: traceParent);

    private static IEnumerable<Block> Asking(Approval approval)
    {
        var id = approval.Id.ToString();
        List<BlockElement> buttons =
        [
            Parts.Button(Approve, "Approve", id) with { Style = "primary" },
            Parts.Button(Deny, "Deny", id) with { Style = "danger" },
        ];
        if (approval.MayBeAlways)
            buttons.Insert(1, Parts.Button(Always, "Always in this conversation", id));
        var always = approval.MayBeAlways
            ? $". *Always*: <@{approval.RequestedBy}> may use it there without asking, until the conversation is forgotten or an operator revokes it (`/holdfast approvals`)"
            : "";
        return
        [
            Parts.Section($"I'd like to use *{SlackText.Escape(approval.Tool)}* for <@{approval.RequestedBy}>:"),
            .. CodeBlocks.Of(approval.Shown),
            Parts.Row([.. buttons]),
            Parts.Small($"Expires {SlackDate.Relative(approval.ExpiresAt)} if nobody decides{always}"),
        ];
    }

    /// <summary>The card as it looks after the decision.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public NewItem Close(Approval approval, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return Close(approval, ConversationId.Parse(approval.Conversation), approval.Card, traceParent);
    }

    /// <summary>One of its cards as it looks after the decision.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="where">Where the card is.</param>
    /// <param name="card">The delivery that posted it.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    internal NewItem Close(Approval approval, ConversationId where, ItemId card, string? traceParent)
    {
        var verdict = Verdict(approval);
        List<Block> blocks =
        [
            Parts.Section($"{verdict}\n*{SlackText.Escape(approval.Tool)}* for <@{approval.RequestedBy}>:"),
            .. CodeBlocks.Of(approval.Shown),
        ];
        return messages.Update(where, approval.Run, new DeliveryTarget(approval.Run, card), verdict, blocks, traceParent);
    }

    /// <summary>Who decided what, and when, in mrkdwn.</summary>
    /// <param name="approval">The approval.</param>
    public static string Verdict(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var when = SlackDate.Relative(approval.DecidedAt ?? approval.ExpiresAt);
        return approval.Status switch
        {
            ApprovalStatus.Approved when approval.IsAlways => $"✅ {People.Of(approval.DecidedBy)} approved this, and always for <@{approval.RequestedBy}> in this conversation · {when}",
            ApprovalStatus.Approved => $"✅ {People.Of(approval.DecidedBy)} approved this · {when}",
            ApprovalStatus.Denied => $"⛔ {People.Of(approval.DecidedBy)} denied this · {when}",
            ApprovalStatus.Expired => $"⌛ Expired {when}. Nobody decided, so I didn't do it",
            ApprovalStatus.Withdrawn => $"🛑 Withdrawn {when}, because the run was stopped",
            _ => "⏳ Waiting for a decision",
        };
    }
}
