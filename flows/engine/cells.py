"""Cells of a register's file: an answer as it is written there, and what is meant by a cell that is read back.

What is written is read back as the very same value, whatever a person's own way of writing would make of it; all else goes through the readers
that replies go through, and only what they are certain of counts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from flows.engine.readers import Context, Nobody, Pass, Read, read
from flows.engine.registers import country_name
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import answer_line, people_line, text
from flows.model.flow import Question
from flows.model.screens import Line
from flows.model.session import Answer, AnswerState
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Given,
    Items,
    Kind,
    Money,
    Number,
    People,
    Scale,
    Text,
    YesNo,
)

T = TypeVar("T")

OUTSIDE = "register.csv.outside"
"""How somebody is written who is in no workspace of ours, by a key of the texts."""
BOUNDED = "answer.yes_if"
"""How a yes with its condition is written, by a key of the texts."""
_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}")
"""A figure that is a thousand times another where a point parts thousands: left to the reader, who knows the programme's locale."""
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")


# ── written ──────────────────────────────────────────────────────────────────


def cell_line(scene: Scene, answer: Answer) -> Line:
    """An answer as it stands in a file: long texts whole, figures without anything between their digits, who is outside said so."""
    match answer.value if answer.state is AnswerState.VALUE else None:
        case Text(text=words):
            return (words,)
        case YesNo(condition=condition) if condition:
            return text(scene.texts, BOUNDED, condition=condition)
        case Number(number=number):
            return (" ".join(filter(None, (_figure(number), scene.question(answer.spot).unit))),)
        case Money(amount=amount, currency=currency):
            return (f"{_figure(amount)} {currency}",)
        case People(people=people, outside=outside):
            return people_line(people, tuple(scene.texts[OUTSIDE].format(name=name) for name in outside))
        case _:
            return answer_line(scene, answer)


def _figure(number: Decimal) -> str:
    whole = number == number.to_integral_value()
    return f"{int(number)}" if whole else f"{number.normalize():f}"


# ── read ─────────────────────────────────────────────────────────────────────

Cell = Given | AnswerState
"""What a cell says: a value, or that a question was left open."""


def read_cell(question: Question, cell: str, context: Context, texts: Mapping[str, str]) -> Cell | None:
    """What a cell that is not empty says as an answer to ``question``; None where that is not certain. ``context`` as for a reply."""
    left_open = {texts[f"answer.{state}"]: state for state in (AnswerState.NOT_SURE, AnswerState.SKIPPED)}
    if cell in left_open:
        return left_open[cell]
    if question.kind is Kind.TEXT:
        return Text(cell.replace("\r\n", "\n"))
    exact = _exactly(question, cell, context, texts)
    if exact is not None:
        return exact
    match read(question, cell, context):
        case Read(value=value, hedged=False):
            return value
        case Nobody():
            return AnswerState.NOT_SURE
        case Pass():
            return AnswerState.SKIPPED
        case _:
            return None


def _exactly(question: Question, cell: str, context: Context, texts: Mapping[str, str]) -> Given | None:
    """A cell word for word as it is written for a value."""
    match question.kind:
        case Kind.YES_NO:
            return {texts["answer.yes"]: YesNo(True), texts["answer.no"]: YesNo(False)}.get(cell) or _bounded(
                question, cell, texts
            )
        case Kind.ONE_OF:
            found = next((one.id for one in question.options if cell in (one.label, one.id)), None)
            return Choice(found) if found is not None else None
        case Kind.MANY_OF:
            options = {one.id: one.id for one in question.options} | {one.label: one.id for one in question.options}
            several = () if cell == texts["answer.none"] else _parted(cell, options)
            return Choices(several) if several is not None else None
        case Kind.ITEM:
            rows = {name: row.id for row in context.items for name in row.formerly}
            rows |= {row.name: row.id for row in context.items}
            items = () if cell == texts["answer.none"] and question.many else _parted(cell, rows)
            return Items(items) if items is not None else None
        case Kind.COUNTRY:
            codes = _parted(cell, _countries())
            return Countries(codes) if codes is not None else None
        case Kind.PERSON:
            return _people(cell, context, texts)
        case _:
            return _measured(question, cell, texts)


def _bounded(question: Question, cell: str, texts: Mapping[str, str]) -> YesNo | None:
    """A yes with its condition, from somebody whose yes decides."""
    before, _, after = texts[BOUNDED].partition("{condition}")
    if question.role is None or not cell.startswith(before) or not cell.endswith(after):
        return None
    condition = " ".join(cell[len(before) : len(cell) - len(after)].split())
    return YesNo(True, condition) if condition else None


def _measured(question: Question, cell: str, texts: Mapping[str, str]) -> Number | Money | Day | Scale | None:
    figure = cell.removesuffix(f" {question.unit}") if question.unit else cell
    amount = _AMOUNT.fullmatch(cell)
    if question.kind is Kind.NUMBER and _FIGURE.fullmatch(figure) and not _THOUSANDS.fullmatch(figure):
        return Number(Decimal(figure))
    if question.kind is Kind.MONEY and amount is not None and not _THOUSANDS.fullmatch(amount[1]):
        return Money(Decimal(amount[1]), amount[2])
    if question.kind is Kind.SCALE:
        points = (point for point in range(1, 6) if cell == texts["answer.scale"].format(point=point))
        return next((Scale(point) for point in points), None)
    try:
        return Day(dt.date.fromisoformat(cell)) if question.kind is Kind.DATE else None
    except ValueError:
        return None


def _people(cell: str, context: Context, texts: Mapping[str, str]) -> People | None:
    """People by the whole name that they are called by here, of which there is one, and those outside that are written so."""
    called: dict[str, list[str]] = {}
    for person, name in context.names.items():
        called.setdefault(name, []).append(person)
    before, _, after = texts[OUTSIDE].partition("{name}")
    inside, outside = list[str](), list[str]()
    for piece in cell.split(", "):
        if piece.startswith(before) and piece.endswith(after) and len(piece) > len(before) + len(after):
            outside.append(piece.removeprefix(before).removesuffix(after))
        elif len(called.get(piece, ())) == 1:
            inside.extend(called[piece])
        else:
            return None
    known = {str(person): person for person in context.names}
    return People(tuple(known[person] for person in inside), tuple(outside))


def _parted(cell: str, names: Mapping[str, T]) -> tuple[T, ...] | None:
    """The things whose names a cell lists, with a comma between two; a name may hold commas itself. None where it lists anything else."""
    if cell in names:
        return (names[cell],)
    for at in (found.start() for found in re.finditer(", ", cell)):
        rest = _parted(cell[at + 2 :], names) if cell[:at] in names else None
        if rest is not None:
            return (names[cell[:at]], *rest)
    return None


def _countries() -> dict[str, str]:
    """Codes of the countries that can be answered, by the name that they are written with."""
    from iso3166 import countries_by_alpha2  # only country questions need it

    return {country_name(code): code for code in countries_by_alpha2}
