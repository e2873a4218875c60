using System.Text.Json.Serialization;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Approvals;

/// <summary>How approvals are kept and found.</summary>
public static class ApprovalRecords
{
    /// <summary>An approval as a record: a part of the run that asked for it.</summary>
    public static RecordKind<Approval> Kind { get; } = new("approval", static () => ApprovalJson.Default.Approval, static approval => approval.Id, static (approval, record) => record with
    {
        Team = ConversationId.TeamOf(approval.Conversation),
        User = approval.RequestedBy,
        Run = approval.Run,
        DueAt = approval.ExpiresAt,
        EndedAt = approval.Status == ApprovalStatus.Pending ? null : approval.DecidedAt ?? approval.CreatedAt,
    });

    /// <summary>The approval as it is kept.</summary>
    /// <param name="approval">The approval.</param>
    public static StoredRecord ToRecord(this Approval approval) => Kind.Store(approval);

    /// <summary>The approval as it is kept, and what the audit trail says of how it stands now.</summary>
    /// <param name="approval">The approval.</param>
    internal static IReadOnlyList<StoredRecord> ToRecords(this Approval approval) => [approval.ToRecord(), ApprovalAudit.Of(approval)];

    /// <summary>An approval as last committed; null when there is none (any more).</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="approval">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<Approval?> GetApprovalAsync(this IRecordReader records, ItemId approval, CancellationToken cancellationToken) =>
        records.GetAsync(Kind, approval, cancellationToken);

    /// <summary>The approvals that a run asked for, in the order of asking.</summary>
    /// <param name="records">Where they are kept.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<IReadOnlyList<Approval>> GetApprovalsOfRunAsync(this IRecordReader records, ItemId run, CancellationToken cancellationToken) =>
        records.FindAsync(Kind, new RecordQuery(Kind.Name) { Run = run }, int.MaxValue, cancellationToken);

    /// <summary>What waits for a decision in a workspace, the oldest first.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<IReadOnlyList<Approval>> GetPendingApprovalsAsync(this IRecordReader records, string team, int limit, CancellationToken cancellationToken) =>
        records.FindAsync(Kind, Pending with { Team = team }, limit, cancellationToken);

    /// <summary>How many wait for a decision.</summary>
    /// <param name="records">Where they are kept.</param>
    /// <param name="team">In which workspace; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<int> CountPendingApprovalsAsync(this IRecordReader records, string? team, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        return records.CountRecordsAsync(Pending with { Team = team }, cancellationToken);
    }

    private static RecordQuery Pending { get; } = new(Kind.Name) { IsOpen = true };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Approval))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
