"""What may be said of an economy on a day: facts with their age, questions for counsel, what is missing; caps, traps, what to compare.

Pure. There is no score of a country, and nothing here adds values up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import msgspec

from flows.model.country import (
    TREATIES,
    UNDATED,
    CapFlag,
    Confidence,
    CountryField,
    CountryValue,
    Economy,
    Exposure,
    OwnFigure,
    Right,
)
from flows.model.ids import RegisterId

COUNTRY = RegisterId("country")
"""The register whose rows are countries."""
MOST_MONTHS = 18
"""A value older than this is marked wherever it is shown."""
_NO_FACT = frozenset({Confidence.WEAK, Confidence.UNVERIFIED})

F = CountryField
_ALWAYS = (F.IP_INDEX, F.RULE_OF_LAW, F.SPECIAL_301)
_FORUM = (F.NEW_YORK, F.HAGUE_JUDGMENTS)
MATTERS: dict[Right, tuple[CountryField, ...]] = {
    Right.PATENTS: (
        F.PARIS,
        F.PCT,
        F.PLT,
        F.PCT_MONTHS,
        F.TRIPS,
        F.INVENTIONS,
        F.EMPLOYEE_INVENTIONS,
        F.FOREIGN_FILING,
    ),
    Right.MARKS: (F.PARIS, F.MADRID, F.TRIPS, F.MARKS_LAW),
    Right.COPYRIGHT: (
        F.BERNE,
        F.WCT,
        F.TRIPS,
        F.OWNERSHIP,
        F.WORK_FOR_HIRE,
        F.EMPLOYEES,
        F.ASSIGNMENT,
        F.LICENCES,
        F.REVERSION,
        F.MORAL_RIGHTS,
        F.REGISTRATION,
    ),
    Right.TRADE_SECRETS: (F.TRIPS, F.TRADE_SECRETS, F.NON_COMPETE),
}
"""Which values matter to an asset that such a right protects, beside the figures and the ways to enforce, which always do."""
LEANS_ON: dict[Right, tuple[CountryField, ...]] = {
    Right.PATENTS: (F.PARIS, F.PCT),
    Right.MARKS: (F.PARIS, F.MADRID),
    Right.COPYRIGHT: (F.BERNE, F.TRIPS),
    Right.TRADE_SECRETS: (F.TRIPS,),
}
"""The treaties whose absence is a gap for such an asset."""
USUAL = frozenset(
    {*_ALWAYS, *_FORUM, *TREATIES, F.PCT_MONTHS, F.OWNERSHIP, F.ASSIGNMENT, F.MORAL_RIGHTS, F.NON_COMPETE, F.TRADE_SECRETS}
    - {F.HAGUE_DESIGNS, F.HAGUE_JUDGMENTS, F.PLT}
)  # fmt: skip
"""What we look for in every economy: where it is missing, that is said."""


BOUNDS = {F.IP_INDEX: (0, 100), F.RULE_OF_LAW: (-3, 3), F.PCT_MONTHS: (1, 60)}
"""Between which a figure lies."""
LISTS = frozenset({"PFC", "PWL", "WL"})
"""The lists of the Special 301 report, the gravest first named: priority foreign country, priority watch list, watch list."""


def first_day(as_of: str) -> dt.date | None:
    """The first day that a date may mean (a year is its first of January); None for an undated value."""
    if as_of == UNDATED:
        return None
    year, month, day = [*as_of.split("-"), "1", "1"][:3]
    return dt.date(int(year), int(month), int(day))


def aged(as_of: str, today: dt.date) -> bool:
    """Whether a value is older than it may be without being marked; one without a date always is.

    Counted from the first day that its date may mean, so that nothing looks fresher than it is.
    """
    day = first_day(as_of)
    if day is None:
        return True
    months = day.year * 12 + day.month - 1 + MOST_MONTHS
    return (today.year * 12 + today.month - 1, today.day) > (months, day.day)


def is_fact(value: CountryValue) -> bool:
    """Whether a value may be shown as a fact at all."""
    return value.confidence not in _NO_FACT


class Reading(msgspec.Struct, frozen=True):
    """What may be said of one field on a day.

    ``fact``: the newest value that is one, None where there is none; ``aged``: it is to be marked. ``asks``: what counsel is asked.
    ``own``: the team's own figures, newest first; they stand beside a fact and never replace it.
    """

    field: CountryField
    fact: CountryValue | None
    aged: bool
    asks: tuple[CountryValue, ...]
    own: tuple[OwnFigure, ...]

    @property
    def missing(self) -> bool:
        """Nothing was found: no fact, no question, no figure of the team's own."""
        return self.fact is None and not self.asks and not self.own


