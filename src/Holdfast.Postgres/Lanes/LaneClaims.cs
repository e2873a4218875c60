using Holdfast.Items;
using Holdfast.Postgres.Handover;
using Holdfast.Postgres.Listening;
using Holdfast.Postgres.Sql;
using Holdfast.Storage.Rows;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Postgres.Lanes;

/// <summary>Takes hold of lanes and waits for them. Who holds what stands in the database; nothing of it is in this process.</summary>
internal sealed class LaneClaims(Database database, Signals signals, Handovers handovers, TimeProvider time, Func<DateTimeOffset?> now)
{
    private readonly LaneWaits _waits = new(database, signals, handovers, time, now);
    private readonly Dictionary<LaneQueue, TurnMemory> _memories = Enum.GetValues<LaneQueue>().ToDictionary(queue => queue, _ => new TurnMemory());
    private readonly Dictionary<LaneQueue, WaitMemory> _waitMemories = Enum.GetValues<LaneQueue>().ToDictionary(queue => queue, _ => new WaitMemory());

    public async ValueTask<IReadOnlyList<Claim>> ClaimAsync(
        LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, CancellationToken cancellationToken)
    {
        var waits = _waitMemories[queue];
        var figures = shares.Figures;
        var quick = QuickLanes(lanes, figures);
        var handed = handovers.Take(queue, worker, lanes);
        foreach (var claim in handed)
            shares.Take(claim.Item.Owner);
        if (waits.TakeArrivalsOnly() && handed.Count > 0)
        {
            waits.Offer(new PlaceOffer(worker, lease, quick - handed.Count));
            return handed;
        }

        // Before the look: what comes in between is not missed.
        waits.Begin(signals.Next(queue), time.GetMonotonic());

        // Those that are on their way have places already.
        var taken = handed.Count + handovers.KeptOf(queue);
        if (lanes <= taken)
        {
            waits.Know(_waits.After(queue, TimeSpan.Zero));
            return handed;
        }

        try
        {
            var (claims, end) = await ClaimAsync(queue, worker, lanes - taken, lease, shares, figures is null ? null : With(figures, handed, taken), cancellationToken);

            // What is due and could not be had comes before what is yet to be written.
            if (end.DueLanes == 0)
            {
                waits.Know(_waits.After(queue, end.DueIn));
                waits.Offer(new PlaceOffer(worker, lease, quick - handed.Count - claims.Count));
            }

            return [.. handed, .. claims];
        }
        catch
        {
            handovers.GiveBack(handed);
            throw;
        }
    }

    /// <summary>Frees a lane under whose hold nothing was done.</summary>
    public async Task GiveBackAsync(Claim claim)
    {
        try
        {
            await database.ExecuteAsync(
                $"""
                WITH freed AS (
                    UPDATE lane SET held = NULL, worker = NULL, fence = NULL, lease_until = NULL, claimable_at = {Writing.Statements.Now}
                    WHERE queue = $2 AND lane = $3 AND fence = $4 RETURNING queue)
                SELECT pg_notify($5, queue::text)::text FROM freed
                """,
                CancellationToken.None,
                Now(),
                (short)claim.Item.Queue,
                claim.Item.Lane,
                claim.Fence,
                Listener.ChannelOf(database.Schema));
        }
        catch (StoreException)
        {
            // The hold ends with its lease.
        }
    }

    private async ValueTask<(List<Claim> Claims, ClaimRow End)> ClaimAsync(
        LaneQueue queue, WorkerId worker, int lanes, TimeSpan lease, PlaceShares shares, ShareFigures? figures, CancellationToken cancellationToken)
    {
        var memory = _memories[queue];
        var (served, team, user) = memory.Recall();
        var held = figures?.Held.ToDictionary(owner => owner.Owner, owner => owner.Places) ?? [];
        ItemOwner[] owners = [.. held.Keys.Union(served.Keys)];
        var rows = await database.QueryAsync(
            $"SELECT {ItemSql.Columns}, fence, due_in FROM claim_due($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            row => row.IsDBNull(0)
                ? new ClaimRow(Claim: null, row.GetInt32(9), row.GetTimeSpan(ItemSql.Count + 1), row.GetBoolean(10), row.GetText(3), row.GetText(5))
                : new ClaimRow(new Claim(StoreRows.Item<PostgresFormat>(row), worker, row.GetInt64(ItemSql.Count))),
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
        return (claims, end);
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
            SELECT {ItemSql.Columns} FROM item
            WHERE queue = $1 AND lane = $2 AND sequence <> $3 AND EXISTS (SELECT 1 FROM lane l WHERE l.queue = $1 AND l.lane = $2 AND l.fence = $4)
            ORDER BY order_key, sequence LIMIT $5
            """,
            StoreRows.Item<PostgresFormat>,
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

    public ValueTask WaitAsync(LaneQueue queue, PlaceShares shares, CancellationToken cancellationToken) =>
        _waits.WaitAsync(queue, _waitMemories[queue], _memories[queue].EmptyClaims, shares.HasPassedOver, cancellationToken);

    /// <summary>The same after some lanes were handed out already.</summary>
    private static ShareFigures With(ShareFigures figures, List<Claim> handed, int taken)
    {
        var held = figures.Held.ToDictionary(owner => owner.Owner, owner => owner.Places);
        foreach (var owner in handed.Select(claim => claim.Item.Owner).OfType<ItemOwner>())
            held[owner] = held.GetValueOrDefault(owner) + 1;
        return figures with { Free = figures.Free - taken, Held = [.. held.Select(owner => (owner.Key, owner.Value))] };
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
