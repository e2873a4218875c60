using Holdfast.Items;

namespace NotesBot.Notes;

/// <summary>Something that somebody wants kept until it is done.</summary>
public sealed record Note
{
    public required ItemId Id { get; init; }

    public required string Team { get; init; }

    public required string User { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset? DoneAt { get; init; }
}
