-- What a run may do, ask for and keep: approvals, jobs, settings, and what lists of runs and steps show.

ALTER TABLE run ADD COLUMN expires_at INTEGER; -- null while it runs or waits
ALTER TABLE run ADD COLUMN cost INTEGER;       -- millionths of a US dollar
ALTER TABLE run ADD COLUMN notice BLOB;
ALTER TABLE run ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN merged TEXT NOT NULL DEFAULT '';

-- Until now every run was kept for an hour after its end, unless the operator had said otherwise.
UPDATE run SET expires_at = ended_at + 3600000000 WHERE ended_at IS NOT NULL;

DROP INDEX run_by_age;
CREATE INDEX run_by_expiry ON run (expires_at) WHERE expires_at IS NOT NULL;

-- Most runs are written once, with their end: they never stand in here.
CREATE INDEX run_open ON run (conversation) WHERE ended_at IS NULL;

-- For the newest runs of a channel. By time first, so that each run is added at the index's end: an index by conversation cost the
-- writer 15 % of its time, and this one 4 %. A quiet channel's list looks through the index of all runs that are kept.
CREATE INDEX run_by_start ON run (started_at, conversation);

ALTER TABLE run_step ADD COLUMN input_tokens INTEGER;
ALTER TABLE run_step ADD COLUMN output_tokens INTEGER;
-- Lengths as .NET counts them, so that a list need not read the texts to its end; null in rows of schema 1.
ALTER TABLE run_step ADD COLUMN input_length INTEGER;
ALTER TABLE run_step ADD COLUMN output_length INTEGER;
ALTER TABLE run_step ADD COLUMN input TEXT;
ALTER TABLE run_step ADD COLUMN resume TEXT;

-- The order in which deliveries were planned: ids of one millisecond are in no order.
ALTER TABLE delivery ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;

-- Questions to people. Swept with their run.
CREATE TABLE approval (
    sequence     INTEGER PRIMARY KEY, -- the order of asking
    id           BLOB    NOT NULL UNIQUE,
    run          BLOB    NOT NULL,
    call_id      TEXT    NOT NULL,
    conversation TEXT    NOT NULL,
    requested_by TEXT    NOT NULL,
    tool         TEXT    NOT NULL,
    status       INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    decided_by   TEXT,
    decided_at   INTEGER,
    used_at      INTEGER,
    card         BLOB    NOT NULL,
    shown        TEXT    NOT NULL
) STRICT;

CREATE INDEX approval_by_run ON approval (run);
CREATE INDEX approval_pending ON approval (status) WHERE status = 1;

-- Commands that run in the background.
CREATE TABLE job (
    sequence     INTEGER PRIMARY KEY, -- the order of ordering
    id           BLOB    NOT NULL UNIQUE,
    run          BLOB    NOT NULL,
    conversation TEXT    NOT NULL,
    requested_by TEXT    NOT NULL,
    approved_by  TEXT,
    tool         TEXT    NOT NULL,
    status       INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    started_at   INTEGER,
    ended_at     INTEGER,
    exit_code    INTEGER,
    output_bytes INTEGER NOT NULL,
    notice       BLOB    NOT NULL,
    shown        TEXT    NOT NULL,
    task         TEXT    NOT NULL -- Job.Order, which is a word of SQL's own
) STRICT;

-- Open jobs stand at its beginning, as null.
CREATE INDEX job_by_end ON job (ended_at);

-- What people have set: not facts about the file, which are in fact.
CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
