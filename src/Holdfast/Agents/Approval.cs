using Holdfast.Items;

namespace Holdfast.Agents;

/// <summary>How an approval stands. The numbers are stored: never renumber, only add.</summary>
public enum ApprovalStatus
{
    /// <summary>Nobody has decided yet.</summary>
    Pending = 1,

    /// <summary>It may be done.</summary>
    Approved = 2,

    /// <summary>It must not be done.</summary>
    Denied = 3,

    /// <summary>Nobody decided in time: it must not be done.</summary>
    Expired = 4,

    /// <summary>The run that asked was stopped before anybody decided.</summary>
    Withdrawn = 5,
}

/// <summary>A question to people: may the agent do this? Decided once.</summary>
public sealed record Approval
{
    /// <summary>Its id.</summary>
    public required ItemId Id { get; init; }

    /// <summary>The run that waits for it.</summary>
    public required ItemId Run { get; init; }

    /// <summary>The tool call within the run, in the model's words.</summary>
    public required string CallId { get; init; }

    /// <summary>The conversation, in text form.</summary>
    public required string Conversation { get; init; }

    /// <summary>Who had asked the agent.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>What would be done, in full, as people are shown it.</summary>
    public required string Shown { get; init; }

    /// <summary>How it stands.</summary>
    public required ApprovalStatus Status { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it counts as denied if nobody has decided.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who decided; null when nobody did.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was decided, or expired.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>
    /// When what was approved was begun: set before it is done, so that a run which comes back after a crash knows that it may
    /// have been done, and does not do it twice.
    /// </summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Whether the one who decides may allow all calls of the tool for this person in this conversation.</summary>
    public bool MayBeAlways { get; init; }

    /// <summary>Whether that was done.</summary>
    public bool IsAlways { get; init; }

    /// <summary>The delivery that posted the card.</summary>
    public required ItemId Card { get; init; }
}

/// <summary>A tool that somebody may use in a conversation without asking, because an approver has said so.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="By">Who has said so.</param>
/// <param name="At">When.</param>
public sealed record ToolGrant(string Tool, string By, DateTimeOffset At);
