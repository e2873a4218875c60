using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Opening;

namespace Holdfast.Sqlite.Writing;

/// <summary>Leaves the mark of a graceful stop: nothing is held, so nothing is in doubt at the next start.</summary>
internal sealed class StopOperation(LaneIndex index) : WriteOperation<bool>
{
    public override void Execute(Statements statements)
    {
        // A hold that outlived the stop's limit may have had its effect: then this was no graceful stop.
        if (index.Queues.All(queue => queue.GetStats().Held == 0))
            statements.SetFact.Execute(Recovery.StoppedFact, "yes");
    }

    protected override bool Publish() => true;
}
