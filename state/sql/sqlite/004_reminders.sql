-- Reminders. What is open with whom stands in rows of its own, found by the person; a person tells when to look at them again.

CREATE TABLE dues (
    pk INTEGER PRIMARY KEY,
    programme INTEGER NOT NULL REFERENCES programmes (pk) ON DELETE CASCADE,
    part TEXT NOT NULL,                            -- what was saved with it: an action, a session; '' for the head
    person TEXT NOT NULL,
    matter TEXT NOT NULL,
    day TEXT NOT NULL,                             -- as 2026-12-31: a day has no zone
    since TEXT NOT NULL,
    session TEXT NOT NULL,                         -- '' where it is the programme's own
    name TEXT NOT NULL
);
CREATE INDEX dues_by_part ON dues (programme, part);
CREATE INDEX dues_by_person ON dues (person);

CREATE TABLE people (
    team TEXT NOT NULL,
    person TEXT NOT NULL,
    wakes INTEGER,                                 -- NULL: once their work changes
    doc BLOB,                                      -- their habits; NULL: nothing is known of them
    PRIMARY KEY (team, person)
) WITHOUT ROWID;
CREATE INDEX people_by_wakes ON people (wakes) WHERE wakes IS NOT NULL;

-- Documents are sealed, so what was there before is read by the program that opens the store.
ALTER TABLE programmes ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;   -- 1: its dues stand
CREATE INDEX programmes_unlisted ON programmes (pk) WHERE listed = 0;