def reading(economy: Economy | None, field: CountryField, today: dt.date, own: Iterable[OwnFigure] = ()) -> Reading:
    """A field of an economy as it may be shown today. None is an economy of which we hold nothing."""
    values = [value for value in economy.values if value.field is field] if economy else []
    fact = next((value for value in values if is_fact(value)), None)
    asks = tuple(value for value in values if value.ask or (not is_fact(value) and _newer(value, fact)))
    mine = sorted((figure for figure in own if figure.field is field), key=lambda figure: figure.at, reverse=True)
    return Reading(field, fact, fact is not None and aged(fact.as_of, today), asks, tuple(mine))


def _newer(value: CountryValue, fact: CountryValue | None) -> bool:
    return fact is None or value.as_of > fact.as_of


def compared(rights: Iterable[Right]) -> tuple[CountryField, ...]:
    """The fields to compare for assets that such rights protect, in the order in which they are shown."""
    wanted = {*_ALWAYS, *_FORUM, *(field for right in rights for field in MATTERS[right])}
    return tuple(field for field in CountryField if field in wanted)


# ── traps ────────────────────────────────────────────────────────────────────


class Trap(msgspec.Struct, frozen=True):
    """A place at which contracts fail in this economy: what to write (``draft``) and on which value's word; or a question for counsel.

    ``value`` is None where we hold nothing, or of a treaty that is not known to bind. ``binds``: whom the rule is about.
    """

    field: CountryField
    value: CountryValue | None = None
    draft: str = ""
    ask: str = ""
    binds: tuple[str, ...] = ()

    @property
    def unknown(self) -> bool:
        """We hold nothing of it at all."""
        return self.value is None


TRAPS = (F.ASSIGNMENT, F.MORAL_RIGHTS, F.NON_COMPETE, F.FOREIGN_FILING)
"""Formalities, moral rights, whom a non-compete binds, the permit before a first filing abroad."""


PROMPTED = frozenset({*TRAPS, *TREATIES, F.OWNERSHIP, F.WORK_FOR_HIRE, F.EMPLOYEE_INVENTIONS, F.TRADE_SECRETS})
"""What a question about a contract may remind of."""


def traps(economy: Economy | None, rights: Iterable[Right], today: dt.date) -> tuple[Trap, ...]:
    """The traps of an economy for assets that such rights protect: its rules of law, then the gaps in its treaties."""
    leaned = {field for right in rights for field in LEANS_ON[right]} | {F.NEW_YORK}
    return traps_of(economy, (*TRAPS, *(field for field in TREATIES if field in leaned)), today)


def traps_of(economy: Economy | None, fields: Iterable[CountryField], today: dt.date) -> tuple[Trap, ...]:
    """The traps of an economy in these fields: what its rules of law ask for, and the treaties among them that are not known to bind."""
    return tuple(trap for field in fields for trap in _trapped(reading(economy, field, today)))


def _trapped(read: Reading) -> Iterable[Trap]:
    if read.field in TREATIES:
        if not _member(read):
            yield Trap(read.field, read.fact)
        return
    if read.fact is not None:
        yield Trap(read.field, read.fact, read.fact.draft, binds=read.fact.binds)
    yield from (Trap(read.field, ask, ask=ask.ask) for ask in read.asks)
    if read.fact is None and not read.asks:
        yield Trap(read.field)


