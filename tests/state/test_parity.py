"""The same calls in the same order have the same outcome on every store, whatever they are."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.model.effects import (
    Effect,
    Note,
    OpenThread,
    Outcome,
    Posting,
    RefreshCard,
    Remind,
    Reminded,
    Save,
    SaveAction,
    SaveItem,
    SaveProgramme,
    SaveSession,
    Silent,
    Whisper,
    Whispered,
)
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, RegisterId, SessionId, TeamId
from flows.model.programme import Action, Programme, Snapshot
from flows.model.reminders import Habits
from state.errors import StoreError
from state.memory import MemoryStore
from state.sqlite import open_store
from state.store import MOVED, Address, AddressKind, AtRest, HeldEvent, Store
from tests.state.samples import ANNA, BEN, NOW, SEAL, SECOND, action, answer, entry, item, programme, session, tell

PROGRAMMES = st.sampled_from([ProgrammeId("T1:C1"), ProgrammeId("T1:C2"), ProgrammeId("T2:C1")])
SESSIONS = st.sampled_from([SessionId("ip_strategy-1"), SessionId("ip_strategy-2")])
CHANNELS = st.sampled_from([ChannelId("C1"), ChannelId("D1")])
TEAMS = st.sampled_from([TeamId("T1"), TeamId("T2")])
KEYS = st.integers(1, 12).map(lambda number: ClaimKey(f"key {number}"))
PEOPLE = st.sampled_from([ANNA, BEN])
SMALL = st.integers(1, 4)
TIMES = st.integers(0, 60).map(lambda seconds: NOW + seconds * SECOND)
RESTS = st.one_of(
    st.none(),
    st.builds(
        AtRest,
        st.frozensets(TEAMS, max_size=1),
        st.frozensets(st.sampled_from(["T1:C1", "T2:C1", "T1:dm:U1"])),
        st.sampled_from([TeamId(""), TeamId("T1"), TeamId("T2")]),
    ),
)
ANSWERS = st.lists(st.builds(answer, st.sampled_from("abcd"), st.sampled_from(["yes", "no"])), max_size=3)

EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    st.builds(tell, st.sampled_from("xyz"), SESSIONS), st.just(Whisper(ANNA, ())), st.just(RefreshCard())
)

DAY = dt.timedelta(days=1)

Call = Callable[[Store], Awaitable[object]]


def waking(of: ProgrammeId, at: dt.datetime | None) -> Programme:
    return msgspec.structs.replace(programme(of), wakes=at)


def owned(number: int, of: SessionId, who: PersonId | None) -> Action:
    return msgspec.structs.replace(action(number, of), owner=who, due=NOW.date() + number * DAY)


def looked_at(at: dt.datetime, claim: ClaimKey | None) -> Reminded:
    """A person is reminded, and looked at again then."""
    return Reminded(Habits(since=at.date()), at, ((ProgrammeId("T1:U1"), Remind(ANNA, at.date())),), claim)


def saves_of(of: ProgrammeId) -> st.SearchStrategy[Save]:
    return st.one_of(
        st.builds(lambda at: SaveProgramme(waking(of, at)), st.one_of(st.none(), TIMES)),
        st.builds(lambda name, told: SaveSession(session(*told, of=of, name=name)), SESSIONS, ANSWERS),
        st.builds(lambda n, register: SaveItem(item(n, register)), SMALL, st.sampled_from(["asset", "licence"])),
        st.builds(
            lambda n, of, who: SaveAction(owned(n, of, who)), SMALL, SESSIONS, st.sampled_from([ANNA, BEN, None])
        ),
        st.builds(entry, st.sampled_from(["answered", "undone"])),
    )


@st.composite
def turns(draw: st.DrawFn) -> Call:
    key, of, at = draw(KEYS), draw(PROGRAMMES), draw(TIMES)
    saves = tuple(draw(st.lists(saves_of(of), max_size=4)))
    head: tuple[Save, ...] = (SaveProgramme(programme(of)),) if draw(st.booleans()) else ()
    effects = tuple(draw(st.lists(EFFECTS, max_size=3)))
    refused = draw(st.integers(0, 5)) == 0
    reply = Whispered((Note("kept"),)) if draw(st.booleans()) else Silent()
    looks = draw(st.booleans())

    def decide(snapshot: Snapshot) -> Outcome:
        if looks:
            look(snapshot)
        return Outcome((*head, *saves), effects, reply, refused)

    return lambda store: store.turn(key, of, decide, at)


async def lease_and(store: Store, now: dt.datetime, what: str, rest: AtRest | None) -> object:
    """Lease, and do the same to all that came."""
    taken = await store.lease(now, 3, 10 * SECOND, rest)
    for posting in taken:
        await _settle(store, posting, now, what)
    return taken


async def _settle(store: Store, posting: Posting, now: dt.datetime, what: str) -> None:
    where = Address(posting.programme, AddressKind.NOTE, ChannelId("C1"), f"{posting.number}.0", None, posting.lane)
    match what:
        case "sent":
            await store.sent(posting, where)
        case "retry":
            await store.retry(posting, now + 5 * SECOND, "ratelimited", doubtful=posting.tries > 1)
        case "wait":
            await store.retry(posting, now + 2 * SECOND, "ratelimited", failed=False)
        case "park":
            await store.park(posting, "is_archived", now)
        case _:
            pass


def look(snapshot: Snapshot) -> object:
    """Everything that a snapshot shows, answers without their order."""
    sessions = [snapshot.session(SessionId(f"ip_strategy-{n}")) for n in (1, 2)]
    rows = [snapshot.items(RegisterId(name)) for name in ("asset", "licence")]
    log = snapshot.entries(NOW)
    return snapshot.programme, sessions, rows, log, [snapshot.actions(SessionId(f"ip_strategy-{n}")) for n in (1, 2)]


def address(of: ProgrammeId, told: SessionId, channel: ChannelId, number: int) -> Address:
    return Address(of, AddressKind.ROOT, channel, f"{number}.0", told)


ADDRESSES = st.builds(address, PROGRAMMES, SESSIONS, CHANNELS, SMALL)
HELD = st.builds(lambda k, t, c, n: HeldEvent(k, t, c, f"{n}.0", b"event", NOW), KEYS, TEAMS, CHANNELS, SMALL)
CALLS: st.SearchStrategy[Call] = st.one_of(
    turns(),
    turns(),
    turns(),
    st.builds(lambda of: lambda s: s.read(of, look), PROGRAMMES),
    st.builds(lambda of: lambda s: s.everything(of), PROGRAMMES),
    st.builds(
        lambda at, what, rest: lambda s: lease_and(s, at, what, rest),
        TIMES,
        st.sampled_from(["sent", "retry", "wait", "park", "hold"]),
        RESTS,
    ),
    st.builds(lambda n: lambda s: s.replay(n), SMALL),
    st.just(lambda s: s.reclaim()),
    st.just(lambda s: s.parked()),
    st.builds(lambda of, lane: lambda s: s.waiting(of, lane), PROGRAMMES, SESSIONS),
    st.builds(lambda of, lane: lambda s: s.waiting(of, lane, OpenThread), PROGRAMMES, SESSIONS),
    st.builds(lambda of, at: lambda s: s.card_later(of, at), PROGRAMMES, TIMES),
    st.builds(lambda of, n: lambda s: s.card_done(of, n), PROGRAMMES, SMALL),
    st.builds(lambda a: lambda s: s.remember(a), ADDRESSES),
    st.builds(lambda a: lambda s: s.forget(a), ADDRESSES),
    st.builds(
        lambda of, told, root: lambda s: s.forget_thread(of, told, root),
        PROGRAMMES,
        SESSIONS,
        st.sampled_from(["", "1.0", "2.0"]),
    ),
    st.just(lambda s: s.stranded()),
    st.builds(lambda t, c, n: lambda s: s.session_at(t, c, f"{n}.0"), TEAMS, CHANNELS, SMALL),
    st.builds(lambda h: lambda s: s.hold(h), HELD),
    st.builds(lambda k: lambda s: s.release(k), KEYS),
    st.builds(lambda at, n: lambda s: s.waking(at, n), TIMES, SMALL),
    st.builds(lambda at, n: lambda s: s.reminding(at, n), TIMES, SMALL),
    st.builds(lambda t, who: lambda s: s.dues(t, who), TEAMS, PEOPLE),
    st.builds(lambda t, who, at: lambda s: s.look_later(t, who, at), TEAMS, PEOPLE, TIMES),
    st.builds(
        lambda t, who, at, claim: lambda s: s.weigh(t, who, lambda _: looked_at(at, claim), at),
        TEAMS,
        PEOPLE,
        TIMES,
        st.one_of(st.none(), KEYS),
    ),
    st.builds(lambda at: lambda s: s.prune(at), TIMES),
    st.builds(lambda at: lambda s: s.come_loose(at), TIMES),
    st.builds(lambda of, c: lambda s: s.move(of, c), PROGRAMMES, st.sampled_from([ChannelId("C1"), ChannelId("C2")])),
    st.builds(lambda of: lambda s: s.note(of, MOVED), PROGRAMMES),
    st.builds(lambda of: lambda s: s.erase(of), PROGRAMMES),
    st.builds(lambda t: lambda s: s.erase_team(t), TEAMS),
)


async def told(store: Store, calls: list[Call], before: Callable[[], None] = lambda: None) -> list[object]:
    """What the store answers to each call, and what it holds in the end."""
    said: list[object] = []
    for call in calls:
        before()
        try:
            said.append(await call(store))
        except StoreError as error:
            said.append(str(error))
    for of in await store.programmes():
        said.append((await store.everything(of), await store.read(of, look)))
    for team in (TeamId("T1"), TeamId("T2")):
        said += [(await store.dues(team, who), await store.habits(team, who)) for who in (ANNA, BEN)]
    said.append(await store.reminding(NOW + 100 * SECOND, 99))
    said.append({card.programme: card.version for card in await store.dirty_cards(NOW + 100 * SECOND)})
    said.append((await store.parked(), await store.outbox_depth(), await store.lease(NOW + 200 * SECOND, 99, SECOND)))
    await store.close()
    return said


async def on_every(calls: list[Call], folder: Path) -> list[list[object]]:
    """What each store says: in memory, in a file, and in a sealed file that is read anew before each call."""
    warm, cold = await open_store(folder / "warm"), await open_store(folder / "cold", SEAL)
    return [await told(MemoryStore(), calls), await told(warm, calls), await told(cold, calls, cold._cache.clear)]


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(calls=st.lists(CALLS, min_size=5, max_size=40))
def test_every_store_answers_the_same_to_the_same_calls(calls: list[Call]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        memory, warm, cold = asyncio.run(on_every(calls, Path(folder)))
    assert warm == memory
    assert cold == memory
