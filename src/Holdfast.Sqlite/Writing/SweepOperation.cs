using Holdfast.Storage;

namespace Holdfast.Sqlite.Writing;

/// <summary>Deletes a bounded slice of what has passed its retention, so that no sweep holds up the commits behind it.</summary>
internal sealed class SweepOperation(SweepCutoffs cutoffs, IReadOnlyList<string> faded, IReadOnlyList<string> overlong) : WriteOperation<bool>
{
    private const long MostRows = 1_000;

    // Fewer, since each run takes its steps along.
    private const long MostRuns = 100;

    private bool _more;

    public override void Execute(Statements statements)
    {
        var receipts = statements.SweepReceipts.Execute(cutoffs.Receipts, MostRows);
        var deliveries = statements.SweepDeliveries.Execute(cutoffs.Runs, MostRows);
        statements.SweepSteps.Execute(cutoffs.Runs, MostRuns);
        var runs = statements.SweepRuns.Execute(cutoffs.Runs, MostRuns);
        _more = receipts == MostRows || deliveries == MostRows || runs == MostRuns;
        foreach (var conversation in faded)
            statements.DeleteTurns.Execute(conversation, cutoffs.Conversations);
        foreach (var conversation in overlong)
            statements.TrimTurns.Execute(conversation, (long)cutoffs.MaxTurns);
    }

    protected override bool Publish() => _more;
}
