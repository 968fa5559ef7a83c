"""Whether a given value fits its question: the right kind, options and rows that exist, numbers within bounds, days on the likely side.

Clicks and modals are built by us, but what comes back is checked all the same: a forged or outdated value must not be stored.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import assert_never

from flows.engine.turn import Turn
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Documents,
    Given,
    Items,
    Kind,
    Money,
    NewItems,
    Number,
    People,
    Scale,
    Text,
    YesNo,
)

MOST_TEXT = 3000
MOST_NAME = 80
MOST_NEW = 30

_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.YES_NO: (YesNo,),
    Kind.ONE_OF: (Choice,),
    Kind.MANY_OF: (Choices,),
    Kind.TEXT: (Text,),
    Kind.NUMBER: (Number,),
    Kind.MONEY: (Money,),
    Kind.DATE: (Day,),
    Kind.PERSON: (People,),
    Kind.COUNTRY: (Countries,),
    Kind.FILE: (Documents,),
    Kind.ITEM: (Items, NewItems),
    Kind.SCALE: (Scale,),
}


def misfit(turn: Turn, question: Question, given: Given) -> Note | None:
    """What is wrong with the value for this question, as a sentence for the one who gave it; None when it fits."""
    if not isinstance(given, _TYPES[question.kind]):
        return Note("misfit.kind")
    count = _count(given)
    if count is not None and count > 1 and not question.many:
        return Note("misfit.one", {"count": count})
    if count == 0 and question.kind in (Kind.PERSON, Kind.COUNTRY, Kind.FILE):
        return Note("misfit.none")
    return _misfit_in(turn, question, given)


def _count(given: Given) -> int | None:
    """How many things a value holds, for kinds that may hold several."""
    match given:
        case People(people=people, outside=outside):
            return len(people) + len(outside)
        case Countries(codes=codes):
            return len(codes)
        case Documents(documents=documents):
            return len(documents)
        case Items(items=items):
            return len(items)
        case NewItems(known=known, names=names):
            return len(known) + len(names)
        case _:
            return None


def _misfit_in(turn: Turn, question: Question, given: Given) -> Note | None:
    match given:
        case Choice(option=option):
            return None if option in {o.id for o in question.options} else Note("misfit.option")
        case Choices(options=options):
            return None if set(options) <= {o.id for o in question.options} else Note("misfit.option")
        case Items(items=items):
            return None if set(items) <= _live(turn, question) else Note("misfit.item")
        case NewItems(known=known, names=names):
            return _misfit_names(turn, question, set(known) <= _live(turn, question), names)
        case Text(text=text):
            return None if 0 < len(text) <= MOST_TEXT else Note("misfit.text", {"count": len(text), "most": MOST_TEXT})
        case Number(number=number):
            return _misfit_number(question, number)
        case Scale(point=point):
            return None if 1 <= point <= 5 else Note("misfit.scale")
        case YesNo() | Money() | Day() | People() | Countries() | Documents():
            return None
        case _:
            assert_never(given)


def _live(turn: Turn, question: Question) -> set[str]:
    return {row.id for row in turn.rows(question.register)} if question.register else set()


def _misfit_names(turn: Turn, question: Question, known: bool, names: tuple[str, ...]) -> Note | None:
    if not known or (names and not question.adds):
        return Note("misfit.item")
    if len(names) > MOST_NEW:
        return Note("misfit.names", {"count": len(names), "most": MOST_NEW})
    if any(not name.strip() or len(name) > MOST_NAME for name in names):
        return Note("misfit.name", {"most": MOST_NAME})
    return None


def _misfit_number(question: Question, number: Decimal) -> Note | None:
    if not number.is_finite():
        return Note("misfit.kind")
    if question.low is not None and number < question.low:
        return Note("misfit.low", {"low": question.low})
    if question.high is not None and number > question.high:
        return Note("misfit.high", {"high": question.high})
    return None


def wants_a_yes(question: Question, given: Given, today: dt.date) -> bool:
    """Whether a value fits but is likely a slip: a day on the side that the question says makes no sense."""
    if not isinstance(given, Day):
        return False
    return (not question.past and given.day < today) or (not question.future and given.day > today)
