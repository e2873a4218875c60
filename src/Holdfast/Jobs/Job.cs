using Holdfast.Items;

namespace Holdfast.Jobs;

/// <summary>How a job stands. The numbers are stored: never renumber, only add.</summary>
public enum JobStatus
{
    /// <summary>Waits for a free place.</summary>
    Queued = 1,

    /// <summary>Its process runs.</summary>
    Running = 2,

    /// <summary>Its process ended with exit code 0.</summary>
    Succeeded = 3,

    /// <summary>Its process ended with another exit code, wrote too much, or could not be started.</summary>
    Failed = 4,

    /// <summary>It was ended by its time-out.</summary>
    TimedOut = 5,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled = 6,

    /// <summary>The server stopped or crashed while it ran. It is not run again by itself: it may have done half its work.</summary>
    Interrupted = 7,
}

/// <summary>A command that runs in the background.</summary>
public sealed record Job
{
    /// <summary>Its id: that of its item in the lane of jobs.</summary>
    public required ItemId Id { get; init; }

    /// <summary>The run that asked for it.</summary>
    public required ItemId Run { get; init; }

    /// <summary>The conversation, in text form.</summary>
    public required string Conversation { get; init; }

    /// <summary>Who had asked the agent.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Who approved it; null when the operator's allow-list did.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>The tool: <c>exec</c> or <c>code</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>What is run, in full, as people are shown it.</summary>
    public required string Shown { get; init; }

    /// <summary>What is run: JSON, in the tool's own format.</summary>
    public required string Order { get; init; }

    /// <summary>How it stands.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>When it was ordered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its process was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What its process ended with; null when it did not end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Bytes that it wrote.</summary>
    public long OutputBytes { get; init; }

    /// <summary>What it printed, as the agent is told; null until it has ended, and where that is not known.</summary>
    public string? Output { get; init; }

    /// <summary>The item that tells the agent of its end, unless the run that waits for it has told it by then; null for a job of a version that did not wait.</summary>
    public ItemId? Report { get; init; }

    /// <summary>How many jobs led to it, each ordered when the agent was told of the end of the one before.</summary>
    public int Depth { get; init; }

    /// <summary>The delivery that posted its card.</summary>
    public required ItemId Notice { get; init; }

    /// <summary>What planned that delivery, where it is the card on which the job was approved; null for a card of its own.</summary>
    public ItemId? CardOf { get; init; }
}
