using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Lanes;
using Holdfast.Runs;

namespace Holdfast.Storage;

/// <summary>
/// Everything that must become true together when work on an item ends or reaches a checkpoint. Work changes durable state in
/// no other way than this and <see cref="IHoldfastStore.AppendAsync"/>.
/// </summary>
public sealed record Transition
{
    /// <summary>The hold under which the work was done.</summary>
    public required Claim Claim { get; init; }

    /// <summary>What becomes of the item.</summary>
    public required ItemOutcome Outcome { get; init; }

    /// <summary>Items to append, in this order.</summary>
    public IReadOnlyList<NewItem> Append { get; init; } = [];

    /// <summary>The run as it now stands; replaces what was kept of it.</summary>
    public RunRecord? Run { get; init; }

    /// <summary>Steps that were finished.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>Turns to add to conversation memory, in this order.</summary>
    public IReadOnlyList<NewTurn> Turns { get; init; } = [];

    /// <summary>What Slack said, when the item was a delivery that succeeded.</summary>
    public DeliveryReceipt? Delivered { get; init; }
}
