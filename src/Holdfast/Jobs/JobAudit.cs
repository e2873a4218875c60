using Holdfast.Audit;
using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Jobs;

/// <summary>What the audit trail says of jobs. What was run is not in it.</summary>
internal static class JobAudit
{
    /// <summary>The entry that it was ordered, for the commit that keeps it.</summary>
    public static StoredRecord Ordered(Job job) => Of(job, AuditActs.JobOrdered, job.RequestedBy, job.CreatedAt, job.Tool);

    /// <summary>The entry that it ended.</summary>
    public static StoredRecord Ended(Job job) => Of(job, AuditActs.JobEnded, by: null, job.EndedAt!.Value, $"{job.Tool}: {job.Status.ToString().ToLowerInvariant()}");

    /// <summary>The entry that somebody cancelled it.</summary>
    public static StoredRecord Cancelled(Job job, string by, DateTimeOffset at) => Of(job, AuditActs.JobCancelled, by, at, job.Tool);

    private static StoredRecord Of(Job job, string act, string? by, DateTimeOffset at, string what) => new AuditEntry
    {
        Act = act,
        At = at,
        By = by,
        For = by == job.RequestedBy ? null : job.RequestedBy,
        Team = ConversationId.TeamOf(job.Conversation),
        Where = job.Conversation,
        What = what,
        Reference = job.Id.ToString(),
    }.ToRecord(job.Id.ToString());
}
