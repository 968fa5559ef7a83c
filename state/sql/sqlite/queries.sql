-- Every statement that the SQLite store runs, by name. A name stands alone on a comment line that begins with "name:"; what the
-- statement is for follows. Parameters are by position. `state.sqlite_queries` reads this file.

-- name: claim
-- Claim a key; no row is changed where it was claimed before. Reply and programme follow once they are known.
INSERT INTO claims (key, at) VALUES (?, ?) ON CONFLICT DO NOTHING;

-- name: claim_reply
UPDATE claims SET programme = ?, reply = ? WHERE key = ?;

-- name: claimed
SELECT reply, programme FROM claims WHERE key = ?;

-- name: head
SELECT pk, version, doc FROM programmes WHERE id = ?;

-- name: add_head
INSERT INTO programmes (id, team, version, doc, listed) VALUES (?, ?, 0, ?, 1);

-- name: count_turn
-- One turn more, perhaps a new head (with when it wakes), and perhaps a card out of date since then.
UPDATE programmes
SET version = version + 1, doc = coalesce(?1, doc), wakes = CASE WHEN ?1 IS NULL THEN wakes ELSE ?2 END,
card_wanted = CASE WHEN ?3 THEN version + 1 ELSE card_wanted END
WHERE pk = ?4;

-- name: waking
SELECT id FROM programmes WHERE wakes <= ? ORDER BY wakes, pk LIMIT ?;

-- name: session
SELECT pk, doc FROM sessions WHERE programme = ? AND id = ?;

-- name: sessions
SELECT id, pk, doc FROM sessions WHERE programme = ? ORDER BY pk;

-- name: save_session
INSERT INTO sessions (programme, id, doc) VALUES (?, ?, ?)
ON CONFLICT (programme, id) DO UPDATE SET doc = excluded.doc
RETURNING pk;

-- name: answers
SELECT spot, doc FROM answers WHERE session = ? ORDER BY pk;

-- name: save_answer
INSERT INTO answers (session, spot, doc) VALUES (?, ?, ?)
ON CONFLICT (session, spot) DO UPDATE SET doc = excluded.doc;

-- name: drop_answer
DELETE FROM answers WHERE session = ? AND spot = ?;

-- name: items
SELECT id, doc FROM items WHERE programme = ? ORDER BY pk;

-- name: save_item
INSERT INTO items (programme, id, doc) VALUES (?, ?, ?)
ON CONFLICT (programme, id) DO UPDATE SET doc = excluded.doc;

-- name: actions
SELECT id, doc FROM actions WHERE programme = ? ORDER BY pk;

-- name: save_action
INSERT INTO actions (programme, id, doc) VALUES (?, ?, ?)
ON CONFLICT (programme, id) DO UPDATE SET doc = excluded.doc;

-- name: dues_of_part
SELECT person, matter, day, since, session, name FROM dues WHERE programme = ? AND part = ?;

-- name: clear_part
DELETE FROM dues WHERE programme = ? AND part = ?;

-- name: add_due
INSERT INTO dues (programme, part, person, matter, day, since, session, name) VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: rouse
-- Somebody's work changed: look at them at once.
INSERT INTO people (team, person, wakes) VALUES (?, ?, 0) ON CONFLICT (team, person) DO UPDATE SET wakes = 0;

-- name: reminding
SELECT team, person FROM people WHERE wakes <= ? ORDER BY wakes, team, person LIMIT ?;

-- name: look_later
UPDATE people SET wakes = ? WHERE team = ? AND person = ?;

-- Nobody looks at them until their work changes.
-- name: let_rest
UPDATE people SET wakes = NULL WHERE team = ? AND person = ?;

-- name: habits
SELECT doc FROM people WHERE team = ? AND person = ?;

-- name: keep_habits
INSERT INTO people (team, person, wakes, doc) VALUES (?, ?, ?, ?)
ON CONFLICT (team, person) DO UPDATE SET wakes = excluded.wakes, doc = excluded.doc;

-- name: dues
SELECT programmes.id, dues.person, dues.matter, dues.day, dues.since, dues.session, dues.name
FROM dues JOIN programmes ON programmes.pk = dues.programme
WHERE dues.person = ?1 AND programmes.team = ?2;

-- name: unlisted
SELECT pk, id FROM programmes WHERE listed = 0 ORDER BY pk LIMIT ?;

-- name: list_programme
UPDATE programmes SET listed = 1 WHERE pk = ?;

-- name: version
SELECT pk FROM versions WHERE hash = ?;

-- name: add_version
INSERT INTO versions (hash) VALUES (?);

