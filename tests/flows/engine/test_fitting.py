"""What comes back from a form or a button is held against its question: forged or outdated values are refused, and nothing is saved."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from flows.model.ids import ItemId, PersonId
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Document,
    Documents,
    Given,
    Items,
    Money,
    NewItems,
    Number,
    People,
    Scale,
    Text,
)
from tests.builders import JON, MARIA, YES, is_refused, spot
from tests.flows.engine.crew import Crew, at_people
from tests.flows.engine.small import KINDS

TODAY = dt.date(2026, 11, 23)
ROW = ItemId("asset-99")


@pytest.mark.parametrize(
    ("question", "given", "key"),
    [
        ("sure", Choice("yes"), "misfit.kind"),
        ("colour", YES, "misfit.kind"),
        ("colour", Choice("pink"), "misfit.option"),
        ("sizes", Choices(("small", "huge")), "misfit.option"),
        ("words", Text("   "), "misfit.text"),
        ("words", Text("x" * 3001), "misfit.text"),
        ("count", Number(Decimal("NaN")), "misfit.kind"),
        ("count", Number(Decimal(0)), "misfit.low"),
        ("count", Number(Decimal(41)), "misfit.high"),
        ("price", Money(Decimal("Infinity"), "EUR"), "misfit.kind"),
        ("price", Money(Decimal(5), "euro"), "misfit.kind"),
        ("who", People((MARIA, JON)), "misfit.one"),
        ("who", People((MARIA,), ("Ms Fox",)), "misfit.one"),
        ("who", People(()), "misfit.none"),
        ("where", Countries(()), "misfit.none"),
        ("where", Countries(("PL", "QQ")), "misfit.kind"),
        ("home", Countries(("PL", "DE")), "misfit.one"),
        ("paper", Documents(()), "misfit.none"),
        ("paper", Documents((Document("F1", "a"), Document("F2", "b"))), "misfit.one"),
        ("things", Items((ROW,)), "misfit.item"),
        ("things", NewItems((ROW,), ("Engine",)), "misfit.item"),
        ("things", NewItems((), tuple(f"Thing {n}" for n in range(31))), "misfit.names"),
        ("things", NewItems((), ("x" * 81,)), "misfit.name"),
        ("things", NewItems((), (" ",)), "misfit.name"),
        ("best", NewItems((), ("Engine",)), "misfit.item"),
        ("best", NewItems((), ("Engine", "App")), "misfit.one"),
        ("how_sure", Scale(6), "misfit.scale"),
        ("how_sure", Scale(0), "misfit.scale"),
    ],
)
def test_a_value_that_does_not_fit_its_question_is_refused_and_nothing_is_saved(
    question: str, given: Given, key: str
) -> None:
    team = Crew.at(KINDS)
    assert is_refused(team.click(given, f"kinds.{question}"), key)
    assert team.ref.answers == {} and team.rows == {}


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("sure", YES),
        ("colour", Choice("green")),
        ("sizes", Choices(())),
        ("words", Text("x" * 3000)),
        ("count", Number(Decimal(40))),
        ("price", Money(Decimal("12.50"), "EUR")),
        ("when", Day(TODAY)),
        ("by_when", Day(TODAY)),
        ("who", People((), ("Ms Fox",))),
        ("team", People((MARIA, JON))),
        ("home", Countries(("XK",))),
        ("paper", Documents((Document("F1", "a"),))),
        ("things", Items(())),
        ("how_sure", Scale(5)),
    ],
)
def test_a_value_that_fits_counts(question: str, given: Given) -> None:
    team = Crew.at(KINDS)
    team.click(given, f"kinds.{question}")
    assert team.ref.answers[f"kinds.{question}"].value == given


def test_options_are_kept_in_the_order_of_the_page_and_once_each() -> None:
    team = Crew.at(KINDS)
    team.click(Choices(("large", "small", "large")), "kinds.sizes")
    assert team.ref.answers["kinds.sizes"].value == Choices(("small", "large"))


def test_a_day_in_the_past_where_only_the_future_makes_sense_wants_a_yes() -> None:
    team = Crew.at(KINDS)
    team.click(Day(TODAY - dt.timedelta(days=1)), "kinds.by_when")
    assert team.ref.pending is not None and team.answer("kinds.by_when") is None
    assert team.ref.pending.spot == spot("kinds.by_when")


def test_a_number_out_of_the_forms_bounds_leaves_the_question_open() -> None:
    team = at_people()
    assert is_refused(team.click(Number(Decimal(501))), "misfit.high")
    assert is_refused(team.click(Number(Decimal(-1))), "misfit.low")
    assert team.now_open == "triage.people"


def test_whoever_is_named_need_not_be_known_to_the_engine() -> None:
    team = Crew.at(KINDS)
    team.click(People((PersonId("UNEW"),)), "kinds.who")
    assert team.ref.answers["kinds.who"].value == People((PersonId("UNEW"),))
