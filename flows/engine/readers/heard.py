"""What a reading comes to, and what it is given to read by. Values only: nothing here reads.

A reader never guesses in silence: what is certain is :class:`Read`, what is likely is :class:`Unclear` and waits for a yes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from flows.model.effects import Note
from flows.model.ids import PersonId
from flows.model.programme import Item
from flows.model.values import Given

MOST_READINGS = 4
"""How many readings a person is asked to pick from, at most."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a reply is read by. ``now`` is aware; ``zone`` is an IANA name and decides what "today" is; ``locale`` decides day before month.

    ``items`` are the rows of the question's register; ``names`` the display names of the channel's members; ``speaker`` is who replied.
    """

    now: dt.datetime
    zone: str
    locale: str
    items: tuple[Item, ...] = ()
    names: dict[PersonId, str] = field(default_factory=dict[PersonId, str])
    speaker: PersonId = field(default=PersonId(""))


@dataclass(frozen=True, slots=True)
class Read:
    """The answer, certain enough to count at once. ``hedged``: said with doubt ("I think so")."""

    value: Given
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """One to four things the reply may mean, the likeliest first; a person says which."""

    values: tuple[Given, ...]
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nobody here knows: "not sure", "no idea", and "n/a" where it cannot mean "none"."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Leave it open for now: "skip", "later"."""


Command = Literal["why", "back", "undo", "pause", "resume", "review", "help", "finish", "change"]


@dataclass(frozen=True, slots=True)
class Word:
    """A command given by word."""

    word: Command


@dataclass(frozen=True, slots=True)
class Offer:
    """A colleague was asked ("@ana do you know?"): the question can be handed to them."""

    to: PersonId


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that matters more than the question: may this be shared, it leaked, it was shared already."""

    what: Literal["share", "leak", "shared_already"]


@dataclass(frozen=True, slots=True)
class Talk:
    """People talking to each other; the bot stays silent."""


@dataclass(frozen=True, slots=True)
class Nonsense:
    """Meant as an answer, perhaps, but it cannot be read. ``note`` says what was expected, with an example."""

    note: Note


Heard = Read | Unclear | Nobody | Pass | Word | Offer | Aside | Talk | Nonsense
"""All that a reply can come to."""


def one_of_these(values: list[Given] | tuple[Given, ...]) -> Unclear:
    """The distinct readings, in order, as many as may be shown. ``values`` must not be empty."""
    distinct: list[Given] = []
    for value in values:
        if value not in distinct:
            distinct.append(value)
    return Unclear(tuple(distinct[:MOST_READINGS]))
