using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Storage;

/// <summary>The reading side of timers.</summary>
public interface ITimerReader
{
    /// <summary>A timer as last committed; null when there is none (any more).</summary>
    /// <param name="timer">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<TimerRecord?> GetTimerAsync(ItemId timer, CancellationToken cancellationToken);

    /// <summary>A user's pending timers, those that ring first at the beginning; of the same moment, those that were set first.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<TimerRecord>> GetPendingTimersAsync(string team, string user, int limit, CancellationToken cancellationToken);

    /// <summary>How many timers of a user are pending.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountPendingTimersAsync(string team, string user, CancellationToken cancellationToken);

    /// <summary>How many timers are pending.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<int> CountPendingTimersAsync(CancellationToken cancellationToken);
}
