using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage;

/// <summary>Which runs are looked for; the newest come first.</summary>
public sealed record RunQuery
{
    /// <summary>Only those of this workspace; null for all.</summary>
    public string? Team { get; init; }

    /// <summary>Only those that this person asked for; null for all.</summary>
    public string? User { get; init; }

    /// <summary>Only those that began before this one: where a list goes on. Null from the newest.</summary>
    public (DateTimeOffset StartedAt, ItemId Id)? Before { get; init; }

    /// <summary>The list goes on behind a run.</summary>
    /// <param name="last">The run.</param>
    public RunQuery After(RunRecord last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return this with { Before = (last.StartedAt, last.Id) };
    }
}
