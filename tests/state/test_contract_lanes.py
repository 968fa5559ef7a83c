"""What every store promises about whose turn it is: workspaces in turn, nobody who rests, and how long the oldest has waited."""

from __future__ import annotations

import datetime as dt

from flows.model.effects import Effect, Posting, Whisper
from flows.model.ids import ProgrammeId, SessionId, TeamId
from state.store import AtRest, Load, Store, place
from tests.state.samples import AWAY, BEN, HOME, IP, NOW, SECOND, decides, key, queue, tell

FAR = ProgrammeId("T2:C1")
OUT = ProgrammeId("T3:C1")
T1, T2, T3 = TeamId("T1"), TeamId("T2"), TeamId("T3")
LEASE = 30 * SECOND


async def leased(store: Store, rest: AtRest, limit: int = 10, now: dt.datetime = NOW) -> list[Effect]:
    return [posting.effect for posting in await store.lease(now, limit, LEASE, rest) if isinstance(posting, Posting)]


def test_a_place_is_a_channel_or_a_person_of_the_workspace() -> None:
    assert place(HOME, IP) == place(HOME, "digest") == HOME
    assert place(HOME, "dm:U2") == place(AWAY, "dm:U2") == "T1:dm:U2"
    assert place(HOME, "counsel") == "T1:C1:counsel"


async def test_each_workspace_gets_one_and_those_after_the_last_come_first(store: Store) -> None:
    for number, of in enumerate((HOME, AWAY, FAR, OUT)):
        await queue(store, tell(f"a{number}"), of=of)
    assert await leased(store, AtRest(after=T1)) == [tell("a2"), tell("a3"), tell("a0")]
    assert await leased(store, AtRest(after=T3)) == [tell("a1")]


async def test_with_a_limit_the_turn_goes_round(store: Store) -> None:
    for number, of in enumerate((HOME, FAR, OUT)):
        await queue(store, tell(f"a{number}"), of=of)
    assert await leased(store, AtRest(after=T1), limit=1) == [tell("a1")]
    assert await leased(store, AtRest(after=T2), limit=1) == [tell("a2")]
    assert await leased(store, AtRest(after=T3), limit=1) == [tell("a0")]


async def test_who_rests_is_passed_over_and_their_neighbours_are_served(store: Store) -> None:
    await queue(store, tell("a"), tell("b", SessionId("ip_strategy-2")), of=HOME)
    await queue(store, tell("c"), of=AWAY)
    await queue(store, tell("d"), of=FAR)
    rest = AtRest(teams=frozenset({T2}), places=frozenset({place(HOME, IP)}))
    assert await leased(store, rest) == [tell("c")]
    assert await leased(store, rest) == []
    assert await leased(store, AtRest(teams=frozenset({T1}))) == [tell("d")]
    assert await leased(store, AtRest()) == [tell("a")]


async def test_a_person_who_rests_rests_for_every_programme(store: Store) -> None:
    letter = Whisper(BEN, ())
    await store.turn(key("1"), HOME, decides(effects=(letter,)), NOW)
    await store.turn(key("2"), AWAY, decides(effects=(letter,)), NOW)
    assert await leased(store, AtRest(places=frozenset({"T1:dm:U2"}))) == []
    assert len(await store.lease(NOW, 10, LEASE)) == 2


async def test_within_a_workspace_the_oldest_head_that_is_due_comes_first(store: Store) -> None:
    await queue(store, tell("a"), tell("a2"), of=HOME)
    await queue(store, tell("b"), of=AWAY)
    [first] = await store.lease(NOW, 1, LEASE)
    await store.retry(first, NOW + 5 * SECOND, "ratelimited", failed=False)
    assert await leased(store, AtRest()) == [tell("b")]
    assert await leased(store, AtRest(), now=NOW + 5 * SECOND) == [tell("a")]


async def test_the_load_tells_since_when_the_oldest_waits(store: Store) -> None:
    for number in range(3):
        await store.turn(key(str(number)), HOME, decides(effects=(tell(str(number)),)), NOW + number * SECOND)
    assert await store.load(NOW) == Load(waiting=3, since=NOW)
    for number in range(2):
        [posting] = await store.lease(NOW, 1, LEASE)
        assert posting.number == number + 1
        await store.sent(posting)
    assert await store.load(NOW) == Load(waiting=1, since=NOW + 2 * SECOND)
