namespace Holdfast.Storage;

/// <summary>What has passed its retention: everything older than these moments.</summary>
/// <param name="Receipts">Receipts of settled items received before; duplicates of those are no longer recognised.</param>
/// <param name="Runs">Runs that ended before, with their steps and deliveries.</param>
/// <param name="Conversations">Conversations whose newest turn was added before.</param>
public sealed record SweepCutoffs(DateTimeOffset Receipts, DateTimeOffset Runs, DateTimeOffset Conversations);
