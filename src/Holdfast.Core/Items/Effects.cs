namespace Holdfast.Items;

/// <summary>
/// What some work leads to. It travels unopened from whoever decided it, such as a tool, to the commit that makes all of it true together with
/// the work's own end.
/// </summary>
public sealed record Effects
{
    /// <summary>Nothing.</summary>
    public static Effects None { get; } = new();

    /// <summary>Items to append, in this order.</summary>
    public IReadOnlyList<NewItem> Append { get; init; } = [];

    /// <summary>Records as they now stand; each replaces what was kept of it.</summary>
    public IReadOnlyList<StoredRecord> Records { get; init; } = [];

    /// <summary>Both.</summary>
    /// <param name="next">What comes after this.</param>
    public Effects And(Effects next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new Effects { Append = [.. Append, .. next.Append], Records = [.. Records, .. next.Records] };
    }
}
