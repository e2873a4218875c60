using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Timers;

/// <summary>Finds the timer that somebody means by a part of its id.</summary>
public sealed class TimerLookup(IRecordReader timers)
{
    private const int MostSearched = 10_000;

    /// <summary>A pending timer of a user.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    /// <param name="id">Its id, or at least 4 characters from the beginning or the end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The timer, or why there is none.</returns>
    public async ValueTask<(TimerRecord? Timer, string Problem)> FindAsync(string team, string user, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        var part = id.Trim().Trim('`').ToLowerInvariant();
        if (part.Length < ItemId.ShortestPart)
            return (null, $"give the timer's id, or at least {ItemId.ShortestPart} characters from its beginning or its end.");
        var pending = await timers.GetPendingTimersAsync(team, user, MostSearched, cancellationToken);
        var found = pending.Where(timer => timer.Id.IsMeantBy(part)).ToList();
        return found switch
        {
            [var timer] => (timer, ""),
            [] => (null, "there is no such timer (any more)."),
            _ => (null, "that fits several timers; give more of the id."),
        };
    }
}
