-- Secrecy at rest. Which keys sealed what lies here, so that one that is not given is noticed before anything is read or written.
-- Not the keys: an id tells nothing of its key, and the proof opens only with it.

CREATE TABLE seals (
    key TEXT PRIMARY KEY,                          -- the key's id
    proof BLOB NOT NULL                            -- the id, sealed
) WITHOUT ROWID;
