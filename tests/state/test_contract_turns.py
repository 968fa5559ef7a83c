"""What every store promises about turns and what they leave behind."""

from __future__ import annotations

import asyncio
import datetime as dt

import msgspec
import pytest

from flows.model.effects import (
    Outcome,
    RefreshCard,
    SaveAction,
    SaveItem,
    SaveProgramme,
    SaveSession,
    Silent,
    Whispered,
)
from flows.model.ids import ProgrammeId, RegisterId, SessionId, TeamId
from flows.model.programme import Snapshot
from state.errors import Misplaced, StoreClosed
from state.store import Decide, Everything, Receipt, Store
from tests.state.samples import (
    AWAY,
    HASH,
    HOME,
    IP,
    NOW,
    SECOND,
    action,
    answer,
    begin,
    decides,
    entry,
    flow,
    item,
    key,
    programme,
    refuses,
    session,
    tell,
)


def nothing_yet(snapshot: Snapshot) -> Outcome:
    assert snapshot.programme is None
    assert snapshot.session(IP) is None
    assert snapshot.items(RegisterId("asset")) == ()
    assert snapshot.actions(IP) == ()
    assert snapshot.flow(HASH) is None
    return Outcome()


async def test_a_turn_before_the_first_sees_an_empty_programme(store: Store) -> None:
    receipt = await store.turn(key("1"), HOME, nothing_yet, NOW)
    assert receipt == Receipt(fresh=True, reply=None)


async def test_what_a_turn_saves_the_next_one_sees(store: Store) -> None:
    told = session(answer("owner"), answer("kept", "safe", "asset-1"))
    saves = (SaveProgramme(programme()), SaveSession(told), SaveItem(item(1)), SaveAction(action(1)), entry("started"))
    await store.turn(key("1"), HOME, decides(*saves), NOW)

    def view(snapshot: Snapshot) -> tuple[object, ...]:
        return snapshot.programme, snapshot.session(IP), snapshot.items(RegisterId("asset")), snapshot.actions(IP)

    expected = (programme(), told, (item(1),), (action(1),))
    assert await store.read(HOME, view) == expected
    seen: list[tuple[object, ...]] = []

    def decide(snapshot: Snapshot) -> Outcome:
        seen.append(view(snapshot))
        return Outcome()

    await store.turn(key("2"), HOME, decide, NOW)
    assert seen == [expected]


async def test_parts_that_a_turn_does_not_save_stay_as_they_are(store: Store) -> None:
    await begin(store)
    await store.turn(key("1"), HOME, decides(SaveItem(item(1)), SaveItem(item(2))), NOW)
    renamed = msgspec.structs.replace(item(1), name="Bootloader")
    await store.turn(key("2"), HOME, decides(SaveItem(renamed)), NOW)
    assert await store.read(HOME, lambda s: s.items(RegisterId("asset"))) == (renamed, item(2))
    assert await store.read(HOME, lambda s: s.session(IP)) == session()


async def test_rows_come_by_register_and_number_however_they_were_saved(store: Store) -> None:
    await begin(store)
    rows = (item(3), item(1, "licence"), item(1), item(2))
    await store.turn(key("1"), HOME, decides(*map(SaveItem, rows)), NOW)
    assert await store.read(HOME, lambda s: s.items(RegisterId("asset"))) == (item(1), item(2), item(3))
    assert await store.read(HOME, lambda s: s.items(RegisterId("licence"))) == (item(1, "licence"),)


async def test_actions_come_by_session_oldest_first(store: Store) -> None:
    await begin(store)
    other = SessionId("ip_strategy-2")
    for number, of in ((2, IP), (1, IP), (3, other)):
        await store.turn(key(str(number)), HOME, decides(SaveAction(action(number, of))), NOW)
    await store.turn(key("again"), HOME, decides(SaveAction(action(2))), NOW)
    assert await store.read(HOME, lambda s: s.actions(IP)) == (action(2), action(1))
    assert await store.read(HOME, lambda s: s.actions(other)) == (action(3, other),)


async def test_an_answer_taken_back_is_gone_and_a_changed_one_is_new(store: Store) -> None:
    await begin(store)
    await store.turn(key("1"), HOME, decides(SaveSession(session(answer("a"), answer("b"), answer("c")))), NOW)
    left = session(answer("a"), answer("c", "changed"), answer("d"))
    await store.turn(key("2"), HOME, decides(SaveSession(left)), NOW)
    assert await store.read(HOME, lambda s: s.session(IP)) == left


