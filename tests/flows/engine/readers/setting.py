"""The scene in which phrases are read: one Monday in Warsaw, five colleagues, four assets, one question of each kind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec

from flows.engine.readers import (
    Context,
    Heard,
    Nobody,
    Nonsense,
    Pass,
    Read,
    Talk,
    Unclear,
    read,
)
from flows.model.effects import Note
from flows.model.flow import Option, Phrase, Question
from flows.model.ids import ItemId, PersonId, QuestionId, RegisterId, SectionId, SourceId
from flows.model.programme import Item
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Given,
    Items,
    Kind,
    Money,
    NewItems,
    Number,
    People,
    Scale,
    YesNo,
)

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)  # a Monday
MARIA, JON, PRIYA, DEV, ANA = (PersonId(f"U{number}") for number in range(1, 6))
NAMES = {MARIA: "Maria Kowalska", JON: "Jon Smith", PRIYA: "Priya Patel", DEV: "Dev Jones", ANA: "Ana Silva"}
ASSET = RegisterId("asset")


def row(number: int, name: str, removed: bool = False) -> Item:
    """One asset."""
    return Item(ItemId(f"asset-{number}"), ASSET, name, number, MARIA, NOW, removed=removed)


ASSETS = (row(1, "Pricing engine"), row(2, "Mobile app"), row(3, "Brand"), row(4, "Data model"))
HERE = Context(NOW, "Europe/Warsaw", "en_GB", ASSETS, NAMES, MARIA)
"""Maria speaks, and the assets are known."""
FRESH = Context(NOW, "Europe/Warsaw", "en_GB", (), NAMES, MARIA)
"""Nothing is in the register yet."""

OPTIONS = (
    Option("employee", "Our employees, as part of their job"),
    Option("founder", "A founder or director"),
    Option("contractor", "A freelancer or an agency", also=("freelancer", "agency")),
    Option("university", "A student, a university, or grant money"),
    Option("ai_tool", "An AI tool"),
    Option("none", "None of these"),
)


def asking(kind: Kind, **more: Any) -> Question:
    """A question of that kind."""
    bare = Question(
        id=QuestionId("s.q"),
        section=SectionId("s"),
        name="q",
        kind=kind,
        text=Phrase(""),
        why=Phrase(""),
        source=SourceId("method"),
        reviewed=NOW.date(),
    )
    return msgspec.structs.replace(bare, **more)


def located(locale: str, zone: str = "Europe/Warsaw") -> Context:
    """The same scene in another place."""
    return Context(NOW, zone, locale, ASSETS, NAMES, MARIA)


# ── what is expected, in few words ──


def sure(value: Given) -> Read:
    return Read(value)


def hedged(value: Given) -> Read:
    return Read(value, hedged=True)


def asked(*values: Given) -> Unclear:
    return Unclear(values)


def asked_hedged(*values: Given) -> Unclear:
    return Unclear(values, hedged=True)


def nonsense(key: str, **values: str | int) -> Nonsense:
    return Nonsense(Note(key, dict(values)))


YES, NO = YesNo(True), YesNo(False)
NOBODY, PASS, TALK = Nobody(), Pass(), Talk()


def one(option: str) -> Choice:
    return Choice(option)


def some(*options: str) -> Choices:
    return Choices(options)


def number(text: str) -> Number:
    return Number(Decimal(text))


def money(text: str) -> Money:
    amount, currency = text.split()
    return Money(Decimal(amount), currency)


def day(text: str) -> Day:
    return Day(dt.date.fromisoformat(text))


def people(*ids: PersonId, outside: tuple[str, ...] = ()) -> People:
    return People(ids, outside)


def codes(text: str) -> Countries:
    return Countries(tuple(text.split()))


def known(*numbers: int) -> Items:
    return Items(tuple(ItemId(f"asset-{number}") for number in numbers))


def new(*names: str, also: tuple[int, ...] = ()) -> NewItems:
    return NewItems(known(*also).items, names)


def scale(point: int) -> Scale:
    return Scale(point)


def same(heard: Heard, wanted: Heard) -> bool:
    """Whether a reading is as expected; of nonsense only the sentence counts, its figures are tested on their own."""
    if isinstance(heard, Nonsense) and isinstance(wanted, Nonsense) and not wanted.note.values:
        return heard.note.key == wanted.note.key
    return heard == wanted


def check(question: Question, phrase: str, wanted: Heard, context: Context = HERE) -> None:
    """One line of a table."""
    heard = read(question, phrase, context)
    assert same(heard, wanted), f"{phrase!r} was read as {heard}"
