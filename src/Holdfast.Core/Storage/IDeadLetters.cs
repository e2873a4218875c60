using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>Items that were given up on: kept with their error, visible, replayable.</summary>
public interface IDeadLetters
{
    /// <summary>How many there are.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountDeadLettersAsync(CancellationToken cancellationToken);

    /// <summary>The newest ones, newest first.</summary>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a dead letter back into its lane, in one commit, as if appended anew but in doubt, with no attempts counted and in its old
    /// place: due at once, and of the items with its order key the last.
    /// </summary>
    /// <param name="item">Which.</param>
    /// <param name="records">What is kept in the same commit; nothing where there is no such dead letter.</param>
    /// <param name="cancellationToken">Ends the wait only.</param>
    /// <returns>False when there is no such dead letter.</returns>
    ValueTask<bool> ReplayAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken);

    /// <summary>Deletes a dead letter for good.</summary>
    /// <param name="item">Which.</param>
    /// <param name="records">What is kept in the same commit; nothing where there is no such dead letter.</param>
    /// <param name="cancellationToken">Ends the wait only.</param>
    /// <returns>False when there is no such dead letter.</returns>
    ValueTask<bool> DiscardAsync(ItemId item, IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken);
}

/// <summary>An item that was given up on.</summary>
/// <param name="Item">The item, as it was last handed out; in lists without its payload.</param>
/// <param name="Error">Why.</param>
/// <param name="DiedAt">When.</param>
public sealed record DeadLetter(LaneItem Item, string Error, DateTimeOffset DiedAt);
