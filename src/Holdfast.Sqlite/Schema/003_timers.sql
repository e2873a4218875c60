-- Timers, and a schedule of which only the near part is kept in memory.

CREATE TABLE timer (
    sequence     INTEGER PRIMARY KEY, -- the order of setting
    id           BLOB    NOT NULL UNIQUE,
    team         TEXT    NOT NULL,
    user         TEXT    NOT NULL,
    conversation TEXT    NOT NULL,
    status       INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    repeats      TEXT,
    zone         TEXT    NOT NULL,
    ring         INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    rung_at      INTEGER,
    ended_at     INTEGER,
    label        TEXT    NOT NULL
) STRICT;

CREATE INDEX timer_pending ON timer (team, user, due_at, sequence) WHERE status = 1;
CREATE INDEX timer_by_end ON timer (ended_at) WHERE ended_at IS NOT NULL;

-- Until now an item of the schedule stood where it was appended; from now on where it is due.
UPDATE item SET order_key = due_at WHERE queue = 5;
UPDATE dead_letter SET order_key = enqueued_at WHERE queue = 5;

-- Of the schedule the process keeps only what is due next; it finds what follows by this.
CREATE INDEX item_scheduled ON item (order_key, sequence) WHERE queue = 5;
