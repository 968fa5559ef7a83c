"""A passage: a piece of our own content that answers a question, with where it comes from. Never anything that a team said."""

from __future__ import annotations

from enum import StrEnum

import msgspec

MOST_PHRASE = 5
"""Words of a phrase that is looked for in a question."""


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
    taken from, empty where it was checked in no source; ``as_of``: of when that is, or the day we read it (ISO, or "undated"). ``keys``: the words
    by which people ask for it, as authored;
    ``more``: further words that stand around it. ``country``: the economy that it is about, by code. ``aging``: it is marked once it is old, as
    every value of a country is. ``second``: what is cited tells what another source says. ``own``: it is our own and was checked against nothing,
    so that nothing is cited for it.
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
    keys: str = ""
    second: bool = False
    own: bool = False


class Beyond(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that is often asked for and that hardly any passage holds, such as a price. ``words``: how it is asked for. Where one of them
    stands in a question, only a passage answers that names it in its title or among its keys. ``say``: what is told where none does."""

    words: tuple[str, ...]
    say: str


class Guide(msgspec.Struct, frozen=True, omit_defaults=True):
    """What helps to find passages. ``same``: words and phrases that mean the same here. ``found_by``: by the id of a passage, or by how the ids of
    several begin, the words by which people ask for it. ``passages``: those that were written for questions alone.
    ``places``: parts of a country that are named instead of it, in small letters, with its code."""

    same: tuple[tuple[str, ...], ...] = ()
    beyond: tuple[Beyond, ...] = ()
    found_by: dict[str, tuple[str, ...]] = {}
    passages: tuple[Passage, ...] = ()
    places: dict[str, str] = {}


class Sought(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is looked for: the words that matter, in lower case, and where. ``countries``: by code; "" is what is about no country.

    ``said``: all words in their order, for what means something only together, such as "work for hire"; the words that matter where it is left
    out. ``names``: words written as names are: one that stands nowhere weighs less than another such word.
    """

    words: tuple[str, ...]
    countries: tuple[str, ...]
    lanes: tuple[Lane, ...]
    said: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Hit(msgspec.Struct, frozen=True):
    """A passage that was found. ``share``: how much of what was asked it speaks of, 0 to 1: a rare word counts for more than a common one, and one
    in the title for more than one in the text. ``named``: a word of it stands in the title or among the keys. ``titled``: the title says just
    what was asked. ``held``: it names what was asked for of what hardly any passage holds."""

    passage: Passage
    share: float
    named: bool = False
    titled: bool = False
    held: bool = True


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was found, the best first. ``beyond``: what is told where no passage answers, since something is asked for that hardly any holds."""

    hits: tuple[Hit, ...] = ()
    beyond: str = ""
