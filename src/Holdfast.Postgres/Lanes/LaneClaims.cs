using Holdfast.Items;
using Holdfast.Postgres.Listening;
using Holdfast.Postgres.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Postgres.Lanes;

/// <summary>Takes hold of lanes and waits for them. Who holds what stands in the database; nothing of it is in this process.</summary>
internal sealed class LaneClaims(Database database, Signals signals, TimeProvider time, Func<DateTimeOffset?> now)
{
    /// <summary>A sign from another worker may be lost with its connection: who waits looks by itself this often.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>What is scheduled follows the wall clock, and one that is set right sets off no alarm.</summary>
    private static readonly TimeSpan LookAtClock = TimeSpan.FromSeconds(1);

    private static readonly Task Never = new TaskCompletionSource().Task;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>While the database does not answer.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<LaneQueue, TurnMemory> _memories = Enum.GetValues<LaneQueue>().ToDictionary(queue => queue, _ => new TurnMemory());

    public async ValueTask<IReadOnlyList<Claim>> ClaimAsync(
        LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, CancellationToken cancellationToken)
    {
        var memory = _memories[queue];

        // Before the look: what comes in between is not missed.
        memory.Begin(signals.Next(queue), time.GetMonotonic());
        var (served, team, user) = memory.Recall();
        var figures = shares.Figures;
        var held = figures?.Held.ToDictionary(owner => owner.Owner, owner => owner.Places) ?? [];
        ItemOwner[] owners = [.. held.Keys.Union(served.Keys)];
        var rows = await database.QueryAsync(
            $"SELECT {ItemRow.Columns}, fence, due_in FROM claim_due($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            row => row.IsDBNull(0)
                ? new ClaimRow(Claim: null, row.GetInt32(9), row.GetTimeSpan(ItemRow.Count + 1), row.GetBoolean(10), row.GetText(3), row.GetText(5))
                : new ClaimRow(new Claim(ItemRow.Read(row), worker, row.GetInt64(ItemRow.Count))),
            cancellationToken,
            (short)queue,
            worker.Value,
            lanes,
            lease,
            Now(),
            QuickLanes(lanes, figures),
            figures?.Free ?? 0,
            figures?.Reserve ?? 0,
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Double, Value = (object?)figures?.UserFactor ?? DBNull.Value },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Double, Value = (object?)figures?.TeamFactor ?? DBNull.Value },
            owners.Select(owner => owner.Team).ToArray(),
            owners.Select(owner => owner.User).ToArray(),
            owners.Select(owner => held.GetValueOrDefault(owner)).ToArray(),
            owners.Select(owner => served.TryGetValue(owner, out var at) ? at : (DateTimeOffset?)null).ToArray(),
            Text(team),
            Text(user));
        List<Claim> claims = [.. rows.Select(row => row.Claim).OfType<Claim>()];
        foreach (var claim in claims)
            shares.Take(claim.Item.Owner);
        var end = rows[^1];
        if (end.HasPassedOver)
            shares.PassOver();
        memory.Note(claims, isContended: claims.Count == lanes || end.HasPassedOver, (end.Team, end.User), now() ?? time.GetUtcNow());
        if (end.DueLanes == 0)
            memory.Know(time.GetMonotonic() + end.DueIn);
        return claims;
    }

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

    public async ValueTask WaitAsync(LaneQueue queue, PlaceShares shares, CancellationToken cancellationToken)
    {
        var memory = _memories[queue];
        var signal = memory.TakeSignal() ?? signals.Next(queue);
        var known = memory.TakeKnown();
        while (true)
        {
            // Both taken before the look: what comes in between is not missed.
            var asked = time.GetMonotonic();
            var (isDue, next) = known is { } moment ? (false, moment - asked) : await LookAsync(queue, cancellationToken);
            var pause = isDue ? PauseAfter(memory.EmptyClaims, shares.HasPassedOver) : LongestWait(queue);
            if (pause <= TimeSpan.Zero)
                break;
            await UntilAsync(asked + (next < pause ? next : pause), signal, cancellationToken);
            if (signal.IsCompleted || isDue || next <= pause)
                break;
            signal = signals.Next(queue);
            known = null;
        }

        // A lone message waits for nothing. Of many, each would be claimed by itself, by each of the workers.
        await UntilAsync(memory.NextClaim, Never, cancellationToken);
    }

    /// <summary>Returns at a moment, or when there is a sign.</summary>
    private async ValueTask UntilAsync(TimeSpan moment, Task signal, CancellationToken cancellationToken)
    {
        var left = moment - time.GetMonotonic();
        if (left <= TimeSpan.Zero)
            return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var alarm = Task.Delay(left < ShortestWait ? ShortestWait : left, time, waiting.Token);

        // Looked at once more with the alarm set: the moment may have come, and gone, while it was being set.
        if (time.GetMonotonic() < moment)
            await Task.WhenAny(signal, alarm);
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
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

    /// <summary>Whether a lane may be claimed, and how long until the next may be. Where that cannot be found out, a claim says why.</summary>
    private async ValueTask<(bool IsDue, TimeSpan Next)> LookAsync(LaneQueue queue, CancellationToken cancellationToken)
    {
        try
        {
            var found = await database.QueryAsync(
                $"""
                SELECT EXISTS (SELECT 1 FROM lane WHERE queue = $2 AND claimable_at <= n.now),
                    least((SELECT min(claimable_at) FROM lane WHERE queue = $2 AND claimable_at > n.now) - n.now, interval '1 hour')
                FROM (SELECT {Writing.Statements.Now} AS now) n
                """,
                static row => (row.GetBoolean(0), row.GetTimeSpan(1)),
                cancellationToken,
                Now(),
                (short)queue);
            return found[0];
        }
        catch (StoreException)
        {
            return (false, RetryDelay);
        }
    }

    /// <summary>So many lanes can be handed out, whosever they are, without anybody getting more than their share.</summary>
    private static int QuickLanes(int lanes, ShareFigures? figures)
    {
        if (figures is null)
            return lanes;
        var users = figures.Held.Select(owner => owner.Places).DefaultIfEmpty().Max();
        var teams = figures.Held.GroupBy(owner => owner.Owner.Team).Select(team => team.Sum(owner => owner.Places)).DefaultIfEmpty().Max();
        while (lanes > 0 && !IsQuick(lanes))
            lanes--;
        return lanes;

        bool IsQuick(int last) =>
            (figures.UserFactor is not { } user || users + last - 1 < Math.Max(user * (figures.Free - last + 1 - figures.Reserve), 1))
            && (figures.TeamFactor is not { } team || teams + last - 1 < team * (figures.Free - last + 1));
    }

    private static NpgsqlParameter Text(string? text) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value };

    /// <summary>A claim; or, as the last row, how the claim ended.</summary>
    private sealed record ClaimRow(Claim? Claim, int DueLanes = 0, TimeSpan DueIn = default, bool HasPassedOver = false, string? Team = null, string? User = null);

    private NpgsqlParameter Now() => Moments.Parameter(now());
}
