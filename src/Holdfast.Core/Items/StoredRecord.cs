namespace Holdfast.Items;

/// <summary>
/// What a feature keeps besides its items, as stores see it: they keep, find and sweep it by what is said here and know nothing of what it is.
/// It changes with the commit of a transition or an append, as a whole; of several changes in one commit the last counts.
/// </summary>
public sealed record StoredRecord
{
    /// <summary>Its name.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>The workspace it is of; empty where it is of none.</summary>
    public string Team { get; init; } = "";

    /// <summary>The person it is of; empty where it is nobody's.</summary>
    public string User { get; init; } = "";

    /// <summary>The run it is a part of: it is found by it, and swept with it. Null for what outlives its run.</summary>
    public ItemId? Run { get; init; }

    /// <summary>When it is due, for the order of a list. To the microsecond. Nothing happens by itself then: that is an item's work.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it came to its end; null while it is open, and then it is never swept. To the microsecond.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether workers that share the store are told at once that it has changed. Not kept.</summary>
    public bool IsAnnounced { get; init; }

    /// <summary>What it says, in the feature's own format; null when it is removed.</summary>
    public required string? Value { get; init; }
}
