-- The weekly rhythm. A programme tells when it wants to be woken, and what happened to it is found by when it happened.

ALTER TABLE programmes ADD COLUMN wakes INTEGER;   -- NULL: never
CREATE INDEX programmes_by_wakes ON programmes (wakes) WHERE wakes IS NOT NULL;
-- Those that are there already are woken once, and then tell when they want to be.
UPDATE programmes SET wakes = 0;

DROP TRIGGER entries_are_only_added;
ALTER TABLE entries ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
-- To the second: nothing asks for more of what is past.
UPDATE entries SET at = CAST(strftime('%s', json_extract(CAST(doc AS TEXT), '$.at')) AS INTEGER) * 1000000;
DROP INDEX entries_by_programme;
CREATE INDEX entries_by_time ON entries (programme, at);
CREATE TRIGGER entries_are_only_added BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is only ever added to');
END;
