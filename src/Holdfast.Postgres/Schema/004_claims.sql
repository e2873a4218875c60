-- A claim tells when the next lane is due, so that whoever waits after it need not ask, and does less where nothing is out of the ordinary.
-- claim_turns stays for workers of before.

-- Takes hold of lanes whose first item is due, in turns; see IHoldfastStore.ClaimAsync. A function, because its statements must see several states
-- of the database and take one round trip: the first locks lanes, and only a statement that begins after that sees what stands in them for
-- certain. In one statement with one snapshot, an item that another worker has just finished would be handed out again.
--
-- Mostly there are places for all that is due, and nobody has to wait for a turn: so many that nobody's share can be exceeded are p_quick. Else turns
-- are found among the 256 lanes that wait longest. When there are as many they may all be one person's; then further owners are looked for by
-- lane_by_owner, 16 or so at a time, which costs two steps for each and nothing for their lanes. p_after is where that ended the last time.
--
-- The last row has no item. It says how many lanes are due that were not taken (attempt), in how long the next is due (due_in), whether lanes were
-- passed over (in_doubt), and where the look for further owners ended (lane, kind).
CREATE FUNCTION claim_due(
    p_queue smallint, p_worker text, p_lanes integer, p_lease interval, p_now timestamptz, p_quick integer,
    p_free integer, p_reserve integer, p_user_factor double precision, p_team_factor double precision,
    p_teams text[], p_users text[], p_held integer[], p_served timestamptz[], p_after_team text, p_after_user text)
RETURNS TABLE (
    sequence bigint, id uuid, queue smallint, lane text, order_key bigint, kind text, payload bytea, dedupe_key text,
    enqueued_at timestamptz, attempt integer, in_doubt boolean, trace text, team text, "user" text, fence bigint, due_in interval)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    c_window CONSTANT integer := 256;
    c_owners CONSTANT integer := 16;
    c_steps CONSTANT integer := 1000;
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_due integer;
    v_lanes text[];
    v_passed_over boolean := false;
    v_further text[] := '{}';
    v_team text := p_after_team;
    v_user text := p_after_user;
    v_is_round boolean := false;
    v_may_team boolean;
    v_may_user boolean;
    v_lane text;
    v_is_held boolean;
    v_taken integer := 0;
