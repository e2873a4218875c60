namespace Holdfast.Approvals;

/// <summary>The kinds of items in the lane of an approval, as they are stored.</summary>
internal static class ApprovalItems
{
    /// <summary>Nobody decided about an approval in time: its id.</summary>
    public const string Expiry = "approval_expiry";

    /// <summary>The run that asked for an approval has come to its end: the approval's id.</summary>
    public const string Withdrawal = "approval_withdrawal";

    /// <summary>Nobody has decided about an approval for a while: its id.</summary>
    public const string Reminder = "approval_reminder";

    /// <summary>Somebody is to be told of an approval: a <see cref="ApproverToTell"/>, in a lane of its own.</summary>
    public const string Telling = "approval_telling";

    /// <summary>An operator has decided about an approval in a shell: an <see cref="ApprovalOrder"/>.</summary>
    public const string Order = "approval_order";

    /// <summary>Somebody who may has decided about an approval: a <see cref="Interactions.Decision"/>.</summary>
    public const string Decision = "approval_decision";
}
