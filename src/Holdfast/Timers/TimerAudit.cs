using Holdfast.Audit;
using Holdfast.Items;

namespace Holdfast.Timers;

/// <summary>What the audit trail says of timers: that one was set, and that it was cancelled. That it rings everybody sees.</summary>
internal static class TimerAudit
{
    /// <summary>The entry that it was set, for the commit that keeps it.</summary>
    public static StoredRecord Set(TimerRecord timer) => Of(timer, AuditActs.TimerSet, timer.User, timer.CreatedAt);

    /// <summary>The entry that it was cancelled.</summary>
    public static StoredRecord Cancelled(TimerRecord timer, string by) => Of(timer, AuditActs.TimerCancelled, by, timer.EndedAt!.Value);

    private static StoredRecord Of(TimerRecord timer, string act, string by, DateTimeOffset at) => new AuditEntry
    {
        Act = act,
        At = at,
        By = by,
        For = by == timer.User ? null : timer.User,
        Team = timer.Team,
        Where = timer.Conversation,
        What = timer.Repeats is null ? "once" : "repeating",
        Reference = timer.Id.ToString(),
    }.ToRecord(timer.Id.ToString());
}
