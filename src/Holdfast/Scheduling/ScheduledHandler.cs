using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Scheduling;

/// <summary>
/// What has come due, and what people do about it: the expiry of an approval and the clicks that decide it, the alarm of a timer and
/// the click that cancels it, stand in one lane of one queue, so that none of them can overtake the other.
/// </summary>
public sealed class ScheduledHandler(InteractionHandler interactions) : ILaneHandler
{
    /// <inheritdoc/>
    public LaneQueue Queue => LaneQueue.Scheduled;

    /// <inheritdoc/>
    public ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken) => interactions.HandleAsync(work, cancellationToken);

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error) => interactions.GiveUp(claim, error);
}
