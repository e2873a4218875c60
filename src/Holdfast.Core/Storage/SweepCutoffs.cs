namespace Holdfast.Storage;

/// <summary>What has passed its retention: everything older than these moments.</summary>
/// <param name="Receipts">Receipts of settled items received before; duplicates of those are no longer recognised.</param>
/// <param name="Runs">
/// Runs whose time had come by then (<see cref="Holdfast.Records.RunRecord.ExpiresAt"/>), with their steps and the records that are a part of them.
/// </param>
/// <param name="Delivered">What was delivered before, unless the run or the record that caused it is still kept.</param>
/// <param name="Conversations">Conversations whose newest turn was added before.</param>
/// <param name="MaxTurns">In the other conversations, all turns but so many of the newest.</param>
public sealed record SweepCutoffs(DateTimeOffset Receipts, DateTimeOffset Runs, DateTimeOffset Delivered, DateTimeOffset Conversations, int MaxTurns)
{
    /// <summary>Records that ended before a moment of their kind's.</summary>
    public IReadOnlyList<RecordCutoff> Records { get; init; } = [];
}
