"""Days are written out where people read them, as precisely as they are known."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.screens.days import day_text, since_text
from flows.engine.screens.wording import plain
from flows.model.effects import On

DAY = dt.date(2026, 11, 30)


def test_a_day_is_written_as_the_reader_writes_it() -> None:
    assert (day_text(DAY), day_text(DAY, "en_US")) == ("30 November 2026", "November 30, 2026")


def test_a_line_has_it_written_out_and_a_file_for_a_machine_in_iso_form() -> None:
    line = ("By ", On(DAY))
    assert (plain(line), plain(line, iso=True)) == ("By 30 November 2026", "By 2026-11-30")


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("2026", "2026"),
        ("2026-06", "June 2026"),
        ("2026-06-04", "4 June 2026"),
        ("undated", "undated"),
        ("18-month", "18-month"),
        ("1-2-3-4", "1-2-3-4"),
    ],
)
def test_what_is_known_of_a_date_is_written_and_no_more(told: str, written: str) -> None:
    assert since_text(told) == written
