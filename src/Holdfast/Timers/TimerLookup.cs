using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Timers;

/// <summary>Finds a timer by a part of its id.</summary>
public sealed class TimerLookup(IRecordReader timers)
{
    private const int MaxSearched = 10_000;

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
            return (null, $"Which timer? Give its id, or at least {ItemId.ShortestPart} characters from its beginning or end.");
        var pending = await timers.GetPendingTimersAsync(team, user, MaxSearched, cancellationToken);
        var found = pending.Where(timer => timer.Id.IsMeantBy(part)).ToList();
        return found switch
        {
            [var timer] => (timer, ""),
            [] => (null, "I couldn't find that timer."),
            _ => (null, "Several timers match. Give more of the id."),
        };
    }
}