def _member(read: Reading) -> bool:
    return read.fact is not None and read.fact.value == "yes"


# ── caps ─────────────────────────────────────────────────────────────────────


class Cap(msgspec.Struct, frozen=True):
    """A flag and the highest exposure that it allows. ``reading``: the value it rests on, where it rests on one."""

    flag: CapFlag
    limit: Exposure
    reading: Reading | None = None


class Situation(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the team knows of its own case in one economy; what is left out is unknown, and unknown is closed.

    ``needed``: rights its assets there depend on; ``filed``: those that it has locally; ``excused``: those for which counsel said why not.
    ``owned``: counsel there confirmed who owns what is made there. ``formality_met``: title papers there meet the law's form. ``forum``: a
    judgment or award can be enforced there. ``watched``: the team found it on one of the graver watch lists.
    ``cleared``: of permit, export and data, those without an open question. ``lifted_until``: the day
    until which approver and counsel lifted the caps for weak enforcement.
    """

    needed: frozenset[Right] = frozenset()
    filed: frozenset[Right] = frozenset()
    excused: frozenset[Right] = frozenset()
    owned: bool | None = None
    formality_met: bool | None = None
    forum: bool | None = None
    watched: bool = False
    cleared: frozenset[str] = frozenset()
    lifted_until: dt.date | None = None


_FILED = frozenset({Right.PATENTS, Right.MARKS})
"""Rights that exist only where they were filed."""
_OPEN = {"permit": CapFlag.PERMIT_OPEN, "export": CapFlag.EXPORT_OPEN, "data": CapFlag.DATA_OPEN}
_WATCHED = frozenset({"PFC", "PWL"})


def caps(
    economy: Economy | None, situation: Situation, today: dt.date, own: Iterable[OwnFigure] = ()
) -> tuple[Cap, ...]:
    """Every cap that holds in an economy today, each on its own; none of them is weighed against another."""
    figures = tuple(own)
    found = [Cap(flag, Exposure.E0) for word, flag in _OPEN.items() if word not in situation.cleared]
    if (situation.needed & _FILED) - situation.filed - situation.excused:
        found.append(Cap(CapFlag.NO_LOCAL_RIGHT, Exposure.E1))
    ownership = reading(economy, F.OWNERSHIP, today)
    if not _settles(ownership) and situation.owned is not True:
        found.append(Cap(CapFlag.OWNERSHIP_UNVERIFIED, Exposure.E2, ownership))
    if situation.formality_met is not True:
        found.append(Cap(CapFlag.FORMALITY_UNMET, Exposure.E2, reading(economy, F.ASSIGNMENT, today)))
    if situation.forum is not True:
        found.append(Cap(CapFlag.NO_FORUM, Exposure.E2, reading(economy, F.NEW_YORK, today)))
    lifted = situation.lifted_until is not None and today <= situation.lifted_until
    return (*found, *(() if lifted else _weak(economy, situation, today, figures)))


def _settles(ownership: Reading) -> bool:
    """Whether our sources say who owns what is made there. No figure of a team's own does: that is law, and counsel's to confirm."""
    return ownership.fact is not None and ownership.fact.value != UNSETTLED


def _weak(economy: Economy | None, situation: Situation, today: dt.date, own: tuple[OwnFigure, ...]) -> Iterable[Cap]:
    listed, estimate = (reading(economy, field, today, own) for field in (F.SPECIAL_301, F.RULE_OF_LAW))
    # What the team read in the newest report counts until somebody enters a list with its year.
    if known_as(listed) in _WATCHED or (situation.watched and newest_own(listed) is None):
        yield Cap(CapFlag.SPECIAL_301, Exposure.E3, listed)
    if (number := figure(held(estimate))) is not None and number < 0:
        yield Cap(CapFlag.RULE_OF_LAW, Exposure.E3, estimate)


def newest_own(read: Reading) -> OwnFigure | None:
    """The team's own figure where it is the latest that is held: of the fact's year or a later one."""
    mine = read.own[0] if read.own else None
    shipped = first_day(read.fact.as_of) if read.fact else None
    return mine if mine is not None and (shipped is None or mine.year >= shipped.year) else None


def held(read: Reading) -> str:
    """The latest value held of a field, the team's own or ours; "" where nothing is held."""
    mine = newest_own(read)
    if mine is not None:
        return mine.value
    return read.fact.value if read.fact else ""


NO_LIST = "none"
"""The word for an economy that is on no list of the Special 301 report."""
_LISTED = {
    "PFC": re.compile(r"pfc|priority foreign countr(?:y|ies)"),
    "PWL": re.compile(r"pwl|priority watch ?list"),
    "WL": re.compile(r"wl|watch ?list"),
    NO_LIST: re.compile(
        r"none(?: of (?:them|these|(?:the|its) lists))?|no list|no|unlisted|off the lists?"
        r"|not (?:listed|named|there|on (?:it|one|any|the list|(?:any|one) of (?:them|these|(?:the|its) lists)|(?:any|a) list))"
    ),
}
"""How the lists are named, by code."""
_AROUND = re.compile(r"^(?:(?:it )?is )?(?:still )?(?:on )?(?:the )?(?:special 301(?: report)?(?: |$))?")
"""What stands around the name of a list and is none of it."""
_IS_MEMBER = re.compile(r"yes|(?:a )?member(?: state)?|(?:a )?(?:contracting )?party|ratified|in force")
_NO_MEMBER = re.compile(
    r"no|none|non ?member|no (?:longer )?(?:a )?(?:member|party)|(?:not|never)(?: yet)? (?:(?:a )?(?:member|party)|ratified|in force|bound|joined)"
)
"""How a team's own word on a treaty is understood."""
UNSETTLED = "unsettled"
"""The word for a rule that our sources do not settle."""
SAID = "said"
"""The word for a rule of law, or a helper, that has none of its own."""
NUMBERED = frozenset({F.IP_INDEX, F.RULE_OF_LAW, F.PCT_MONTHS})
"""What is compared by its number."""


def known_as(read: Reading) -> Decimal | str | None:
    """The latest value held, as conditions know it: a number, yes or no of a treaty, a list, a word of a rule.

    None where nothing is held, where what is held can't be understood, and for a rule that our sources do not settle.
    """
    text, field = held(read).strip(), read.field
    if field in NUMBERED:
        return figure(text)
    if field in CODED:
        return coded(field, text)
    if (read.fact is None and not read.own) or text == UNSETTLED or (field is F.OWNERSHIP and not _settles(read)):
        return None
    return SAID


CODED = frozenset({F.SPECIAL_301, *TREATIES})
"""What is held by a short code, and written by people in plain words."""


def coded(field: CountryField, text: str) -> str | None:
    """The code that somebody's words mean: PFC, PWL, WL or none for a list, yes or no for a treaty. None where they mean none of them, or two."""
    parts = re.split(r"[(),;:/]", re.sub(r"\b20\d\d\b", " ", text.lower()))
    words = (_AROUND.sub("", " ".join(re.findall(r"[a-z0-9]+", part))) for part in parts)
    meant = {_code(field, part) for part in words if part}
    return meant.pop() if len(meant) == 1 else None


def _code(field: CountryField, words: str) -> str | None:
    if field is F.SPECIAL_301:
        return next((code for code, known in _LISTED.items() if known.fullmatch(words)), None)
    if _NO_MEMBER.fullmatch(words):
        return "no"
    return "yes" if _IS_MEMBER.fullmatch(words) else None


def figure(text: str) -> Decimal | None:
    """A figure as a number; None where it is none."""
    written = re.sub(r"\s*%$", "", text.strip()).replace("\N{MINUS SIGN}", "-").replace(",", ".")
    try:
        return Decimal(written)
    except InvalidOperation:
        return None
