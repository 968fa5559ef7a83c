"""The readiness: points over what is known, what is known over what was asked, and nothing out of nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.model.flow import Severity
from flows.rules.readiness import Weighed, readiness, worst


def test_nothing_asked_is_no_figure_rather_than_none_of_it() -> None:
    nothing = readiness([])
    assert (nothing.percent, nothing.coverage) == (None, None)


def test_what_is_open_lowers_the_coverage_and_not_the_readiness() -> None:
    so_far = readiness([Weighed(3, known=True), Weighed(1, known=False)])
    assert (so_far.percent, so_far.coverage) == (100, 75)


def test_context_without_weight_changes_nothing() -> None:
    assert readiness([Weighed(0, known=True, worst=Severity.CRITICAL)]).percent is None


@pytest.mark.parametrize(
    ("found", "percent"),
    [(None, 100), (Severity.LOW, 75), (Severity.MEDIUM, 50), (Severity.HIGH, 25), (Severity.CRITICAL, 0)],
)
def test_an_answer_keeps_less_the_worse_its_worst_finding(found: Severity | None, percent: int) -> None:
    assert readiness([Weighed(2, known=True, worst=found)]).percent == percent


def test_halves_are_rounded_up_once_at_the_end() -> None:
    counted = readiness([Weighed(1, known=True, worst=Severity.MEDIUM), *[Weighed(1, known=True)] * 3])
    assert (counted.points, counted.percent) == (Decimal("3.5"), 88)


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ((), None),
        ((Severity.LOW, Severity.HIGH, Severity.MEDIUM), Severity.HIGH),
        ((Severity.CRITICAL, Severity.LOW), Severity.CRITICAL),
    ],
)
def test_the_worst_of_several_counts(several: tuple[Severity, ...], one: Severity | None) -> None:
    assert worst(several) is one
