"""The arithmetic of a scorecard: what backs an answer, when a paper is old, what is known, and what follows from it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.model.conditions import AnswerFact, Is
from flows.model.country import Exposure
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, SourceId
from flows.model.people import Profile
from flows.model.scorecard import CardCap, Criterion, HardStop, Points, Read, Scorecard, ScoreVerdict, Tier
from flows.model.session import Answer, AnswerState, Spot, Standing
from flows.model.values import Day, Value, YesNo
from flows.rules.scorecard import Score, Shortfall, months_after, score, wrong_weights
from tests.flows.rules.test_conditions import World

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
LOCKS, LOGS, TESTED, UNTIL, STOP = (QuestionId(f"a.{name}") for name in ("locks", "logs", "tested", "until", "stop"))
YES, NO = YesNo(True), YesNo(False)


def says(question: QuestionId, word: str) -> Is:
    return Is(AnswerFact(question), (word,))


def read(question: QuestionId, no: int | None = 0) -> Read:
    return Read(question, (Points(4, says(question, "yes")), Points(no)))


ROWS = (
    Criterion("locks", "Locks", 60, "a photo", "Which locks?", (read(LOCKS),), expires=6, dated=TESTED),
    Criterion("logs", "Logs", 40, "a page", "Which logs?", (read(LOGS, no=None),), until=UNTIL),
)
CARD = Scorecard(
    "vendor",
    1,
    "A card",
    FlowId("checks"),
    RegisterId("vendor"),
    NOW.date(),
    SourceId("us"),
    STOP,
    ROWS,
    (Tier(2, 9, 75, 100, floor=2, when=says(STOP, "no")), Tier(1, 3, 55, 60)),
    (HardStop("bad", "Stop.", "Clear it", says(STOP, "yes")),),
    (CardCap("dark", "No logs.", Exposure.E2, says(LOGS, "no")), CardCap("open", "No locks.", Exposure.E1, says(LOCKS, "no"))),
    {Profile.SERVICES: {"locks": 10, "logs": 90}},
)  # fmt: skip


class Run(World):
    """Facts that are simply written down; every question that was answered applies, and ``silent`` ones too."""

    silent: tuple[QuestionId, ...] = ()

    def applies(self, spot: Spot) -> bool:
        return spot in self.answers or spot.question in self.silent


def run(*silent: QuestionId, **answers: tuple[Value | None, Standing]) -> Run:
    told = {
        Spot(q): Answer(
            Spot(q),
            AnswerState.VALUE if value else AnswerState.NOT_SURE,
            PersonId("U1"),
            NOW,
            1,
            value,
            standing=standing,
        )
        for name, (value, standing) in answers.items()
        for q in [QuestionId(f"a.{name}")]
    }
    facts = Run(told)
    facts.silent = silent
    facts.today = NOW.date()
    return facts


CLAIM, PAPER, SEEN = Standing.CLAIMED, Standing.EVIDENCED, Standing.VERIFIED


def of(facts: Run) -> Score:
    return score(CARD, facts, CARD.weights(None), ItemId("vendor-1"))


@pytest.mark.parametrize(
    ("standing", "points", "held"),
    [(CLAIM, 2, Shortfall.CLAIM), (PAPER, 3, Shortfall.PAPER), (SEEN, 4, Shortfall.FULL)],
)
def test_a_claim_is_worth_two_a_paper_three_and_what_was_seen_four(
    standing: Standing, points: int, held: Shortfall
) -> None:
    row = of(run(locks=(YES, standing))).rows[0]
    assert (row.points, row.held, row.worth) == (points, held, 4)


def test_what_a_bad_answer_is_worth_no_paper_raises() -> None:
    row = of(run(locks=(NO, SEEN))).rows[0]
    assert (row.points, row.held, row.worth) == (0, Shortfall.ANSWER, 0)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (run(), False),
        (run(LOCKS), True),
        (run(locks=(None, CLAIM)), True),
    ],
)
def test_what_nobody_asked_or_knows_is_no_part_of_the_score(facts: Run, asked: bool) -> None:
    found = of(facts)
    row = found.rows[0]
    assert (row.points, row.held, row.asked) == (None, Shortfall.UNKNOWN, asked)
    assert (found.known, found.percent, found.coverage, found.verdict) == (0, None, 0, ScoreVerdict.OPEN)


def test_an_answer_that_says_nobody_knows_is_unknown_too() -> None:
    assert of(run(logs=(NO, SEEN))).rows[1].points is None


@pytest.mark.parametrize(
    ("question", "day", "old"),
    [
        ("tested", dt.date(2026, 5, 23), False),
        ("tested", dt.date(2026, 5, 22), True),
        ("until", dt.date(2026, 11, 23), False),
        ("until", dt.date(2026, 11, 22), True),
    ],
)
def test_a_paper_counts_to_its_last_day_and_is_a_claim_from_then_on(question: str, day: dt.date, old: bool) -> None:
    facts = run(locks=(YES, SEEN), logs=(YES, SEEN), **{question: (Day(day), CLAIM)})
    row = of(facts).rows[0 if question == "tested" else 1]
    assert (row.points, row.held) == ((2, Shortfall.EXPIRED) if old else (4, Shortfall.FULL))


def test_a_paper_without_a_day_is_as_old_as_its_answer() -> None:
    facts = run(locks=(YES, PAPER))
    assert of(facts).rows[0].points == 3
    facts.today = dt.date(2027, 5, 24)
    assert of(facts).rows[0].held is Shortfall.EXPIRED and of(facts).rows[0].ends is None
    old = facts.answers[Spot(LOCKS)]
    facts.answers = {Spot(LOCKS): msgspec.structs.replace(old, backed=dt.datetime(2027, 5, 24, tzinfo=dt.UTC))}
    row = of(facts).rows[0]
    assert (row.held, row.ends) == (Shortfall.PAPER, dt.date(2027, 11, 24)), "a newer paper renews it"


def test_a_verdict_wants_enough_known_enough_points_and_no_row_too_low() -> None:
    assert of(run(locks=(YES, PAPER), stop=(None, CLAIM))).verdict is ScoreVerdict.OPEN  # nobody looked for a stop
    quick = of(run(locks=(YES, PAPER), stop=(YES, CLAIM)))
    assert (quick.verdict, quick.coverage, quick.percent) == (ScoreVerdict.STOPPED, 60, 75)
    deep = of(run(locks=(YES, SEEN), logs=(YES, CLAIM), stop=(NO, CLAIM)))
    assert (deep.verdict, deep.points, deep.most, deep.percent) == (ScoreVerdict.PASS, 320, 400, 80)
    low = of(run(locks=(NO, SEEN), logs=(YES, SEEN), stop=(NO, CLAIM)))
    assert (low.verdict, [row.criterion.id for row in low.low]) == (ScoreVerdict.SHORT, ["locks"])


def test_a_score_is_never_rounded_up_to_a_pass() -> None:
    found = of(run(locks=(YES, SEEN), logs=(YES, PAPER), stop=(NO, CLAIM)))
    nearly = msgspec.structs.replace(found, tier=Tier(3, 9, 91, 100))
    assert (nearly.percent, nearly.verdict) == (90, ScoreVerdict.SHORT)
    assert msgspec.structs.replace(found, tier=Tier(3, 9, 90, 100)).verdict is ScoreVerdict.PASS


def test_the_narrowest_cap_counts() -> None:
    assert of(run()).cap is None
    assert of(run(locks=(NO, CLAIM), logs=(NO, CLAIM))).cap is Exposure.E1


def test_weights_go_by_the_profile_and_come_to_a_hundred_over_the_rows() -> None:
    assert CARD.weights(Profile.SERVICES) == {"locks": 10, "logs": 90}
    assert CARD.weights(Profile.SOFTWARE) == CARD.weights(None) == {"locks": 60, "logs": 40}
    assert not wrong_weights(CARD, {"locks": 0, "logs": 100})
    for wrong in ({"locks": 100}, {"locks": 50, "logs": 49}, {"locks": -1, "logs": 101}, {"locks": 50, "keys": 50}):
        assert wrong_weights(CARD, wrong)


def test_a_card_without_weight_covers_nothing() -> None:
    assert score(CARD, run(), {"locks": 0, "logs": 0}).coverage == 0


def test_months_end_with_the_month() -> None:
    assert months_after(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert months_after(dt.date(2026, 11, 23), 1) == dt.date(2026, 12, 23)
