using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>The reading side of records.</summary>
public interface IRecordReader
{
    /// <summary>A record as last committed; null when there is none (any more).</summary>
    /// <param name="key">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<StoredRecord?> GetRecordAsync(RecordKey key, CancellationToken cancellationToken);

    /// <summary>The records that are looked for.</summary>
    /// <param name="query">Which, and in what order.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<StoredRecord>> FindRecordsAsync(RecordQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>How many there are.</summary>
    /// <param name="query">Which; the order says nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountRecordsAsync(RecordQuery query, CancellationToken cancellationToken);
}
