using System.Globalization;
using Holdfast.Sqlite.Lanes;
using Holdfast.Sqlite.Opening;

namespace Holdfast.Sqlite.Writing;

/// <summary>Leaves the mark of a graceful stop: whatever is in doubt is in the file, and nothing else is.</summary>
internal sealed class StopOperation(LaneIndex index) : WriteOperation<bool>
{
    public override void Execute(Statements statements)
    {
        foreach (var entry in index.Queues.SelectMany(queue => queue.Close()))
            statements.MarkInDoubt.Execute(entry.Sequence);

        // A hold that outlived the stop's limit may have had its effect: then this was no graceful stop.
        if (!index.Queues.Any(queue => queue.IsHeld))
            statements.SetFact.Execute(Recovery.StoppedFact, index.LastSequence.ToString(CultureInfo.InvariantCulture));
    }

    protected override bool Publish() => true;
}
