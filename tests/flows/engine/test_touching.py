"""A phase is judged again only where a turn may have moved it; and however a turn moves things, the phases stand as a full look finds them."""

from __future__ import annotations

import datetime as dt

import hypothesis
import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from flows.engine.lapsing import judge_phases
from flows.engine.touching import may_move_phases
from flows.engine.turn import Turn
from flows.model.events import Envelope, Looked, Paused, Resumed, UndoAsked
from flows.model.flow import Severity
from flows.model.ids import ChannelId, ClaimKey, FlowId, ItemId, RegisterId, SessionId, TeamId
from flows.model.programme import SessionRef
from flows.model.rowevents import RowAdded
from flows.model.session import Answer, AnswerState, Finding, Session, Spot
from flows.model.values import Choice, Day, Items, Value, YesNo
from tests.builders import MARIA, NOW, Team, shipped, spot
from tests.flows.engine.climbing import DAY, opened
from tests.flows.engine.ladder_sample import Climbers

NEXT_DAY = NOW.date() + DAY


def at_work() -> Climbers:
    """A team whose pilot is open, on the next day, after the morning's look."""
    team = opened()
    team.morning(NEXT_DAY)
    mark = team.mark()
    assert mark is not None and mark.looked == NEXT_DAY
    return team


def turn_of(team: Team) -> Turn:
    """A turn in which nothing has happened yet."""
    assert team.programme is not None
    here = (TeamId("T"), ChannelId("C"), team.programme.id)
    return Turn(team, Envelope(ClaimKey("now"), *here, MARIA, team.now, Looked()), team.library)


def given(team: Climbers, question: str, value: Value, about: str | None = None) -> Turn:
    """A turn in which an answer became another, and nothing else."""
    where = spot(question, team.item(about) if about else None)
    turn, before = turn_of(team), team.ref.answers[where.key]
    turn.open_session(team.ref.id)
    turn.put_session(answers={**team.ref.answers, where.key: msgspec.structs.replace(before, value=value)})
    return turn


def test_an_answer_that_no_gate_reads_moves_no_phase_and_one_that_a_gate_reads_may() -> None:
    team = at_work()
    assert not may_move_phases(given(team, "map.vendors", Items(()), "Pilot"))
    assert may_move_phases(given(team, "checks.safe", YesNo(False), "Acme"))
    assert may_move_phases(given(team, "start.jewels", Items(())))


def test_what_changes_nothing_that_counts_moves_no_phase_on_the_day_of_a_look_and_may_on_the_next() -> None:
    team = at_work()
    assert not may_move_phases(turn_of(team))
    turn = turn_of(team)
    turn.open_session(team.ref.id)
    turn.put_session(tries=2)
    assert not may_move_phases(turn)
    team.now += DAY
    assert may_move_phases(turn_of(team))


GRAVE = Finding("lost", spot("map.vendors"), Severity.CRITICAL, NOW)
GONE = Answer(spot("before.gone"), AnswerState.VALUE, MARIA, NOW, 1, YesNo(True))


@pytest.mark.parametrize(
    "changes",
    [{"deeper": True}, {"flow_hash": "another"}, {"answers": {}}, {"answers": {"": GONE}}, {"findings": (GRAVE,)}],
)
def test_a_run_that_goes_deeper_or_by_another_version_or_has_lost_or_found_something_may_move_a_phase(
    changes: dict[str, object],
) -> None:
    team = at_work()
    turn = turn_of(team)
    turn.open_session(team.ref.id)
    turn.put_session(**changes)
    assert may_move_phases(turn)


# ── whatever is done ─────────────────────────────────────────────────────────

PAST, AHEAD = Day(NOW.date() - DAY), Day(NOW.date() + 100 * DAY)
ASKED: tuple[tuple[str, str | None, tuple[Value, ...]], ...] = (
    ("checks.safe", "Acme", (YesNo(True), YesNo(False))),
    ("checks.insured_until", "Acme", (PAST, AHEAD)),
    ("paper.signed", "Paper", (YesNo(True), YesNo(False))),
    ("titles.ours", "Handbook", (YesNo(True), YesNo(False))),
    ("titles.ours", "Engine", (YesNo(True), YesNo(False))),
    ("start.ready", None, (YesNo(True), YesNo(False))),
    ("start.public", None, (Items(()), Items((ItemId("asset-104"),)))),
    ("map.vendors", "Later", (Items(()),)),
)
DEEDS = st.sampled_from(
    ["answer", "answer", "answer", "not sure", "skip", "undo", "pause", "resume", "morning", "night", "row"]
)


def do(team: Climbers, deed: str, at: int, which: int) -> None:
    """One deed through the front door; what is refused changes nothing."""
    question, about, values = ASKED[at % len(ASKED)]
    where = spot(question, team.item(about) if about else None)
    match deed:
        case "answer" | "not sure" | "skip":
            _answer(team, deed, where, values[which % len(values)])
        case "undo":
            team.say(MARIA, UndoAsked(team.ref.id))
        case "pause":
            team.say(MARIA, Paused(team.ref.id))
        case "resume":
            team.say(MARIA, Resumed(team.ref.id))
        case "morning":
            team.morning(team.now.date() + DAY)
        case "night":
            team.now += dt.timedelta(hours=20)
        case _:
            team.say(MARIA, RowAdded(RegisterId("vendor"), f"Vendor {len(team.rows)}"))


def _answer(team: Climbers, deed: str, where: Spot, value: Value) -> None:
    if team.ref.answers.get(where.key) is not None:
        team.change(where)
    if deed == "answer":
        team.click(value, where)
    elif deed == "skip":
        team.skip(where)
    else:
        team.not_sure(where)
    team.confirm(where)


@settings(deadline=None, max_examples=80)
@hypothesis.example(deeds=[("not sure", 1, 0), ("answer", 1, 0)])
@hypothesis.given(deeds=st.lists(st.tuples(DEEDS, st.integers(0, 7), st.integers(0, 1)), max_size=15))
def test_after_whatever_turn_the_phases_stand_as_a_full_look_finds_them(deeds: list[tuple[str, int, int]]) -> None:
    team = at_work()
    for deed, at, which in deeds:
        before = len(team.log)
        do(team, deed, at, which)
        turn = turn_of(team)
        if len(team.log) > before:
            assert not judge_phases(turn) and not turn.outcome().saves, f"{deed} at {ASKED[at % len(ASKED)]}"


def test_an_answer_that_a_later_flow_reads_may_move_a_phase_by_way_of_it() -> None:
    library = shipped()
    team, scope = Team(library), library.flows[FlowId("phased_scope")]
    team.start(library.flows[FlowId("ip_strategy")])
    assert team.programme is not None
    first = team.ref
    later = Session(SessionId("scope-9"), team.programme.id, scope.id, scope.hash, MARIA, NOW)
    ref = SessionRef(later.id, scope.id, scope.hash, later.state)
    team.programme = msgspec.structs.replace(team.programme, sessions=(*team.programme.sessions, ref))
    team.sessions[later.id] = later
    turn = turn_of(team)
    turn.open_session(first.id)
    where = spot("triage.work")
    turn.put_session(answers={where.key: Answer(where, AnswerState.VALUE, MARIA, NOW, 1, Choice("software"))})
    assert [one.id for one in turn.others.behind(first.flow, turn.plan.questions)] == [later.id]
    assert may_move_phases(turn)
