"""Readiness: how much of what was asked is known, and how much of what is known is good. The arithmetic is shown, so it is plain.

A question of weight w gives w points when its answer raises no finding, and less the worse its worst finding. What is not known
counts neither as good nor as bad: it stands beside the figure as coverage. What is not known any more counts as it did until it is known again, where
a finding went by that: the figure never rises because somebody knows less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from flows.model.flow import Severity
from flows.model.session import Finding

KEEPS: dict[Severity | None, Decimal] = {
    None: Decimal(1),
    Severity.LOW: Decimal("0.75"),
    Severity.MEDIUM: Decimal("0.5"),
    Severity.HIGH: Decimal("0.25"),
    Severity.CRITICAL: Decimal(0),
}
"""The share of its points that an answer keeps beside its worst finding."""


def is_enough(known: int, total: int) -> bool:
    """Whether so much is known that a figure does not flatter: two of three points."""
    return total > 0 and 3 * known >= 2 * total


class Weighed(msgspec.Struct, frozen=True):
    """A question that applies: its weight, whether its answer is known, and its worst finding. Or several of which all that is the same,
    with their weight together. ``lost``: it is not known any more, and a finding went by that."""

    weight: int
    known: bool
    worst: Severity | None = None
    lost: bool = False


class Readiness(msgspec.Struct, frozen=True):
    """``points`` of ``known`` (weights of what is known) and ``lost`` (of what is not any more, and counts as it did), out of ``total`` (weights
    of all that applies)."""

    points: Decimal
    known: int
    total: int
    lost: int = 0

    @property
    def percent(self) -> int | None:
        """Points over what counts, in whole per cent; None while nothing is known."""
        return _percent(self.points, self.known + self.lost)

    @property
    def told(self) -> int | None:
        """The per cent as people are told them; None while too little is known to say."""
        return self.percent if is_enough(self.known, self.total) else None

    @property
    def coverage(self) -> int | None:
        """What is known over all that applies, in whole per cent."""
        return _percent(Decimal(self.known), self.total)


def _percent(part: Decimal, whole: int) -> int | None:
    return int((100 * part / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else None


def readiness(weighed: Iterable[Weighed]) -> Readiness:
    """Add up."""
    counts, total, lost = defaultdict[Severity | None, int](int), 0, 0
    for one in weighed:
        total += one.weight
        if one.known or one.lost:
            counts[one.worst] += one.weight
            lost += 0 if one.known else one.weight
    points = sum((weight * KEEPS[worst] for worst, weight in counts.items()), start=Decimal(0))
    return Readiness(points, sum(counts.values()) - lost, total, lost)


SEVERITY_ORDER: tuple[Severity, ...] = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
"""Worst first."""


GRAVE: tuple[Severity, ...] = (Severity.CRITICAL, Severity.HIGH)
"""What is to be seen to before anything but public material goes out."""


def worst(severities: Iterable[Severity]) -> Severity | None:
    """The worst of several; None of none."""
    return min(severities, key=SEVERITY_ORDER.index, default=None)


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first, else as they were raised."""
    return sorted(findings, key=lambda finding: SEVERITY_ORDER.index(finding.severity))
