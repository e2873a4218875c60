using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Operators;

/// <summary>
/// What operators order. It has a queue and a pump of its own, which waits for nothing: while the server is not signed in, or the workspace
/// took its rights away, or Slack is silent, is when an operator needs it.
/// </summary>
public sealed class OrderHandler(InteractionHandler interactions) : ILaneHandler
{
    /// <inheritdoc/>
    public LaneQueue Queue => LaneQueue.Orders;

    /// <inheritdoc/>
    public ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken) => interactions.HandleAsync(work, cancellationToken);

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error) => interactions.GiveUp(claim, error);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Remains(LaneItem item) => interactions.Remains(item);
}
