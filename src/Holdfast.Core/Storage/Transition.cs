using Holdfast.Items;
using Holdfast.Records;

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

    /// <summary>
    /// Further pending items of the same lane that this work has dealt with, from <see cref="IHoldfastStore.GetPendingAsync"/>:
    /// they leave the lane with the claimed one, as <see cref="SettlementKind.Answered"/>. Only with an outcome that ends the item;
    /// anything else, and an item that does not wait in this lane, is a <see cref="StoreException"/> that no repeating heals.
    /// </summary>
    public IReadOnlyList<LaneItem> Merged { get; init; } = [];

    /// <summary>Items to append, in this order.</summary>
    public IReadOnlyList<NewItem> Append { get; init; } = [];

    /// <summary>The run as it now stands; replaces what was kept of it.</summary>
    public RunRecord? Run { get; init; }

    /// <summary>
    /// How long a run that has ended is kept, for whoever does not work on it: of a run as it was read a moment ago nothing may be written
    /// back, since it may have begun anew.
    /// </summary>
    public RunExpiry? Expiry { get; init; }

    /// <summary>Steps that were finished.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>Turns to add to conversation memory, in this order; they are <see cref="Run"/>'s, if there is one.</summary>
    public IReadOnlyList<NewTurn> Turns { get; init; } = [];

    /// <summary>
    /// Whether what <see cref="Run"/> has added to these conversations before goes first: a run that is done again says its question anew. Default: false.
    /// </summary>
    public bool ReplacesTurns { get; init; }

    /// <summary>Records of features as they now stand; each replaces what was kept of it.</summary>
    public IReadOnlyList<StoredRecord> Records { get; init; } = [];

    /// <summary>
    /// The run that ends with a <see cref="ItemOutcome.Dead"/> item, when it is not the one that the item began; for an item that
    /// resumes a run.
    /// </summary>
    public ItemId? EndsRun { get; init; }

    /// <summary>The run that a <see cref="ItemOutcome.Dead"/> item began or belongs to. It is kept as long as the dead letter.</summary>
    public ItemId RunOfDead => EndsRun ?? Run?.Id ?? Claim.Item.Id;

    /// <summary>What Slack said, when the item was a delivery that succeeded.</summary>
    public DeliveryReceipt? Delivered { get; init; }

    /// <summary>One that says what becomes of an item, and nothing besides.</summary>
    /// <param name="claim">The hold under which the work was done.</param>
    /// <param name="outcome">What becomes of the item.</param>
    public static Transition Of(Claim claim, ItemOutcome outcome) => new() { Claim = claim, Outcome = outcome };

    /// <summary>The same, and what else the work leads to.</summary>
    /// <param name="effects">That.</param>
    public Transition And(Effects effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        return this with { Append = [.. Append, .. effects.Append], Records = [.. Records, .. effects.Records] };
    }

    /// <summary>
    /// The same, where what it sends to Slack is the claimed item's owner's: of many replies to one person and a single one to another the single
    /// one is not the last.
    /// </summary>
    internal Transition WithOwners() => Claim.Item.Owner is not { } owner || Append.All(item => item.Queue != LaneQueue.Outbound)
        ? this
        : this with { Append = [.. Append.Select(item => item.Queue == LaneQueue.Outbound && item.Owner is null ? item with { Owner = owner } : item)] };

    /// <summary>What a store says to items in <see cref="Merged"/> that it cannot take out of the lane.</summary>
    public static StoreException NotMergeable() => new(
        "Items were merged that do not wait in the lane of the claim, or without ending its item. This is a defect in Holdfast.", isTransient: false);
}
