"""The age of the oldest posting, and words that may not become labels."""

from __future__ import annotations

import datetime as dt

from bot.metrics import MOST_KINDS, Metrics
from state.records import Load

NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def looked(metrics: Metrics, second: float, load: Load) -> float | None:
    """The age after a look at that second."""
    metrics.loaded(load, NOON + dt.timedelta(seconds=second))
    return metrics.registry.get_sample_value("ringfence_outbox_age_seconds")


def test_the_age_is_since_the_oldest_was_queued_and_never_below_nothing() -> None:
    metrics = Metrics()
    assert looked(metrics, 90, Load(waiting=2, since=NOON)) == 90
    assert looked(metrics, 95, Load()) == 0
    assert looked(metrics, -5, Load(waiting=1, since=NOON)) == 0


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
