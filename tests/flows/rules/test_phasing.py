"""The ladder judged by itself: classes, evidence of each kind, how far it reaches, grace, and whose yes is wanted."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.model.conditions import (
    And,
    AnswerFact,
    Compare,
    Condition,
    DayLimit,
    Has,
    Is,
    NumberLimit,
    RoleFact,
    ScoreFact,
    Status,
    TodayFact,
)
from flows.model.country import Exposure
from flows.model.flow import Phrase, Severity
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, SourceId
from flows.model.people import Profile, Role
from flows.model.phasing import Approving, ClassRule, Evidence, Fall, Gate, Ladder, Share, Word
from flows.rules.phasing import (
    Counted,
    PhaseRecord,
    Proof,
    enough,
    exposure,
    exposures,
    grace_ends,
    months_after,
    pieces_of,
    proof,
    proved,
    read_gate,
    speaks_as,
    still_to_speak,
    working_days,
)

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
ONE, TWO = ItemId("asset-1"), ItemId("asset-2")
WORDS = Phrase("It is open.")
JEWEL = Has(TodayFact(1), Status.KNOWN)
PIECE = Has(TodayFact(2), Status.KNOWN)
DAILY = Has(TodayFact(), Status.KNOWN)
NO_DAY = Has(RoleFact(Role.COUNSEL), Status.KNOWN)
"""Conditions that only :class:`Told` gives a meaning; of the last no day tells."""


class Told:
    """A view that holds what it is told: by condition and row, and up to so many days ahead (or, below nought, back)."""

    def __init__(self, held: dict[tuple[Condition, ItemId | None], bool | None], lasts: int = 1000) -> None:
        self.held = held
        self.lasts = lasts

    def holds(self, condition: Condition, item: ItemId | None = None, ahead: int = 0) -> bool | None:
        found = self.held.get((condition, item))
        return found if ahead < self.lasts else False

    def turns(self, condition: Condition, within: int) -> range:
        return range(1, within + 1)


def evidence(name: str = "paper", **told: object) -> Evidence:
    return Evidence(name, WORDS, WORDS, WORDS, Role.OWNER, **told)  # type: ignore[arg-type]


def gate(name: str, up_to: Exposure, *wanted: Evidence, builds_on: str | None = None) -> Gate:
    return Gate(name, name.title(), up_to, wanted, (Approving(Role.OWNER),), SourceId("ours"), TODAY, builds_on)


LOW = gate("low", Exposure.E1, evidence("first", record=0))
HIGH = gate("high", Exposure.E3, evidence("second", record=30), builds_on="low")
LADDER = Ladder(
    classes=(ClassRule(Exposure.E4, "Whole", "All.", JEWEL), ClassRule(Exposure.E1, "Rest", "Some.", DAILY)),
    gates=(LOW, HIGH),
    piece=PIECE,
)


def test_the_first_rule_that_holds_gives_the_class_and_what_somebody_set_counts_before_it() -> None:
    view = Told({(JEWEL, ONE): True, (DAILY, ONE): True, (DAILY, TWO): None})
    assert exposure(LADDER, view, ONE) is Exposure.E4
    assert exposure(LADDER, view, TWO) is Exposure.E3, "unknown"
    assert exposure(LADDER, view, ONE, Exposure.E0) is Exposure.E0


def test_whoever_holds_every_piece_holds_the_whole_and_one_piece_alone_is_none() -> None:
    view = Told({(PIECE, ONE): True, (PIECE, TWO): True, (DAILY, ONE): True, (DAILY, TWO): True})
    pieces = pieces_of(LADDER, view, (ONE, TWO))
    assert exposures(LADDER, view, (ONE, TWO), {}, pieces) == {ONE: Exposure.E4, TWO: Exposure.E4}
    assert exposures(LADDER, view, (ONE,), {}, pieces) == {ONE: Exposure.E1}
    assert exposures(LADDER, view, (ONE,), {}, frozenset({ONE})) == {ONE: Exposure.E1}
    assert pieces_of(Ladder(), view, (ONE,)) == frozenset()


@pytest.mark.parametrize(
    ("seen", "state", "ends"),
    [(None, None, None), (TODAY - 30 * DAY, True, TODAY + DAY), (TODAY - 31 * DAY, False, None)],
)
def test_a_record_holds_for_its_days(seen: dt.date | None, state: bool | None, ends: dt.date | None) -> None:
    records = {"paper": (Counted(seen),)} if seen else {}
    found = proof(HIGH, evidence(record=30), Told({}), PhaseRecord(TODAY, records=records))
    assert (found.state, found.ends, found.missing) == (state, ends, state is not True)


def test_a_record_for_good_never_ends() -> None:
    found = proof(
        LOW, evidence(record=0), Told({}), PhaseRecord(TODAY, records={"paper": (Counted(TODAY - 900 * DAY),)})
    )
    assert found.state is True and found.until is None


def test_so_many_records_are_wanted_in_each_profile_and_the_oldest_of_them_is_the_first_to_lapse() -> None:
    wanted = evidence(record=30, times=2, times_in={Profile.MANUFACTURING: 3})

    def found(*days: int, profile: Profile | None = None) -> Proof:
        told = tuple(Counted(TODAY - ago * DAY) for ago in days)
        return proof(LOW, wanted, Told({}), PhaseRecord(TODAY, records={"paper": told}, profile=profile))

    assert (found().state, found(5).state, found(5, 9, 28).state) == (None, False, True)
    assert found(28, 5, 9).ends == TODAY + 22 * DAY, "when the second latest is over"
    assert found(5, 31).state is False
    assert found(5, 9, profile=Profile.SERVICES).state is True
    assert found(5, 9, profile=Profile.MANUFACTURING).state is False
    assert found(5, 9, 28, profile=Profile.MANUFACTURING).state is True


@pytest.mark.parametrize(("agreed", "held", "there"), [(4, 10, True), (4, 9, False), (0, 10, False), (4, None, False)])
def test_a_record_counts_where_it_comes_to_its_share_of_what_was_agreed(
    agreed: int, held: int | None, there: bool
) -> None:
    class Agreed(Told):
        """A view in which so many were agreed a month."""

        def holds(self, condition: Condition, item: ItemId | None = None, ahead: int = 0) -> bool | None:
            assert isinstance(condition, And)
            some, few = condition.parts
            assert isinstance(some, Compare) and isinstance(few, Compare)
            assert isinstance(some.other, NumberLimit) and isinstance(few.other, NumberLimit)
            return some.other.number < agreed <= few.other.number

    wanted = evidence(record=0, share=Share(AnswerFact(QuestionId("rhythm.meetings")), percent=80, months=3))
    records = {"paper": (Counted(TODAY, held),)}
    assert proof(LOW, wanted, Agreed({}), PhaseRecord(TODAY, records=records)).state is there


def test_days_of_work_are_counted_in_the_gate_below() -> None:
    wanted = evidence(worked=10)
    for since, there in ((TODAY - 9 * DAY, False), (TODAY - 10 * DAY, True)):
        assert proof(HIGH, wanted, Told({}), PhaseRecord(TODAY, worked={"low": since})).state is there
        comes = None if there else since + 10 * DAY
        assert proof(HIGH, wanted, Told({}), PhaseRecord(TODAY, worked={"low": since})).comes == comes
    other = proof(HIGH, wanted, Told({}), PhaseRecord(TODAY, worked={"high": TODAY - 99 * DAY}))
    assert (other.state, other.comes) == (False, None), "who does not work has no day to wait for"


def test_a_finding_as_grave_or_graver_speaks_against_it() -> None:
    wanted = evidence(no_finding=Severity.HIGH)
    for severity, there in ((Severity.CRITICAL, False), (Severity.HIGH, False), (Severity.MEDIUM, True)):
        assert proof(LOW, wanted, Told({}), PhaseRecord(TODAY, findings=frozenset({severity}))).state is there


def test_a_finding_of_that_name_speaks_against_it_however_grave() -> None:
    wanted = evidence(none_of=("paper_open", "list_empty"))
    assert proof(LOW, wanted, Told({}), PhaseRecord(TODAY, found=frozenset({"other"}))).state is True
    assert proof(LOW, wanted, Told({}), PhaseRecord(TODAY, found=frozenset({"other", "list_empty"}))).state is False


@pytest.mark.parametrize(("lasts", "ends"), [(99, None), (31, None), (30, 30), (4, 4)])
def test_a_score_is_looked_at_ahead_since_its_papers_grow_old(lasts: int, ends: int | None) -> None:
    scored = Is(ScoreFact("card", FlowId("checks"), ()), ("pass",))
    found = proof(LOW, evidence(when=scored), Told({(scored, None): True}, lasts), PhaseRecord(TODAY))
    assert found.ends == (TODAY + ends * DAY if ends is not None else None)


def test_public_assets_are_asked_about_where_evidence_says_so() -> None:
    seen = PhaseRecord(TODAY, assets=(ONE,), public=(TWO,))
    view = Told({(JEWEL, ONE): True, (JEWEL, TWO): False})
    assert proof(LOW, evidence(when=JEWEL, each=RegisterId("asset")), view, seen).state is True
    found = proof(LOW, evidence(when=JEWEL, each=RegisterId("asset"), public_too=True), view, seen)
    assert (found.state, found.about) == (False, (TWO,))


def test_evidence_for_each_row_wants_all_of_them_and_at_least_one() -> None:
    wanted = evidence(when=JEWEL, each=RegisterId("asset"))
    half = Told({(JEWEL, ONE): True, (JEWEL, TWO): False})
    found = proof(LOW, wanted, half, PhaseRecord(TODAY, assets=(ONE, TWO)))
    assert (found.state, found.about) == (False, (TWO,))
    unknown = proof(LOW, wanted, Told({(JEWEL, ONE): True}), PhaseRecord(TODAY, assets=(ONE, TWO)))
    assert (unknown.state, unknown.about) == (None, (TWO,))
    assert proof(LOW, wanted, half, PhaseRecord(TODAY)).state is None
    places = evidence(when=JEWEL, each=RegisterId("country"))
    assert proof(LOW, places, half, PhaseRecord(TODAY, countries=(ONE,))).state is True
    assert proof(LOW, places, half, PhaseRecord(TODAY, countries=None)).state is None


def test_the_day_on_which_a_condition_fails_is_found_ahead() -> None:
    wanted = evidence(when=DAILY)
    assert proof(LOW, wanted, Told({(DAILY, None): True}, lasts=8), PhaseRecord(TODAY)).ends == TODAY + 8 * DAY
    assert proof(LOW, wanted, Told({(DAILY, None): True}), PhaseRecord(TODAY)).ends is None
    assert DayLimit(TODAY).day == TODAY


def test_an_exception_carries_what_is_not_hard_and_is_over_after_its_last_day() -> None:
    missing, hard = evidence(record=0), evidence(record=0, hard=True)
    carried = proof(LOW, missing, Told({}), PhaseRecord(TODAY, excepted={"paper": TODAY}))
    assert (carried.missing, carried.until) == (False, TODAY + DAY)
    over = proof(LOW, missing, Told({}), PhaseRecord(TODAY + DAY, excepted={"paper": TODAY}))
    assert over.missing and (over.excepted, over.carried) == (None, TODAY)
    assert proof(LOW, hard, Told({}), PhaseRecord(TODAY, excepted={"paper": TODAY})).missing


def test_it_reaches_as_far_as_everything_below_is_there() -> None:
    def reach(*there: str) -> str | None:
        standing = PhaseRecord(TODAY, records=dict.fromkeys(there, (Counted(TODAY),)))
        found = proved(LADDER, HIGH, read_gate(LADDER, HIGH, Told({}), standing))
        return found.id if found else None

    assert [reach("first", "second"), reach("first"), reach("second"), reach()] == ["high", "low", None, None]


@pytest.mark.parametrize("back", [0, 1, 2, 3, 5, 11, 40, 300])
def test_the_day_on_which_something_lapsed_is_found_however_long_ago_where_it_leaves_days_of_grace(back: int) -> None:
    view = Told({(DAILY, None): True}, lasts=-back)
    found = proof(LOW, evidence(when=DAILY, fall=Fall.GRACE, grace=2), view, PhaseRecord(TODAY))
    assert (found.state, found.lapsed) == (False, TODAY - back * DAY)
    assert proof(LOW, evidence(when=DAILY), view, PhaseRecord(TODAY)).lapsed is None, "it closes, and nobody counts"


def test_of_what_was_never_there_and_of_what_no_day_tells_no_day_is_known() -> None:
    never = Told({(DAILY, None): True}, lasts=-5000)
    unknown, dayless = Told({(DAILY, None): None}), Told({(JEWEL, None): False})
    for view, when in ((never, DAILY), (unknown, DAILY), (dayless, NO_DAY)):
        assert proof(LOW, evidence(when=when, fall=Fall.GRACE, grace=2), view, PhaseRecord(TODAY)).lapsed is None
    seen = PhaseRecord(TODAY, records={"paper": (Counted(TODAY - 40 * DAY),)})
    assert proof(LOW, evidence(record=30, fall=Fall.GRACE, grace=2), never, seen).lapsed == TODAY - 9 * DAY


def test_grace_is_the_shortest_of_what_is_missing_and_none_where_anything_closes_at_once() -> None:
    def missing(*falls: tuple[Fall, int]) -> dt.date | None:
        proofs = (Proof("low", evidence(fall=fall, grace=days), None) for fall, days in falls)
        return grace_ends(proofs, TODAY, TODAY)

    assert missing((Fall.GRACE, 10), (Fall.GRACE, 3)) == working_days(TODAY, 3)
    assert missing((Fall.GRACE, 10), (Fall.SAME_DAY, 0)) is None
    assert missing() is None


def test_grace_counts_from_the_lapse_or_the_end_of_what_carried_it_and_else_from_the_day_it_was_seen() -> None:
    wanted, looked = evidence(fall=Fall.GRACE, grace=2), TODAY - 3 * DAY

    def ends(lapsed: dt.date | None = None, carried: dt.date | None = None) -> dt.date | None:
        return grace_ends([Proof("low", wanted, False, lapsed=lapsed, carried=carried)], TODAY, looked)

    assert ends() == working_days(TODAY, 2)
    assert ends(lapsed=TODAY - 20 * DAY) == working_days(TODAY - 20 * DAY, 2), "an outage gives nobody days"
    assert ends(lapsed=TODAY - 20 * DAY, carried=TODAY - 2 * DAY) == working_days(TODAY - DAY, 2)
    assert ends(carried=TODAY - 2 * DAY) == working_days(TODAY - DAY, 2)
    assert ends(carried=TODAY - 9 * DAY) == working_days(TODAY, 2), "that exception was over when all was there"


def test_working_days_leave_the_weekend_out() -> None:
    assert working_days(dt.date(2026, 11, 27), 2) == dt.date(2026, 12, 1), "over a weekend"
    assert working_days(TODAY, 0) == TODAY


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-08-31", 6, "2027-02-28"), ("2026-11-23", 2, "2027-01-23"), ("2026-06-30", 6, "2026-12-30")],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(day: str, months: int, then: str) -> None:
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(then)


def test_a_part_that_nobody_plays_may_be_spoken_for_and_otherwise_waits() -> None:
    maria, priya = PersonId("U1"), PersonId("U2")
    alone, both = {Role.OWNER: maria}, {Role.OWNER: maria, Role.COUNSEL: priya}
    lawyer, strict = Approving(Role.COUNSEL, Role.OWNER), Approving(Role.COUNSEL)
    assert speaks_as(lawyer, alone) == (Role.OWNER, maria) and speaks_as(lawyer, both) == (Role.COUNSEL, priya)
    assert speaks_as(strict, alone) is None
    said = (Word(Role.OWNER, maria, TODAY),)
    assert still_to_speak((Approving(Role.OWNER), strict), both, said) == (strict,)
    assert enough((Approving(Role.OWNER),), 1, both, said) and not enough((Approving(Role.OWNER),), 2, both, said)
    assert not enough((strict,), 1, alone, said)
