"""What an answer can be. One frozen value per answer kind, and the words that conditions meet in it; nothing that reads or shows them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import msgspec

from flows.model.ids import ItemId, PersonId


class Kind(StrEnum):
    """The answer kinds of a question. ``country``, ``person``, ``file`` and ``item`` may hold several when the question says ``many``."""

    YES_NO = "yes_no"
    ONE_OF = "one_of"
    MANY_OF = "many_of"
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PERSON = "person"
    COUNTRY = "country"
    FILE = "file"
    ITEM = "item"
    SCALE = "scale"


class YesNo(msgspec.Struct, frozen=True, omit_defaults=True, tag="yn", tag_field="t"):
    """Yes or no. ``condition``: what bounds a yes, in the words of whoever gave it ("only for the UK entity")."""

    yes: bool
    condition: str = ""


class Choice(msgspec.Struct, frozen=True, tag="one", tag_field="t"):
    """One option of the question, by its id."""

    option: str


class Choices(msgspec.Struct, frozen=True, tag="many", tag_field="t"):
    """Any number of options, by id, in the order of the page. Empty means "none of these"."""

    options: tuple[str, ...]


class Text(msgspec.Struct, frozen=True, tag="text", tag_field="t"):
    """Free text as the person wrote it, Slack's escapes undone, at most 3,000 characters."""

    text: str


class Number(msgspec.Struct, frozen=True, tag="num", tag_field="t"):
    """A number, in the unit that the question names."""

    number: Decimal


class Money(msgspec.Struct, frozen=True, tag="money", tag_field="t"):
    """An amount with its ISO 4217 currency code."""

    amount: Decimal
    currency: str


class Day(msgspec.Struct, frozen=True, tag="day", tag_field="t"):
    """A calendar day, without a zone."""

    day: dt.date


class People(msgspec.Struct, frozen=True, tag="people", tag_field="t"):
    """One person, or several where the question says ``many``. ``outside`` are names of people who are not in the workspace."""

    people: tuple[PersonId, ...]
    outside: tuple[str, ...] = ()


class Countries(msgspec.Struct, frozen=True, tag="countries", tag_field="t"):
    """ISO 3166-1 alpha-2 codes, one or several, in the order they were named."""

    codes: tuple[str, ...]


class Document(msgspec.Struct, frozen=True):
    """A file kept in Slack: its id, its name and, once read, the SHA-256 of its bytes."""

    file: str
    name: str
    sha256: str = ""


class Documents(msgspec.Struct, frozen=True, tag="files", tag_field="t"):
    """Files given as an answer."""

    documents: tuple[Document, ...]


class Items(msgspec.Struct, frozen=True, tag="items", tag_field="t"):
    """Rows of a register, picked or newly named. Empty means "none of them"."""

    items: tuple[ItemId, ...]


class Scale(msgspec.Struct, frozen=True, tag="scale", tag_field="t"):
    """A point on a scale of 1 to 5; the question says what the ends mean."""

    point: int


Value = YesNo | Choice | Choices | Text | Number | Money | Day | People | Countries | Documents | Items | Scale
"""Every value that an answer can hold."""


class NewItems(msgspec.Struct, frozen=True, omit_defaults=True, tag="new_items", tag_field="t"):
    """Register rows as a person named them, before the engine has given the new ones ids: known rows by id, new ones by name.

    ``every``: after how many months some of them come round, each by its name in small letters, where that was said with the name. Only a reading or
    an event holds this; a stored answer holds :class:`Items`.
    """

    known: tuple[ItemId, ...]
    names: tuple[str, ...]
    every: tuple[tuple[str, int], ...] = ()


Given = Value | NewItems
"""What a reading or a click can give for a question."""


def says_yes(value: Given | None) -> bool:
    """Whether a value is a yes, on whatever condition."""
    return isinstance(value, YesNo) and value.yes


YES_WORDS, NO_WORDS = frozenset({"yes"}), frozenset({"no"})
NONE_OF_THEM = "none"
"""The word for an empty pick: "none of them"."""


def words_of(value: Value | None) -> frozenset[str] | None:
    """The words that ``is`` and ``in`` can meet in a value; None where the value has no words (a number, a text, a
    file…), or there is none.
    """
    match value:
        case Choice(option=option):
            return frozenset((option,))
        case YesNo(yes=yes):
            return YES_WORDS if yes else NO_WORDS
        case Choices(options=options):
            return frozenset(options) or frozenset({NONE_OF_THEM})
        case Countries(codes=codes):
            return frozenset(codes) or frozenset({NONE_OF_THEM})
        case Items(items=items):
            return frozenset() if items else frozenset({NONE_OF_THEM})
        case _:
            return None