-- name: add_entry
INSERT INTO entries (programme, version, at, what, doc) VALUES (?, ?, ?, ?, ?);

-- name: entries_since
SELECT entries.programme, entries.at, entries.doc, versions.hash
FROM entries LEFT JOIN versions ON versions.pk = entries.version
WHERE entries.programme = ? AND entries.at >= ?
ORDER BY entries.pk;

-- name: entries_of_kinds
-- Those of the kinds in ?3 (a JSON list), and those of which nobody wrote the kind down.
SELECT entries.programme, entries.at, entries.doc, versions.hash
FROM entries LEFT JOIN versions ON versions.pk = entries.version
WHERE entries.programme = ?1 AND entries.at >= ?2
AND (entries.what IS NULL OR entries.what IN (SELECT value FROM json_each(?3)))
ORDER BY entries.pk;

-- name: kinds_since
SELECT DISTINCT what FROM entries WHERE programme = ? AND at >= ?;

-- name: entries
SELECT entries.programme, entries.at, entries.doc, versions.hash
FROM entries
JOIN programmes ON programmes.pk = entries.programme
LEFT JOIN versions ON versions.pk = entries.version
WHERE programmes.id = ?
ORDER BY entries.pk;

-- name: keep_flow
INSERT INTO flows (hash, doc) VALUES (?, ?) ON CONFLICT DO NOTHING;

-- name: flow
SELECT doc FROM flows WHERE hash = ?;

-- name: programmes
SELECT id FROM programmes ORDER BY id;

-- name: programmes_of_team
SELECT id FROM programmes WHERE team = ? ORDER BY id;

-- name: queue
INSERT INTO outbox (programme, lane, queued_at, what, effect) VALUES (?, ?, ?, ?, ?);

-- name: lease
-- The head of each lane, if it is due and nobody holds it. Heads only: none before it in its lane that is not parked.
SELECT number, programme, lane, effect, tries, failures, queued_at, doubtful, leased_until
FROM outbox AS head
WHERE parked_at IS NULL AND due <= ?1 AND (leased_until IS NULL OR leased_until <= ?1)
AND NOT EXISTS (
    SELECT 1 FROM outbox AS earlier
    WHERE earlier.programme = head.programme AND earlier.lane = head.lane
    AND earlier.number < head.number AND earlier.parked_at IS NULL
)
ORDER BY number
LIMIT ?2;

-- name: lease_in_turn
-- The first such head of each workspace whose name lies after ?3 and up to ?4, but of none in ?5 and for no place in ?6 (JSON lists).
-- Goes from workspace to workspace by the index and stops at the limit: what waits behind the heads costs nothing.
WITH RECURSIVE workspace (team) AS (
    SELECT min(team) FROM outbox WHERE parked_at IS NULL AND team > ?3
    UNION ALL
    SELECT (SELECT min(outbox.team) FROM outbox WHERE parked_at IS NULL AND outbox.team > workspace.team)
    FROM workspace WHERE workspace.team <= ?4
)
SELECT taken.number, programme, lane, effect, tries, failures, queued_at, doubtful, leased_until
FROM workspace JOIN outbox AS taken ON taken.number = (
    SELECT number FROM outbox AS head
    WHERE head.team = workspace.team AND parked_at IS NULL
    AND due <= ?1 AND (leased_until IS NULL OR leased_until <= ?1)
    AND place NOT IN (SELECT value FROM json_each(?6))
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.programme = head.programme AND earlier.lane = head.lane
        AND earlier.number < head.number AND earlier.parked_at IS NULL
    )
    ORDER BY number LIMIT 1
)
WHERE workspace.team <= ?4 AND workspace.team NOT IN (SELECT value FROM json_each(?5))
LIMIT ?2;

-- name: mark_leased
UPDATE outbox SET tries = tries + 1, leased_until = ?, doubtful = ? WHERE number = ?;

-- name: sent
DELETE FROM outbox WHERE number = ?;

-- name: retry
-- Only by whoever has the latest lease: each lease counts `tries` up by one.
UPDATE outbox SET due = ?, leased_until = NULL, why = ?, failures = failures + ?, doubtful = coalesce(?, doubtful)
WHERE number = ? AND tries = ? AND parked_at IS NULL;

-- name: park
UPDATE outbox SET parked_at = ?, leased_until = NULL, why = ?
WHERE number = ? AND tries = ? AND parked_at IS NULL;

-- name: waiting
-- Of the kind ?3, and those of which nobody wrote the kind down; all where it is NULL.
SELECT number, effect, tries, failures, queued_at, doubtful
FROM outbox WHERE programme = ?1 AND lane = ?2 AND parked_at IS NULL AND (?3 IS NULL OR what IS NULL OR what = ?3) ORDER BY number;

