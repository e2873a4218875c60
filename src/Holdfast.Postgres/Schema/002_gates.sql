-- Slack's limits: since when a gate is closed, which operators are shown, and a pace that is known before Slack has to refuse a call.

ALTER TABLE gate ADD COLUMN closed_at timestamptz;    -- since when Slack refuses calls, over several refusals in a row; null while it has refused none
ALTER TABLE gate ADD COLUMN closed_until timestamptz;

-- Until now a wait was believed to a day's length. Where Slack still limits it says so again.
DELETE FROM gate;

-- The function with four arguments is for workers of the version before, which may still run.
CREATE FUNCTION enter_gate(p_name text, p_relax interval, p_nothing interval, p_pace interval, p_longest interval, p_now timestamptz, OUT is_known boolean, OUT turn timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_gate gate%ROWTYPE;
BEGIN
    IF p_pace IS NOT NULL THEN
        INSERT INTO gate (name, next_call, next_turn, relax_at, pace) VALUES (p_name, v_now, v_now, v_now, interval '0') ON CONFLICT (name) DO NOTHING;
    END IF;
    SELECT * INTO v_gate FROM gate WHERE name = p_name FOR UPDATE;
    is_known := FOUND;
    IF NOT is_known THEN
        RETURN;
    END IF;
    WHILE v_now >= v_gate.relax_at AND v_gate.pace > p_nothing LOOP
        v_gate.pace := v_gate.pace / 2;
        v_gate.relax_at := v_gate.relax_at + greatest(p_relax, v_gate.pace * 2);
    END LOOP;
    IF p_pace > v_gate.pace THEN
        v_gate.pace := p_pace;
        v_gate.relax_at := v_now + greatest(p_relax, p_pace * 2);
    END IF;
    IF v_gate.pace <= p_nothing THEN
        DELETE FROM gate WHERE name = p_name;
        is_known := false;
        RETURN;
    END IF;
    IF v_now < v_gate.next_call THEN
        turn := greatest(v_gate.next_turn, v_now, v_gate.next_call);

        -- Nobody waits for longer; see RateLimitedCall.LongestWait.
        IF turn > v_gate.next_call + p_longest THEN
            turn := v_gate.next_call;
        END IF;
        v_gate.next_turn := turn + v_gate.pace;
    ELSE
        -- From the moment that was due, not from now: whoever comes on time after one that came late would lose its turn.
        v_gate.next_call := CASE WHEN v_gate.next_call + v_gate.pace > v_now THEN v_gate.next_call + v_gate.pace ELSE v_now + v_gate.pace END;
    END IF;
    UPDATE gate SET next_call = v_gate.next_call, next_turn = v_gate.next_turn, relax_at = v_gate.relax_at, pace = v_gate.pace WHERE name = p_name;
END
$$;

CREATE OR REPLACE FUNCTION close_gate(p_name text, p_retry_after interval, p_pace interval, p_relax interval, p_now timestamptz) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_gate gate%ROWTYPE;
    v_turn timestamptz;
BEGIN
    INSERT INTO gate (name, next_call, next_turn, relax_at, pace) VALUES (p_name, v_now, v_now, v_now, p_pace) ON CONFLICT (name) DO NOTHING;
    SELECT * INTO v_gate FROM gate WHERE name = p_name FOR UPDATE;
    v_gate.next_call := greatest(v_gate.next_call, v_now + p_retry_after);
    v_turn := greatest(v_gate.next_turn, v_now, v_gate.next_call);
    -- Closed again before it was open for a while, it has never been open.
    IF v_gate.closed_until IS NULL OR v_now > v_gate.closed_until + p_relax THEN
        v_gate.closed_at := v_now;
    END IF;
    UPDATE gate SET next_call = v_gate.next_call, next_turn = v_turn + p_pace, relax_at = v_gate.next_call + greatest(p_relax, p_pace * 2), pace = p_pace,
        closed_at = v_gate.closed_at, closed_until = v_gate.next_call
    WHERE name = p_name;
    RETURN v_turn;
END
$$;
