using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Scheduling;

/// <summary>
/// Sends items that have come due on to the queue that handles them. Waiting there instead, an item due in a day would count
/// as a day's backlog, and would hold back what else happens in its lane.
/// </summary>
public sealed class ScheduledHandler(TimeProvider time) : ILaneHandler
{
    /// <inheritdoc/>
    public LaneQueue Queue => LaneQueue.Scheduled;

    /// <inheritdoc/>
    public ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var due = new NewItem
        {
            Id = ItemId.New(time),
            Queue = LaneQueue.Interactive,
            Lane = work.Item.Lane,
            Kind = work.Item.Kind,
            Payload = work.Item.Payload,
            TraceParent = work.Item.TraceParent,
        };
        return ValueTask.FromResult(new Transition { Claim = work.Claim, Outcome = ItemOutcome.Answered, Append = [due] });
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        return new Transition { Claim = claim, Outcome = new ItemOutcome.Dead(error.GetType().Name) };
    }
}
