using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Scheduling;

/// <summary>
/// What has come due, and what people who may have decided about it: the expiry of an approval and a decision, the alarm of a timer and
/// its cancellation, stand in one lane of one queue, so that none of them can overtake the other. Nothing in here calls Slack: what
/// stands in such a lane is over as soon as it is committed.
/// </summary>
public sealed class ScheduledHandler(InteractionHandler interactions) : ILaneHandler
{
    /// <inheritdoc/>
    public LaneQueue Queue => LaneQueue.Scheduled;

    /// <inheritdoc/>
    public ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken) => interactions.HandleAsync(work, cancellationToken);

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error) => interactions.GiveUp(claim, error);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Remains(LaneItem item) => interactions.Remains(item);
}
