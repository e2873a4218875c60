using Holdfast.Lanes;
using Holdfast.Postgres.Listening;
using Holdfast.Storage;
using Npgsql;

namespace Holdfast.Postgres.Lanes;

/// <summary>Takes hold of lanes and waits for them. Who holds what stands in the database; nothing of it is in this process.</summary>
internal sealed class LaneClaims(Database database, Signals signals, TimeProvider time, Func<DateTimeOffset?> now)
{
    /// <summary>A sign from another worker may be lost with its connection: who waits looks by itself this often.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>What is scheduled follows the wall clock, and one that is set right sets off no alarm.</summary>
    private static readonly TimeSpan LookAtClock = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>While the database does not answer.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    public async ValueTask<IReadOnlyList<Claim>> ClaimAsync(LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"SELECT {ItemRow.Columns}, fence FROM claim_lanes($1, $2, $3, $4, $5)",
            row => new Claim(ItemRow.Read(row), worker, row.GetInt64(ItemRow.Count)),
            cancellationToken,
            (short)queue,
            worker.Value,
            lanes,
            lease,
            Now());

    public async ValueTask<bool> RenewAsync(Claim claim, TimeSpan lease, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            $"""
            UPDATE lane SET lease_until = {Writing.Statements.Now} + $5, claimable_at = {Writing.Statements.Now} + $5
            WHERE queue = $2 AND lane = $3 AND fence = $4 RETURNING fence
            """,
            static row => row.GetInt64(0),
            cancellationToken,
            Now(),
            (short)claim.Item.Queue,
            claim.Item.Lane,
            claim.Fence,
            lease)).Count == 1;

    public async ValueTask<IReadOnlyList<LaneItem>> PendingAsync(Claim claim, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            SELECT {ItemRow.Columns} FROM item
            WHERE queue = $1 AND lane = $2 AND sequence <> $3 AND EXISTS (SELECT 1 FROM lane l WHERE l.queue = $1 AND l.lane = $2 AND l.fence = $4)
            ORDER BY order_key, sequence LIMIT $5
            """,
            ItemRow.Read,
            cancellationToken,
            (short)claim.Item.Queue,
            claim.Item.Lane,
            claim.Item.Sequence,
            claim.Fence,
            limit);

    public async ValueTask<bool> IsHeldAsync(LaneQueue queue, string lane, CancellationToken cancellationToken) =>
        await database.CountAsync(
            $"SELECT count(*) FROM lane WHERE queue = $2 AND lane = $3 AND held IS NOT NULL AND lease_until > {Writing.Statements.Now}",
            cancellationToken,
            Now(),
            (short)queue,
            lane) > 0;

    public async ValueTask WaitAsync(LaneQueue queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Both taken before the look: what comes in between is not missed.
            var signal = signals.Next(queue);
            var asked = time.GetMonotonic();
            var next = await NextAsync(queue, cancellationToken);
            if (next <= TimeSpan.Zero)
                return;
            var longest = queue == LaneQueue.Scheduled ? LookAtClock : LookAgain;
            var wait = next < longest ? next : longest;
            var left = asked + wait - time.GetMonotonic();
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var alarm = Task.Delay(left < ShortestWait ? ShortestWait : left, time, waiting.Token);

            // Looked at once more with the alarm set: the moment may have come, and gone, while it was being set.
            if (time.GetMonotonic() - asked < wait)
                await Task.WhenAny(signal, alarm);
            await waiting.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (signal.IsCompleted || next <= longest)
                return;
        }
    }

    /// <summary>How long until a lane may be claimed. Where that cannot be found out, a claim says why.</summary>
    private async ValueTask<TimeSpan> NextAsync(LaneQueue queue, CancellationToken cancellationToken)
    {
        try
        {
            var found = await database.QueryAsync(
                $"SELECT least(claimable_at - {Writing.Statements.Now}, interval '1 hour') FROM lane WHERE queue = $2 ORDER BY claimable_at LIMIT 1",
                static row => row.GetTimeSpan(0),
                cancellationToken,
                Now(),
                (short)queue);
            return found.Count == 0 ? TimeSpan.MaxValue : found[0];
        }
        catch (StoreException)
        {
            return RetryDelay;
        }
    }

    private NpgsqlParameter Now() => Moments.Parameter(now());
}