-- name: parked
SELECT number, programme, lane, effect, tries, failures, queued_at, doubtful, why, parked_at
FROM outbox WHERE parked_at IS NOT NULL ORDER BY number;

-- name: replay
-- With as many tries before it as a new one.
UPDATE outbox SET parked_at = NULL, due = 0, failures = 0, why = '' WHERE number = ? AND parked_at IS NOT NULL;

-- name: reclaim
UPDATE outbox SET leased_until = NULL, doubtful = 1 WHERE leased_until IS NOT NULL;

-- name: depth
SELECT count(*) FROM outbox WHERE parked_at IS NULL;

-- name: dirty_cards
SELECT id, card_wanted FROM programmes
WHERE card_wanted > card_done AND card_after <= ?
ORDER BY card_after, pk LIMIT ?;

-- name: card_done
UPDATE programmes SET card_done = ?1 WHERE id = ?2 AND card_done < ?1;

-- name: card_later
UPDATE programmes SET card_after = ? WHERE id = ?;

-- name: remember
-- Changes no row where the programme is gone.
INSERT INTO addresses (programme, kind, session, name, channel, ts)
SELECT pk, ?, ?, ?, ?, ? FROM programmes WHERE id = ?
ON CONFLICT (programme, kind, session, name) DO UPDATE SET channel = excluded.channel, ts = excluded.ts;

-- name: address
SELECT programmes.id, kind, session, name, channel, ts
FROM addresses JOIN programmes ON programmes.pk = addresses.programme
WHERE programmes.id = ? AND kind = ? AND session = ? AND name = ?;

-- name: session_at
SELECT session
FROM addresses JOIN programmes ON programmes.pk = addresses.programme
WHERE channel = ? AND ts = ? AND kind = 'root' AND team = ?;

-- name: message_at
SELECT programmes.id, kind, session, name, channel, ts
FROM addresses JOIN programmes ON programmes.pk = addresses.programme
WHERE channel = ? AND ts = ?
ORDER BY addresses.pk LIMIT 1;

-- name: said
SELECT programmes.id, kind, session, name, channel, ts
FROM addresses JOIN programmes ON programmes.pk = addresses.programme
WHERE programmes.id = ? AND channel = ?
ORDER BY addresses.pk;

-- name: forget
DELETE FROM addresses
WHERE programme = (SELECT pk FROM programmes WHERE id = ?)
AND kind = ? AND session = ? AND name = ? AND channel = ? AND ts = ?;

-- name: forget_thread
DELETE FROM addresses
WHERE programme = (SELECT pk FROM programmes WHERE id = ?1) AND session = ?2
AND ?3 = coalesce((
    SELECT ts FROM addresses
    WHERE programme = (SELECT pk FROM programmes WHERE id = ?1) AND session = ?2 AND kind = 'root' AND name = ''
), '');

-- name: hold
INSERT INTO held (key, team, channel, thread_ts, at, payload) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: held
SELECT key, team, channel, thread_ts, payload, at FROM held WHERE channel = ? AND thread_ts = ? ORDER BY pk;

-- name: stranded
-- Messages for which events wait though they are recorded.
SELECT held.channel, thread_ts
FROM held JOIN addresses ON addresses.channel = held.channel AND ts = thread_ts
GROUP BY held.channel, thread_ts
ORDER BY min(held.pk);

-- name: release
DELETE FROM held WHERE key = ?;

-- name: put_note
INSERT INTO notes (scope, key, value) VALUES (?, ?, ?) ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value;

-- name: note
SELECT value FROM notes WHERE scope = ? AND key = ?;

-- name: move_head
-- Counted like a turn, so that nothing cached outlives it; the card's buttons name the programme, so it is made anew.
UPDATE programmes SET id = ?1, doc = ?2, version = version + 1, card_wanted = version + 1 WHERE pk = ?3;

-- name: move_session
UPDATE sessions SET doc = ? WHERE pk = ?;

-- name: move_postings
UPDATE outbox SET programme = ? WHERE programme = ?;

-- name: move_replies
UPDATE claims SET programme = ? WHERE programme = ?;

-- name: move_addresses
UPDATE addresses SET channel = ? WHERE programme = ? AND channel = ?;

-- name: move_held
UPDATE held SET channel = ? WHERE team = ? AND channel = ?;

-- name: move_notes_clear
-- A channel may come back to an id that it had: it leads nowhere else any more.
DELETE FROM notes WHERE scope = ?1 AND key = 'moved' AND ?2 <> '';

