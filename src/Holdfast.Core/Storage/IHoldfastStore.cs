using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>
/// The only place of atomicity. Every provider keeps the contract that each member states here; docs/storage-contract.md has
/// it in one piece, and the conformance suite checks it.
/// </summary>
/// <remarks>
/// Every member throws <see cref="StoreException"/> when the storage fails, and then nothing of the call was kept, or, where
/// the failure hides whether it was (a connection lost during a commit), repeating the call is safe: appends are deduplicated,
/// commits are fenced. Members are safe to call from any number of threads.
/// </remarks>
public interface IHoldfastStore : IConversationReader, IRunReader, IRecordReader, IReceiptReader, IDeadLetters, IPersonalData, IAsyncDisposable
{
    /// <summary>Whether this opening made the store: then nothing was under way before.</summary>
    bool IsNew { get; }

    /// <summary>
    /// Completes when the store can do no more work in this process, whatever is done, and tells why: the process should end and be started
    /// again.
    /// </summary>
    Task<StoreException> Failure { get; }

    /// <summary>
    /// Appends items to their lanes in one commit and returns when it is durable: what this returned for may be acknowledged.
    /// </summary>
    /// <param name="items">
    /// In order. An item whose dedupe key was accepted before, or comes twice in the list, is a
    /// <see cref="AppendResult.Duplicate"/> and changes nothing; the others are kept all the same, except for those that follow
    /// it (<see cref="NewItem.FollowsPrevious"/>). With as many messages waiting as may, a list with a further one for
    /// <see cref="LaneQueue.Inbound"/> is refused as a whole; nothing else is ever refused for that, see <see cref="GetBacklogAsync"/>.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the wait only: what was handed to the store may be kept all the same, as after a crash.
    /// </param>
    /// <returns>One result an item, in the order of <paramref name="items"/>.</returns>
    ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<NewItem> items, CancellationToken cancellationToken);

    /// <summary>
    /// Takes hold of up to <paramref name="lanes"/> free lanes whose first pending item is due, and hands out that item of each.
    /// </summary>
    /// <remarks>
    /// <para>In turns: first comes whoever waits longest, since one of their lanes was ready or since they were last given one, whichever is later; of
    /// their lanes the longest waiting. Workspaces take turns so, and in each of them its people. A lane that is nobody's has a turn of its own.
    /// Lanes of whoever may not have another place (<paramref name="shares"/>) are passed over, at a cost that does not grow with their number.
    /// Turns and shares are kept as well as can be where workers claim side by side: another one's claim, or lanes of one claim, may come between.</para>
    /// A lane is held until a transition ends the hold; no second claim is given meanwhile, unless the lease has lapsed. An item
    /// that was held when somebody else claimed its lane, or when the process died, is handed out again with
    /// <see cref="LaneItem.InDoubt"/> set.
    /// </remarks>
    /// <param name="queue">Which lanes.</param>
    /// <param name="worker">The holder.</param>
    /// <param name="lanes">The most to claim, at least 1.</param>
    /// <param name="lease">How long the hold lasts without renewal.</param>
    /// <param name="shares">To whom the places may go; it is told who got one, and whether lanes were passed over.</param>
    /// <param name="cancellationToken">Ends the wait; claims already made lapse with their lease.</param>
    ValueTask<IReadOnlyList<Claim>> ClaimAsync(
        LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, CancellationToken cancellationToken);

    /// <summary>
    /// Returns when a lane of the queue may be claimable. May return early; never fails to return once a lane is.
    /// One waiter a queue at a time.
    /// </summary>
    /// <param name="queue">Which lanes.</param>
    /// <param name="shares">
    /// Those of the claim before it: lanes that it passed over are not waited for. They may be claimable when a place has been given back, of
    /// which the store does not hear.
    /// </param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    ValueTask WaitForWorkAsync(LaneQueue queue, PlaceShares shares, CancellationToken cancellationToken);

    /// <summary>Prolongs a hold from now on.</summary>
    /// <param name="claim">The hold.</param>
    /// <param name="lease">How long it lasts from now without another renewal.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the hold was already lost: the work under it must stop, its commit would be refused.</returns>
    ValueTask<bool> RenewAsync(Claim claim, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Makes all of a transition true in one commit, or nothing of it, and returns when it is durable.
    /// </summary>
    /// <remarks>
    /// Ends the hold, except for <see cref="ItemOutcome.Keep"/>. A finished item with a dedupe key has its settlement written
    /// to its receipt; a dead one ends its run, if that had not ended. An item that was kept by a checkpoint is in doubt
    /// after a crash. An appended item whose dedupe key was accepted before changes nothing; the rest is kept.
    /// </remarks>
    /// <param name="transition">What becomes true.</param>
    /// <param name="cancellationToken">Ends the wait only; see <see cref="AppendAsync"/>.</param>
    ValueTask<CommitResult> CommitAsync(Transition transition, CancellationToken cancellationToken);

    /// <summary>
    /// What waits in the lane of a claim besides the claimed item, in the lane's order, what is due later included. It stays
    /// pending until a transition merges it (<see cref="Transition.Merged"/>). Of <see cref="LaneQueue.Scheduled"/> the answer may end
    /// before what is far away, and only what was in it can be merged.
    /// </summary>
    /// <param name="claim">The hold; when it is lost, the answer is empty.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<LaneItem>> GetPendingAsync(Claim claim, int limit, CancellationToken cancellationToken);

    /// <summary>Whether somebody holds a lane at this moment; a hold whose lease has lapsed is none.</summary>
    /// <param name="queue">Its queue.</param>
    /// <param name="lane">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> IsHeldAsync(LaneQueue queue, string lane, CancellationToken cancellationToken);

    /// <summary>What waits, per queue. A database may have to look at everything that waits: once a second is fine, once an event is not.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<QueueStats>> GetQueueStatsAsync(CancellationToken cancellationToken);

    /// <summary>How many messages wait, and whether that is as many as may; the count may be some seconds old.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<BacklogState> GetBacklogAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Deletes what has passed its retention, a bounded number of rows of each kind, and says whether more is left.
    /// </summary>
    /// <param name="cutoffs">What is to go.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> SweepAsync(SweepCutoffs cutoffs, CancellationToken cancellationToken);

    /// <summary>Writes something small: throws <see cref="StoreException"/> when the store is not writable.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask CheckWritableAsync(CancellationToken cancellationToken);
}
