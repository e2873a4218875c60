using Holdfast.Items;

namespace Holdfast.Backfill;

/// <summary>What somebody said so long ago that they are asked whether an answer is still useful.</summary>
internal sealed record OldQuestion
{
    public required ItemId Id { get; init; }

    public required string Team { get; init; }

    /// <summary>The conversation, in text form.</summary>
    public required string Conversation { get; init; }

    /// <summary>The order keys of what was said, the oldest first. What it says are records of its authors'.</summary>
    public required IReadOnlyList<long> Messages { get; init; }

    /// <summary>Who said it.</summary>
    public required IReadOnlyList<string> People { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>What somebody decided: the action of the button; null while nobody has.</summary>
    public string? Decided { get; init; }
}
