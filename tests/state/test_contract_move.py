"""What every store promises about a programme whose channel gets another id."""

from __future__ import annotations

from flows.model.ids import ChannelId, ProgrammeId, SessionId, TeamId
from flows.model.programme import Snapshot
from state.store import MOVED, Address, AddressKind, Store
from tests.state.samples import AWAY, HOME, IP, NOW, SECOND, TEAM, decides, item, key
from tests.state.test_contract_places import fill, holds

NEW = ProgrammeId("T1:C9")
TO = ChannelId("C9")


def seen(snapshot: Snapshot) -> tuple[object, ...]:
    session = snapshot.session(IP)
    rows = snapshot.items(item(1).register)
    return session and session.programme, rows, snapshot.actions(IP), snapshot.entries(NOW - SECOND)


async def test_all_of_a_programme_goes_by_the_new_id_and_its_neighbour_stays(store: Store) -> None:
    await fill(store, HOME)
    await fill(store, AWAY)
    before = await store.everything(HOME)
    _, *parts = await store.read(HOME, seen)
    assert before is not None
    assert await store.move(HOME, TO)
    after = await store.everything(NEW)
    assert after is not None
    assert (after.programme.id, after.programme.channel, after.programme.team) == (NEW, TO, TEAM)
    assert [session.programme for session in after.sessions] == [NEW]
    assert (after.items, after.actions, after.entries) == (before.items, before.actions, before.entries)
    assert await store.read(NEW, seen) == (NEW, *parts)
    assert await store.programmes() == (AWAY, NEW)
    assert await store.note(NEW, "told") == "1" and await store.note(HOME, "told") is None
    assert {held.key for held in await store.held(TO, "1.0")} == {f"held {HOME}"}
    assert await store.session_at(TEAM, TO, "1.0") == IP
    assert await store.message_at(ChannelId("C1"), "1.0") is None
    assert NEW in {card.programme for card in await store.dirty_cards(NOW)}
    assert all(await holds(store, AWAY))
    assert {posting.programme for posting in await store.lease(NOW, 100, SECOND)} == {NEW, AWAY}


async def test_a_message_elsewhere_stays_where_it_stands(store: Store) -> None:
    await fill(store, HOME)
    letter = Address(HOME, AddressKind.NOTE, ChannelId("D1"), "5.0", None, "7")
    await store.remember(letter)
    await store.move(HOME, TO)
    assert await store.address(NEW, AddressKind.NOTE, None, "7") == Address(
        NEW, AddressKind.NOTE, ChannelId("D1"), "5.0", None, "7"
    )
    assert await store.address(HOME, AddressKind.NOTE, None, "7") is None


async def test_turns_after_the_move_go_on_from_what_was_there(store: Store) -> None:
    await fill(store, HOME)
    await store.read(HOME, seen)
    await store.move(HOME, TO)
    await store.turn(key("after"), NEW, decides(), NOW)
    assert (await store.read(NEW, seen))[1] == (item(1),)
    assert await store.everything(HOME) is None


async def test_the_old_id_leads_to_the_new_one_however_often_it_moves_and_back(store: Store) -> None:
    await fill(store, HOME)
    await store.move(HOME, TO)
    assert await store.note(HOME, MOVED) == NEW
    third = ProgrammeId("T1:C8")
    await store.move(NEW, ChannelId("C8"))
    assert (await store.note(HOME, MOVED), await store.note(NEW, MOVED)) == (third, third)
    await store.move(third, ChannelId("C1"))
    assert (await store.note(HOME, MOVED), await store.note(third, MOVED)) == (None, HOME)


async def test_an_erasure_takes_the_way_from_the_old_id_too(store: Store) -> None:
    await fill(store, HOME)
    await store.move(HOME, TO)
    await store.erase(NEW)
    assert await store.note(HOME, MOVED) is None
    assert not any(await holds(store, NEW))


async def test_nothing_moves_where_there_is_nothing_or_where_another_is(store: Store) -> None:
    assert not await store.move(HOME, TO)
    await fill(store, HOME)
    await fill(store, AWAY)
    assert not await store.move(HOME, ChannelId("C2"))
    assert all(await holds(store, HOME)) and all(await holds(store, AWAY))
    assert await store.session_at(TeamId("T1"), ChannelId("C1"), "1.0") == SessionId(IP)
