"""A sealed store: what its file shows, what it refuses, and how its keys change without anything being lost."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from flows.model.effects import Effect, Posting, RefreshCard, Reminded, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.ids import ClaimKey
from flows.model.reminders import Habits
from state.errors import (
    DocumentDamaged,
    DocumentSealed,
    KeyMissing,
    KeyUntried,
    StoreLocked,
    StoreOlder,
    StoreSealed,
)
from state.migrations import Migration, migrate, shipped
from state.records import HeldEvent, Unopened
from state.resealing import KINDS, Resealed, reseal
from state.seal import PLAIN, Seal, key_of
from state.sqlite import SqliteStore, open_store
from state.store import Store
from tests.house.tree import modules
from tests.state.samples import (
    ANNA,
    AWAY,
    CHANNEL,
    HOME,
    IP,
    NOW,
    SEAL,
    SECOND,
    TEAM,
    action,
    answer,
    begin,
    decides,
    entry,
    item,
    key,
    programme,
    refuses,
    session,
    tell,
)

[OLD] = SEAL.keys
NEW = key_of(b"\x07" * 32)
BOTH = Seal((NEW, OLD))
MARKERS = (b"zebracode", b"Mastodon", b"zurich.pdf", b"ferret", b"lynxword")
"""Words that only what a person wrote holds: an answer, an asset, a file, a message that waits, a note."""
DOCUMENTS = {
    "programmes": "doc",
    "sessions": "doc",
    "answers": "doc",
    "items": "doc",
    "actions": "doc",
    "people": "doc",
    "entries": "doc",
    "outbox": "effect",
    "claims": "reply",
    "held": "payload",
    "notes": "value",
}


async def fill(store: Store) -> None:
    """Something of every kind, with the markers in it."""
    await begin(store)
    await begin(store, AWAY, tell("zebracode"))
    given = session(answer("owner", "zebracode"), answer("paper", "zurich.pdf"))
    effects: tuple[Effect, ...] = (tell("zebracode"), RefreshCard())
    saves = (
        SaveProgramme(programme(name="Mastodon")),
        SaveSession(given),
        SaveItem(item(1, name="Mastodon")),
        SaveAction(action(1)),
        entry("answered"),
    )
    await store.turn(key("1"), HOME, decides(*saves, effects=effects), NOW)
    await store.turn(key("2"), HOME, refuses("zebracode"), NOW)
    await store.hold(HeldEvent(ClaimKey("h"), TEAM, CHANNEL, "1.0", b"ferret", NOW))
    await store.put_note(HOME, "word", "lynxword")
    await store.weigh(TEAM, ANNA, lambda _: Reminded(Habits(zone="Europe/Warsaw"), None), NOW)


async def shown(store: Store) -> list[object]:
    """All that a store gives out."""
    return [
        [await store.everything(of) for of in (HOME, AWAY)],
        await store.turn(key("2"), HOME, decides(), NOW),
        await store.held(CHANNEL, "1.0"),
        await store.note(HOME, "word"),
        await store.habits(TEAM, ANNA),
        [posting.effect for posting in await store.lease(NOW, 99, 0 * SECOND)],
        await store.programmes(),
    ]


async def filled(path: Path, seal: Seal = SEAL) -> list[object]:
    """A store with something of every kind in it, closed; what it gives out."""
    store = await open_store(path, seal)
    await fill(store)
    found = await shown(store)
    await store.close()
    return found


async def opened(path: Path, seal: Seal) -> list[object]:
    store = await open_store(path, seal)
    try:
        return await shown(store)
    finally:
        await store.close()


def raw_of(path: Path) -> bytes:
    return path.read_bytes()


def found(*paths: Path) -> set[bytes]:
    """The markers that a look into files finds."""
    return {marker for path in paths for marker in MARKERS if marker in path.read_bytes()}


def rows(path: Path, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return connection.execute(statement, parameters).fetchall()
    finally:
        connection.close()


def marks(path: Path) -> set[str]:
    """By what key each document is sealed; "" for one that is not."""
    return {
        doc[1:5].hex() if isinstance(doc, bytes) and doc[:1] == b"\x01" else ""
        for table, column in DOCUMENTS.items()
        for (doc,) in rows(path, f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608
    }


async def test_neither_the_file_nor_its_log_nor_a_backup_shows_what_a_person_wrote(path: Path) -> None:
    store = await open_store(path, SEAL)
    await fill(store)
    log = path.with_name(f"{path.name}-wal")
    assert log.stat().st_size and not found(path, log)
    await store.close()
    done = migrate(path, (*shipped(), Migration(len(shipped()) + 1, "more", "CREATE TABLE more (x);")))
    assert done.backup is not None and not found(path, done.backup)
    assert marks(path) == marks(done.backup) == {OLD.id}


async def test_the_look_finds_what_a_store_without_a_key_shows(path: Path) -> None:
    # So that the test above cannot pass for looking at nothing.
    await filled(path, PLAIN)
    assert found(path) == set(MARKERS)
    assert marks(path) == {""}


async def test_what_is_found_by_columns_is_found_in_a_sealed_store(path: Path) -> None:
    sealed = await filled(path)
    plain = await filled(path.with_name("plain"), PLAIN)
    assert sealed == plain
    assert len(sealed) == 7 and all(sealed)


@pytest.mark.parametrize("seal", [PLAIN, Seal((NEW,))], ids=["lost", "wrong"])
async def test_a_store_whose_key_is_not_given_is_refused_by_the_keys_name_and_left_alone(
    path: Path, seal: Seal
) -> None:
    before = await filled(path)
    raw = raw_of(path)
    with pytest.raises(StoreSealed, match=rf"{OLD.id}.*RINGFENCE_KEY"):
        await open_store(path, seal)
    with pytest.raises((StoreSealed, KeyMissing)):
        reseal(path, seal)
    assert raw_of(path) == raw
    assert await opened(path, SEAL) == before


async def test_a_proof_that_does_not_open_is_damage(path: Path) -> None:
    await filled(path)
    rows(path, "UPDATE seals SET proof = CAST(proof || x'00' AS BLOB)")
    with pytest.raises(DocumentDamaged, match=f"proof of {OLD.id}"):
        await open_store(path, SEAL)


async def test_an_older_store_is_read_as_it_is_and_sealed_where_it_is_written(path: Path) -> None:
    before = await filled(path, PLAIN)
    assert await opened(path, SEAL) == before
    store = await open_store(path, SEAL)
    await store.turn(key("3"), HOME, decides(SaveItem(item(1, name="Mastodon"))), NOW)
    await store.close()
    [(doc,)] = rows(path, "SELECT doc FROM items")
    assert doc.startswith(OLD.mark)
    assert marks(path) == {"", OLD.id}


@pytest.mark.parametrize("seal", [PLAIN, SEAL], ids=["plain", "old key"])
async def test_sealing_anew_leaves_nothing_under_what_was_before_and_changes_nothing_that_is_told(
    path: Path, seal: Seal
) -> None:
    before = await filled(path, seal)
    await (await open_store(path, BOTH)).close()
    done = reseal(path, BOTH, batch=2)
    notes = 1 if seal is PLAIN else 0  # what was text is sealed when next written
    total = sum(
        count
        for table, column in DOCUMENTS.items()
        for (count,) in rows(path, f"SELECT count({column}) FROM {table}")  # noqa: S608
    )
    assert done == Resealed(total - notes, (), () if seal is PLAIN else (OLD.id,), swept=True)
    assert marks(path) == {NEW.id, ""} - ({""} if not notes else set())
    assert await opened(path, Seal((NEW,)) if seal is SEAL else BOTH) == before
    assert found(path) <= {b"lynxword"} if notes else not found(path)
    assert not list(rows(path, "SELECT 1 FROM entries WHERE what IS NULL")), "the log's lines keep their kind"
    assert reseal(path, BOTH).documents == 0


async def test_a_store_whose_sealing_anew_was_ended_half_way_goes_on_and_needs_both_keys_until_then(path: Path) -> None:
    before = await filled(path)
    await (await open_store(path, BOTH)).close()
    (place, of, row, stored), *_ = rows(path, KINDS[2].stale, 0, NEW.mark, 9)
    rows(path, KINDS[2].reseal, place, BOTH.close(SEAL.open(stored, "answer", of, row), "answer", of, row))
    assert marks(path) == {OLD.id, NEW.id}
    for seal in (SEAL, Seal((NEW,))):
        with pytest.raises(StoreSealed):
            await open_store(path, seal)
    assert await opened(path, BOTH) == before
    assert reseal(path, BOTH).retired == (OLD.id,)
    assert await opened(path, Seal((NEW,))) == before


async def test_a_bot_at_work_sees_nothing_of_the_sealing_beside_it(path: Path) -> None:
    await filled(path)
    store = await open_store(path, BOTH)
    before = await shown(store)
    assert reseal(path, BOTH, batch=1).documents > 10
    assert await shown(store) == before
    store._cache.clear()
    assert await shown(store) == before
    assert (await store.turn(key("4"), HOME, decides(SaveItem(item(2))), NOW)).version == 3
    await store.close()
    assert marks(path) == {NEW.id}


async def test_what_a_bot_writes_meanwhile_is_not_undone(path: Path) -> None:
    await filled(path)
    store = await open_store(path, BOTH)
    assert len(rows(path, KINDS[3].stale, 0, NEW.mark, 9)) == 1
    await store.turn(key("4"), HOME, decides(SaveItem(item(1, name="Renamed"))), NOW)
    assert rows(path, KINDS[3].stale, 0, NEW.mark, 9) == []
    reseal(path, BOTH)
    everything = await store.everything(HOME)
    assert everything is not None and [one.name for one in everything.items] == ["Renamed"]
    await store.close()


async def test_a_key_that_no_bot_has_begun_with_seals_nothing(path: Path) -> None:
    await filled(path)
    raw = raw_of(path)
    with pytest.raises(KeyUntried, match=rf"{NEW.id}.*start the bot anew"):
        reseal(path, BOTH)
    assert raw_of(path) == raw
    with pytest.raises(KeyUntried):
        reseal(path.with_name("nowhere"), BOTH)
    assert not path.with_name("nowhere").exists()


def test_an_older_store_is_not_sealed_anew_before_it_is_migrated(path: Path) -> None:
    migrate(path, shipped()[:2])
    with pytest.raises(StoreOlder):
        reseal(path, SEAL)


async def test_a_store_that_somebody_holds_is_left_for_later(path: Path) -> None:
    await filled(path)
    await (await open_store(path, BOTH)).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLocked):
        reseal(path, BOTH, busy=0.05)
    other.execute("ROLLBACK")
    other.execute("BEGIN")
    other.execute("SELECT * FROM items").fetchall()
    done = reseal(path, BOTH, busy=0.05)
    assert done.documents and not done.swept
    other.close()
    assert reseal(path, BOTH).swept and not found(path)


async def test_a_damaged_document_names_its_row_and_holds_up_no_other(path: Path) -> None:
    await filled(path)
    rows(path, "UPDATE items SET doc = CAST(substr(doc, 1, length(doc) - 1) || x'00' AS BLOB)")
    store = await open_store(path, BOTH)
    with pytest.raises(DocumentDamaged, match="register item asset-1 of 1"):
        await store.everything(HOME)
    assert await store.everything(AWAY) is not None
    await store.close()
    done = reseal(path, BOTH)
    assert done.damaged == ("register item asset-1 of 1",) and done.retired == () and done.documents > 10
    assert [name for (name,) in rows(path, "SELECT key FROM seals ORDER BY key")] == sorted([OLD.id, NEW.id])


SWAPS = {
    "a programme": "UPDATE programmes SET doc = (SELECT doc FROM programmes AS b WHERE b.pk <> programmes.pk)",
    "a session": "UPDATE sessions SET doc = (SELECT doc FROM sessions AS b WHERE b.pk <> sessions.pk)",
    "an answer": "UPDATE answers SET doc = (SELECT doc FROM answers AS b WHERE b.pk <> answers.pk)",
    "a part of another kind": "UPDATE items SET doc = (SELECT doc FROM actions)",
    "an entry": "UPDATE programmes SET pk = 3 - pk + 10",
}


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS.keys())
async def test_rows_that_were_swapped_do_not_open(path: Path, swap: str) -> None:
    await filled(path)
    rows(path, swap)
    store = await open_store(path, SEAL)
    with pytest.raises(DocumentDamaged):
        await store.everything(HOME)
    await store.close()


async def test_a_posting_does_not_open_in_another_lane_and_stops_no_other(path: Path) -> None:
    await filled(path)
    [(number,)] = rows(path, "SELECT min(number) FROM outbox")
    rows(path, "UPDATE outbox SET lane = 'counsel' WHERE number = ?", number)
    store = await open_store(path, SEAL)
    closed, *others = await store.lease(NOW, 9, SECOND)
    assert isinstance(closed, Unopened)
    assert (closed.number, closed.lane, closed.tries, closed.why) == (number, "counsel", 1, "DocumentDamaged")
    assert others and all(isinstance(one, Posting) for one in others)
    assert await store.park(closed, closed.why, NOW)
    [parked] = await store.parked()
    assert (parked.why, parked.posting.number) == ("DocumentDamaged", number)
    rows(path, "UPDATE outbox SET lane = ? WHERE number = ?", IP, number)
    assert await store.replay(number)
    again = await store.lease(NOW + SECOND, 9, SECOND)
    assert number in [one.number for one in again] and all(isinstance(one, Posting) for one in again)
    await store.close()


async def test_a_document_under_a_key_that_the_store_never_told_of_is_named(path: Path) -> None:
    await filled(path)
    foreign = Seal((NEW,)).close(b"{}", "register item", 1, "asset-1")
    rows(path, "UPDATE items SET doc = ?", foreign)
    store = await open_store(path, SEAL)
    with pytest.raises(DocumentSealed, match=rf"register item asset-1 of 1, key {NEW.id}"):
        await store.everything(HOME)
    await store.close()


async def test_the_newest_key_is_written_down_before_it_seals(sqlite: SqliteStore) -> None:
    assert rows(sqlite.path, "SELECT key FROM seals") == [(OLD.id,)]


def test_every_document_that_is_kept_goes_through_the_seal() -> None:
    # A flow is our own content, and the seal itself is where documents are made and read.
    bare = re.compile(r"\b(PROGRAMME|SESSION|ANSWER|ITEM|ACTION|HABITS|ENTRY|EFFECT|REPLY)\.(encode|decode)\(")
    wrong = [f"{module.place}: {told[0]}" for module in modules("state") for told in bare.finditer(module.text)]
    assert wrong == []
