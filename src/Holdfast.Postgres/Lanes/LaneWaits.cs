using Holdfast.Items;
using Holdfast.Postgres.Handover;
using Holdfast.Postgres.Listening;
using Holdfast.Postgres.Sql;

namespace Holdfast.Postgres.Lanes;

/// <summary>Waits for lanes: for a sign, for the moment when one is due, and for those that a commit hands over.</summary>
internal sealed class LaneWaits(Database database, Signals signals, Handovers handovers, TimeProvider time, Func<DateTimeOffset?> now)
{
    /// <summary>A sign from another worker may be lost with its connection: who waits looks by itself this often.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>What is scheduled follows the wall clock, and one that is set right sets off no alarm.</summary>
    private static readonly TimeSpan LookAtClock = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>While the database does not answer.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A claim has seen that the next lane is due so long from now.</summary>
    public DueMoment After(LaneQueue queue, TimeSpan dueIn)
    {
        var seen = time.GetMonotonic();
        return new DueMoment(seen + dueIn, seen + LongestWait(queue));
    }

    /// <summary>Returns when there may be something to claim.</summary>
    /// <param name="queue">Which lanes.</param>
    /// <param name="memory">What the last claim has left.</param>
    /// <param name="emptyClaims">How many claims in a row found nothing.</param>
    /// <param name="hasPassedOver">Whether the last passed lanes over.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WaitAsync(LaneQueue queue, WaitMemory memory, int emptyClaims, bool hasPassedOver, CancellationToken cancellationToken)
    {
        var (signal, due, offer) = memory.Take();
        var arrival = handovers.Open(queue, offer);
        try
        {
            // Taken before the look: what comes in between is not missed.
            signal ??= signals.Next(queue);
            due ??= await LookAsync(queue, emptyClaims, hasPassedOver, cancellationToken);
            while (true)
            {
                await UntilAsync(due.Claim < due.Look ? due.Claim : due.Look, Task.WhenAny(signal, arrival), cancellationToken);
                if (signal.IsCompleted || due.Claim <= time.GetMonotonic())
                {
                    // A lone message waits for nothing. Of many, each would be claimed by itself, by each of the workers.
                    await UntilAsync(memory.NextClaim, arrival, cancellationToken);
                    if (memory.NextClaim <= time.GetMonotonic())
                        return;
                }

                if (arrival.IsCompleted)
                {
                    memory.WaitOn(signal, due);
                    return;
                }

                if (due.Look <= time.GetMonotonic())
                    due = await LookAsync(queue, emptyClaims, hasPassedOver, cancellationToken);
            }
        }
        finally
        {
            handovers.Close(queue);
        }
    }

    private static TimeSpan LongestWait(LaneQueue queue) => queue == LaneQueue.Scheduled ? LookAtClock : LookAgain;

    /// <summary>
    /// How long to wait although a lane is due, since claims do not get it: another transaction has it locked, which is over in a moment as a rule,
    /// or whoever it belongs to has their share. The first claim that gets nothing may only have been slower than another worker's.
    /// </summary>
    private static TimeSpan PauseAfter(int emptyClaims, bool hasPassedOver)
    {
        var vain = hasPassedOver ? Math.Max(emptyClaims, 1) : emptyClaims - 1;
        return vain < 1 ? TimeSpan.Zero : Backoff.After(vain, FirstPause, LongestPause);
    }

    /// <summary>Returns at a moment, or when there is a sign.</summary>
    private async ValueTask UntilAsync(TimeSpan moment, Task signal, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var left = moment - time.GetMonotonic();
        if (left <= TimeSpan.Zero || signal.IsCompleted)
            return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var alarm = Task.Delay(left < ShortestWait ? ShortestWait : left, time, waiting.Token);

        // Looked at once more with the alarm set: the moment may have come, and gone, while it was being set.
        if (time.GetMonotonic() < moment)
            await Task.WhenAny(signal, alarm);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Whether a lane may be claimed, and how long until the next may be. Where that cannot be found out, a claim says why.</summary>
    private async ValueTask<DueMoment> LookAsync(LaneQueue queue, int emptyClaims, bool hasPassedOver, CancellationToken cancellationToken)
    {
        var asked = time.GetMonotonic();
        try
        {
            var (isDue, next) = (await database.QueryAsync(
                $"""
                SELECT EXISTS (SELECT 1 FROM lane WHERE queue = $2 AND claimable_at <= n.now),
                    least((SELECT min(claimable_at) FROM lane WHERE queue = $2 AND claimable_at > n.now) - n.now, interval '1 hour')
                FROM (SELECT {Writing.Statements.Now} AS now) n
                """,
                static row => (row.GetBoolean(0), row.GetTimeSpan(1)),
                cancellationToken,
                Moments.Parameter(now()),
                (short)queue))[0];
            var pause = PauseAfter(emptyClaims, hasPassedOver);
            return new DueMoment(asked + (isDue && pause < next ? pause : next), asked + LongestWait(queue));
        }
        catch (StoreException)
        {
            return new DueMoment(asked + RetryDelay, asked + LongestWait(queue));
        }
    }
}
