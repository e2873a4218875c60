using Holdfast.Items;

namespace Holdfast.Records;

/// <summary>One execution of the agent for one item. Its steps are rows of their own (<see cref="RunStep"/>).</summary>
public sealed record RunRecord
{
    /// <summary>The id of the item that began the run.</summary>
    public required ItemId Id { get; init; }

    /// <summary>The conversation, in text form.</summary>
    public required string Conversation { get; init; }

    /// <summary>Who asked.</summary>
    public required string User { get; init; }

    /// <summary>What was asked, without the mention of the app.</summary>
    public MessageContent Question { get; init; } = MessageContent.Empty;

    /// <summary>
    /// The ids, separated by blanks, of the further messages that it answers along with the one that began it: what it does for
    /// them must not be done again by runs of their own.
    /// </summary>
    public string Merged { get; init; } = "";

    /// <summary>How it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When its first attempt began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs or waits.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Until when its details are kept after its end; null while it runs or waits.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// How often it was started: once, and once more after each crash or failed attempt. A run that takes the process down
    /// each time must not do so for ever. One that was broken off in order, as by a pause, is not counted.
    /// </summary>
    public int Starts { get; init; }

    /// <summary>The model that answered, if one did.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens read by the model, over all its calls; null when the provider did not say.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens written by the model, over all its calls; null when the provider did not say.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>What that cost, in millionths of a US dollar, by the operator's prices; null when those are not known.</summary>
    public long? CostMicros { get; init; }

    /// <summary>What went wrong, when something did; without secrets.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// The delivery that made the message which says that the run is at work: the answer takes its place. Null when there is
    /// none.
    /// </summary>
    public ItemId? Notice { get; init; }
}