-- name: move_notes_led
UPDATE notes SET value = ?1 WHERE key = 'moved' AND value = ?2;

-- name: move_notes
UPDATE OR REPLACE notes SET scope = ?1 WHERE scope = ?2;

-- name: move_notes_lead
INSERT INTO notes (scope, key, value) VALUES (?2, 'moved', ?1);

-- name: entry_documents
SELECT pk, at, doc FROM entries WHERE programme = ? ORDER BY pk;

-- name: replies_of
SELECT key, reply FROM claims WHERE programme = ? AND reply IS NOT NULL;

-- name: claims_holding
-- More than are meant: an id may be the beginning of a longer one.
SELECT key FROM claims WHERE instr(key, ?1) AND instr(key, ?2);

-- name: drop_claim
DELETE FROM claims WHERE key = ?;

-- name: effects_of
SELECT number, lane, effect FROM outbox WHERE programme = ?;

-- name: answer_documents
SELECT pk, spot, doc FROM answers WHERE session = ?;

-- name: disguise_dues
UPDATE dues SET person = ?1 WHERE programme = ?2 AND person = ?3;

-- name: forget_habits
DELETE FROM people WHERE team = ? AND person = ?;

-- name: forget_letters
DELETE FROM outbox WHERE team = ? AND lane = ?;

-- name: erase_head
-- Sessions, answers, items, actions, entries and addresses go with it.
DELETE FROM programmes WHERE id = ?;

-- name: erase_postings
DELETE FROM outbox WHERE programme = ?;

-- name: erase_replies
DELETE FROM claims WHERE programme = ?;

-- name: erase_held
DELETE FROM held WHERE team || ':' || channel = ?;

-- name: erase_notes
-- With what leads here from ids that it had before.
DELETE FROM notes WHERE scope = ?1 OR (key = 'moved' AND value = ?1);

-- name: erase_team_heads
DELETE FROM programmes WHERE team = ?;

-- name: erase_team_postings
-- A range and not LIKE: a workspace's programmes are named "team:channel", and ";" follows ":" in the alphabet.
DELETE FROM outbox WHERE programme >= ?1 || ':' AND programme < ?1 || ';';

-- name: erase_team_replies
DELETE FROM claims WHERE programme >= ?1 || ':' AND programme < ?1 || ';';

-- name: erase_team_held
DELETE FROM held WHERE team = ?;

-- name: erase_team_notes
DELETE FROM notes WHERE scope = ?1 OR (scope >= ?1 || ':' AND scope < ?1 || ';');

-- name: erase_team_people
DELETE FROM people WHERE team = ?;

-- name: prune_claims
DELETE FROM claims WHERE at < ?;

-- name: prune_held
DELETE FROM held WHERE at < ?;

-- name: stuck
-- Read first, for there hardly ever is anything: whether something waits for a time after this.
SELECT EXISTS (SELECT 1 FROM outbox WHERE parked_at IS NULL AND (due > ?1 OR leased_until > ?1))
OR EXISTS (SELECT 1 FROM programmes WHERE card_wanted > card_done AND card_after > ?1);

-- name: loosen_due
UPDATE outbox SET due = 0 WHERE parked_at IS NULL AND due > ?;

-- name: loosen_leased
UPDATE outbox SET leased_until = NULL, doubtful = 1 WHERE parked_at IS NULL AND leased_until > ?;

-- name: loosen_cards
UPDATE programmes SET card_after = 0 WHERE card_wanted > card_done AND card_after > ?;

-- name: load
-- Numbers are given in the order of queueing, so the lowest that waits has waited longest.
SELECT waiting, (SELECT queued_at FROM outbox WHERE number = oldest),
(SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL),
(SELECT count(*) FROM programmes WHERE wakes <= ?)
FROM (SELECT count(*) AS waiting, min(number) AS oldest FROM outbox WHERE parked_at IS NULL);

-- name: census
-- Programmes, workspaces, when the next one wakes, held events, cards out of date, open work, when the next person is looked at. Only
-- what needs no document.
SELECT count(*), count(DISTINCT team), min(wakes), (SELECT count(*) FROM held),
coalesce(sum(card_wanted > card_done), 0), (SELECT count(*) FROM dues WHERE matter NOT IN ('lead', 'news')), (SELECT min(wakes) FROM people)
FROM programmes;

-- name: every_session
SELECT programme, id, doc FROM sessions;

-- name: outbox_oldest
SELECT number, programme, lane, tries, why, queued_at FROM outbox WHERE parked_at IS NULL ORDER BY number LIMIT 1;

