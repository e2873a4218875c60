using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Writing;

/// <summary>Deletes a bounded slice of what has passed its retention, so that no sweep holds up the commits behind it.</summary>
internal sealed class SweepOperation(SweepCutoffs cutoffs, SweepSlice slice) : WriteOperation<bool>
{
    private const long MaxRows = 1_000;

    // Fewer, since each run takes its steps along.
    private const long MaxRuns = 100;

    private bool _more;

    public override void Execute(Statements statements)
    {
        _more = false;
        var receipts = statements.SweepReceipts.Execute(cutoffs.Receipts, MaxRows);

        // What was delivered for a record that goes now is found by the next slice: this one was read while the record was there.
        foreach (var (kind, endedBefore) in cutoffs.Records)
            _more |= statements.SweepRecords.Execute(kind, endedBefore, MaxRows) > 0;
        statements.SweepStepsOfRuns.Execute(cutoffs.Runs, MaxRuns);
        statements.SweepRecordsOfRuns.Execute(cutoffs.Runs, MaxRuns);
        statements.SweepDeliveriesOfRuns.Execute(cutoffs.Runs, MaxRuns, cutoffs.Delivered);
        var runs = statements.SweepRuns.Execute(cutoffs.Runs, MaxRuns);
        _more |= receipts == MaxRows || runs == MaxRuns;
        foreach (var (cause, id) in slice.Orphans)
            statements.SweepDelivery.Execute(cause, id, cutoffs.Delivered);
        foreach (var conversation in slice.Forgotten)
            statements.SweepTurns.Execute(conversation, cutoffs.Conversations);
        foreach (var conversation in slice.TooLong)
            statements.SweepOldTurns.Execute(conversation, (long)cutoffs.MaxTurns);
    }

    protected override bool Publish() => _more;
}

/// <summary>What the readers found for this slice of a sweep, each of its kinds a bounded number.</summary>
/// <param name="Orphans">Deliveries whose run or record is no longer kept, by cause and id.</param>
/// <param name="Forgotten">Conversations that are to be forgotten.</param>
/// <param name="TooLong">Conversations that are to be trimmed.</param>
internal sealed record SweepSlice(
    IReadOnlyList<(ItemId Cause, ItemId Id)> Orphans, IReadOnlyList<string> Forgotten, IReadOnlyList<string> TooLong);
