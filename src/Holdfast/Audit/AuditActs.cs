namespace Holdfast.Audit;

/// <summary>What the audit trail knows of. The words are stored, and docs/audit.md explains them: never rename one, only add.</summary>
public static class AuditActs
{
    /// <summary>The agent asked whether it may use a tool.</summary>
    public const string ApprovalAsked = "approval.asked";

    /// <summary>Somebody approved that.</summary>
    public const string ApprovalApproved = "approval.approved";

    /// <summary>Somebody approved that, and every further use of the tool by that person in that conversation.</summary>
    public const string ApprovalAlways = "approval.always";

    /// <summary>An operator took that back.</summary>
    public const string ApprovalRevoked = "approval.revoked";

    /// <summary>Somebody denied it.</summary>
    public const string ApprovalDenied = "approval.denied";

    /// <summary>Nobody decided in time.</summary>
    public const string ApprovalExpired = "approval.expired";

    /// <summary>The run that asked had ended.</summary>
    public const string ApprovalWithdrawn = "approval.withdrawn";

    /// <summary>Somebody changed settings of their own or of a channel.</summary>
    public const string SettingsChanged = "settings.changed";

    /// <summary>An operator paused the agent.</summary>
    public const string AgentPaused = "agent.paused";

    /// <summary>An operator let it go on.</summary>
    public const string AgentResumed = "agent.resumed";

    /// <summary>Somebody stopped a run.</summary>
    public const string RunStopped = "run.stopped";

    /// <summary>An operator used a command in Slack that only operators may use.</summary>
    public const string CommandUsed = "command.used";

    /// <summary>An operator had a dead letter tried again.</summary>
    public const string DeadLetterReplayed = "dead-letter.replayed";

    /// <summary>An operator deleted a dead letter.</summary>
    public const string DeadLetterDiscarded = "dead-letter.discarded";

    /// <summary>An operator had what waits for Slack's limits tried at once.</summary>
    public const string GateOpened = "gate.opened";

    /// <summary>Somebody wanted something of the agent who may not use it.</summary>
    public const string AccessRefused = "access.refused";

    /// <summary>A command was ordered.</summary>
    public const string JobOrdered = "job.ordered";

    /// <summary>A command came to its end.</summary>
    public const string JobEnded = "job.ended";

    /// <summary>Somebody cancelled a command.</summary>
    public const string JobCancelled = "job.cancelled";

    /// <summary>Somebody set a timer.</summary>
    public const string TimerSet = "timer.set";

    /// <summary>A timer was cancelled.</summary>
    public const string TimerCancelled = "timer.cancelled";

    /// <summary>An operator had deleted what somebody said.</summary>
    public const string PersonForgotten = "person.forgotten";

    /// <summary>An operator read all that is kept of somebody.</summary>
    public const string PersonExported = "person.exported";
}
