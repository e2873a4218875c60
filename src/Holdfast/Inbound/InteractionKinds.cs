using Holdfast.Interactions;

namespace Holdfast.Inbound;

/// <summary>The kinds of interactive items, as they are stored.</summary>
public static class InteractionKinds
{
    /// <summary>Something a person did with what the app shows: Slack's payload.</summary>
    public const string Interactive = "interactive";

    /// <summary>A slash command: Slack's payload.</summary>
    public const string SlashCommand = "slash_command";

    /// <summary>A message that says only the word that stops a run: Slack's event.</summary>
    public const string StopWord = "stop_word";

    /// <summary>Slack's own stop button of an agent's session: Slack's event.</summary>
    public const string SessionStopped = "session_stopped";

    /// <summary>Nobody decided about an approval in time: its id.</summary>
    public const string ApprovalExpiry = "approval_expiry";

    /// <summary>The run that asked for an approval has come to its end: the approval's id.</summary>
    public const string ApprovalWithdrawal = "approval_withdrawal";

    /// <summary>A timer is due.</summary>
    public const string TimerAlarm = "timer_alarm";

    /// <summary>A timer is to ring no more.</summary>
    public const string TimerCancellation = "timer_cancellation";

    /// <summary>Somebody opened the app's home: Slack's event.</summary>
    public const string HomeOpened = "home_opened";

    /// <summary>What a person's home shows has changed: whose.</summary>
    public const string HomeChanged = "home_changed";

    /// <summary>An operator wants something: one of the words of <see cref="Operators.OperatorOrders"/>.</summary>
    public const string OperatorOrder = "operator_order";

    /// <summary>Somebody who may has decided about an approval: a <see cref="Decision"/>.</summary>
    public const string ApprovalDecision = "approval_decision";

    /// <summary>Somebody who may has pressed a button of a timer: a <see cref="Decision"/>.</summary>
    public const string TimerDecision = "timer_decision";

    /// <summary>Somebody wants a question asked again: a <see cref="Decision"/>.</summary>
    public const string RetryDecision = "retry_decision";

    /// <summary>Somebody is to be told something: an <see cref="Interactions.Answer"/>.</summary>
    public const string Answer = "answer";
}
