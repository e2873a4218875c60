using Holdfast.Configuration;

namespace Holdfast.Approvals;

/// <summary>Who may let the agent do what needs approval. Section <c>Approvals</c>.</summary>
public sealed class ApprovalOptions
{
    /// <summary>Ids of users who may approve, besides the operators. Default: none.</summary>
    [SlackIds("UW", "users")]
    public IList<string> Users { get; init; } = [];

    /// <summary>Ids of user groups whose members may approve. Default: none.</summary>
    [SlackIds("S", "user groups")]
    public IList<string> UserGroups { get; init; } = [];

    /// <summary>Whether an approver may approve what the agent wants to do for that very person. Default: <c>true</c>.</summary>
    public bool RequesterMayApprove { get; set; } = true;

    /// <summary>How long a request waits for a decision before it expires. Default: 24 hours.</summary>
    [Duration(1, 2592000)]
    public TimeSpan Expiry { get; set; } = TimeSpan.FromHours(24);
}
