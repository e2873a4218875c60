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
    dedupe_key  TEXT,
    enqueued_at INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    attempt     INTEGER NOT NULL DEFAULT 0,
    in_doubt    INTEGER NOT NULL DEFAULT 0,
    trace       TEXT,
    last_error  TEXT,
    payload     BLOB    NOT NULL -- last, so that the start reads a backlog without its payloads
) STRICT;

-- Items given up on, with their error.
CREATE TABLE dead_letter (
    sequence    INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    queue       INTEGER NOT NULL,
    lane        TEXT    NOT NULL,
    order_key   INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    dedupe_key  TEXT,
    enqueued_at INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    in_doubt    INTEGER NOT NULL,
    trace       TEXT,
    error       TEXT    NOT NULL,
    died_at     INTEGER NOT NULL,
    payload     BLOB    NOT NULL
) STRICT;

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
    starts        INTEGER NOT NULL,
    model         TEXT,
    input_tokens  INTEGER,
    output_tokens INTEGER,
    error         TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX run_by_age ON run (ended_at);

-- Steps are appended and never rewritten: 400 steps of 20 kB must not become 400 rewrites of 8 MB.
CREATE TABLE run_step (
    run        BLOB    NOT NULL,
    number     INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    duration   INTEGER NOT NULL,
    error      TEXT,
    output     TEXT,
    PRIMARY KEY (run, number)
) STRICT;

CREATE TABLE turn (
    sequence     INTEGER PRIMARY KEY,
    conversation TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    content      TEXT    NOT NULL,
    added_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX turn_by_conversation ON turn (conversation, sequence);

-- What Slack confirmed: a later delivery may target the message that an earlier one made.
CREATE TABLE delivery (
    cause        BLOB    NOT NULL,
    id           BLOB    NOT NULL,
    channel      TEXT    NOT NULL,
    ts           TEXT    NOT NULL,
    delivered_at INTEGER NOT NULL,
    PRIMARY KEY (cause, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_by_age ON delivery (delivered_at);

-- Facts about the file itself.
CREATE TABLE fact (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
