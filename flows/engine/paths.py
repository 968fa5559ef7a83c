"""The cheapest path to acceptable: the fewest rows of a scorecard on which something has to be done until a vendor passes.

Each step is worth what it would bring if it goes well, and says so. The fewest are found exactly: of the rows that are not known the
heaviest bring the most, of the others those with the greatest gain, so only how many of each has to be tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from flows.model.scorecard import MOST_POINTS
from flows.model.session import Standing
from flows.rules.scorecard import MOST, Row, Score, Shortfall


class Deed(StrEnum):
    """What has to be done on a row."""

    ASK = "ask"
    """Find out, and get the paper."""
    PROVE = "prove"
    """Get the paper for what is said."""
    RENEW = "renew"
    """Get a new paper for an old one."""
    MEND = "mend"
    """Have the vendor mend it, and show it."""
    SEE = "see"
    """See or test it."""


class Step(msgspec.Struct, frozen=True):
    """What is done on one row, and its points after it."""

    row: Row
    deed: Deed
    to: int


class Course(msgspec.Struct, frozen=True):
    """Steps that together make a vendor pass, if each goes well; and the score that is reached."""

    steps: tuple[Step, ...]
    score: Score


def cheapest(score: Score) -> Course | None:
    """The fewest steps to a pass, first with papers alone, else with somebody who looks; None where there is none short of clearing a stop.

    Empty where it passes already.
    """
    if score.stops or not score.settled:
        return None
    for to in (MOST[Standing.EVIDENCED], MOST_POINTS):
        steps = _fewest(score, to)
        if steps is not None:
            return Course(steps, after(score, steps))
    return None


def after(score: Score, steps: Sequence[Step]) -> Score:
    """The score once the steps are done."""
    to = {step.row.criterion.id: step.to for step in steps}
    rows = tuple(
        msgspec.structs.replace(row, points=to[row.criterion.id]) if row.criterion.id in to else row
        for row in score.rows
    )
    return msgspec.structs.replace(score, rows=rows)


def _fewest(score: Score, to: int) -> tuple[Step, ...] | None:
    """The fewest steps that each bring a row to ``to`` points; None where not even all of them do."""
    asks = [Step(row, Deed.ASK, to) for row in score.rows if row.points is None and row.asked]
    mends = [Step(row, _deed(row, to), to) for row in score.rows if row.points is not None and row.points < to]
    asks.sort(key=lambda step: -step.row.weight)
    mends.sort(key=lambda step: (step.row not in score.low, -_gain(step)))
    for count in range(len(asks) + len(mends) + 1):
        for asked in range(min(count, len(asks)), -1, -1):
            steps = (*asks[:asked], *mends[: count - asked])
            if len(steps) == count and _passes(after(score, steps)):
                return steps
    return None


def _passes(score: Score) -> bool:
    return score.covered and score.high


def _gain(step: Step) -> int:
    return step.row.weight * (step.to - (step.row.points or 0))


def _deed(row: Row, to: int) -> Deed:
    if row.worth < to or row.held is Shortfall.ANSWER:
        return Deed.MEND
    if to == MOST_POINTS:
        return Deed.SEE
    return Deed.RENEW if row.held is Shortfall.EXPIRED else Deed.PROVE
