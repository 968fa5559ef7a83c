"""What was pressed or filled in, read as a value for its question. The counterpart of `readers` for clicks, menus, pickers and forms."""

from __future__ import annotations

import datetime as dt
import re
from typing import assert_never

from flows.engine.readers import Context, Nonsense, Read, Unclear, read
from flows.engine.readers.listing import broken_at
from flows.model.effects import Note
from flows.model.flow import Question
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
    Kind,
    NewItems,
    People,
    Scale,
    Text,
    YesNo,
)
from flows.rules.names import by_name

NONE = "none"
"""What the button "none of them" gives."""
_BETWEEN = re.compile(r"[,;]+")


def pressed(
    question: Question, values: tuple[str, ...], documents: tuple[Document, ...], context: Context
) -> Given | Note:
    """The value that was pressed, or what is wrong with it as a note.

    ``values`` are option ids, row ids, file ids, user ids, country codes, an ISO day or typed text, by the question's kind.
    """
    first = values[0] if values else ""
    match question.kind:
        case Kind.YES_NO:
            return YesNo(first == "yes") if first in ("yes", "no") else Note("misfit.kind")
        case Kind.ONE_OF:
            return Choice(first) if first else Note("misfit.none")
        case Kind.MANY_OF:
            return _options(question, values)
        case Kind.SCALE:
            return Scale(int(first)) if first.isdecimal() else Note("misfit.scale")
        case Kind.DATE:
            return _day(first)
        case Kind.PERSON:
            return People(tuple(PersonId(value) for value in values if value))
        case Kind.COUNTRY:
            return Countries(tuple(dict.fromkeys(value for value in values if value)))
        case Kind.FILE:
            return Documents(documents) if documents else _kept(values, context)
        case Kind.TEXT:
            return Text(first.strip()) if first.strip() else Note("misfit.none")
        case Kind.ITEM:
            return _rows(question, values, context)
        case Kind.NUMBER | Kind.MONEY:
            return _typed(question, first, context)
        case _:
            assert_never(question.kind)


def _options(question: Question, values: tuple[str, ...]) -> Given | Note:
    """The ticked options. None of them is an answer that has to be pressed: a Save with nothing ticked is a slip."""
    picked = tuple(value for value in values if value)
    if picked == (NONE,) and all(option.id != NONE for option in question.options):
        return Choices(())
    return Choices(picked) if picked else Note("misfit.ticked_none")


def _kept(values: tuple[str, ...], context: Context) -> Given | Note:
    """Files that were picked from those that are kept."""
    picked = tuple(one.document for one in context.files if one.document.file in values)
    return Documents(picked) if picked else Note("misfit.file" if any(values) else "misfit.none")


def _day(value: str) -> Given | Note:
    try:
        return Day(dt.date.fromisoformat(value))
    except ValueError:
        return Note("misfit.kind")


def _rows(question: Question, values: tuple[str, ...], context: Context) -> Given | Note:
    """Picked rows by id; from a form that names new ones, typed names, one a line or with commas between. Both at once, where one that was put
    forward when the list was shown is put forward no more."""
    known = {row.id for row in context.items}
    picked = [value for value in values if value]
    if picked == [NONE]:
        return Items(())
    if not picked:
        return Note("misfit.ticked_none")
    if all(value in known for value in picked):
        return Items(tuple(ItemId(value) for value in picked))
    if not question.adds:
        return Note("misfit.item")
    called = by_name(context.items)
    lines = [line for value in picked if value not in known for line in value.splitlines()]
    whole = {line for line in lines if line.casefold() in called}
    parts = [part for line in lines for part in ((line,) if line in whole else broken_at(line, _BETWEEN.split))]
    names = [part.strip(" \t•-*") for part in parts]
    wanted = list(dict.fromkeys(name for name in names if name))
    ids = (ItemId(value) for value in picked if value in known)
    rows = dict.fromkeys((*ids, *(called[name.casefold()].id for name in wanted if name.casefold() in called)))
    return NewItems(tuple(rows), tuple(name for name in wanted if name.casefold() not in called))


def _typed(question: Question, text: str, context: Context) -> Given | Note:
    """A number or an amount, typed into a form: read as a reply would be."""
    heard = read(question, text, context)
    match heard:
        case Read(value=value):
            return value
        case Unclear(values=values):
            return values[0]
        case Nonsense(note=note):
            return note
        case _:
            return Note("misfit.kind")
