"""A reply that says different things of several rows answers, for the row that is asked about, what it says of that."""

from __future__ import annotations

import pytest

from flows.model.values import Choice, Day, Value
from tests.flows.engine.crew import Crew, at_assets


def asked_of_engine() -> Crew:
    """Who created the engine is open; the app comes after it."""
    here = at_assets("Engine", "App")
    here.reply("all")
    assert here.now_open == f"authorship.created_by/{here.row('Engine').id}"
    return here


def value(here: Crew, question: str, row: str = "Engine") -> Value | None:
    answer = here.answer(f"{question}/{here.row(row).id}")
    return answer.value if answer is not None else None


@pytest.mark.parametrize(
    ("said", "creator"),
    [
        ("Engine: a student, App: our employees", "university"),
        ("App our employees; Engine a freelancer", "contractor"),
        ("the app is by a freelancer but Engine and the API by our employees", "employee"),
        ("Engine and App by a freelancer", "contractor"),
        ("a freelancer", "contractor"),
    ],
)
def test_what_is_said_of_each_row_counts_for_that_row(said: str, creator: str) -> None:
    here = asked_of_engine()
    here.reply(said)
    here.confirm()
    assert (
        value(here, "authorship.created_by") == Choice(creator) and value(here, "authorship.created_by", "App") is None
    )


def test_where_one_row_is_named_alone_or_twice_all_of_it_is_read() -> None:
    here = asked_of_engine()
    here.reply("Engine a student, Engine our employees, App a freelancer")
    here.drop()
    assert value(here, "authorship.created_by") is None


def test_a_day_counts_for_its_row() -> None:
    here = asked_of_engine()
    here.reply("a freelancer")
    here.reply("Engine 2 May 2024, App 3 June 2025")
    here.confirm()
    day = value(here, "authorship.signed_on")
    assert isinstance(day, Day) and day.day.isoformat() == "2024-05-02"


def test_a_clause_that_is_nothing_but_the_name_is_read_whole() -> None:
    here = asked_of_engine()
    here.reply("Engine, App")
    assert value(here, "authorship.created_by") is None
