namespace Holdfast.Items;

/// <summary>What becomes of an item when a transition commits. A closed set.</summary>
public abstract record ItemOutcome
{
    private ItemOutcome()
    {
    }

    /// <summary>The item is finished and leaves the lane; the lane is free.</summary>
    /// <param name="Settlement">How it ended; recorded on the receipt when the item has a dedupe key.</param>
    public sealed record Done(Settlement Settlement) : ItemOutcome;

    /// <summary>The item stays, to be handed out again later; the lane is free, but waits for it.</summary>
    /// <param name="Wait">
    /// How long from the commit, by the store's own clock: a moment by the worker's would let a clock that steps put the item to sleep.
    /// Zero or less for at once.
    /// </param>
    /// <param name="Error">What went wrong, without secrets or message text; null when nothing did.</param>
    /// <param name="CountsAsAttempt">False for a wait that nobody is to blame for, such as a closed rate gate.</param>
    /// <param name="InDoubt">True when this attempt may have had its effect; see <see cref="LaneItem.InDoubt"/>.</param>
    public sealed record Retry(TimeSpan Wait, string? Error, bool CountsAsAttempt, bool InDoubt) : ItemOutcome;

    /// <summary>The item is given up on: it leaves the lane and is kept as a dead letter; the lane is free.</summary>
    /// <param name="Error">Why, without secrets or message text.</param>
    public sealed record Dead(string Error) : ItemOutcome
    {
        /// <summary>What is kept of the item in the place of its payload; null for the payload as it is.</summary>
        public ReadOnlyMemory<byte>? Payload { get; init; }
    }

    /// <summary>A checkpoint: the item stays claimed, the rest of the transition is kept.</summary>
    public sealed record Keep : ItemOutcome;

    /// <summary>Finished with an answer.</summary>
    public static ItemOutcome Answered { get; } = new Done(Settlement.Answered);

    /// <summary>A checkpoint.</summary>
    public static ItemOutcome Checkpoint { get; } = new Keep();

    /// <summary>Finished on purpose without an answer.</summary>
    /// <param name="reason">Why; see <see cref="Settlement.Ignored"/>.</param>
    public static ItemOutcome Ignored(string reason) => new Done(Settlement.Ignored(reason));
}
