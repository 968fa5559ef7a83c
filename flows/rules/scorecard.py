"""The arithmetic of a scorecard: what each row is worth, how much is known, and what follows. It is shown, so it is plain.

A claim is worth two points at most, a paper three, what somebody saw or tested four; an old paper is a claim again. What nobody knows is
no part of the score, neither as good nor as bad: it is missing from the coverage, which stands beside it.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

import msgspec

from flows.model.country import Exposure
from flows.model.ids import ItemId, QuestionId
from flows.model.scorecard import MOST_POINTS, CardCap, Criterion, HardStop, Read, Scorecard, ScoreVerdict, Tier
from flows.model.session import Answer, AnswerState, Spot, Standing
from flows.model.values import Day
from flows.rules.conditions import Facts, judge

MOST: dict[Standing, int] = {Standing.CLAIMED: 2, Standing.EVIDENCED: 3, Standing.VERIFIED: MOST_POINTS}
"""The most that an answer is worth by how well it is backed."""


class Scored(Facts, Protocol):
    """What a scorecard looks at: the answers of one run, and which of its questions apply."""

    def applies(self, spot: Spot) -> bool:
        """Whether the question at a spot is part of the conversation now."""
        ...


class Shortfall(StrEnum):
    """Why a row has no more points than it has."""

    UNKNOWN = "unknown"
    """Nobody knows, or nobody was asked."""
    ANSWER = "answer"
    """The answer is worth no more."""
    CLAIM = "claim"
    """It is only said."""
    EXPIRED = "expired"
    """Its paper is old."""
    PAPER = "paper"
    """There is a paper, and nobody saw or tested it."""
    FULL = "full"
    """Nothing: it has all there is."""


class Paper(msgspec.Struct, frozen=True):
    """What stands behind one answer of a row: how its authors call it, and what it falls short of. ``of``: its day; ``dated``: whether that is the
    day which the paper bears, else it is the day on which it was given. ``ends``: its last day; None where it is none, or counts for good.
    """

    name: str
    held: Shortfall
    of: dt.date | None = None
    dated: bool = False
    ends: dt.date | None = None


class Row(msgspec.Struct, frozen=True):
    """One row as it stands. ``points`` is None while it is not known; ``worth``: what its answers would be worth if somebody saw or tested
    them; ``asked``: whether the run asks about it at all; ``ends``: the last day on which its papers make it worth what it is.
    ``papers``: what it stands on, one for each answer, in the order of the card.
    """

    criterion: Criterion
    weight: int
    points: int | None
    held: Shortfall
    worth: int
    asked: bool
    ends: dt.date | None = None
    papers: tuple[Paper, ...] = ()


class Score(msgspec.Struct, frozen=True):
    """How one vendor stands. ``points`` of ``most`` are those of the known rows, weighted; ``known`` of ``total`` is their weight."""

    card: Scorecard
    tier: Tier
    rows: tuple[Row, ...]
    stops: tuple[HardStop, ...]
    caps: tuple[CardCap, ...]
    settled: bool

    @property
    def points(self) -> int:
        return sum(row.weight * row.points for row in self.rows if row.points is not None)

    @property
    def known(self) -> int:
        """The weight of the rows that are known."""
        return sum(row.weight for row in self.rows if row.points is not None)

    @property
    def most(self) -> int:
        """The points that the known rows could have."""
        return MOST_POINTS * self.known

    @property
    def total(self) -> int:
        """The weight of all rows."""
        return sum(row.weight for row in self.rows)

    @property
    def percent(self) -> int | None:
        """The points in whole per cent, never rounded up to a pass; None while nothing is known."""
        return 100 * self.points // self.most if self.most else None

    @property
    def coverage(self) -> int:
        """What is known, in whole per cent of the weight, likewise."""
        return 100 * self.known // self.total if self.total else 0

    @property
    def low(self) -> tuple[Row, ...]:
        """The known rows under the floor of the tier."""
        return tuple(row for row in self.rows if row.points is not None and row.points < self.tier.floor)

    @property
    def covered(self) -> bool:
        """Whether enough is known for a verdict."""
        return self.known > 0 and 100 * self.known >= self.tier.coverage * self.total

    @property
    def high(self) -> bool:
        """Whether the points that are known are enough."""
        return 100 * self.points >= self.tier.score * self.most and not self.low

    def enough(self, row: Row) -> bool:
        """Whether a row alone has what the score as a whole is to have."""
        points = row.points or 0
        return points >= self.tier.floor and 100 * points >= self.tier.score * MOST_POINTS

    @property
    def verdict(self) -> ScoreVerdict:
        """What follows. A stop is not balanced by points; too little known is no verdict."""
        if self.stops:
            return ScoreVerdict.STOPPED
        if not (self.settled and self.covered):
            return ScoreVerdict.OPEN
        return ScoreVerdict.PASS if self.high else ScoreVerdict.SHORT

    @property
    def cap(self) -> Exposure | None:
        """How far the vendor may see at most; None where nothing holds it back."""
        return min((cap.at for cap in self.caps), default=None)


def score(card: Scorecard, facts: Scored, weights: Mapping[str, int], item: ItemId | None = None) -> Score:
    """How the answers of a run stand on a scorecard with some weights. ``item``: the row that the run is for."""
    tier = next(tier for tier in card.tiers if tier.when is None or judge(tier.when, facts, item) is True)
    settled = _value(card.settled, facts, item) is not None
    return Score(
        card,
        tier,
        tuple(_row(criterion, weights[criterion.id], facts, item) for criterion in card.criteria),
        stops(card, facts, item),
        tuple(cap for cap in card.caps if judge(cap.when, facts, item) is True),
        settled,
    )


def stops(card: Scorecard, facts: Facts, item: ItemId | None = None) -> tuple[HardStop, ...]:
    """What stops the work, whatever is good beside it; it takes no weights to see it."""
    return tuple(stop for stop in card.stops if judge(stop.when, facts, item) is True)


def wrong_weights(card: Scorecard, weights: Mapping[str, int]) -> bool:
    """Whether these can't be the weights of a card: a row that it lacks, one out of bounds, or another sum than a hundred."""
    known = {criterion.id for criterion in card.criteria}
    return set(weights) != known or not all(0 <= weight <= 100 for weight in weights.values()) or sum(weights.values()) != 100  # fmt: skip


