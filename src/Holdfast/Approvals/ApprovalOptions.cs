using System.ComponentModel.DataAnnotations;
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

    /// <summary>How those who may approve are told that something waits for them. Default: <c>Auto</c>.</summary>
    [EnumDataType(typeof(ApproverTelling))]
    public ApproverTelling Tell { get; set; } = ApproverTelling.Auto;

    /// <summary>After which part of its time a request that nobody has decided is told once more; 0: it is not. Default: 0.5.</summary>
    [Range(0, 0.99)]
    public double RemindAfter { get; set; } = 0.5;

    /// <summary>
    /// The tools that an approver may allow for one person in one conversation, for as long as that is remembered, each by its whole name. Default: none.
    /// </summary>
    public IList<string> AlwaysAllow { get; init; } = [];

    /// <summary>How long a request waits for a decision before it expires. Default: 24 hours.</summary>
    [Duration(1, 2592000)]
    public TimeSpan Expiry { get; set; } = TimeSpan.FromHours(24);
}
