using Holdfast.Items;

namespace Holdfast.Timers;

/// <summary>How a timer stands. The numbers are stored: never renumber, only add.</summary>
public enum TimerStatus
{
    /// <summary>It is going to ring.</summary>
    Pending = 1,

    /// <summary>It has rung for the last time; it can be snoozed.</summary>
    Rung = 2,

    /// <summary>Somebody ticked it off.</summary>
    Done = 3,

    /// <summary>It was cancelled: it rings no more.</summary>
    Cancelled = 4,
}

/// <summary>A timer that somebody has set.</summary>
public sealed record TimerRecord
{
    /// <summary>Its id.</summary>
    public required ItemId Id { get; init; }

    /// <summary>The workspace.</summary>
    public required string Team { get; init; }

    /// <summary>Who set it, and is mentioned when it rings.</summary>
    public required string User { get; init; }

    /// <summary>Where it rings: a conversation, in text form.</summary>
    public required string Conversation { get; init; }

    /// <summary>What it is for, in the user's words; empty when nothing was said.</summary>
    public string Label { get; init; } = "";

    /// <summary>When it rings next; when it rang last, once it rings no more.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The rule by which it repeats, in its stored form; null for a timer that rings once.</summary>
    public string? Repeats { get; init; }

    /// <summary>The IANA time zone in which that rule is read, and times are shown.</summary>
    public required string Zone { get; init; }

    /// <summary>How it stands.</summary>
    public required TimerStatus Status { get; init; }

    /// <summary>
    /// The number of the ring that comes next, from 1. What is scheduled carries it: an alarm of an earlier number is of a time that
    /// was since moved or cancelled.
    /// </summary>
    public int Ring { get; init; } = 1;

    /// <summary>When it was set.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it rang last; null before the first time.</summary>
    public DateTimeOffset? RungAt { get; init; }

    /// <summary>When it came to its end: it is kept for some time after. Null while it is pending.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
