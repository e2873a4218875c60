using Holdfast.Storage;

namespace Holdfast.Sqlite.Writing;

/// <summary>Deletes a bounded slice of what has passed its retention, so that no sweep holds up the commits behind it.</summary>
internal sealed class SweepOperation(SweepCutoffs cutoffs, IReadOnlyList<string> fadedConversations) : WriteOperation<bool>
{
    private const long MostReceipts = 1_000;

    // Fewer, since each run takes its steps along.
    private const long MostRuns = 100;

    private bool _more;

    public override void Execute(Statements statements)
    {
        var receipts = statements.SweepReceipts.Execute(cutoffs.Receipts, MostReceipts);
        statements.SweepSteps.Execute(cutoffs.Runs, MostRuns);
        statements.SweepDeliveries.Execute(cutoffs.Runs, MostRuns);
        var runs = statements.SweepRuns.Execute(cutoffs.Runs, MostRuns);
        _more = receipts == MostReceipts || runs == MostRuns;
        foreach (var conversation in fadedConversations)
            statements.DeleteTurns.Execute(conversation, cutoffs.Conversations);
    }

    protected override bool Publish() => _more;
}
