"""Whether a given value fits its question: the right kind, options and rows that exist, numbers within bounds, days on the likely side.

Clicks and modals are built by us, but what comes back is checked all the same: a forged or outdated value must not be stored.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import assert_never

from flows.engine.proposing import named, without_rounds
from flows.engine.turn import Turn
from flows.model.effects import Note
from flows.model.flow import Question
from flows.model.ids import ItemId
from flows.model.programme import Item
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
    Value,
    YesNo,
)
from flows.rules.names import by_name

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


def tidied(turn: Turn, question: Question, given: Given) -> Given:
    """The same value as it would be written down: options and rows in their order and once each, names of known rows as those rows."""
    given = named(question, given)
    match given:
        case Choices(options=options):
            known = tuple(option.id for option in question.options if option.id in options)
            return Choices((*known, *(option for option in options if option not in known)))
        case Items(items=items):
            return Items(_in_order(turn, question, items))
        case NewItems(known=known, names=names, every=every):
            names, often = tuple(" ".join(written.split()) for written in names), dict[str, int]()
            if question.proposes:
                names, often = without_rounds(turn.plan, question, names)
            every = tuple({**dict(every), **often}.items())
            rows = {name: row.id for name, row in by_name(_live(turn, question)).items()}
            told: dict[str, str] = {}
            for name in names:
                told.setdefault(name.casefold(), name)
            items = _in_order(turn, question, (*known, *(rows[key] for key in told if key in rows)))
            new = tuple(name for key, name in told.items() if key not in rows)
            return NewItems(items, new, every) if new or every else Items(items)
        case Countries(codes=codes):
            return Countries(tuple(dict.fromkeys(codes)))
        case Text(text=text):
            return Text(text.strip())
        case _:
            return given


def _in_order(turn: Turn, question: Question, items: tuple[ItemId, ...]) -> tuple[ItemId, ...]:
    known = tuple(row.id for row in _live(turn, question) if row.id in items)
    return (*known, *dict.fromkeys(item for item in items if item not in known))


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


def fits_still(question: Question, value: Value) -> bool:
    """Whether a value that was given to another version of a question fits this one. Rows are taken as they are: one may be out by now."""
    if not isinstance(value, _TYPES[question.kind]):
        return False
    count = _count(value)
    if count is not None and (
        (count > 1 and not question.many) or (count == 0 and question.kind in (Kind.PERSON, Kind.COUNTRY, Kind.FILE))
    ):
        return False
    match value:
        case Choice(option=option):
            return option in {known.id for known in question.options}
        case Choices(options=options):
            return {known.id for known in question.options}.issuperset(options)
        case Number(number=number):
            return _misfit_number(question, number) is None
        case _:
            return True


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
            return None if _all_live(turn, question, items) else Note("misfit.item")
        case NewItems(known=known, names=names):
            return _misfit_names(question, _all_live(turn, question, known), names)
        case Text(text=text):
            return None if 0 < len(text) <= MOST_TEXT else Note("misfit.text", {"count": len(text), "most": MOST_TEXT})
        case Number(number=number):
            return _misfit_number(question, number)
        case Money(amount=amount, currency=currency):
            return None if amount.is_finite() and _CURRENCY.fullmatch(currency) else Note("misfit.kind")
        case Countries(codes=codes):
            return None if all(map(_is_country, codes)) else Note("misfit.kind")
        case Scale(point=point):
            return None if 1 <= point <= 5 else Note("misfit.scale")
        case YesNo() | Day() | People() | Documents():
            return None
        case _:
            assert_never(given)


_CURRENCY = re.compile("[A-Z]{3}")


def _is_country(code: str) -> bool:
    """Whether a code is one of ISO 3166-1, or Kosovo's, which is in use without being in the standard."""
    from iso3166 import countries_by_alpha2  # only country questions need it

    return code in countries_by_alpha2 or code == "XK"


def _live(turn: Turn, question: Question) -> tuple[Item, ...]:
    return turn.rows(question.register) if question.register else ()


def _all_live(turn: Turn, question: Question, items: tuple[ItemId, ...]) -> bool:
    return {row.id for row in _live(turn, question)}.issuperset(items)


def _misfit_names(question: Question, known: bool, names: tuple[str, ...]) -> Note | None:
    if not known or not question.adds:
        return Note("misfit.item")
    if len(names) > MOST_NEW:
        return Note("misfit.names", {"count": len(names), "most": MOST_NEW})
    if any(not name or len(name) > MOST_NAME for name in names):
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
