using Holdfast.Lanes;

namespace Holdfast.Runs;

/// <summary>How a run stands. The numbers are stored: never renumber, only add.</summary>
public enum RunStatus
{
    /// <summary>Under way, or to be resumed after a crash.</summary>
    Running = 1,

    /// <summary>Ended with an answer.</summary>
    Completed = 2,

    /// <summary>Ended with a failure that the user was told of.</summary>
    Failed = 3,

    /// <summary>Ended by its time-out; the user was told.</summary>
    TimedOut = 4,
}

/// <summary>One execution of the agent for one item. Its steps are rows of their own (<see cref="RunStep"/>).</summary>
public sealed record RunRecord
{
    /// <summary>The id of the item that the run executes.</summary>
    public required ItemId Id { get; init; }

    /// <summary>The conversation, in text form.</summary>
    public required string Conversation { get; init; }

    /// <summary>Who asked.</summary>
    public required string User { get; init; }

    /// <summary>How it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When its first attempt began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// How often it was started: once, and once more after each crash or failed attempt. A run that takes the process down
    /// each time must not do so for ever.
    /// </summary>
    public int Starts { get; init; }

    /// <summary>The model that answered, if one did.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens read by the model, over all its calls; null when the provider did not say.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens written by the model, over all its calls; null when the provider did not say.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>What went wrong, when something did; without secrets.</summary>
    public string? Error { get; init; }
}