async def test_of_two_saves_of_one_part_in_a_turn_the_last_counts(store: Store) -> None:
    first, last = session(answer("a"), answer("b")), session(answer("b", "no"))
    rows = SaveItem(item(1, name="first")), SaveItem(item(1, name="last"))
    await store.turn(key("1"), HOME, decides(SaveProgramme(programme()), *map(SaveSession, (first, last)), *rows), NOW)
    found = await store.everything(HOME)
    assert found is not None and (found.sessions, found.items) == ((last,), (item(1, name="last"),))


async def test_a_turn_that_looks_before_it_saves_changes_only_what_it_means_to(store: Store) -> None:
    await begin(store)
    for number in range(5):

        def decide(snapshot: Snapshot, number: int = number) -> Outcome:
            before = snapshot.session(IP)
            assert before is not None and len(before.answers) == number
            given = answer(f"q{number}")
            now = msgspec.structs.replace(before, answers={**before.answers, given.spot.key: given})
            return Outcome(saves=(SaveSession(now),))

        await store.turn(key(str(number)), HOME, decide, NOW)
    assert await store.read(HOME, lambda s: s.session(IP)) == session(*(answer(f"q{n}") for n in range(5)))


async def test_the_same_key_is_decided_once_and_answered_twice(store: Store) -> None:
    calls: list[Snapshot] = []

    def decide(snapshot: Snapshot) -> Outcome:
        calls.append(snapshot)
        return Outcome((SaveProgramme(programme()),), (tell("hello"), RefreshCard()), Whispered(()))

    first = await store.turn(key("1"), HOME, decide, NOW)
    again = await store.turn(key("1"), HOME, decide, NOW + SECOND)
    assert first == Receipt(True, Whispered(()), version=1, queued=1, card=True, first=1)
    assert again == Receipt(False, Whispered(()), version=1)
    assert len(calls) == 1
    assert await store.outbox_depth() == 1


async def test_a_key_claimed_without_a_reply_is_answered_with_none(store: Store) -> None:
    await store.turn(key("1"), HOME, decides(reply=Silent()), NOW)
    assert await store.turn(key("1"), HOME, decides(), NOW) == Receipt(False, None)


async def test_a_refusal_keeps_its_claim_and_reply_and_saves_nothing(store: Store) -> None:
    await begin(store)
    before = await store.everything(HOME)
    receipt = await store.turn(key("1"), HOME, refuses("stale"), NOW)
    assert receipt.fresh and receipt.refused and receipt.version == 1 and isinstance(receipt.reply, Whispered)
    again = await store.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    assert (again.fresh, again.reply, again.refused) == (False, receipt.reply, True), "a repeat is refused as well"
    assert await store.everything(HOME) == before


async def test_a_refusal_saves_nothing_even_if_it_brings_something(store: Store) -> None:
    refusal = Outcome(saves=(SaveProgramme(programme()),), refused=True)
    await store.turn(key("1"), HOME, lambda _: refusal, NOW)
    assert await store.everything(HOME) is None


async def test_a_decision_that_raises_leaves_no_trace_and_can_be_told_again(store: Store) -> None:
    await begin(store)

    def fails(_: Snapshot) -> Outcome:
        raise LookupError("a mistake")

    with pytest.raises(LookupError, match="a mistake"):
        await store.turn(key("1"), HOME, fails, NOW)
    receipt = await store.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    assert receipt.fresh and receipt.version == 2


async def test_even_an_exception_that_no_future_can_carry_reaches_only_its_own_caller(store: Store) -> None:
    def fails(_: Snapshot) -> Outcome:
        raise StopIteration

    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.turn(key("bad"), HOME, fails, NOW)
    assert (await store.turn(key("bad"), HOME, decides(), NOW)).fresh


async def test_a_turn_that_fails_touches_no_turn_beside_it(store: Store) -> None:
    await begin(store)

    def fails(snapshot: Snapshot) -> Outcome:
        assert snapshot.programme is not None
        raise LookupError

    turns = [
        store.turn(key(str(n)), HOME, fails if n % 3 == 0 else decides(SaveItem(item(n)), effects=(tell(str(n)),)), NOW)
        for n in range(12)
    ]
    outcomes = await asyncio.gather(*turns, return_exceptions=True)
    assert [isinstance(one, LookupError) for one in outcomes] == [n % 3 == 0 for n in range(12)]
    kept = await store.read(HOME, lambda s: s.items(RegisterId("asset")))
    assert [row.number for row in kept] == [n for n in range(12) if n % 3]
    assert await store.outbox_depth() == 1 + 8


