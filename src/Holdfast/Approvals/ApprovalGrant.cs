using System.Text.Json.Serialization;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Approvals;

/// <summary>What an approver has allowed one person in one conversation, for all calls of a tool.</summary>
internal sealed record ApprovalGrant
{
    /// <summary>Its id: that of the approval by which it was given.</summary>
    public required ItemId Id { get; init; }

    /// <summary>The conversation, in text form.</summary>
    public required string Conversation { get; init; }

    /// <summary>Who may use the tool.</summary>
    public required string User { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>Who has allowed it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How they are kept. They end with the conversation's memory, and never later than that.</summary>
    public static RecordKind<ApprovalGrant> Kind { get; } = new("approval_grant", static () => ApprovalGrantJson.Default.ApprovalGrant, static grant => grant.Id, static (grant, record) => record with
    {
        Team = ConversationId.TeamOf(grant.Conversation),
        User = grant.User,
        EndedAt = grant.At,
    });

    /// <summary>What a decision allows.</summary>
    public static ApprovalGrant Of(Approval approval, string by, DateTimeOffset now) => new()
    {
        Id = approval.Id, Conversation = approval.Conversation, User = approval.RequestedBy, Tool = approval.Tool, By = by, At = now,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ApprovalGrant))]
internal sealed partial class ApprovalGrantJson : JsonSerializerContext;
