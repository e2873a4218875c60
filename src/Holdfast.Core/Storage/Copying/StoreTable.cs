namespace Holdfast.Storage.Copying;

/// <summary>
/// One table of a store on its way into another: rows as they stand, by the names of their columns, which all providers share. Moments
/// and durations are microseconds, ids 16 bytes, truth 0 or 1.
/// </summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, read one by one.</param>
public sealed record StoreTable(string Name, IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows);
