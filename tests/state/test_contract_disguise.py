"""What every store promises where somebody is forgotten: a made-up name stands in their place, and all else stays as it was."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import msgspec

from flows.model.effects import (
    Mention,
    Note,
    Posting,
    Reminded,
    SaveAction,
    SaveItem,
    SaveProgramme,
    SaveSession,
    Silent,
    Whisper,
    Whispered,
)
from flows.model.ids import ClaimKey, PersonId, ProgrammeId, TeamId, pseudonym
from flows.model.people import Role
from flows.model.programme import Settings
from flows.model.reminders import Habits, Matter
from flows.model.session import Assignment
from flows.model.values import Text
from state.pseudonyms import Pseudonym
from state.sqlite import open_store
from state.store import Everything, Store
from tests.state.samples import (
    ANNA,
    AWAY,
    BEN,
    HOME,
    NOW,
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
    session,
    spot,
    tell,
)

MARK = pseudonym("5f9a1c")
WHO = Pseudonym(ANNA, MARK, ("Anna Kovács", "London"))
DUE = dt.date(2026, 12, 1)


async def fill(store: Store, of: ProgrammeId = HOME) -> None:
    """A programme in all of which Anna stands, and Ben beside her."""
    head = msgspec.structs.replace(
        programme(of), roles={Role.COUNSEL: BEN, Role.SECURITY: ANNA}, settings=Settings(zone="Europe/London")
    )
    said = msgspec.structs.replace(answer("who"), value=Text("Anna Kovács"), raw="<@U1|anna> and <@U2>, not U10 or XU1")
    run = msgspec.structs.replace(
        session(said, of=of),
        assignments=(Assignment(spot("owner"), ANNA, BEN, DUE, NOW), Assignment(spot("other"), BEN, ANNA, DUE, NOW)),
        apart={ANNA: {spot("owner").question: "yes"}, BEN: {}},
    )
    work = msgspec.structs.replace(action(1), owner=ANNA)
    named = msgspec.structs.replace(item(1, name="Anna Kovács' engine"), by=ANNA, formerly=("Work of Anna Kovács",))
    saves = (SaveProgramme(head), SaveSession(run), SaveItem(named), SaveAction(work), entry("started"))
    told = Note("left.role", {"who": Mention(ANNA)})
    effects = (tell("a"), Whisper(BEN, (told,)), Whisper(ANNA, (told,)))
    await store.turn(key(f"fill {of}"), of, decides(*saves, effects=effects, reply=Whispered((told,))), NOW)


def put(everything: Everything) -> Everything:
    """The same with the made-up name, put there by hand."""
    document = msgspec.json.encode(everything).decode()
    for before, after in (
        ("<@U1|anna>", MARK),
        ('"U1"', f'"{MARK}"'),
        ("Anna Kovács", MARK),
    ):
        document = document.replace(before, after)
    return msgspec.json.decode(document.encode(), type=Everything)


async def test_a_made_up_name_stands_wherever_somebody_stood_and_all_else_stays(store: Store) -> None:
    await fill(store)
    await fill(store, AWAY)
    before, beside = await store.everything(HOME), await store.everything(AWAY)
    assert before is not None
    await store.disguise(HOME, WHO)
    after = await store.everything(HOME)
    assert after == put(before) and after != before
    assert after.programme.settings.zone == "Europe/London", "no name that anybody wrote"
    [said] = after.sessions[0].answers.values()
    assert (said.raw, said.value) == (f"{MARK} and <@U2>, not U10 or XU1", Text(MARK))
    assert await store.everything(AWAY) == beside
    assert await store.audit(HOME) == after.entries


async def test_their_work_their_letters_and_what_was_replied_go_by_that_name_too(store: Store) -> None:
    await fill(store)
    theirs = await store.dues(TEAM, ANNA)
    assert {due.matter for due in theirs} == {Matter.ACTION, Matter.QUESTION}
    await store.disguise(HOME, WHO)
    assert await store.dues(TEAM, ANNA) == ()
    assert await store.dues(TEAM, MARK) == tuple(msgspec.structs.replace(due, person=MARK) for due in theirs)
    told = Note("left.role", {"who": Mention(MARK)})
    receipt = await store.turn(key(f"fill {HOME}"), HOME, decides(), NOW)
    assert receipt.reply == Whispered((told,))
    assert {card.programme for card in await store.dirty_cards(NOW)} == {HOME}
    effects = [posting.effect for posting in await store.lease(NOW, 9, SECOND) if isinstance(posting, Posting)]
    assert Whisper(BEN, (told,)) in effects and Whisper(MARK, (told,)) in effects


async def test_a_turn_afterwards_goes_on_from_there(store: Store) -> None:
    await fill(store)
    await store.disguise(HOME, WHO)
    seen: list[PersonId] = []
    await store.read(HOME, lambda snapshot: seen.append(snapshot.items(item(1).register)[0].by))
    await store.turn(key("after"), HOME, decides(entry("later")), NOW)
    assert seen == [MARK]
    assert [line.by for line in await store.audit(HOME)] == [MARK, ANNA]


async def test_where_there_is_no_such_programme_nothing_happens(store: Store) -> None:
    await store.disguise(HOME, WHO)
    assert await store.programmes() == ()


async def test_what_somebody_prefers_and_the_letters_to_them_are_dropped(store: Store) -> None:
    await begin(store, HOME, Whisper(ANNA, ()), Whisper(BEN, ()))
    other = TeamId("T2")
    await begin(store, ProgrammeId("T2:C1"), Whisper(ANNA, ()))
    for team, person in ((TEAM, ANNA), (TEAM, BEN), (other, ANNA)):
        await store.weigh(team, person, lambda _: Reminded(Habits(hour=7), None), NOW)
    await store.forget_person(TEAM, ANNA)
    assert await store.habits(TEAM, ANNA) is None
    assert await store.habits(TEAM, BEN) == await store.habits(other, ANNA) == Habits(hour=7)
    assert sorted(posting.programme + posting.lane for posting in await store.lease(NOW, 9, SECOND)) == [
        "T1:C1dm:U2",
        "T2:C1dm:U1",
    ]


THEIRS, THERE, TENTH = f"left:{HOME}:left-{ANNA}:day", f"left:{AWAY}:left-{ANNA}:day", f"left:{HOME}:left-{ANNA}0:day"
WEEKLY, ELSEWHERE = f"brief:{TEAM}:{ANNA}:day", f"brief:T2:{ANNA}:day"


async def claimed(store: Store) -> set[str]:
    """Which of these keys are still claimed, told without a trace of asking."""

    async def is_claimed(name: str) -> bool:
        return not (await store.turn(ClaimKey(name), ProgrammeId("T3:C3"), decides(), NOW)).fresh

    return {name for name in (THEIRS, THERE, TENTH, WEEKLY, ELSEWHERE) if await is_claimed(name)}


async def test_the_keys_made_of_their_id_go_with_the_programme_and_the_rest_with_the_person(store: Store) -> None:
    await fill(store)
    for name, of, reply in ((THEIRS, HOME, Silent()), (THERE, AWAY, Whispered(())), (TENTH, HOME, Silent())):
        await store.turn(ClaimKey(name), of, decides(reply=reply), NOW)
    for name in (WEEKLY, ELSEWHERE):
        await store.turn(ClaimKey(name), HOME, decides(), NOW)
    await store.disguise(HOME, WHO)
    assert await claimed(store) == {THERE, TENTH, WEEKLY, ELSEWHERE}
    await store.forget_person(TEAM, ANNA)
    assert await claimed(store) == {TENTH, ELSEWHERE}


async def test_no_trace_is_left_in_the_file(path: Path) -> None:
    """Of a store without a key, so that what is written can be read."""
    store = await open_store(path)
    await fill(store)
    for name in (THEIRS, WEEKLY):
        await store.turn(ClaimKey(name), HOME, decides(), NOW)
    await store.disguise(HOME, WHO)
    await store.forget_person(TEAM, ANNA)
    await store.close()
    kept = await asyncio.to_thread(path.read_bytes)
    assert MARK.encode() in kept
    assert "Kovács".encode() not in kept and b'"U1"' not in kept
    assert f"left-{ANNA}".encode() not in kept and f"{TEAM}:{ANNA}:".encode() not in kept
