"""The age of the oldest posting, told from how far their numbers had counted; and words that may not become labels."""

from __future__ import annotations

import datetime as dt

from bot.metrics import MOST_KINDS, MOST_LOOKS, Metrics
from state.records import Load

NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def looked(metrics: Metrics, second: float, waiting: int, oldest: int, newest: int) -> float | None:
    """The age after a look at that second."""
    metrics.loaded(Load(waiting, oldest, newest), NOON + dt.timedelta(seconds=second))
    return metrics.registry.get_sample_value("ringfence_outbox_age_seconds")


def test_the_age_is_since_the_first_look_that_found_the_oldest_there() -> None:
    metrics = Metrics()
    assert looked(metrics, 0, 0, 0, 7) == 0
    assert looked(metrics, 5, 1, 8, 8) == 0
    assert looked(metrics, 10, 2, 8, 9) == 5
    assert looked(metrics, 15, 1, 9, 9) == 5
    assert looked(metrics, 20, 0, 0, 9) == 0
    assert looked(metrics, 90, 1, 10, 10) == 0
    assert looked(metrics, 95, 1, 10, 10) == 5


def test_a_clock_that_goes_back_makes_no_age_below_nothing() -> None:
    metrics = Metrics()
    looked(metrics, 100, 1, 1, 1)
    assert looked(metrics, 50, 1, 1, 1) == 0


def test_a_posting_that_is_stuck_for_days_keeps_its_age_and_little_memory() -> None:
    metrics = Metrics()
    for second in range(0, 30 * MOST_LOOKS, 5):
        age = looked(metrics, second, second + 1, 1, second + 1)
    assert age == 30 * MOST_LOOKS - 5
    assert len(metrics._passed) <= MOST_LOOKS


def test_a_text_becomes_no_label_and_labels_do_not_grow_without_end() -> None:
    metrics = Metrics()
    metrics.failed("the vendor's name: Kodex")
    for number in range(3 * MOST_KINDS):
        metrics.failed(f"error_{number}")
    page = metrics.page().decode()
    assert "Kodex" not in page
    kinds = [line for line in page.splitlines() if line.startswith("ringfence_errors_total{")]
    assert len(kinds) == MOST_KINDS + 1
    assert metrics.registry.get_sample_value("ringfence_errors_total", {"kind": "other"}) == 1 + 2 * MOST_KINDS
