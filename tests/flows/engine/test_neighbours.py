"""What one run knows of another: read live, never of a later flow, and judged again where it moves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from flows.authoring.names import library_names
from flows.authoring.resolver import Scope, read_condition
from flows.engine.neighbours import Neighbours, Stored
from flows.engine.screens.pending import confirming
from flows.engine.whole import WholeFacts
from flows.model.errors import NotHere
from flows.model.events import Started
from flows.model.flow import Library
from flows.model.ids import FlowId, QuestionId, RegisterId, SessionId, StageId
from flows.model.programme import StageState
from flows.model.session import Session, Spot
from flows.model.values import Choice, Day, Items, NewItems, Number
from flows.rules.conditions import judge
from tests.builders import MARIA, YES, asked, shipped, told
from tests.flows.authoring.several import read_several
from tests.flows.engine.crew import Crew, words

STRATEGY, CHECKS, REVIEW, CLOSING = (FlowId(name) for name in ("strategy", "checks", "review", "closing"))
VENDOR, ASSET = RegisterId("vendor"), RegisterId("asset")
SIGNED, NONE = Choice("signed"), Choice("none_yet")


class Firm(Crew):
    """A team with several runs; ``of`` takes one of them in hand. ``read``: the sessions that were loaded since it was emptied."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.chosen: SessionId | None = None
        self.read: list[SessionId] = []

    @property
    def open_session(self) -> Session:
        return self.sessions[self.chosen] if self.chosen is not None else super().open_session

    def session(self, session: SessionId) -> Session | None:
        self.read.append(session)
        return super().session(session)

    def begin(self, flow: FlowId, name: str = "") -> SessionId:
        self.chosen = None
        self.say(MARIA, Started(flow, "atlas", name=name))
        self.chosen = super().open_session.id
        return self.chosen

    def of(self, session: SessionId) -> Firm:
        self.chosen = session
        return self


def firm() -> Firm:
    tree = read_several()
    assert not tree.problems
    return Firm(msgspec.structs.replace(tree.library(), texts=shipped().texts, statements=shipped().statements))


def with_strategy(nda: Choice = NONE) -> tuple[Firm, SessionId]:
    """A firm that has an engine, which is its jewel, and a brand."""
    team = firm()
    strategy = team.begin(STRATEGY)
    team.click(nda)
    team.click(NewItems((), ("Engine", "Brand")))
    team.click(Items((team.item("Engine"),)))
    return team, strategy


def finished_checks(team: Firm, level: int = 2) -> SessionId:
    checks = team.begin(CHECKS, "Acme")
    team.click(Number(Decimal(level)))
    if team.now_open == "house.extra":
        team.click(YES)
    team.finish()
    assert team.now_open == "done"
    return checks


def test_what_no_run_knows_is_unknown_until_one_does() -> None:
    team = firm()
    checks = team.begin(CHECKS, "Acme")
    team.click(Number(Decimal(2)))
    assert (team.now_open, team.finding_keys()) == ("review", [])
    strategy = team.begin(STRATEGY)
    outcome = team.click(NONE)
    assert team.of(checks).now_open == "house.extra"
    assert asked(outcome) == ["house.extra", "triage.assets"]
    assert team.logged().count("judged_again") == 1
    team.of(strategy).click(NewItems((), ("Engine",)))
    raised = team.click(Items((team.item("Engine"),)))
    assert team.of(checks).finding_keys() == ["weak_house@house.level"]
    assert [action.rule for action in team.todo()] == ["weak_house"]
    assert {"ripple.moved", "noted.finding"} <= set(told(raised))


def test_an_answer_that_moves_opens_a_finished_run_again_and_withdraws_what_no_longer_holds() -> None:
    team, strategy = with_strategy(SIGNED)
    checks = finished_checks(team)
    assert team.open_session.findings[0].severity == "medium"
    assert team.programme is not None
    assert team.programme.stages[StageId("vet")] is StageState.DONE
    team.of(strategy).click(NONE, "triage.nda")
    assert team.open_session.pending is not None
    preview = words_of_preview(team)
    assert "• also opens again: The checks: Acme" in preview
    opened = team.confirm()
    assert "ripple.reopened" in told(opened)
    assert (team.of(checks).now_open, team.open_session.findings[0].severity) == ("house.extra", "high")
    assert team.programme.stages[StageId("vet")] is StageState.REOPENED
    team.of(strategy).click(Items(()), "triage.jewels")
    assert "• also moves: The checks: Acme" in words_of_preview(team)
    team.confirm()
    assert team.of(checks).finding_keys() == []
    assert team.todo() == []