async def test_turns_of_one_programme_are_serial(store: Store) -> None:
    await begin(store)

    def count(snapshot: Snapshot) -> Outcome:
        head = snapshot.programme
        assert head is not None
        return Outcome(saves=(SaveProgramme(msgspec.structs.replace(head, created=head.created + 1)),))

    receipts = await asyncio.gather(*(store.turn(key(str(n)), HOME, count, NOW) for n in range(50)))
    assert await store.read(HOME, lambda s: s.programme and s.programme.created) == 50
    assert sorted(receipt.version for receipt in receipts) == list(range(2, 52))


async def test_of_many_at_once_with_one_key_one_is_fresh(store: Store) -> None:
    receipts = await asyncio.gather(*(store.turn(key("1"), HOME, decides(), NOW) for _ in range(20)))
    assert sum(receipt.fresh for receipt in receipts) == 1


@pytest.mark.parametrize(
    ("save", "why"),
    [
        (SaveProgramme(programme(AWAY)), "programme T1:C2 in a turn of T1:C1"),
        (SaveSession(session(of=AWAY)), "session ip_strategy-1 of T1:C2 in a turn of T1:C1"),
    ],
)
async def test_a_turn_cannot_save_what_is_of_another_programme(
    store: Store, save: SaveProgramme | SaveSession, why: str
) -> None:
    await begin(store)
    with pytest.raises(Misplaced, match=why):
        await store.turn(key("1"), HOME, decides(SaveItem(item(1)), save), NOW)
    assert (await store.turn(key("1"), HOME, decides(), NOW)).fresh
    assert await store.read(HOME, lambda s: s.items(RegisterId("asset"))) == ()


async def test_parts_of_a_programme_without_a_head_are_refused(store: Store) -> None:
    with pytest.raises(Misplaced, match="has no head"):
        await store.turn(key("1"), HOME, decides(SaveItem(item(1))), NOW)
    assert await store.programmes() == ()


async def test_the_head_may_come_after_its_parts(store: Store) -> None:
    await store.turn(key("1"), HOME, decides(SaveItem(item(1)), SaveProgramme(programme())), NOW)
    assert await store.read(HOME, lambda s: (s.programme, s.items(RegisterId("asset")))) == (programme(), (item(1),))


async def test_the_audit_log_keeps_every_line_in_order_with_its_flow_version(store: Store) -> None:
    await begin(store)
    lines = (entry("answered"), entry("renamed", None), entry("answered"))
    await store.turn(key("1"), HOME, decides(*lines), NOW)
    await store.turn(key("2"), HOME, decides(entry("done")), NOW)
    assert await store.audit(HOME) == (entry("started"), *lines, entry("done"))
    assert await store.audit(AWAY) == ()


async def test_everything_of_a_programme_comes_out_whole(store: Store) -> None:
    await begin(store)
    second = session(answer("x"), name=SessionId("ip_strategy-2"))
    saves = (SaveSession(second), SaveItem(item(2)), SaveItem(item(1)), SaveItem(item(1, "licence")))
    await store.turn(key("1"), HOME, decides(*saves, SaveAction(action(1))), NOW)
    await begin(store, AWAY)
    assert await store.everything(HOME) == Everything(
        programme(),
        (session(), second),
        (item(1), item(2), item(1, "licence")),
        (action(1),),
        (entry("started"),),
    )
    assert await store.everything(ProgrammeId("T1:C9")) is None


async def test_programmes_are_listed_by_workspace(store: Store) -> None:
    far = ProgrammeId("T2:C1")
    for of in (far, AWAY, HOME):
        await begin(store, of)
    assert await store.programmes() == (HOME, AWAY, far)
    assert await store.programmes(TeamId("T2")) == (far,)
    assert await store.programmes(TeamId("T3")) == ()


