-- Times are microseconds since 1970, UTC. Ids are the 16 bytes of a UUID, most significant first.

-- What waits in lanes. Finished items leave this table, so it stays as small as the backlog.
-- No index besides the key: the process that has the file open is its only worker and keeps the index of lanes in memory.
CREATE TABLE item (
    sequence    INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL,
    queue       INTEGER NOT NULL,
    lane        TEXT    NOT NULL,
    order_key   INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    team        TEXT, -- whose it is, so that people take turns; null for nobody's
    user        TEXT,
    dedupe_key  TEXT,
    enqueued_at INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    attempt     INTEGER NOT NULL DEFAULT 0,
    in_doubt    INTEGER NOT NULL DEFAULT 0,
    trace       TEXT,
    last_error  TEXT,
    payload     BLOB    NOT NULL -- last, so that the start reads a backlog without its payloads
) STRICT;

-- Of the schedule the process keeps only what is due next; it finds what follows by this.
CREATE INDEX item_scheduled ON item (order_key, sequence) WHERE queue = 5;

-- Items given up on, with their error.
CREATE TABLE dead_letter (
    sequence    INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    queue       INTEGER NOT NULL,
    lane        TEXT    NOT NULL,
    order_key   INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    team        TEXT,
    user        TEXT,
    dedupe_key  TEXT,
    enqueued_at INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    in_doubt    INTEGER NOT NULL,
    trace       TEXT,
    error       TEXT    NOT NULL,
    died_at     INTEGER NOT NULL,
    run         BLOB    NOT NULL, -- what it began or belongs to; kept as long as this
    payload     BLOB    NOT NULL
) STRICT;

CREATE INDEX dead_letter_by_run ON dead_letter (run);

-- One row for every accepted event: recognises duplicates and says how the event ended (outcome null: not yet).
CREATE TABLE receipt (
    dedupe_key  TEXT    NOT NULL PRIMARY KEY,
    received_at INTEGER NOT NULL,
    outcome     INTEGER,
    reason      TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_by_age ON receipt (received_at);

CREATE TABLE run (
    id            BLOB    NOT NULL PRIMARY KEY,
    conversation  TEXT    NOT NULL,
    user          TEXT    NOT NULL,
    status        INTEGER NOT NULL,
    started_at    INTEGER NOT NULL,
    ended_at      INTEGER,
    expires_at    INTEGER, -- null while it runs or waits
    starts        INTEGER NOT NULL,
    model         TEXT,
    input_tokens  INTEGER,
    output_tokens INTEGER,
    cost          INTEGER, -- millionths of a US dollar
    error         TEXT,
    notice        BLOB,
    question      TEXT    NOT NULL,
    merged        TEXT    NOT NULL,
    attachments   TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX run_by_expiry ON run (expires_at) WHERE expires_at IS NOT NULL;

-- Most runs are written once, with their end: they never stand in here.
CREATE INDEX run_open ON run (conversation) WHERE ended_at IS NULL;

-- For the newest runs of a channel. By time first, so that each run is added at the index's end: an index by conversation cost the
-- writer 15 % of its time, and this one 4 %. A quiet channel's list looks through the index of all runs that are kept.
CREATE INDEX run_by_start ON run (started_at, conversation);

-- Steps are appended and never rewritten: 400 steps of 20 kB must not become 400 rewrites of 8 MB.
CREATE TABLE run_step (
    run           BLOB    NOT NULL,
    number        INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    started_at    INTEGER NOT NULL,
    duration      INTEGER NOT NULL,
    error         TEXT,
    input_length  INTEGER, -- as .NET counts, so that a list need not read the texts to their end
    input_tokens  INTEGER,
    output_length INTEGER,
    output_tokens INTEGER,
    input         TEXT,
    output        TEXT,
    resume        TEXT,
    PRIMARY KEY (run, number)
) STRICT;

CREATE TABLE turn (
    sequence     INTEGER PRIMARY KEY,
    conversation TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    content      TEXT    NOT NULL,
    attachments  TEXT,
    speaker      TEXT,
    added_at     INTEGER NOT NULL,
    run          BLOB -- that said it; a run that is done again says it anew
) STRICT;

CREATE INDEX turn_by_conversation ON turn (conversation, sequence);

-- What Slack confirmed: a later delivery may target the message that an earlier one made.
CREATE TABLE delivery (
    cause        BLOB    NOT NULL,
    id           BLOB    NOT NULL,
    channel      TEXT    NOT NULL,
    ts           TEXT    NOT NULL,
    delivered_at INTEGER NOT NULL,
    sequence     INTEGER NOT NULL, -- the order in which deliveries were planned: ids of one millisecond are in no order
    PRIMARY KEY (cause, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_by_age ON delivery (delivered_at);

-- What features keep besides, of which the store knows nothing but this.
CREATE TABLE record (
    sequence INTEGER PRIMARY KEY, -- the order of making
    kind     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    team     TEXT    NOT NULL,
    user     TEXT    NOT NULL,
    run      BLOB,    -- the run that it is a part of, with which it is swept
    due_at   INTEGER,
    ended_at INTEGER, -- null while it is open
    value    TEXT    NOT NULL
) STRICT;

-- The name first, since what caused a delivery is looked for by it alone.
CREATE UNIQUE INDEX record_by_name ON record (name, kind);
CREATE INDEX record_by_kind ON record (kind, sequence);
CREATE INDEX record_by_run ON record (run) WHERE run IS NOT NULL;
CREATE INDEX record_open ON record (kind, team, user, due_at, sequence) WHERE ended_at IS NULL;
CREATE INDEX record_by_end ON record (kind, ended_at) WHERE ended_at IS NOT NULL;

-- Facts about the file itself.
CREATE TABLE fact (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
