"""What is pressed, picked or filled in, as a value of its question's kind; and what is told where it is none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from flows.engine.pressing import pressed
from flows.engine.readers import Context
from flows.model.effects import Note
from flows.model.ids import ItemId, RegisterId
from flows.model.papers import Kept
from flows.model.programme import Item
from flows.model.session import Spot, spot_of
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
from tests.builders import JON, MARIA, NO, NOW, YES, spot
from tests.flows.engine.crew import PAPER
from tests.flows.engine.small import KINDS

QUESTIONS = {question.name: question for question in KINDS.sections[0].questions}
ROWS = tuple(
    Item(ItemId(f"asset-{number}"), RegisterId("asset"), name, number, MARIA, NOW)
    for number, name in enumerate(("Engine", "App"), 1)
)


OLD = Document("F7", "old.pdf", "ab" * 32)


def press(question: str, *values: str, papers: bool = False) -> Given | Note:
    context = Context(now=NOW, zone="UTC", locale="en_GB", items=ROWS, speaker=MARIA, files=(Kept(OLD, NOW),))
    return pressed(QUESTIONS[question], values, (PAPER,) if papers else (), context)


@pytest.mark.parametrize(
    ("question", "values", "given"),
    [
        ("sure", ("yes",), YES),
        ("sure", ("no",), NO),
        ("colour", ("red",), Choice("red")),
        ("sizes", ("small", "", "large"), Choices(("small", "large"))),
        ("sizes", ("none",), Choices(())),
        ("words", ("  as it is ",), Text("as it is")),
        ("count", ("12",), Number(Decimal(12))),
        ("count", ("5-6",), Number(Decimal(5))),
        ("price", ("12,500 EUR",), Money(Decimal(12500), "EUR")),
        ("when", ("2026-11-20",), Day(dt.date(2026, 11, 20))),
        ("who", ("UMARIA",), People((MARIA,))),
        ("team", ("UMARIA", "", "UJON"), People((MARIA, JON))),
        ("where", ("PL", "IN", "PL"), Countries(("PL", "IN"))),
        ("things", ("asset-2", "asset-1"), Items((ItemId("asset-2"), ItemId("asset-1")))),
        ("things", ("none",), Items(())),
        ("things", ("Tool, Engine; Box",), NewItems((ItemId("asset-1"),), ("Tool", "Box"))),
        ("things", ("Engine\n• Tool\n\n- tool box",), NewItems((ItemId("asset-1"),), ("Tool", "tool box"))),
        ("best", ("asset-1",), Items((ItemId("asset-1"),))),
        ("how_sure", ("4",), Scale(4)),
        ("paper", ("F7",), Documents((OLD,))),
    ],
)
def test_what_is_pressed_is_a_value_of_the_questions_kind(question: str, values: tuple[str, ...], given: Given) -> None:
    assert press(question, *values) == given


@pytest.mark.parametrize(
    ("question", "values", "key"),
    [
        ("sizes", ("",), "misfit.ticked_none"),
        ("things", ("",), "misfit.ticked_none"),
        ("sure", ("maybe",), "misfit.kind"),
        ("sure", (), "misfit.kind"),
        ("colour", ("",), "misfit.none"),
        ("words", ("  ",), "misfit.none"),
        ("count", ("lots",), "reading.number"),
        ("count", ("no idea",), "misfit.kind"),
        ("price", ("",), "misfit.kind"),
        ("when", ("tomorrow",), "misfit.kind"),
        ("paper", (), "misfit.none"),
        ("paper", ("",), "misfit.none"),
        ("paper", ("F8",), "misfit.file"),
        ("best", ("asset-9",), "misfit.item"),
        ("how_sure", ("a lot",), "misfit.scale"),
    ],
)
def test_what_is_no_value_is_told_in_words(question: str, values: tuple[str, ...], key: str) -> None:
    found = press(question, *values)
    assert isinstance(found, Note) and found.key == key


def test_a_file_question_takes_the_files_of_its_form() -> None:
    assert press("paper", papers=True) == Documents((PAPER,))


@pytest.mark.parametrize("where", [spot("triage.work"), spot("authorship.created_by", "asset-1")])
def test_a_menus_entry_names_its_spot(where: Spot) -> None:
    assert spot_of(where.key) == where
