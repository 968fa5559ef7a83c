-- Delivery. A posting tells since when it waits and how often it failed; whose workspace it is of and where it goes stand in what it
-- is found by already.

ALTER TABLE outbox ADD COLUMN queued_at INTEGER NOT NULL DEFAULT 0;
-- Nobody wrote down when those that are there already were queued: they count from now.
UPDATE outbox SET queued_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000000;
ALTER TABLE outbox ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;      -- tries that failed; a wait for one's turn is none
ALTER TABLE outbox ADD COLUMN team TEXT GENERATED ALWAYS AS (substr(programme, 1, instr(programme, ':') - 1)) VIRTUAL;
-- The same as state.lanes.place: the channel, or the person whom it goes to.
ALTER TABLE outbox ADD COLUMN place TEXT GENERATED ALWAYS AS (
    CASE
        WHEN lane GLOB 'dm:*' THEN substr(programme, 1, instr(programme, ':')) || lane
        WHEN lane = 'counsel' THEN programme || ':counsel'
        ELSE programme
    END
) VIRTUAL;
CREATE INDEX outbox_by_team ON outbox (team, number) WHERE parked_at IS NULL;
