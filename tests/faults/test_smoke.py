"""One short run of each part of `make faults`, to see that it still runs and that nothing is broken on the shortest way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.clocks import put_off
from tests.faults.disk import unwritable
from tests.faults.kills import kills
from tests.faults.report import Report
from tests.faults.silence import silence
from tests.faults.thrice import echoed
from tests.faults.trouble import squall

pytestmark = [pytest.mark.crash, pytest.mark.slow]


def held(report: Report) -> None:
    """That all that was promised held; else what did not."""
    assert not report.breaches, "\n".join(report.lines())


async def test_a_few_kills_under_load_lose_nothing(tmp_path: Path) -> None:
    report = await kills(tmp_path, 1, 2)
    held(report)
    assert report.figures["kills"] == 2


async def test_a_short_storm_at_slack_loses_nothing(tmp_path: Path) -> None:
    held(await squall(tmp_path, 1))


async def test_a_failing_disk_keeps_no_half_turn(tmp_path: Path) -> None:
    held(await unwritable(tmp_path))


async def test_what_a_clock_ahead_put_off_comes_when_it_is_set_back(tmp_path: Path) -> None:
    held(await put_off(tmp_path))


async def test_events_told_three_times_say_and_keep_the_same(tmp_path: Path) -> None:
    held(await echoed(tmp_path, 1))


async def test_a_silent_socket_is_replaced_under_load(tmp_path: Path) -> None:
    held(await silence(tmp_path, 1, 1))


def test_a_broken_promise_is_told_and_counted() -> None:
    report = Report("sample")
    report.add({"kills": 2})
    report.hold(True, "never told")
    report.hold(False, "told")
    report.none([1, 2], "numbers", most=1)
    assert report.breaches == ["told", "2 numbers: 1 and 1 more"]
    assert report.lines()[0] == "sample: BROKEN, 0 s"
