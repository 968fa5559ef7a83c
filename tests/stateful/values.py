"""Values that fit a question, and values that do not; what a person may type; and who there is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from flows.model.flow import Question
from flows.model.ids import ItemId, PersonId
from flows.model.people import Role
from flows.model.programme import Item, Programme
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
    Money,
    NewItems,
    Number,
    People,
    Scale,
    Text,
    YesNo,
)
from tests.builders import DEV, JON, MARIA, PRIYA
from tests.stateful.dice import Dice

PEOPLE = (MARIA, JON, PRIYA, DEV)
STRANGER = PersonId("USTRANGER")
PAPER, DEED = Document("F1", "paper.pdf"), Document("F2", "deed.pdf", "5f" * 32)
NAMES = ("Engine", "App", "Logo", "engine", "  Pump  controller ")
CODES = ("PL", "IN", "DE", "XK")
DAYS = tuple(dt.date(2026, 11, 23) + dt.timedelta(days=days) for days in (0, -400, 400, 2))
TYPED = (
    "yes", "no", "not sure", "skip", "none", "1", "2", "red", "red and blue", "12", "3", "500 EUR", "tomorrow", "3 May 2024", "Poland and India",
    "priya", f"<@{JON}>", "Engine, App", "Engine", "a short text", "back", "undo", "pause", "resume", "review", "finish", "change", "why",
    "help", "deeper", "blorf blorf", "yes I think so", "maybe", f"<@{JON}> shall we meet at ten", f"ask <@{PRIYA}>", "may we send it to them?",
    "we sent it already", "software", "counsel", "", "🦆", "<!channel> *bold*", "שלום", "x" * 3_001, "10/11/2026", "about 40",
)  # fmt: skip
"""What is said in a thread: answers of every kind, words of command, talk, and what nobody can read."""
TYPED_FOR: dict[Kind, tuple[str, ...]] = {
    Kind.YES_NO: ("yes", "no", "I think so"),
    Kind.ONE_OF: ("red", "green", "software", "services"),
    Kind.MANY_OF: ("red", "red and green", "none"),
    Kind.TEXT: ("a short text", "another one"),
    Kind.NUMBER: ("3", "about 12", "40"),
    Kind.MONEY: ("500 EUR", "$20"),
    Kind.DATE: ("3 May 2024", "2027-01-04"),
    Kind.PERSON: ("priya", f"<@{JON}>"),
    Kind.COUNTRY: ("Poland", "India", "Poland and India"),
    Kind.FILE: ("here it is", "skip"),
    Kind.ITEM: ("Engine", "App", "none"),
    Kind.SCALE: ("1", "4"),
}
"""Answers as they are typed, by the kind of the question."""


def fitting(dice: Dice, question: Question, rows: tuple[Item, ...]) -> Given:
    """A value that the question takes."""
    live = tuple(row.id for row in rows if row.register == question.register and not row.removed)
    match question.kind:
        case Kind.YES_NO:
            return YesNo(dice.one((True, False)))
        case Kind.ONE_OF:
            return Choice(dice.one(question.options).id)
        case Kind.MANY_OF:
            return Choices(tuple(option.id for option in dice.some(question.options)[: 2 - dice.number(2)]))
        case Kind.TEXT:
            return Text(dice.one(("words", "other words", " padded ")))
        case Kind.NUMBER:
            return Number(Decimal(dice.one((1, 2, 3, 12, 40))))
        case Kind.MONEY:
            return Money(Decimal(dice.one(("10", "0.50"))), dice.one(("EUR", "USD")))
        case Kind.DATE:
            return Day(dice.one(DAYS))
        case Kind.PERSON:
            several = dice.some(PEOPLE) if question.many else (dice.one(PEOPLE),)
            return People(several) if question.fills or dice.number(3) else People((), ("Ada of Kodex",))
        case Kind.COUNTRY:
            return Countries(dice.some(CODES) if question.many else (dice.one(CODES),))
        case Kind.FILE:
            return Documents((PAPER, DEED) if question.many and dice.once_in(2) else (PAPER,))
        case Kind.ITEM:
            return _rows(dice, question, live)
        case Kind.SCALE:
            return Scale(1 + dice.number(4))


def _rows(dice: Dice, question: Question, live: tuple[ItemId, ...]) -> Given:
    picked = dice.some(live) if live and dice.number(3) else ()
    if not question.adds or (live and dice.once_in(3)):
        return Items(picked if question.many else picked[:1])
    names = dice.some(NAMES[:3])
    return NewItems(picked, names) if question.many else NewItems((), names[:1])


MISFITS: tuple[Given, ...] = (
    YesNo(True),
    Choice("mauve"),
    Choices(("red", "mauve")),
    Choices(("blue", "red", "red")),
    Text(""),
    Text("x" * 3_001),
    Number(Decimal("NaN")),
    Number(Decimal("Infinity")),
    Number(Decimal(-3)),
    Number(Decimal(10) ** 30),
    Money(Decimal("NaN"), "EUR"),
    Money(Decimal(1), "euro"),
    Day(dt.date.min),
    Day(dt.date.max),
    People(()),
    People((JON, PRIYA, DEV)),
    People((STRANGER,), ("Ada", "")),
    Countries(()),
    Countries(("ZZ",)),
    Countries(("PL", "PL", "IN")),
    Documents(()),
    Items((ItemId("asset-99"),)),
    Items(()),
    NewItems((), ()),
    NewItems((), ("", " ")),
    NewItems((), ("n" * 90,)),
    NewItems((ItemId("asset-99"),), ("Engine",)),
    NewItems((), tuple(f"row {number}" for number in range(60))),
    Scale(0),
    Scale(6),
    Scale(3),
)
"""Values that are wrong for most questions: the wrong kind, out of bounds, empty, too many, naming what is not there."""


def plain(question: Question, today: dt.date) -> Given:
    """The plainest value that the question takes: what is said on the way to the end."""
    match question.kind:
        case Kind.YES_NO:
            return YesNo(False)
        case Kind.ONE_OF:
            return Choice(question.options[0].id)
        case Kind.MANY_OF:
            return Choices(())
        case Kind.TEXT:
            return Text("words")
        case Kind.NUMBER:
            return Number(Decimal(question.low or 0))
        case Kind.MONEY:
            return Money(Decimal(1), "EUR")
        case Kind.DATE:
            return Day(today)
        case Kind.PERSON:
            return People((MARIA,))
        case Kind.COUNTRY:
            return Countries(("PL",))
        case Kind.FILE:
            return Documents((PAPER,))
        case Kind.ITEM:
            return Items(())
        case Kind.SCALE:
            return Scale(3)


def answerer(programme: Programme, role: Role | None) -> PersonId | None:
    """Who may answer a question of that role; None while nobody holds it."""
    return programme.owner if role is None else programme.holder(role)
