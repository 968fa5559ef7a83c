-- The first schema. A programme is a head (programmes) and its parts: sessions with a row per answer, register items, actions;
-- what happened to it (entries) is only ever added to. Rows are found by small numbers (pk), documents are versioned JSON (state.codec).
-- Times are whole microseconds since 1970 in UTC. Rowid tables throughout but where a row is little more than its key.

CREATE TABLE programmes (
    pk INTEGER PRIMARY KEY AUTOINCREMENT,          -- never given twice, so that what is cached of an erased programme stays dead
    id TEXT NOT NULL UNIQUE,
    team TEXT NOT NULL,
    version INTEGER NOT NULL,                      -- turns so far; guards against two processes
    card_wanted INTEGER NOT NULL DEFAULT 0,        -- the turn that last made the card out of date
    card_done INTEGER NOT NULL DEFAULT 0,          -- the turn that the card shows
    card_after INTEGER NOT NULL DEFAULT 0,         -- not to be rendered before
    doc BLOB NOT NULL
);
CREATE INDEX programmes_by_team ON programmes (team);
CREATE INDEX programmes_with_dirty_card ON programmes (card_after) WHERE card_wanted > card_done;

CREATE TABLE sessions (
    pk INTEGER PRIMARY KEY,
    programme INTEGER NOT NULL REFERENCES programmes (pk) ON DELETE CASCADE,
    id TEXT NOT NULL,
    doc BLOB NOT NULL,                             -- without its answers
    UNIQUE (programme, id)
);

CREATE TABLE answers (
    pk INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions (pk) ON DELETE CASCADE,
    spot TEXT NOT NULL,
    doc BLOB NOT NULL,
    UNIQUE (session, spot)
);

CREATE TABLE items (
    pk INTEGER PRIMARY KEY,
    programme INTEGER NOT NULL REFERENCES programmes (pk) ON DELETE CASCADE,
    id TEXT NOT NULL,
    doc BLOB NOT NULL,
    UNIQUE (programme, id)
);

CREATE TABLE actions (
    pk INTEGER PRIMARY KEY,
    programme INTEGER NOT NULL REFERENCES programmes (pk) ON DELETE CASCADE,
    id TEXT NOT NULL,
    doc BLOB NOT NULL,
    UNIQUE (programme, id)
);

-- The audit log. A long hash in each line would be a third of it: the flow's version stands once in `versions`.
CREATE TABLE versions (
    pk INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE
);

CREATE TABLE entries (
    pk INTEGER PRIMARY KEY,
    programme INTEGER NOT NULL REFERENCES programmes (pk) ON DELETE CASCADE,
    version INTEGER REFERENCES versions (pk),
    doc BLOB NOT NULL
);
CREATE INDEX entries_by_programme ON entries (programme);
CREATE TRIGGER entries_are_only_added BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only ever added to');
END;

CREATE TABLE flows (
    pk INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    doc BLOB NOT NULL
);

-- `programme` only where there is a reply: then the row goes with the programme. A bare key tells nothing and is pruned by age.
CREATE TABLE claims (
    key TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    programme TEXT,
    reply BLOB
) WITHOUT ROWID;

-- By the programme's name and not its number: something may be said where there is no programme yet.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,      -- never given twice: it is the posting's id at Slack
    programme TEXT NOT NULL,
    lane TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,              -- leases so far
    doubtful INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER,
    parked_at INTEGER,
    why TEXT NOT NULL DEFAULT '',
    effect BLOB NOT NULL
);
CREATE INDEX outbox_by_lane ON outbox (programme, lane, number) WHERE parked_at IS NULL;
CREATE INDEX outbox_parked ON outbox (number) WHERE parked_at IS NOT NULL;

CREATE TABLE addresses (
    pk INTEGER PRIMARY KEY,
    programme INTEGER NOT NULL REFERENCES programmes (pk) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    session TEXT NOT NULL,                         -- '' where it is the programme's own
    name TEXT NOT NULL,
    channel TEXT NOT NULL,
    ts TEXT NOT NULL,
    UNIQUE (programme, kind, session, name)
);
CREATE INDEX addresses_by_message ON addresses (channel, ts);

CREATE TABLE held (
    pk INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    thread_ts TEXT NOT NULL,
    at INTEGER NOT NULL,
    payload BLOB NOT NULL
);
CREATE INDEX held_by_thread ON held (channel, thread_ts);

CREATE TABLE notes (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (scope, key)
) WITHOUT ROWID;