-- name: parked_plainly
-- Without its effect: for whoever only looks.
SELECT number, programme, lane, tries, why, queued_at, parked_at FROM outbox WHERE parked_at IS NOT NULL ORDER BY number;

-- name: seals
SELECT key, proof FROM seals ORDER BY key;

-- name: add_seal
INSERT INTO seals (key, proof) VALUES (?, ?) ON CONFLICT DO NOTHING;

-- name: retire_seals
DELETE FROM seals WHERE key <> ?;

-- What is not sealed with the newest key, a few rows at a time: "stale" finds them after a place, "reseal" puts one back. A stale row
-- gives its place, whom it belongs to, which row of that one's it is, and its document.

-- name: stale_programmes
SELECT pk, pk, '', doc FROM programmes WHERE pk > ?1 AND substr(doc, 1, 5) IS NOT ?2 ORDER BY pk LIMIT ?3;

-- name: reseal_programme
UPDATE programmes SET doc = ?2 WHERE pk = ?1;

-- name: stale_sessions
SELECT pk, programme, id, doc FROM sessions WHERE pk > ?1 AND substr(doc, 1, 5) IS NOT ?2 ORDER BY pk LIMIT ?3;

-- name: reseal_session
UPDATE sessions SET doc = ?2 WHERE pk = ?1;

-- name: stale_answers
SELECT answers.pk, sessions.programme, sessions.pk || ':' || spot, answers.doc
FROM answers JOIN sessions ON sessions.pk = answers.session
WHERE answers.pk > ?1 AND substr(answers.doc, 1, 5) IS NOT ?2 ORDER BY answers.pk LIMIT ?3;

-- name: reseal_answer
UPDATE answers SET doc = ?2 WHERE pk = ?1;

-- name: stale_items
SELECT pk, programme, id, doc FROM items WHERE pk > ?1 AND substr(doc, 1, 5) IS NOT ?2 ORDER BY pk LIMIT ?3;

-- name: reseal_item
UPDATE items SET doc = ?2 WHERE pk = ?1;

-- name: stale_actions
SELECT pk, programme, id, doc FROM actions WHERE pk > ?1 AND substr(doc, 1, 5) IS NOT ?2 ORDER BY pk LIMIT ?3;

-- name: reseal_action
UPDATE actions SET doc = ?2 WHERE pk = ?1;

-- name: stale_people
SELECT team || ':' || person, team, person, doc FROM people
WHERE doc IS NOT NULL AND team || ':' || person > ?1 AND substr(doc, 1, 5) IS NOT ?2
ORDER BY team || ':' || person LIMIT ?3;

-- name: reseal_person
UPDATE people SET doc = ?2 WHERE team || ':' || person = ?1;

-- name: stale_entries
SELECT pk, programme, at, doc FROM entries WHERE pk > ?1 AND substr(doc, 1, 5) IS NOT ?2 ORDER BY pk LIMIT ?3;

-- name: reseal_entry
-- In the place of the same line: the audit log refuses an update.
REPLACE INTO entries (pk, programme, version, at, what, doc)
SELECT pk, programme, version, at, what, ?2 FROM entries WHERE pk = ?1;

-- name: stale_replies
SELECT key, coalesce(substr(programme, 1, instr(programme, ':') - 1), ''), key, reply FROM claims
WHERE reply IS NOT NULL AND key > ?1 AND substr(reply, 1, 5) IS NOT ?2 ORDER BY key LIMIT ?3;

-- name: reseal_reply
UPDATE claims SET reply = ?2 WHERE key = ?1;

-- name: stale_effects
SELECT number, substr(programme, 1, instr(programme, ':') - 1), lane, effect FROM outbox
WHERE number > ?1 AND substr(effect, 1, 5) IS NOT ?2 ORDER BY number LIMIT ?3;

-- name: reseal_effect
UPDATE outbox SET effect = ?2 WHERE number = ?1;

-- name: stale_held
SELECT pk, team, key, payload FROM held WHERE pk > ?1 AND substr(payload, 1, 5) IS NOT ?2 ORDER BY pk LIMIT ?3;

-- name: reseal_held
UPDATE held SET payload = ?2 WHERE pk = ?1;

-- name: stale_notes
-- A note that is text was written without a key and holds nothing of a person's: it is sealed when next written.
SELECT scope || char(10) || key, substr(scope, 1, instr(scope || ':', ':') - 1), key, value FROM notes
WHERE scope || char(10) || key > ?1 AND typeof(value) = 'blob' AND substr(value, 1, 5) IS NOT ?2
ORDER BY scope || char(10) || key LIMIT ?3;

-- name: reseal_note
UPDATE notes SET value = ?2 WHERE scope || char(10) || key = ?1;
