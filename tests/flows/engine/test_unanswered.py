"""What the answers say of a condition: what nobody answered is never a no, and is told by its question."""

from __future__ import annotations

import pytest

from flows.engine.unanswered import Answered, Told
from flows.model.conditions import (
    And,
    AnswerFact,
    Compare,
    Comparison,
    Condition,
    ForItems,
    Has,
    Is,
    IsThe,
    Not,
    Or,
    Quantifier,
    ScoreFact,
    Status,
    TodayFact,
)
from flows.model.ids import FlowId, ItemId, QuestionId, RegisterId
from flows.model.scorecard import ScoreVerdict
from flows.model.values import Choice, Day, YesNo
from tests.flows.rules.test_conditions import ASSET, NOW, ONE, TWO, World, answered

CHECKS, VENDOR = FlowId("other"), RegisterId("vendor")
ACME = ItemId("vendor-1")
SHARES, KIND, DAY = (QuestionId(name) for name in ("triage.shares", "triage.kind", "triage.day"))


def fact(question: QuestionId, of: RegisterId | None = None) -> AnswerFact:
    return AnswerFact(question, CHECKS, of)


def yes(question: QuestionId = SHARES) -> Is:
    return Is(fact(question), ("yes",))


class Scored(World):
    """The same, where Acme stands on a scorecard."""

    score: ScoreVerdict | None = None

    def scored(self, card: str, item: ItemId | None) -> ScoreVerdict | None:
        return self.score if item == ACME else None


def says(condition: Condition, known: World | None = None, *rows: ItemId, score: ScoreVerdict | None = None) -> Told:
    """What is said of a condition where the other flow knows that."""
    facts = Scored(rows=rows, abroad={None: known} if known is not None else {}, score=score)
    looked = Answered(facts, {VENDOR: ACME}, lambda _, row: row != TWO)
    return looked.of(condition, None)


def open_(*questions: QuestionId | None, about: ItemId | None = None) -> Told:
    return Told(None, frozenset((CHECKS, question, about) for question in questions))


def test_what_is_answered_is_a_yes_or_a_no() -> None:
    assert says(yes(), answered(YesNo(True))) == Told(True)
    assert says(yes(), answered(YesNo(False))) == Told(False)
    assert says(Not(yes()), answered(YesNo(False))) == Told(True)


@pytest.mark.parametrize("status", [Status.KNOWN, Status.EVIDENCED, Status.VERIFIED])
def test_what_is_not_answered_is_open_also_where_a_condition_asks_for_an_answer(status: Status) -> None:
    assert says(yes()) == open_(SHARES) == says(Not(yes()))
    assert says(Has(fact(SHARES), status)) == open_(SHARES)
    proved = says(Has(fact(SHARES), status), answered(YesNo(True)))
    assert proved == Told(status is Status.KNOWN), "an answer without a paper is known, and not proved"


def test_what_asks_for_no_answer_holds_without_one() -> None:
    assert says(Has(fact(SHARES), Status.UNKNOWN)) == Told(True)
    assert says(Has(fact(SHARES), Status.NOT_SURE)) == Told(False)


def test_of_several_a_no_decides_and_else_all_that_is_open_is_told() -> None:
    no = Is(TodayFact(), ("yes",))
    known = answered(Choice("big"))
    assert says(And((yes(KIND), yes(DAY))), known) == open_(KIND, DAY)
    assert says(And((yes(KIND), Is(fact(SHARES), ("small",)))), known) == Told(False)
    assert says(Or((yes(KIND), Is(fact(SHARES), ("big",)))), known) == Told(True)
    assert says(Or((yes(KIND), Is(fact(SHARES), ("small",)))), known) == open_(KIND)
    assert says(And((yes(), no)), answered(YesNo(True))) == open_(), "what no question tells is open without one"


def test_a_day_that_is_not_there_is_open() -> None:
    later = Compare(fact(SHARES), Comparison.MORE_OR_EQUAL, TodayFact())
    assert says(later) == open_(SHARES)
    assert says(later, answered(Day(NOW.date()))) == Told(True)


def test_rows_that_do_not_count_are_not_looked_at_and_where_none_is_listed_all_of_it_is_open() -> None:
    some = ForItems(Quantifier.ANY, ASSET, And((yes(), Is(TodayFact(), ("x",)))))
    each, none = (ForItems(quantifier, ASSET, yes()) for quantifier in (Quantifier.EVERY, Quantifier.NO))
    said_no, said_yes = World(abroad={}), answered(YesNo(True))
    assert says(some) == open_(SHARES) == says(some, said_no, TWO)
    assert says(each) == Told(True) == says(none)
    assert says(each, None, ONE) == open_(SHARES, about=ONE)
    facts = Scored(rows=(ONE, TWO), abroad={ONE: said_yes, TWO: answered(YesNo(False))})
    looked = Answered(facts, {}, lambda _, row: True)
    assert looked.of(each, None) == Told(False) and looked.of(none, None) == Told(False)
    assert looked.of(ForItems(Quantifier.ANY, ASSET, yes()), None) == Told(True)


def test_a_row_around_is_kept_at_hand() -> None:
    keeps = ForItems(Quantifier.EVERY, ASSET, IsThe(fact(SHARES), VENDOR), keeps=VENDOR)
    looked = Answered(Scored(rows=(ONE,)), {VENDOR: ACME}, lambda _, row: True)
    assert looked.of(keeps, TWO) == open_(SHARES, about=ONE)
    about = Is(fact(SHARES, VENDOR), ("yes",))
    assert looked.of(about, ONE) == open_(SHARES, about=ACME)


def test_a_score_that_is_open_is_open_and_one_that_is_not_decides() -> None:
    passes = Is(ScoreFact("vendor", CHECKS, (SHARES,), VENDOR), ("pass",))
    assert says(passes, score=ScoreVerdict.OPEN) == open_(None, about=ACME) == says(passes)
    assert says(passes, score=ScoreVerdict.SHORT) == Told(False)
    assert says(passes, score=ScoreVerdict.PASS) == Told(True)
    assert says(Not(Is(passes.fact, ("stopped",))), score=ScoreVerdict.OPEN) == open_(None, about=ACME)
