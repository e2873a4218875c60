using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage;

/// <summary>Reads records as what they are to their feature.</summary>
public static class RecordReading
{
    /// <summary>What a record says; null when there is none.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="key">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<string?> GetValueAsync(this IRecordReader records, RecordKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        return (await records.GetRecordAsync(key, cancellationToken))?.Value;
    }

    /// <summary>One by its id; null when there is none (any more).</summary>
    /// <typeparam name="T">The feature's type.</typeparam>
    /// <param name="records">Where it is kept.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails, or it cannot be read.</exception>
    public static async ValueTask<T?> GetAsync<T>(this IRecordReader records, RecordKind<T> kind, ItemId id, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(kind);
        return await records.GetRecordAsync(kind.KeyOf(id), cancellationToken) is { } record ? kind.Read(record) : null;
    }

    /// <summary>Those that are looked for.</summary>
    /// <typeparam name="T">The feature's type.</typeparam>
    /// <param name="records">Where they are kept.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="query">Which of them, and in what order.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails, or one cannot be read.</exception>
    public static async ValueTask<IReadOnlyList<T>> FindAsync<T>(this IRecordReader records, RecordKind<T> kind, RecordQuery query, int limit, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(kind);
        return [.. (await records.FindRecordsAsync(query, limit, cancellationToken)).Select(kind.Read)];
    }
}
