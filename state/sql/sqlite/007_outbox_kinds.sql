-- Postings, by their kind: whether a new thread is on its way is asked once for each of hundreds that were lost with the old one, and to open
-- them all each time would take as many times as long. The kind stands at the end of the index by which a lane is gone through, so no row is read.

ALTER TABLE outbox ADD COLUMN what TEXT;           -- NULL in postings of before: theirs is read in the document
DROP INDEX outbox_by_lane;
CREATE INDEX outbox_by_lane ON outbox (programme, lane, number, what) WHERE parked_at IS NULL;
