"""What we hold of an economy's IP system: figures, treaties and rules of law, each with its source, edition, date and confidence.

Data only: how old a value may be, and what may be shown as a fact, stands in flows.rules.countries.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum, StrEnum

import msgspec

from flows.model.conditions import Condition
from flows.model.countryfields import CountryField
from flows.model.ids import FlowId, PersonId, SourceId


class Confidence(StrEnum):
    """How sure a value is."""

    STATUTE = "statute"
    """Read in the text of the law, or in an official translation."""
    SOURCE = "source"
    """Read in the source that is named."""
    REPORT = "report"
    """Somebody else reports it."""
    ABSENCE = "absence"
    """Not named in a list that is said to be whole."""
    WEAK = "weak"
    """On one source that we do not trust by itself."""
    UNVERIFIED = "unverified"
    """From memory: never a fact, always a question."""


class Right(StrEnum):
    """What protects an asset; decides which values of an economy matter."""

    PATENTS = "patents"
    MARKS = "marks"
    COPYRIGHT = "copyright"
    TRADE_SECRETS = "trade_secrets"


class Exposure(IntEnum):
    """How much of an asset somebody sees: public, recoverable, working parts, part of a crown jewel, a whole one."""

    E0 = 0
    E1 = 1
    E2 = 2
    E3 = 3
    E4 = 4


class CapFlag(StrEnum):
    """Why an economy caps what is shown there; each flag stands alone."""

    NO_LOCAL_RIGHT = "no_local_right"
    OWNERSHIP_UNVERIFIED = "ownership_unverified"
    FORMALITY_UNMET = "formality_unmet"
    NO_FORUM = "no_forum"
    SPECIAL_301 = "special_301"
    RULE_OF_LAW = "rule_of_law"
    PERMIT_OPEN = "permit_open"
    EXPORT_OPEN = "export_open"
    DATA_OPEN = "data_open"


_ALL = tuple(CountryField)
MEASURES = _ALL[: _ALL.index(CountryField.PARIS)]
"""Figures and helpers; several editions may stand of each."""
TREATIES = _ALL[_ALL.index(CountryField.PARIS) : _ALL.index(CountryField.OWNERSHIP)]
"""Membership: "yes" or "no"."""
LAW = _ALL[_ALL.index(CountryField.OWNERSHIP) :]
"""Rules of law, in our words."""

UNDATED = "undated"
"""The date of a value whose source bears none."""


class CountryValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value as it ships.

    ``value``: a figure, "yes" or "no" of a treaty, the short word of a rule of law ("" where it has none). ``as_of``: a year, a month or a
    day in ISO form, or "undated". ``says``: the rule in our words, of a fact only; ``draft``: what to write into a contract because of it;
    ``ask``: what counsel is asked. ``since``: from when on a treaty binds. ``rank`` and ``of``: the place in a list, and how many it has.
    ``binds``: whom a non-compete rule is about (employee, individual, company).
    """

    field: CountryField
    sources: tuple[SourceId, ...]
    edition: str
    as_of: str
    confidence: Confidence
    value: str = ""
    says: str = ""
    draft: str = ""
    ask: str = ""
    statute: str = ""
    since: str = ""
    note: str = ""
    rank: int | None = None
    of: int | None = None
    binds: tuple[str, ...] = ()


class Economy(msgspec.Struct, frozen=True):
    """An economy by its ISO 3166-1 code of two letters; the values of one field stand newest first."""

    code: str
    name: str
    values: tuple[CountryValue, ...] = ()


class CountrySource(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where values come from. ``edition``: what of it was read; ``read``: the day. ``kind``: primary, secondary, press or unverified."""

    id: SourceId
    title: str
    publisher: str
    edition: str
    kind: str
    read: dt.date
    url: str = ""
    licence: str = ""
    note: str = ""

    @property
    def second_hand(self) -> bool:
        """Whether it tells what another source says: never shown as if that one had been read."""
        return self.kind in ("secondary", "press")


class Needs(msgspec.Struct, frozen=True):
    """Which answers of a flow tell that a right matters to a programme."""

    flow: FlowId
    when: dict[Right, Condition]


class CountryBook(msgspec.Struct, frozen=True, omit_defaults=True):
    """All economies by code, their sources by id, and what tells which rights matter."""

    economies: dict[str, Economy] = {}
    sources: dict[SourceId, CountrySource] = {}
    needs: Needs | None = None


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was held of a field when an answer leaned on it; all but the field is empty where nothing was.

    ``says``: a rule of law in our words. ``of``: of when the value is. ``source``: where it comes from, as it was shown. ``own``: it is the
    team's own.
    """

    field: CountryField
    value: str = ""
    says: str = ""
    of: str = ""
    source: str = ""
    own: bool = False

    def same(self, other: Held) -> bool:
        """Whether both say the same, whatever the edition that says it."""
        return (self.value, self.says) == (other.value, other.says)


class OwnFigure(msgspec.Struct, frozen=True):
    """A value that a team entered itself: what, on whose word, of which year; and who did, when."""

    country: str
    field: CountryField
    value: str
    source: str
    year: int
    by: PersonId
    at: dt.datetime
