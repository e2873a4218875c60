namespace Holdfast.Items;

/// <summary>One entry of a lane, as it is handed out.</summary>
public sealed record LaneItem
{
    /// <summary>The item's identity.</summary>
    public required ItemId Id { get; init; }

    /// <summary>The store's own number of the item, growing with each append.</summary>
    public required long Sequence { get; init; }

    /// <summary>The use of lanes that it belongs to.</summary>
    public required LaneQueue Queue { get; init; }

    /// <summary>The lane's name.</summary>
    public required string Lane { get; init; }

    /// <summary>What the payload is.</summary>
    public required string Kind { get; init; }

    /// <summary>The content, as appended.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The place within the lane.</summary>
    public required long OrderKey { get; init; }

    /// <summary>Whose it is; null for nobody's.</summary>
    public ItemOwner? Owner { get; init; }

    /// <summary>The key under which duplicates are recognised, if any.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>When it was appended.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>How many attempts ended in a counted failure before this one: 0 the first time.</summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// An earlier attempt may have had its effect without that being known: the process died while it held the item, or the
    /// handler said so. The handler must find out before it repeats an effect.
    /// </summary>
    public required bool InDoubt { get; init; }

    /// <summary>Whether an earlier attempt failed, or may have had its effect. One that only waited does not count.</summary>
    public bool IsRepeated => InDoubt || Attempt > 0;

    /// <summary>W3C trace context of what caused the item.</summary>
    public string? TraceParent { get; init; }
}
