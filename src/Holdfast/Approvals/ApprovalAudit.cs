using Holdfast.Agents;
using Holdfast.Audit;
using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Approvals;

/// <summary>What the audit trail says of an approval: how it stands now.</summary>
internal static class ApprovalAudit
{
    /// <summary>The entry, for the transition that keeps the approval.</summary>
    public static StoredRecord Of(Approval approval) => new AuditEntry
    {
        Act = approval.Status switch
        {
            ApprovalStatus.Pending => AuditActs.ApprovalAsked,
            ApprovalStatus.Approved when approval.IsAlways => AuditActs.ApprovalAlways,
            ApprovalStatus.Approved => AuditActs.ApprovalApproved,
            ApprovalStatus.Denied => AuditActs.ApprovalDenied,
            ApprovalStatus.Withdrawn => AuditActs.ApprovalWithdrawn,
            _ => AuditActs.ApprovalExpired,
        },
        At = approval.DecidedAt ?? approval.CreatedAt,
        By = approval.Status == ApprovalStatus.Pending ? approval.RequestedBy : approval.DecidedBy,
        For = approval.Status == ApprovalStatus.Pending ? null : approval.RequestedBy,
        Team = ConversationId.TeamOf(approval.Conversation),
        Where = approval.Conversation,
        What = approval.Tool,
        Reference = approval.Id.ToString(),
    }.ToRecord(approval.Id.ToString());

    /// <summary>The entry that something allowed for always was taken back.</summary>
    public static StoredRecord Revoked(ApprovalGrant grant, string by, DateTimeOffset at) => new AuditEntry
    {
        Act = AuditActs.ApprovalRevoked,
        At = at,
        By = by,
        For = grant.User,
        Team = ConversationId.TeamOf(grant.Conversation),
        Where = grant.Conversation,
        What = grant.Tool,
        Reference = grant.Id.ToString(),
    }.ToRecord(grant.Id.ToString());
}
