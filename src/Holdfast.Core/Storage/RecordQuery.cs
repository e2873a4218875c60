using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>Which records are looked for.</summary>
/// <param name="Kind">Their kind.</param>
public sealed record RecordQuery(string Kind)
{
    /// <summary>Only those of this workspace; null for all.</summary>
    public string? Team { get; init; }

    /// <summary>Only those of this person; null for all. Together with <see cref="Team"/>, since ids of people are a workspace's.</summary>
    public string? User { get; init; }

    /// <summary>Only those that are a part of this run; null for all.</summary>
    public ItemId? Run { get; init; }

    /// <summary>Only those that have not ended.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Only those that have ended, at this moment or later; null for all.</summary>
    public DateTimeOffset? EndedFrom { get; init; }

    /// <summary>Only those that have ended, before this moment; null for all.</summary>
    public DateTimeOffset? EndedBefore { get; init; }

    /// <summary>The order in which they are given.</summary>
    public RecordOrder Order { get; init; }
}

/// <summary>The order of records.</summary>
public enum RecordOrder
{
    /// <summary>The one that was made first is the first. A change moves none.</summary>
    Oldest,

    /// <summary>The one that was made last is the first.</summary>
    Newest,

    /// <summary>The one that is due first is the first; of the same moment, the one that was made first.</summary>
    Due,
}
