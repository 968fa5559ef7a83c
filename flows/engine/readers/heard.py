"""What a reading comes to, and what it is given to read by. Values only: nothing here reads.

A reader never guesses in silence: what is certain is :class:`Read`, what is likely is :class:`Unclear` and waits for a yes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec

from flows.model.effects import Note
from flows.model.ids import PersonId
from flows.model.papers import Kept
from flows.model.programme import Item
from flows.model.values import Given

MOST_READINGS = 4
"""How many readings a person is asked to pick from, at most."""


class Context(msgspec.Struct, frozen=True):
    """What a reply is read by. ``now`` is aware; ``zone`` is an IANA name and decides what "today" is; ``locale`` decides day before month.

    ``items`` are the rows of the question's register; ``names`` the display names of the channel's members; ``speaker`` is who replied.
    ``files`` are those that are kept and may be meant by a question for a file, the oldest first.
    """

    now: dt.datetime
    zone: str
    locale: str
    items: tuple[Item, ...] = ()
    names: dict[PersonId, str] = {}
    speaker: PersonId = PersonId("")
    files: tuple[Kept, ...] = ()


class Read(msgspec.Struct, frozen=True):
    """The answer, certain enough to count at once. ``hedged``: said with doubt ("I think so")."""

    value: Given
    hedged: bool = False


class Unclear(msgspec.Struct, frozen=True):
    """One to four things the reply may mean, the likeliest first; a person says which."""

    values: tuple[Given, ...]
    hedged: bool = False


class Nobody(msgspec.Struct, frozen=True):
    """Nobody here knows: "not sure", "no idea", and "n/a" where it cannot mean "none"."""


class Pass(msgspec.Struct, frozen=True):
    """Leave it open for now: "skip", "later"."""


Command = Literal["why", "back", "undo", "pause", "resume", "review", "help", "finish", "change"]


class Word(msgspec.Struct, frozen=True):
    """A command given by word."""

    word: Command


class Amend(msgspec.Struct, frozen=True):
    """An earlier answer is to be changed. ``about``: the words that say which, as a key; "" where none do. ``plainly``: an answer or a question
    is spoken of as such ("change answer 3"); else it may be of anything that is to be changed ("fix the build"). ``right``: it is put right, with
    ``words`` that say what it is to be, where they do."""

    about: str = ""
    plainly: bool = False
    right: bool = False
    words: str = ""


class Offer(msgspec.Struct, frozen=True):
    """A colleague was asked ("@ana do you know?"): the question can be handed to them."""

    to: PersonId


class Aside(msgspec.Struct, frozen=True):
    """Something that comes before the answer: may this be shared, it leaked, it was shared already, what does the question mean."""

    what: Literal["share", "leak", "shared_already", "meaning"]


class Talk(msgspec.Struct, frozen=True):
    """People talking to each other; the bot stays silent."""


class Nonsense(msgspec.Struct, frozen=True):
    """Meant as an answer, perhaps, but it cannot be read. ``note`` says what was expected, with an example."""

    note: Note


Heard = Read | Unclear | Nobody | Pass | Word | Amend | Offer | Aside | Talk | Nonsense
"""All that a reply can come to."""


def one_of_these(values: list[Given] | tuple[Given, ...]) -> Unclear:
    """The distinct readings, in order, as many as may be shown. ``values`` must not be empty."""
    distinct: list[Given] = []
    for value in values:
        if value not in distinct:
            distinct.append(value)
    return Unclear(tuple(distinct[:MOST_READINGS]))


def sure_of(values: Sequence[Given]) -> Read | Unclear:
    """What is read where it may mean one thing only, else each of them, to be asked back. ``values`` must not be empty."""
    return Read(values[0]) if len(values) == 1 else one_of_these(list(values))