# ── one row ──────────────────────────────────────────────────────────────────


def _row(criterion: Criterion, weight: int, facts: Scored, item: ItemId | None) -> Row:
    asked = [read for read in criterion.reads if facts.applies(Spot(read.question))]
    read = [_read(one, criterion, facts, item) for one in asked]
    known = [one for one in read if one is not None]
    if not asked or len(known) < len(asked):
        return Row(criterion, weight, None, Shortfall.UNKNOWN, MOST_POINTS, bool(asked))
    points, held = min(((min(one.give, one.most), one.held) for one in known), key=lambda one: (one[0], _HARD[one[1]]))
    ends = min((one.ends for one in known if one.ends is not None), default=None)
    papers = tuple(dict.fromkeys(one.paper for one in known))
    return Row(criterion, weight, points, held, min(one.give for one in known), asked=True, ends=ends, papers=papers)


_HARD = {
    held: at
    for at, held in enumerate((Shortfall.ANSWER, Shortfall.EXPIRED, Shortfall.CLAIM, Shortfall.PAPER, Shortfall.FULL))
}
"""Which reason is told where two are worth the same: the hardest to mend."""


class _Worth(msgspec.Struct, frozen=True):
    """What one answer is worth: by what it says, and the most by how it is backed, until the day on which that is over."""

    give: int
    most: int
    held: Shortfall
    ends: dt.date | None
    paper: Paper


def _read(read: Read, criterion: Criterion, facts: Scored, item: ItemId | None) -> _Worth | None:
    """What one answer is worth, and what keeps it from more; None where nobody knows."""
    answer = _value(read.question, facts, item)
    if answer is None:
        return None
    give = next(p.give for p in read.points if p.when is None or judge(p.when, facts, item) is True)
    if give is None:
        return None
    ends = _last_day(answer, criterion, facts, item) if answer.standing is not Standing.CLAIMED else None
    old = ends is not None and ends < facts.today
    most = MOST[Standing.CLAIMED if old else answer.standing]
    good = ends if min(give, most) > MOST[Standing.CLAIMED] else None
    if give <= most:
        held = Shortfall.FULL if give == MOST_POINTS else Shortfall.ANSWER
    else:
        held = Shortfall.EXPIRED if old else Shortfall.CLAIM if most == MOST[Standing.CLAIMED] else Shortfall.PAPER
    bears = _day(criterion.dated, facts, item)
    given = answer.fresh.date() if criterion.until is None else None
    paper = Paper(read.paper or criterion.paper, held, bears or given, dated=bears is not None, ends=ends)
    return _Worth(give, most, held, good, paper)


def _value(question: QuestionId, facts: Scored, item: ItemId | None) -> Answer | None:
    """The answer to a question asked once, where it has a value."""
    answer = facts.answer(question, item)
    return answer if answer is not None and answer.state is AnswerState.VALUE else None


def _last_day(answer: Answer, criterion: Criterion, facts: Scored, item: ItemId | None) -> dt.date | None:
    """The last day on which the paper behind an answer counts: its own, or that on which it is too old; None where it counts for good."""
    until = _day(criterion.until, facts, item)
    if until is not None or criterion.expires is None:
        return until
    dated = _day(criterion.dated, facts, item) or answer.fresh.date()
    return months_after(dated, criterion.expires)


def _day(question: QuestionId | None, facts: Scored, item: ItemId | None) -> dt.date | None:
    answer = _value(question, facts, item) if question is not None else None
    return answer.value.day if answer is not None and isinstance(answer.value, Day) else None


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
