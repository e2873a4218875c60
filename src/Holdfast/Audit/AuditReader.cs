using Holdfast.Storage;

namespace Holdfast.Audit;

/// <summary>Reads the audit trail.</summary>
/// <param name="records">Where it is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class AuditReader(IRecordReader records, TimeProvider time)
{
    /// <summary>It is read in pieces of this length, the newest first, so that a long trail is never in memory whole.</summary>
    private static readonly TimeSpan Piece = TimeSpan.FromDays(1);

    /// <summary>The most of one piece.</summary>
    private const int MaxOfPiece = 100_000;

    /// <summary>The entries since a moment, the newest first.</summary>
    /// <param name="since">The moment.</param>
    /// <param name="isWanted">Which of them.</param>
    /// <param name="limit">The most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(DateTimeOffset since, Func<AuditEntry, bool> isWanted, int limit, CancellationToken cancellationToken)
    {
        var found = new List<AuditEntry>();

        // A worker's clock may be ahead of this one's.
        for (var to = time.GetUtcNow() + Piece; to > since && found.Count < limit; to -= Piece)
        {
            var from = to - Piece > since ? to - Piece : since;
            var query = new RecordQuery(AuditEntry.Kind) { EndedFrom = from, EndedBefore = to, Order = RecordOrder.Newest };
            var piece = (await records.FindRecordsAsync(query, MaxOfPiece, cancellationToken)).Select(AuditEntry.Read).Where(isWanted);
            found.AddRange(piece.OrderByDescending(entry => entry.At).Take(limit - found.Count));
        }

        return found;
    }
}
