namespace Holdfast.Storage;

/// <summary>What has passed its retention: everything older than these moments.</summary>
/// <param name="Receipts">Receipts of settled items received before; duplicates of those are no longer recognised.</param>
/// <param name="Runs">
/// Runs whose time had come by then (<see cref="Records.RunRecord.ExpiresAt"/>), with their steps and approvals.
/// </param>
/// <param name="Delivered">What was delivered before, unless its run or job is still kept; and jobs that ended before.</param>
/// <param name="Timers">Timers that came to their end before.</param>
/// <param name="Conversations">Conversations whose newest turn was added before.</param>
/// <param name="MaxTurns">In the other conversations, all turns but so many of the newest.</param>
public sealed record SweepCutoffs(DateTimeOffset Receipts, DateTimeOffset Runs, DateTimeOffset Delivered, DateTimeOffset Timers, DateTimeOffset Conversations, int MaxTurns);