def words_of_preview(team: Firm) -> list[str]:
    """What the change that waits in hand would bring, as it is shown."""
    pending = team.open_session.pending
    assert pending is not None
    return words(confirming(team.scene(), pending.spot))


def test_only_runs_that_read_what_moved_are_loaded() -> None:
    team, strategy = with_strategy(SIGNED)
    checks = finished_checks(team, 5)
    review = team.begin(REVIEW, "Main")
    team.of(strategy).read.clear()
    team.click(Number(Decimal(4)), team.open_session.spot)
    assert (checks in team.read, review in team.read) == (False, False)
    team.of(strategy).read.clear()
    team.click(NONE, "triage.nda")
    assert (checks in team.read, review in team.read) == (True, False)


def test_a_run_for_a_row_is_read_for_the_row_at_hand() -> None:
    team, _ = with_strategy()
    finished_checks(team, 4)
    other = team.begin(CHECKS, "Bolt")
    team.click(Number(Decimal(1)))
    review = team.begin(REVIEW, "Main")
    team.click(Items((team.item("Bolt"),)))
    team.click(Day(dt.date(2027, 1, 1)))
    assert team.now_open == "review"
    team.of(other).click(Number(Decimal(3)), "house.level")
    team.confirm()
    assert team.of(review).now_open == "facts.safe"
    closing = team.begin(CLOSING)
    assert team.now_open == f"each_vendor.gone/{team.item('Bolt')}"
    team.of(review).click(Items((team.item("Acme"),)), "facts.party")
    team.confirm()
    assert team.of(closing).now_open == f"each_vendor.gone/{team.item('Acme')}"


def test_a_flow_never_hears_of_a_later_one_nor_of_one_that_is_gone() -> None:
    team, strategy = with_strategy()
    checks = finished_checks(team)
    assert team.of(strategy).scene().facts.elsewhere(CHECKS, team.item("Acme")) is None
    facts = team.of(checks).scene().facts
    assert facts.elsewhere(FlowId("gone"), None) is None
    assert facts.elsewhere(CHECKS, team.item("Acme")) is None
    known = facts.elsewhere(STRATEGY, None)
    assert known is not None
    assert known is facts.elsewhere(STRATEGY, team.item("Engine"))


def test_what_a_pinned_version_does_not_ask_is_unknown() -> None:
    team, strategy = with_strategy()
    later = QuestionId("triage.later")
    session = team.sessions[strategy]
    answer = msgspec.structs.replace(session.answers["triage.nda"], spot=Spot(later))
    team.sessions[strategy] = msgspec.structs.replace(session, answers={**session.answers, later: answer})
    facts = team.of(strategy).scene().facts
    assert facts.answer(later, None) is None
    assert facts.mark(later, team.item("Engine")) is None


def test_a_programme_as_a_whole_knows_every_flow_with_rows_at_hand() -> None:
    team, _ = with_strategy()
    finished_checks(team, 4)
    programme = team.programme
    assert programme is not None
    whole = WholeFacts(team, team.library, programme, dt.date(2026, 11, 23), {ASSET: team.item("Brand")})
    here = whole.holding({VENDOR: team.item("Acme")})
    names = library_names((authored.doc for authored in read_several().flows), frozenset({"plan"}))

    def holds(text: str, facts: WholeFacts = here) -> bool | None:
        condition, slips = read_condition(text, Scope(names, hand=(VENDOR, ASSET)))
        assert condition is not None, slips
        return judge(condition, facts)

    assert holds("vendor.level >= 4 and strategy.triage.nda is none_yet") is True
    assert holds("vendor.level >= 4", whole) is None
    assert holds("asset.crown_jewel") is False
    assert holds("any asset (asset.crown_jewel)") is True
    assert holds("any agreement (agreement.party is the vendor)") is False
    assert holds("strategy.triage.nda is known and closing.each_vendor.gone is known") is False
    assert holds("stage.plan is in_progress and role.owner is known and role.counsel is unknown") is True
    assert holds("profile is unknown and today >= 2026-11-23") is True
    assert (here.answer(QuestionId("house.level"), None), here.mark(QuestionId("triage.jewels"), None)) == (None, None)


def test_a_run_that_is_gone_is_not_here() -> None:
    team, strategy = with_strategy()
    assert team.programme is not None
    del team.sessions[strategy]
    runs = Neighbours(Stored(team, team.library, team.programme, dt.date(2026, 11, 23)))
    with pytest.raises(NotHere):
        runs.of(STRATEGY, None, None)