async def test_a_flow_is_kept_by_its_hash_and_read_beside_the_rows(store: Store) -> None:
    await store.keep_flow(flow())
    await store.keep_flow(flow())
    assert await store.flow(HASH) == flow()
    assert await store.read(HOME, lambda s: s.flow(HASH)) == flow()
    other = msgspec.structs.replace(flow(), hash=HASH[:-1])
    assert await store.flow(other.hash) is None


async def test_what_a_view_raises_reaches_its_caller(store: Store) -> None:
    def view(_: Snapshot) -> None:
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        await store.read(HOME, view)
    await store.ping()


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(TypeError):
        await store.turn(key("1"), HOME, decides(), dt.datetime(2026, 11, 23))  # noqa: DTZ001


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.close()
    await store.close()
    for call in (store.ping(), store.turn(key("1"), HOME, decides(), NOW), store.read(HOME, lambda s: s.programme)):
        with pytest.raises(StoreClosed, match="was closed"):
            await call


async def test_turns_under_way_are_finished_before_the_store_closes(store: Store) -> None:
    turns = [asyncio.ensure_future(store.turn(key(str(n)), HOME, decides(), NOW)) for n in range(10)]
    await asyncio.sleep(0)
    await store.close()
    assert all(receipt.fresh for receipt in await asyncio.gather(*turns))


async def test_a_caller_that_is_cancelled_leaves_the_store_in_order(store: Store) -> None:
    task = asyncio.ensure_future(store.turn(key("1"), HOME, decides(), NOW))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (await store.turn(key("2"), HOME, decides(), NOW)).fresh


async def test_a_programme_is_found_when_its_time_to_be_woken_has_come(store: Store) -> None:
    async def wakes(of: ProgrammeId, at: dt.datetime | None) -> None:
        head = msgspec.structs.replace(programme(of), wakes=at)
        await store.turn(key(f"{of} {at}"), of, decides(SaveProgramme(head)), NOW)

    await wakes(HOME, NOW + SECOND)
    await wakes(AWAY, NOW)
    assert await store.waking(NOW - SECOND, 10) == ()
    assert await store.waking(NOW, 10) == (AWAY,)
    assert await store.waking(NOW + SECOND, 10) == (AWAY, HOME)
    assert await store.waking(NOW + SECOND, 1) == (AWAY,)
    await wakes(AWAY, None)
    assert await store.waking(NOW + SECOND, 10) == (HOME,)
    await store.turn(key("a part"), HOME, decides(SaveSession(session())), NOW)
    assert await store.waking(NOW + SECOND, 10) == (HOME,)


async def test_what_happened_since_a_time_is_seen_by_the_turn(store: Store) -> None:
    later = msgspec.structs.replace(entry("later"), at=NOW + SECOND)
    await store.turn(key("1"), HOME, decides(SaveProgramme(programme()), entry("first"), later), NOW)

    def since(at: dt.datetime) -> Decide:
        def decide(snapshot: Snapshot) -> Outcome:
            seen.append([line.what for line in snapshot.entries(at)])
            return Outcome()

        return decide

    seen: list[list[str]] = []
    for number, at in enumerate((NOW, NOW + SECOND, NOW + 2 * SECOND)):
        await store.turn(key(f"look {number}"), HOME, since(at), NOW)
    await store.turn(key("nobody"), AWAY, since(NOW), NOW)
    assert seen == [["first", "later"], ["later"], [], []]
    assert await store.read(HOME, lambda snapshot: snapshot.entries(NOW)[1]) == later


async def test_what_happened_is_known_by_its_kinds_and_read_by_them(store: Store) -> None:
    later = msgspec.structs.replace(entry("later"), at=NOW + SECOND)
    await store.turn(key("1"), HOME, decides(SaveProgramme(programme()), entry("first"), entry("odd"), later), NOW)
    since = NOW + SECOND
    assert await store.read(HOME, lambda snapshot: snapshot.happened(NOW)) == {"first", "odd", "later"}
    assert await store.read(HOME, lambda snapshot: snapshot.happened(since)) == {"later"}
    assert await store.read(AWAY, lambda snapshot: snapshot.happened(NOW)) == frozenset()
    kinds = frozenset({"later", "first", "never"})
    assert await store.read(HOME, lambda snapshot: snapshot.entries(NOW, kinds)) == (entry("first"), later)
    assert await store.read(HOME, lambda snapshot: snapshot.entries(since, kinds)) == (later,)
    assert await store.read(HOME, lambda snapshot: snapshot.entries(NOW, frozenset())) == ()
