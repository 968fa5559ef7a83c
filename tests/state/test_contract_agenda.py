"""What every store promises about open work by person, and about how people want to be reminded."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.model.effects import Remind, Reminded, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.ids import ChannelId, ClaimKey, ItemId, PersonId, ProgrammeId, TeamId, desk_of
from flows.model.people import Role
from flows.model.phasing import APPROVALS, PHASES, WAITS
from flows.model.programme import ActionState, Erasure, Item
from flows.model.reminders import Due, Habits, Matter, Way, Workload
from flows.model.session import Assignment, Deadline
from flows.model.values import People
from state.store import Store
from tests.state.samples import (
    ANNA,
    AWAY,
    BEN,
    HOME,
    IP,
    NOW,
    SECOND,
    TEAM,
    action,
    begin,
    decides,
    key,
    programme,
    session,
    spot,
)

DUE = dt.date(2026, 11, 30)
BEFORE = NOW - dt.timedelta(days=1)
LATER = NOW + dt.timedelta(days=1)
CLAIM = ClaimKey("remind:T1:U2:2026-11-23")
DESK = desk_of(TEAM, BEN)


def of_ben(number: int, **changes: object) -> SaveAction:
    return SaveAction(msgspec.structs.replace(action(number), owner=BEN, **changes))


def work(number: int, of: ProgrammeId = HOME, day: dt.date = DUE, who: PersonId = BEN) -> Due:
    return Due(of, who, Matter.ACTION, day, BEFORE, IP, f"action-{number}")


async def saved(
    store: Store, name: str, *saves: SaveAction | SaveSession | SaveProgramme | SaveItem, of: ProgrammeId = HOME
) -> None:
    await store.turn(key(f"{of} {name}"), of, decides(*saves), NOW)


PLAIN = Habits()


def says(habits: Habits = PLAIN, *, claim: ClaimKey | None = CLAIM) -> Reminded:
    """A batch for Ben, and no look before tomorrow."""
    return Reminded(habits, LATER, ((DESK, Remind(BEN, NOW.date())),), claim)


async def test_a_persons_open_work_is_found_over_all_programmes_soonest_first(store: Store) -> None:
    for of in (HOME, AWAY):
        await begin(store, of)
    await saved(store, "1", of_ben(1), SaveAction(action(2)), of_ben(3, due=DUE - dt.timedelta(days=3)))
    await saved(store, "1", of_ben(1), of=AWAY)
    first = work(3, day=DUE - dt.timedelta(days=3))
    assert await store.dues(TEAM, BEN) == (first, work(1), work(1, AWAY))
    assert await store.dues(TeamId("T2"), BEN) == await store.dues(TEAM, ANNA) == ()


async def test_what_is_done_handed_on_or_moved_is_found_as_it_is_now(store: Store) -> None:
    await begin(store)
    await saved(store, "1", of_ben(1), of_ben(2), of_ben(3))
    given = SaveAction(msgspec.structs.replace(action(2), owner=ANNA))
    await saved(
        store, "2", of_ben(1, state=ActionState.DONE), given, of_ben(3, due=DUE + dt.timedelta(days=1), quiet=LATER)
    )
    moved = Due(HOME, BEN, Matter.ACTION, DUE + dt.timedelta(days=1), LATER, IP, "action-3")
    assert await store.dues(TEAM, BEN) == (moved,)
    assert await store.dues(TEAM, ANNA) == (work(2, who=ANNA),)


async def test_questions_days_and_words_that_wait_are_found_like_work(store: Store) -> None:
    await begin(store)
    asked, open_ = spot("owner"), spot("signed")
    waits = msgspec.structs.replace(
        session(),
        spot=open_,
        assignments=(Assignment(asked, BEN, ANNA, DUE, NOW),),
        awaits=Assignment(open_, BEN, ANNA, DUE, BEFORE),
        deadlines=(Deadline(spot("renews"), Matter.NOTICE, DUE, ANNA, BEN, BEFORE),),
    )
    asks = msgspec.structs.replace(programme(), roles={Role.COUNSEL: BEN}, erasure=Erasure(ANNA, NOW))
    await saved(store, "1", SaveSession(waits), SaveProgramme(asks))
    expected = (
        Due(HOME, BEN, Matter.APPROVAL, NOW.date(), NOW),
        Due(HOME, BEN, Matter.APPROVAL, DUE, BEFORE, IP, open_.key),
        Due(HOME, BEN, Matter.NOTICE, DUE, BEFORE, IP, "inventory.renews"),
        Due(HOME, BEN, Matter.QUESTION, DUE, NOW, IP, asked.key),
    )
    assert await store.dues(TEAM, BEN) == expected
    await saved(store, "2", SaveSession(session()), SaveProgramme(programme()))
    assert await store.dues(TEAM, BEN) == ()


async def test_a_request_is_found_with_everybody_whom_it_waits_for_until_it_waits_for_nobody(store: Store) -> None:
    await begin(store)
    row = Item(ItemId("approval-7"), APPROVALS, "Pilot", 7, ANNA, NOW, {WAITS: People((ANNA, BEN))})
    await saved(store, "1", SaveItem(row), SaveItem(msgspec.structs.replace(row, id=ItemId("x-8"), register=PHASES)))
    due = Due(HOME, BEN, Matter.APPROVAL, NOW.date() + dt.timedelta(days=1), NOW, name="approval-7")
    assert await store.dues(TEAM, BEN) == (due,) and len(await store.dues(TEAM, ANNA)) == 1
    assert (TEAM, BEN) in await store.reminding(NOW, 10)
    await saved(store, "2", SaveItem(msgspec.structs.replace(row, fields={WAITS: People((ANNA,))})))
    assert await store.dues(TEAM, BEN) == () and len(await store.dues(TEAM, ANNA)) == 1
    await saved(store, "3", SaveItem(msgspec.structs.replace(row, removed=True)))
    assert await store.dues(TEAM, ANNA) == ()


async def test_whoever_gets_other_work_is_looked_at_at_once_and_nobody_else(store: Store) -> None:
    await begin(store)
    assert await store.reminding(NOW, 10) == ((TEAM, ANNA),), "she leads one programme more"
    await store.weigh(TEAM, ANNA, lambda _: Reminded(Habits(), None), NOW)
    await saved(store, "1", of_ben(1))
    assert await store.reminding(NOW, 10) == ((TEAM, BEN),)
    await store.weigh(TEAM, BEN, lambda _: Reminded(Habits(), LATER), NOW)
    assert await store.reminding(NOW, 10) == ()
    await saved(store, "again", of_ben(1))
    await saved(store, "done", of_ben(1, state=ActionState.DONE))
    assert await store.reminding(NOW, 10) == ()
    assert await store.reminding(LATER, 10) == ((TEAM, BEN),)
    await saved(store, "anew", of_ben(1, due=DUE - dt.timedelta(days=1)), SaveAction(action(2)))
    assert await store.reminding(NOW, 10) == ((TEAM, BEN),)


async def test_who_leads_a_programme_is_known_and_is_no_open_work(store: Store) -> None:
    for of in (HOME, AWAY):
        await begin(store, of)
    await saved(store, "1", SaveProgramme(msgspec.structs.replace(programme(), roles={Role.COUNSEL: BEN})))
    assert await store.leads(TEAM, ANNA) == {HOME, AWAY} and await store.leads(TEAM, BEN) == {HOME}
    assert await store.dues(TEAM, ANNA) == () and await store.leads(TeamId("T2"), ANNA) == frozenset()
    seen: list[Workload] = []
    await store.weigh(TEAM, BEN, lambda at: seen.append(at) or Reminded(Habits(portfolio=True), None), NOW)
    assert seen == [Workload(None, (), frozenset({HOME}))]
    assert await store.habits(TEAM, BEN) == Habits(portfolio=True)
    await saved(store, "2", SaveProgramme(msgspec.structs.replace(programme(), owner=BEN)))
    assert await store.leads(TEAM, ANNA) == {AWAY} and await store.leads(TEAM, BEN) == {HOME}


async def test_people_are_looked_at_longest_due_first_and_only_as_many_as_asked_for(store: Store) -> None:
    for number, who in enumerate((ANNA, BEN, PersonId("U3"))):
        late = NOW - number * SECOND
        await store.weigh(TEAM, who, lambda _, late=late: Reminded(Habits(), late), NOW)
    assert await store.reminding(NOW, 2) == ((TEAM, PersonId("U3")), (TEAM, BEN))
    await store.weigh(TEAM, BEN, lambda _: Reminded(Habits(), None), NOW)
    assert await store.reminding(LATER, 10) == ((TEAM, PersonId("U3")), (TEAM, ANNA))


async def test_who_cannot_be_decided_about_is_looked_at_later_or_once_they_get_other_work(store: Store) -> None:
    await store.weigh(TEAM, BEN, lambda _: Reminded(Habits(hour=7), NOW), NOW)
    await store.look_later(TEAM, BEN, LATER)
    await store.look_later(TEAM, PersonId("U3"), NOW)
    assert await store.reminding(NOW, 10) == ()
    assert await store.reminding(LATER, 10) == ((TEAM, BEN),)
    assert await store.habits(TEAM, BEN) == Habits(hour=7)
    await begin(store)
    await saved(store, "1", of_ben(1))
    assert (TEAM, BEN) in await store.reminding(NOW, 10)


async def test_a_decision_sees_habits_and_work_and_keeps_what_it_comes_to(store: Store) -> None:
    await begin(store)
    await saved(store, "1", of_ben(1))
    seen: list[Workload] = []

    def weigh(standing: Workload) -> Reminded:
        seen.append(standing)
        return says(Habits(Way.THREAD, away=DUE))

    assert await store.weigh(TEAM, BEN, weigh, NOW)
    assert await store.habits(TEAM, BEN) == Habits(Way.THREAD, away=DUE)
    await store.weigh(TEAM, BEN, weigh, NOW)
    assert seen == [Workload(None, (work(1),)), Workload(Habits(Way.THREAD, away=DUE), (work(1),))]
    assert await store.leads(TEAM, BEN) == frozenset()


async def test_what_was_claimed_before_is_not_queued_again_and_all_else_is_kept(store: Store) -> None:
    assert await store.weigh(TEAM, BEN, lambda _: says(), NOW)
    assert not await store.weigh(TEAM, BEN, lambda _: says(Habits(hour=7)), NOW)
    assert await store.habits(TEAM, BEN) == Habits(hour=7)
    [posting] = await store.lease(NOW, 10, SECOND)
    assert (posting.programme, posting.lane) == (DESK, f"dm:{BEN}")
    assert await store.weigh(TEAM, BEN, lambda _: says(claim=None), NOW)
    assert await store.outbox_depth() == 2


async def test_a_decision_that_raises_leaves_everything_as_it_was(store: Store) -> None:
    def breaks(_: Workload) -> Reminded:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await store.weigh(TEAM, BEN, breaks, NOW)
    assert await store.habits(TEAM, BEN) is None and await store.reminding(LATER, 10) == ()


async def test_work_goes_with_its_programme_wherever_that_goes(store: Store) -> None:
    for of in (HOME, AWAY):
        await begin(store, of)
        await saved(store, "1", of_ben(1), of=of)
    await store.move(HOME, ChannelId("C9"))
    assert {due.programme for due in await store.dues(TEAM, BEN)} == {AWAY, ProgrammeId("T1:C9")}
    await store.erase(AWAY)
    assert await store.dues(TEAM, BEN) == (work(1, ProgrammeId("T1:C9")),)


async def test_of_whom_nothing_is_decided_nothing_is_kept_and_nobody_looks_at_them_any_more(store: Store) -> None:
    await begin(store)
    await saved(store, "1", of_ben(1))
    assert (TEAM, BEN) in await store.reminding(LATER, 10)
    assert not await store.weigh(TEAM, BEN, lambda _: None, NOW)
    assert (TEAM, BEN) not in await store.reminding(LATER, 10)
    assert not await store.weigh(TeamId("T2"), BEN, lambda _: None, NOW)
    assert await store.habits(TEAM, BEN) is None and await store.habits(TeamId("T2"), BEN) is None


async def test_of_a_workspace_that_is_erased_no_work_no_habits_and_no_reminder_stays(store: Store) -> None:
    await begin(store)
    await saved(store, "1", of_ben(1))
    for team in (TEAM, TeamId("T2")):
        await store.weigh(
            team, BEN, lambda _, team=team: Reminded(Habits(), LATER, ((desk_of(team, BEN), Remind(BEN, DUE)),)), NOW
        )
    await store.lease(NOW, 10, SECOND)
    await store.erase_team(TEAM)
    assert await store.dues(TEAM, BEN) == () and await store.habits(TEAM, BEN) is None
    assert await store.reminding(LATER, 10) == ((TeamId("T2"), BEN),)
    assert {posting.programme for posting in await store.lease(LATER, 10, SECOND)} == {desk_of(TeamId("T2"), BEN)}
