-- Whose an item is, so that people take turns; null for nobody's, as is all that was appended before.

-- Made anew, since the payload must stay the last column: what stands behind it is not read without it.
CREATE TABLE item_anew (
    sequence    INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL,
    queue       INTEGER NOT NULL,
    lane        TEXT    NOT NULL,
    order_key   INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    team        TEXT,
    user        TEXT,
    dedupe_key  TEXT,
    enqueued_at INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    attempt     INTEGER NOT NULL DEFAULT 0,
    in_doubt    INTEGER NOT NULL DEFAULT 0,
    trace       TEXT,
    last_error  TEXT,
    payload     BLOB    NOT NULL
) STRICT;

INSERT INTO item_anew (sequence, id, queue, lane, order_key, kind, dedupe_key, enqueued_at, due_at, attempt, in_doubt, trace, last_error, payload)
SELECT sequence, id, queue, lane, order_key, kind, dedupe_key, enqueued_at, due_at, attempt, in_doubt, trace, last_error, payload FROM item;

DROP TABLE item;
ALTER TABLE item_anew RENAME TO item;

CREATE INDEX item_scheduled ON item (order_key, sequence) WHERE queue = 5;

ALTER TABLE dead_letter ADD COLUMN team TEXT;
ALTER TABLE dead_letter ADD COLUMN user TEXT;
