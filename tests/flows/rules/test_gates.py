"""A stage opens by what is known of the programme as a whole, and stays shut where anything it asks for is unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.model.conditions import (
    AnswerFact,
    BookFact,
    Compare,
    Comparison,
    Condition,
    DayLimit,
    ForItems,
    Has,
    Is,
    MarkFact,
    Not,
    ProfileFact,
    Quantifier,
    RoleFact,
    StageFact,
    Status,
    TodayFact,
)
from flows.model.countryfields import CountryField
from flows.model.flow import Stage
from flows.model.ids import ChannelId, FlowId, PersonId, QuestionId, RegisterId, StageId, TeamId, programme_id
from flows.model.people import Profile, Role
from flows.model.programme import Programme, StageState
from flows.rules.gates import opens
from tests.builders import MARIA, NOW

TEAM, CHANNEL = TeamId("T1"), ChannelId("C1")
FIRST = StageId("first")
DONE = Is(StageFact(FIRST), ("done",))
SHARES = AnswerFact(QuestionId("triage.shares"))
BESIDE = AnswerFact(SHARES.question, flow=FlowId("checks"))
AT_HAND = AnswerFact(SHARES.question, of=RegisterId("vendor"))
JEWEL = MarkFact(QuestionId("naming.jewels"))
PROGRAMME = Programme(programme_id(TEAM, CHANNEL), TEAM, CHANNEL, "Vendor", MARIA, NOW)
ON_ITS_WAY = Programme(
    PROGRAMME.id, TEAM, CHANNEL, "Vendor", MARIA, NOW,
    roles={Role.COUNSEL: PersonId("UPRIYA")}, profile=Profile.SOFTWARE, stages={FIRST: StageState.DONE},
)  # fmt: skip


def stage(opens_when: Condition | None) -> Stage:
    return Stage(StageId("second"), "The second stage", opens_when=opens_when)


def test_a_stage_without_a_gate_is_open() -> None:
    assert opens(stage(None), PROGRAMME)


@pytest.mark.parametrize(
    "gate", [DONE, Has(RoleFact(Role.COUNSEL), Status.KNOWN), Is(ProfileFact(), ("software",))], ids=str
)
def test_a_gate_opens_when_the_programme_has_what_it_asks_for(gate: Condition) -> None:
    assert not opens(stage(gate), PROGRAMME)
    assert opens(stage(gate), ON_ITS_WAY)


def test_the_owner_is_known_from_the_start() -> None:
    assert opens(stage(Has(RoleFact(Role.OWNER), Status.KNOWN)), PROGRAMME)


@pytest.mark.parametrize(
    "gate",
    [
        Is(SHARES, ("no",)),
        Not(Is(SHARES, ("yes",))),
        Is(JEWEL, ("no",)),
        Is(BESIDE, ("no",)),
        Not(Is(AT_HAND, ("yes",))),
    ],
    ids=str,
)
def test_a_gate_that_asks_for_an_answer_stays_shut_since_a_programme_has_none(gate: Condition) -> None:
    assert not opens(stage(gate), ON_ITS_WAY)


def test_a_gate_sees_no_rows() -> None:
    assert not opens(stage(ForItems(Quantifier.ANY, RegisterId("asset"), Has(JEWEL, Status.UNKNOWN))), ON_ITS_WAY)


def test_a_gate_holds_nothing_of_countries() -> None:
    listed = BookFact(CountryField.SPECIAL_301)
    assert not opens(stage(Is(listed, ("none",))), ON_ITS_WAY) and opens(stage(Has(listed, Status.UNKNOWN)), ON_ITS_WAY)


@pytest.mark.parametrize(("days", "open_now"), [(0, True), (1, False)])
def test_a_gate_counts_days_from_the_day_the_programme_began(days: int, open_now: bool) -> None:
    limit = DayLimit(NOW.date() + dt.timedelta(days=days))
    assert opens(stage(Compare(TodayFact(), Comparison.MORE_OR_EQUAL, limit)), ON_ITS_WAY) is open_now
