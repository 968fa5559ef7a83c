"""What every store promises about messages, held events, notes, erasure and pruning."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.model.effects import SaveAction, SaveItem, Whispered
from flows.model.ids import ChannelId, ClaimKey, ProgrammeId, SessionId, TeamId
from state.store import Address, AddressKind, HeldEvent, Store
from tests.state.samples import (
    AWAY,
    CHANNEL,
    HOME,
    IP,
    NOW,
    SECOND,
    TEAM,
    action,
    begin,
    decides,
    item,
    key,
    tell,
)

DM = ChannelId("D1")
FAR = ProgrammeId("T2:C1")


def root(ts: str, of: ProgrammeId = HOME, session: SessionId = IP) -> Address:
    return Address(of, AddressKind.ROOT, ChannelId(of.partition(":")[2]), ts, session)


def question(asked: int, ts: str) -> Address:
    return Address(HOME, AddressKind.QUESTION, CHANNEL, ts, IP, str(asked))


def held(name: str, thread: str = "1.0", channel: ChannelId = CHANNEL, team: TeamId = TEAM) -> HeldEvent:
    return HeldEvent(ClaimKey(name), team, channel, thread, f"event {name}".encode(), NOW)


async def test_a_message_is_found_by_what_it_is_and_by_where_it_stands(store: Store) -> None:
    await begin(store)
    card = Address(HOME, AddressKind.CARD, CHANNEL, "0.9")
    for address in (root("1.0"), question(1, "1.1"), question(2, "1.2"), card):
        assert await store.remember(address)
    assert await store.address(HOME, AddressKind.QUESTION, IP, "2") == question(2, "1.2")
    assert await store.address(HOME, AddressKind.CARD) == card
    assert await store.message_at(CHANNEL, "1.1") == question(1, "1.1")
    assert await store.session_at(TEAM, CHANNEL, "1.0") == IP


async def test_all_that_was_said_in_a_channel_is_told_in_the_order_in_which_it_was_remembered(store: Store) -> None:
    await begin(store)
    elsewhere = Address(HOME, AddressKind.NOTE, DM, "0.5", None, "7")
    for address in (root("1.0"), question(1, "1.1"), elsewhere, question(2, "1.2")):
        await store.remember(address)
    assert await store.said(HOME, CHANNEL) == (root("1.0"), question(1, "1.1"), question(2, "1.2"))
    assert await store.said(HOME, elsewhere.channel) == (elsewhere,)
    assert await store.said(AWAY, CHANNEL) == ()


async def test_a_message_that_is_not_known_is_nothing(store: Store) -> None:
    await begin(store)
    await store.remember(question(1, "1.1"))
    assert await store.address(HOME, AddressKind.QUESTION, IP, "2") is None
    assert await store.address(AWAY, AddressKind.QUESTION, IP, "1") is None
    assert await store.message_at(CHANNEL, "9.9") is None
    assert await store.session_at(TEAM, CHANNEL, "1.1") is None


async def test_a_thread_is_known_only_to_its_own_workspace(store: Store) -> None:
    await begin(store)
    await store.remember(root("1.0"))
    assert await store.session_at(TeamId("T2"), CHANNEL, "1.0") is None


async def test_a_newer_message_takes_the_place_of_the_older(store: Store) -> None:
    await begin(store)
    await store.remember(root("1.0"))
    await store.remember(root("2.0"))
    assert await store.session_at(TEAM, CHANNEL, "1.0") is None
    assert await store.session_at(TEAM, CHANNEL, "2.0") == IP


async def test_a_message_of_a_programme_that_is_gone_is_not_remembered(store: Store) -> None:
    assert not await store.remember(root("1.0"))
    assert await store.message_at(CHANNEL, "1.0") is None


async def test_forgetting_an_old_message_leaves_the_one_in_its_place(store: Store) -> None:
    await begin(store)
    await store.remember(root("2.0"))
    await store.forget(root("1.0"))
    assert await store.address(HOME, AddressKind.ROOT, IP) == root("2.0")
    await store.forget(root("2.0"))
    assert await store.address(HOME, AddressKind.ROOT, IP) is None


async def test_a_lost_thread_is_forgotten_with_all_its_messages_and_no_others(store: Store) -> None:
    await begin(store)
    other = SessionId("ip_strategy-2")
    card = Address(HOME, AddressKind.CARD, CHANNEL, "0.9")
    for address in (root("1.0"), question(1, "1.1"), root("5.0", session=other), card):
        await store.remember(address)
    await store.forget_thread(HOME, IP, "1.0")
    assert await store.message_at(CHANNEL, "1.0") is None and await store.message_at(CHANNEL, "1.1") is None
    assert await store.session_at(TEAM, CHANNEL, "5.0") == other
    assert await store.address(HOME, AddressKind.CARD) == card


async def test_forgetting_a_thread_leaves_the_one_that_took_its_place(store: Store) -> None:
    await begin(store)
    for address in (root("2.0"), question(1, "1.1")):
        await store.remember(address)
    for gone in ("1.0", ""):
        await store.forget_thread(HOME, IP, gone)
    assert await store.session_at(TEAM, CHANNEL, "2.0") == IP
    await store.forget(root("2.0"))
    await store.forget_thread(HOME, IP, "")
    assert await store.message_at(CHANNEL, "1.1") is None


async def test_held_events_wait_for_their_thread_in_order(store: Store) -> None:
    for one in (held("b"), held("a"), held("c", "2.0"), held("d", channel=DM)):
        assert await store.hold(one)
    assert await store.held(CHANNEL, "1.0") == (held("b"), held("a"))
    assert await store.held(CHANNEL, "3.0") == ()
    await store.release(ClaimKey("b"))
    await store.release(ClaimKey("b"))
    assert await store.held(CHANNEL, "1.0") == (held("a"),)


async def test_events_that_wait_for_a_recorded_message_are_stranded_and_others_are_not(store: Store) -> None:
    await begin(store)
    for one in (held("a", "3.0"), held("b"), held("c"), held("d", channel=DM), held("e", "2.0")):
        await store.hold(one)
    assert await store.stranded() == ()
    await store.remember(root("1.0"))
    await store.remember(question(1, "2.0"))
    assert await store.stranded() == ((CHANNEL, "1.0"), (CHANNEL, "2.0"))
    for one in "bce":
        await store.release(ClaimKey(one))
    assert await store.stranded() == ()


async def test_an_event_told_twice_is_held_once(store: Store) -> None:
    assert await store.hold(held("a"))
    assert not await store.hold(held("a"))
    assert len(await store.held(CHANNEL, "1.0")) == 1


async def test_a_note_is_kept_under_its_scope(store: Store) -> None:
    await store.put_note(HOME, "told", "1")
    await store.put_note(HOME, "told", "2")
    assert await store.note(HOME, "told") == "2"
    assert await store.note(AWAY, "told") is None and await store.note(HOME, "asked") is None


async def fill(store: Store, of: ProgrammeId) -> None:
    """A programme with something in every table."""
    team, channel = TeamId(of.partition(":")[0]), ChannelId(of.partition(":")[2])
    await begin(store, of)
    saves = (SaveItem(item(1)), SaveAction(action(1)))
    await store.turn(ClaimKey(f"fill {of}"), of, decides(*saves, effects=(tell("a"),), reply=Whispered(())), NOW)
    await store.remember(root("1.0", of))
    await store.hold(held(f"held {of}", channel=channel, team=team))
    await store.put_note(of, "told", "1")


async def holds(store: Store, of: ProgrammeId) -> list[bool]:
    """What the store still holds of a programme filled so; all true or all false."""
    team, channel = TeamId(of.partition(":")[0]), ChannelId(of.partition(":")[2])
    queued = await store.lease(NOW, 100, dt.timedelta(0))
    again = await store.turn(ClaimKey(f"fill {of}"), of, decides(), NOW)
    waiting = await store.held(channel, "1.0")
    return [
        await store.everything(of) is not None,
        bool(await store.audit(of)),
        of in {posting.programme for posting in queued},
        again.reply is not None,
        await store.session_at(team, channel, "1.0") is not None,
        any(one.key == f"held {of}" for one in waiting),
        await store.note(of, "told") is not None,
        of in {card.programme for card in await store.dirty_cards(NOW)},
        of in await store.programmes(),
    ]


async def test_an_erased_programme_leaves_nothing_and_its_neighbour_everything(store: Store) -> None:
    await fill(store, HOME)
    await fill(store, AWAY)
    assert await store.erase(HOME)
    assert not any(await holds(store, HOME))
    assert all(await holds(store, AWAY))
    assert not await store.erase(HOME)


async def test_an_erasure_asks_whether_it_is_still_to_be_in_the_same_commit(store: Store) -> None:
    await fill(store, HOME)
    assert not await store.erase(HOME, lambda snapshot: snapshot.programme is None)
    assert all(await holds(store, HOME))
    assert await store.erase(HOME, lambda snapshot: snapshot.programme is not None)
    assert not any(await holds(store, HOME))


async def test_a_programme_begun_anew_after_its_erasure_knows_nothing_of_before(store: Store) -> None:
    await fill(store, HOME)
    await store.erase(HOME)
    await store.turn(key("2"), HOME, decides(), NOW)
    await begin_again(store)
    found = await store.everything(HOME)
    assert found is not None and (found.items, found.actions, len(found.entries)) == ((), (), 1)


async def begin_again(store: Store) -> None:
    await store.prune(NOW + SECOND)
    await begin(store)


async def test_an_erased_workspace_leaves_nothing_and_others_everything(store: Store) -> None:
    for of in (HOME, AWAY, FAR):
        await fill(store, of)
    await store.put_note("T1", "installed", "1")
    await store.put_note("T2", "installed", "1")
    await store.turn(key("dm"), ProgrammeId("T1:C7"), decides(effects=(tell("x"),), reply=Whispered(())), NOW)
    assert await store.erase_team(TEAM) == 2
    assert not any(await holds(store, HOME)) and not any(await holds(store, AWAY))
    assert all(await holds(store, FAR))
    assert await store.note("T1", "installed") is None
    assert await store.note("T2", "installed") == "1"
    assert {posting.programme for posting in await store.lease(NOW, 100, SECOND)} == {FAR}
    assert await store.erase_team(TEAM) == 0


@pytest.mark.parametrize("age", [dt.timedelta(0), SECOND])
async def test_pruning_drops_what_is_older_and_keeps_the_rest(store: Store, age: dt.timedelta) -> None:
    await store.turn(key("1"), HOME, decides(), NOW)
    await store.hold(held("a"))
    assert await store.prune(NOW + age) == (2 if age else 0)
    assert (await store.turn(key("1"), HOME, decides(), NOW)).fresh is bool(age)
    assert len(await store.held(CHANNEL, "1.0")) == (0 if age else 1)


async def test_an_open_store_answers_a_ping(store: Store) -> None:
    await store.ping()
