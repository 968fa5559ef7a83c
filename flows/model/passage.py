"""A passage: a piece of our own content that answers a question, with where it comes from. Never anything that a team said."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Lane(StrEnum):
    """Where a passage may be shown.

    ``public``: to any full member. ``position``: what our playbooks would have one do; not where somebody from outside is in the channel.
    ``counsel``: what it means; to whoever holds the role, by direct message, and nowhere else.
    """

    PUBLIC = "public"
    POSITION = "position"
    COUNSEL = "counsel"


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One passage.

    ``id`` is stable from one load of the content to the next, so that a press can carry it. ``cited``: title, publisher and edition of what it is
    taken from; ``as_of``: of when that is, or the day we read it (ISO, or "undated"). ``more``: further words by which it is found. ``country``:
    the economy that it is about, by code. ``aging``: it is marked once it is old, as every value of a country is.
    """

    id: str
    lane: Lane
    title: str
    text: str
    cited: str
    as_of: str
    more: str = ""
    country: str = ""
    aging: bool = False


class Sought(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is looked for: the words that matter, in lower case, and where. ``countries``: by code; "" is what is about no country."""

    words: tuple[str, ...]
    countries: tuple[str, ...]
    lanes: tuple[Lane, ...]


class Hit(msgspec.Struct, frozen=True):
    """A passage that was found. ``share``: how much of what was asked it has words of, 0 to 1; a rare word counts for more than a common one.
    ``named``: a word of it stands in the title. ``titled``: the title says just what was asked."""

    passage: Passage
    share: float
    named: bool = False
    titled: bool = False