BEGIN
    v_due := (SELECT count(*) FROM (
        SELECT 1 FROM lane l WHERE l.queue = p_queue AND l.claimable_at <= v_now ORDER BY l.claimable_at LIMIT greatest(p_quick + 1, c_window)) d);
    IF v_due BETWEEN 1 AND p_quick THEN
        SELECT array_agg(f.lane), bool_or(f.held IS NOT NULL) INTO v_lanes, v_is_held FROM (
            SELECT l.lane, l.held FROM lane l WHERE l.queue = p_queue AND l.claimable_at <= v_now
            ORDER BY l.claimable_at LIMIT p_lanes FOR UPDATE SKIP LOCKED) f;
    ELSIF v_due > 0 THEN
        IF v_due >= c_window THEN
            FOR i IN 1..c_steps LOOP
                SELECT l.team, l."user" INTO v_team, v_user FROM lane l
                WHERE l.queue = p_queue AND l.team IS NOT NULL AND (l.team, l."user") > (coalesce(v_team, ''), coalesce(v_user, ''))
                ORDER BY l.team, l."user" LIMIT 1;
                IF NOT FOUND THEN
                    EXIT WHEN v_is_round OR p_after_team IS NULL;
                    v_is_round := true;
                    CONTINUE;
                END IF;
                EXIT WHEN v_is_round AND (v_team, v_user) > (p_after_team, p_after_user);

                SELECT p_team_factor IS NULL OR sum(h.held) < p_team_factor * p_free,
                    p_user_factor IS NULL OR sum(h.held) FILTER (WHERE h."user" = v_user) < greatest(p_user_factor * (p_free - p_reserve), 1)
                INTO v_may_team, v_may_user FROM unnest(p_teams || v_team, p_users || v_user, p_held || 0) h (team, "user", held) WHERE h.team = v_team;
                IF NOT v_may_team THEN
                    -- The last of the workspace: the next is of another.
                    SELECT l."user" INTO v_user FROM lane l WHERE l.queue = p_queue AND l.team = v_team ORDER BY l."user" DESC LIMIT 1;
                END IF;
                IF NOT (v_may_team AND v_may_user) THEN
                    v_passed_over := true;
                    CONTINUE;
                END IF;

                SELECT l.lane INTO v_lane FROM lane l
                WHERE l.queue = p_queue AND l.team = v_team AND l."user" = v_user AND l.claimable_at <= v_now ORDER BY l.claimable_at LIMIT 1;
                IF FOUND THEN
                    v_further := v_further || v_lane;
                    EXIT WHEN cardinality(v_further) >= greatest(p_lanes, c_owners);
                END IF;
            END LOOP;
        END IF;

        WITH due AS (
            (SELECT l.lane, l.team, l."user", l.claimable_at FROM lane l
            WHERE l.queue = p_queue AND l.claimable_at <= v_now ORDER BY l.claimable_at LIMIT c_window)
            UNION
            SELECT l.lane, l.team, l."user", l.claimable_at FROM unnest(v_further) f (lane) JOIN lane l ON l.queue = p_queue AND l.lane = f.lane),
        person AS (
            SELECT team, "user", sum(held) AS held, max(served) AS served
            FROM unnest(p_teams, p_users, p_held, p_served) h (team, "user", held, served) GROUP BY team, "user"),
        workspace AS (SELECT team, sum(held) AS held, max(served) AS served FROM person GROUP BY team),
        whose AS (
            SELECT d.*, coalesce(p.held, 0) AS user_held, coalesce(w.held, 0) AS team_held, p.served AS user_served, w.served AS team_served,
                min(d.claimable_at) OVER (PARTITION BY d.team) AS team_since,
                min(d.claimable_at) OVER (PARTITION BY d.team, d."user") AS user_since,
                row_number() OVER (PARTITION BY d.team, d."user" ORDER BY d.claimable_at, d.lane) AS of_user
            FROM due d LEFT JOIN person p ON p.team = d.team AND p."user" = d."user" LEFT JOIN workspace w ON w.team = d.team),
        -- Before the turns are counted: whoever may have none is in nobody's way.
        possible AS (
            SELECT *, row_number() OVER (PARTITION BY team ORDER BY of_user, greatest(user_since, user_served), user_served NULLS FIRST, claimable_at, lane) AS of_team
            FROM whose
            WHERE team IS NULL OR (
                (p_user_factor IS NULL OR user_held < greatest(p_user_factor * (p_free - p_reserve), 1))
                AND (p_team_factor IS NULL OR team_held < p_team_factor * p_free))),
        in_turn AS (
            SELECT *, row_number() OVER (ORDER BY
                CASE WHEN team IS NULL THEN 1 ELSE of_team END,
                CASE WHEN team IS NULL THEN claimable_at ELSE greatest(team_since, team_served) END,
                CASE WHEN team IS NOT NULL THEN team_served END NULLS FIRST,
                claimable_at,
                lane) AS turn
            FROM possible),
        allowed AS (
            SELECT lane, turn FROM in_turn
            WHERE team IS NULL OR (
                (p_user_factor IS NULL OR user_held + of_user - 1 < greatest(p_user_factor * (p_free - turn + 1 - p_reserve), 1))
                AND (p_team_factor IS NULL OR team_held + of_team - 1 < p_team_factor * (p_free - turn + 1))))
        SELECT array_agg(lane ORDER BY turn), v_passed_over OR count(*) < (SELECT count(*) FROM due) INTO v_lanes, v_passed_over FROM allowed;

        SELECT array_agg(f.lane), bool_or(f.held IS NOT NULL) INTO v_lanes, v_is_held FROM (
            SELECT l.lane, l.held FROM unnest(v_lanes) WITH ORDINALITY c (lane, turn) JOIN lane l ON l.queue = p_queue AND l.lane = c.lane
            WHERE l.claimable_at <= v_now ORDER BY c.turn LIMIT p_lanes FOR UPDATE OF l SKIP LOCKED) f;
    END IF;

    IF cardinality(v_lanes) > 0 THEN
        -- A lane that is held all the same is one whose lease has lapsed: what its holder had in hand is in doubt.
        IF v_is_held THEN
            UPDATE item i SET in_doubt = true
            FROM lane l
            WHERE l.queue = p_queue AND l.lane = ANY (v_lanes) AND l.held IS NOT NULL AND i.sequence = l.held AND NOT i.in_doubt
                AND (SELECT h.due_at FROM item h WHERE h.queue = l.queue AND h.lane = l.lane ORDER BY h.order_key, h.sequence LIMIT 1) <= v_now;
        END IF;

        RETURN QUERY
        WITH head AS MATERIALIZED (
            SELECT n.place, h.* FROM unnest(v_lanes) WITH ORDINALITY n (lane, place)
            CROSS JOIN LATERAL (
                SELECT i.sequence, i.id, i.queue, i.lane, i.order_key, i.kind, i.payload, i.dedupe_key, i.enqueued_at, i.due_at, i.attempt, i.in_doubt, i.trace,
                    i.team, i."user"
                FROM item i WHERE i.queue = p_queue AND i.lane = n.lane ORDER BY i.order_key, i.sequence LIMIT 1) h),
        taken AS (
            UPDATE lane l
            SET held = h.sequence, worker = p_worker, fence = nextval('fence'), lease_until = v_now + p_lease, claimable_at = v_now + p_lease,
                team = h.team, "user" = h."user"
            FROM head h WHERE l.queue = p_queue AND l.lane = h.lane AND h.due_at <= v_now
            RETURNING l.lane, l.fence)
        SELECT h.sequence, h.id, h.queue, h.lane, h.order_key, h.kind, h.payload, h.dedupe_key, h.enqueued_at, h.attempt, h.in_doubt, h.trace, h.team, h."user", t.fence,
            NULL::interval
        FROM head h JOIN taken t ON t.lane = h.lane
        ORDER BY h.place;
        GET DIAGNOSTICS v_taken = ROW_COUNT;

        IF v_taken < cardinality(v_lanes) THEN
            UPDATE lane l SET claimable_at = h.due_at, team = h.team, "user" = h."user"
            FROM unnest(v_lanes) n (lane)
            CROSS JOIN LATERAL (SELECT i.due_at, i.team, i."user" FROM item i WHERE i.queue = p_queue AND i.lane = n.lane ORDER BY i.order_key, i.sequence LIMIT 1) h
            WHERE l.queue = p_queue AND l.lane = n.lane AND h.due_at > v_now AND l.claimable_at <= v_now;

            -- Nothing waits there any more, which nobody should have left behind.
            DELETE FROM lane l WHERE l.queue = p_queue AND l.lane = ANY (v_lanes)
                AND NOT EXISTS (SELECT 1 FROM item i WHERE i.queue = l.queue AND i.lane = l.lane);
        END IF;
    END IF;

    RETURN QUERY SELECT NULL::bigint, NULL::uuid, NULL::smallint, v_team, NULL::bigint, v_user, NULL::bytea, NULL::text, NULL::timestamptz, v_due - v_taken,
        v_passed_over, NULL::text, NULL::text, NULL::text, NULL::bigint,
        least((SELECT l.claimable_at FROM lane l WHERE l.queue = p_queue AND l.claimable_at > v_now ORDER BY l.claimable_at LIMIT 1) - v_now, interval '1 hour');
END
$$;
