using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>
/// How many of Slack's messages may wait. Only they are refused: orders, clicks, what is scheduled and what a transition appends are what
/// leads out of a full backlog, and are few.
/// </summary>
/// <param name="most">The most.</param>
/// <param name="setting">The setting that says so, for people.</param>
public sealed class BacklogBound(int most, string setting)
{
    private volatile bool _isFull;

    /// <summary>The most that may wait.</summary>
    public int Most => most;

    /// <summary>Refuses messages that do not fit.</summary>
    /// <param name="waiting">How many wait.</param>
    /// <param name="items">What is to be appended.</param>
    /// <exception cref="StoreException">They do not fit.</exception>
    public void ThrowIfFull(int waiting, IReadOnlyList<NewItem> items)
    {
        if (CountMessages(items) is not (> 0 and var messages) || messages <= most - waiting)
            return;
        _isFull = true;
        throw new StoreException($"Not taken in: {StateAt(waiting).Problem}.", isTransient: true);
    }

    /// <summary>How it stands with so many waiting.</summary>
    /// <param name="waiting">How many wait.</param>
    public BacklogState StateAt(int waiting)
    {
        // At its limit a backlog is full and not full by turns; whoever asks is to hear of one state.
        if (waiting >= most)
            _isFull = true;
        else if (waiting < most - most / 10)
            _isFull = false;
        return new BacklogState(waiting, most, _isFull, setting);
    }

    /// <summary>How many of these are messages that are going to wait.</summary>
    /// <param name="items">What is to be appended.</param>
    public static int CountMessages(IReadOnlyList<NewItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var messages = 0;
        foreach (var item in items)
            messages += item.Queue == LaneQueue.Inbound && item.Settled is null ? 1 : 0;
        return messages;
    }
}
