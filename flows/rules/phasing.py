"""The ladder judged: which class an asset is of, what evidence of a gate is there, what lapses when, how far an approval reaches. Pure.

What the facts are is the caller's: it gives a :class:`View` in which the vendor is at hand. Unknown is never evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from flows.model.conditions import And, Compare, Comparison, Condition, NumberLimit, ScoreFact, TodayFact
from flows.model.country import Exposure
from flows.model.flow import Severity
from flows.model.ids import ItemId, PersonId
from flows.model.people import Profile, Role
from flows.model.phasing import ASSETS, Approving, Evidence, Fall, Gate, Ladder, Share, Word
from flows.rules.inputs import facts_in

DAY = dt.timedelta(days=1)
HORIZON = 30
"""Days ahead for which it is worked out what lapses."""
STRIDES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
"""Days back at which it is looked for the day on which something lapsed; in between the day is narrowed down."""
WARN = (30, 7, 1)
"""How many days ahead that is told which needs no evidence to lapse: a gate that closes by itself."""
WORKING = range(5)
"""Monday to Friday."""
MET_WITHIN = 10
"""Working days in which the conditions of a yes are to be met; whoever has the work moves it where that takes longer."""
_GRAVER: dict[Severity, int] = {severity: rank for rank, severity in enumerate(Severity)}


class View(Protocol):
    """Facts with a vendor at hand."""

    def holds(self, condition: Condition, item: ItemId | None = None, ahead: int = 0) -> bool | None:
        """Whether a condition holds, with that asset or country at hand, if nothing but the day moves: ``ahead`` days from today."""
        ...

    def turns(self, condition: Condition, within: int) -> Sequence[int]:
        """How many days ahead, up to ``within``, a condition may turn by itself, the nearest first; all of them where nobody can tell."""
        ...


class Counted(msgspec.Struct, frozen=True):
    """What a record says to the ladder: the day that it bears, and how many were counted, where it counts."""

    day: dt.date
    count: int | None = None


class PhaseRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """What there is to see of a phase for one vendor, beside its facts.

    ``assets``: those that it exposes and that are not public; ``public``: those that are. ``planned``: the highest class that any phase is to show
    the vendor. ``countries``: rows of those in which the vendor's
    people work; None where that is not known.
    ``records``: by evidence, the records that count. ``worked``: by gate, since when the vendor works in an open phase of it.
    ``findings``: how grave what is open is; ``found``: by name. ``excepted``: the last day of the latest exception, by evidence, over or not.
    """

    today: dt.date
    assets: tuple[ItemId, ...] = ()
    public: tuple[ItemId, ...] = ()
    countries: tuple[ItemId, ...] | None = None
    records: Mapping[str, Sequence[Counted]] = {}
    worked: Mapping[str, dt.date] = {}
    findings: frozenset[Severity] = frozenset()
    found: frozenset[str] = frozenset()
    excepted: Mapping[str, dt.date] = {}
    profile: Profile | None = None
    planned: Exposure = Exposure.E0


class Proof(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one piece of evidence stands: there, not there, or (None) not known, which is as good as not there.

    ``about``: the assets or countries that it fails for. ``ends``: the first day on which it is not there any more if nothing else moves,
    where that is near. ``lapsed``: the first day on which it was not there any more, where it leaves days of grace and that day is known.
    ``excepted``: it is not there, and somebody excepted from it until that day. ``carried``: the last day of an exception that is over.
    ``comes``: the day on which it will be there by itself, as long as what counts goes on.
    """

    gate: str
    evidence: Evidence
    state: bool | None
    about: tuple[ItemId, ...] = ()
    ends: dt.date | None = None
    lapsed: dt.date | None = None
    excepted: dt.date | None = None
    carried: dt.date | None = None
    comes: dt.date | None = None

    @property
    def missing(self) -> bool:
        """Whether it keeps the gate shut."""
        return self.state is not True and self.excepted is None

    @property
    def until(self) -> dt.date | None:
        """The day from which it keeps the gate shut, where that is known: the evidence lapses, or the exception is over."""
        return self.excepted + DAY if self.excepted is not None else self.ends

    @property
    def last(self) -> dt.date | None:
        """The day before that one: the last on which it is there, or excepted from."""
        return self.until - DAY if self.until is not None else None


# ── classes ──────────────────────────────────────────────────────────────────


def exposure(ladder: Ladder, view: View, asset: ItemId, named: Exposure | None = None) -> Exposure:
    """The class of an asset by itself: the one that somebody set by name, else that of the first rule that holds; unknown where none does."""
    if named is not None:
        return named
    held = (rule.exposure for rule in ladder.classes if rule.when is not None and view.holds(rule.when, asset) is True)
    return next(held, ladder.unknown)


def exposures(
    ladder: Ladder, view: View, assets: Iterable[ItemId], named: Mapping[ItemId, Exposure], pieces: frozenset[ItemId]
) -> dict[ItemId, Exposure]:
    """The classes of what one vendor holds. Whoever holds all the pieces that together rebuild a jewel holds the jewel."""
    found = {asset: exposure(ladder, view, asset, named.get(asset)) for asset in assets}
    if len(pieces) > 1 and pieces <= found.keys():
        found |= dict.fromkeys(pieces, max(Exposure))
    return found


def pieces_of(ladder: Ladder, view: View, assets: Iterable[ItemId]) -> frozenset[ItemId]:
    """The assets that together rebuild a jewel."""
    if ladder.piece is None:
        return frozenset()
    return frozenset(asset for asset in assets if view.holds(ladder.piece, asset) is True)


# ── evidence ─────────────────────────────────────────────────────────────────


def read_gate(ladder: Ladder, gate: Gate, view: View, standing: PhaseRecord) -> tuple[Proof, ...]:
    """How all the evidence of a gate stands, that of the gates below it first; not what only a higher class wants that no phase shows the vendor."""
    return tuple(
        proof(gate, one, view, standing)
        for gate in ladder.up_to(gate)
        for one in gate.evidence
        if one.planned is None or standing.planned >= one.planned
    )


def proof(gate: Gate, evidence: Evidence, view: View, standing: PhaseRecord) -> Proof:
    """How one piece of evidence of a gate stands."""
    found = _judged(gate, evidence, view, standing)
    until = standing.excepted.get(evidence.id)
    if found.state is True or evidence.hard or until is None:
        return found
    if until >= standing.today:
        return msgspec.structs.replace(found, excepted=until)
    return msgspec.structs.replace(found, carried=until)


def _judged(gate: Gate, evidence: Evidence, view: View, standing: PhaseRecord) -> Proof:
    today = standing.today
    if evidence.record is not None:
        return _by_records(gate, evidence, evidence.record, view, standing)
    if evidence.worked is not None:
        since = standing.worked.get(gate.builds_on or "")
        full = since + dt.timedelta(days=evidence.worked) if since is not None else None
        there = full is not None and today >= full
        return Proof(gate.id, evidence, there, comes=None if there else full)
    if evidence.no_finding is not None:
        grave = _GRAVER[evidence.no_finding]
        return Proof(gate.id, evidence, all(_GRAVER[one] > grave for one in standing.findings))
    if evidence.none_of:
        return Proof(gate.id, evidence, standing.found.isdisjoint(evidence.none_of))
    return _by_facts(gate, evidence, view, standing)


def _by_records(gate: Gate, evidence: Evidence, holds_for: int, view: View, standing: PhaseRecord) -> Proof:
    """It is there while so many records as are wanted count; the oldest of these, latest first, is the first to lapse."""
    told = standing.records.get(evidence.id, ())
    share = evidence.share
    days = sorted((one.day for one in told if share is None or _reaches(share, one, view)), reverse=True)
    wanted = evidence.wanted(standing.profile)
    if len(days) < wanted:
        return Proof(gate.id, evidence, False if told else None)
    if not holds_for:
        return Proof(gate.id, evidence, True)
    over = days[wanted - 1] + dt.timedelta(days=holds_for) + DAY
    there = standing.today < over
    return Proof(gate.id, evidence, there, ends=over if there else None, lapsed=None if there else over)


def _reaches(share: Share, one: Counted, view: View) -> bool:
    """Whether what a record counts comes to the share of what was agreed, which has to be something."""
    most = NumberLimit(Decimal(100 * (one.count or 0)) / (share.percent * share.months))
    some, few = (
        Compare(share.of, Comparison.MORE, NumberLimit(Decimal(0))),
        Compare(share.of, Comparison.LESS_OR_EQUAL, most),
    )
    return view.holds(And((some, few))) is True


def _by_facts(gate: Gate, evidence: Evidence, view: View, standing: PhaseRecord) -> Proof:
    rows = _rows(evidence, standing)
    about, state = _fails(evidence, view, rows, 0)
    found = Proof(gate.id, evidence, state, about)
    if state is None or evidence.when is None or not _looks_at_today(evidence.when):
        return found
    if state:
        if not _holds_a_day(evidence.when) and _fails(evidence, view, rows, HORIZON)[1] is True:
            return found  # papers only grow older: what holds then holds until then
        ends = (
            ahead for ahead in view.turns(evidence.when, HORIZON) if _fails(evidence, view, rows, ahead)[1] is not True
        )
        first = next(ends, None)
        return msgspec.structs.replace(found, ends=standing.today + first * DAY) if first is not None else found
    back = _gone_for(evidence, view, rows) if evidence.fall is Fall.GRACE else None
    return msgspec.structs.replace(found, lapsed=standing.today - back * DAY) if back is not None else found


def _gone_for(evidence: Evidence, view: View, rows: Sequence[ItemId | None]) -> int | None:
    """For how many days evidence has not been there, if nothing but the day moved meanwhile; None where it was not there before either."""
    gone = 0
    for held in STRIDES:
        if _fails(evidence, view, rows, -held)[1] is True:
            while held - gone > 1:
                middle = (held + gone) // 2
                there = _fails(evidence, view, rows, -middle)[1] is True
                gone, held = (gone, middle) if there else (middle, held)
            return gone
        gone = held
    return None


def _looks_at_today(condition: Condition) -> bool:
    """Whether the day alone can change the verdict; papers that a score stands on grow old."""
    return _holds_a_day(condition) or any(isinstance(fact, ScoreFact) for fact in facts_in(condition))


def _holds_a_day(condition: Condition) -> bool:
    return any(isinstance(fact, TodayFact) for fact in facts_in(condition))


def _rows(evidence: Evidence, standing: PhaseRecord) -> tuple[ItemId | None, ...]:
    """What a condition is judged for, one by one; nothing where it is not known what that is."""
    if evidence.each is None:
        return (None,)
    if evidence.each == ASSETS:
        return (*standing.assets, *standing.public) if evidence.public_too else standing.assets
    return standing.countries or ()


def _fails(
    evidence: Evidence, view: View, rows: Sequence[ItemId | None], ahead: int
) -> tuple[tuple[ItemId, ...], bool | None]:
    """The rows that evidence is not there for, and whether it is there. Of no rows at all nothing is known."""
    when = evidence.when
    found = {row: view.holds(when, row, ahead) for row in rows} if when is not None else {}
    about = tuple(row for row, state in found.items() if state is not True and row is not None)
    if not found or None in found.values():
        return about, False if False in found.values() else None
    return about, all(found.values())


def proved(ladder: Ladder, gate: Gate, proofs: Iterable[Proof]) -> Gate | None:
    """The highest gate, up to the one given, of which all evidence is there; None where that of the lowest is not."""
    missing = {one.gate for one in proofs if one.missing}
    highest: Gate | None = None
    for step in ladder.up_to(gate):
        if step.id in missing:
            break
        highest = step
    return highest


def grace_ends(proofs: Iterable[Proof], seen: dt.date, looked: dt.date) -> dt.date | None:
    """The last day on which something open stays so without what is missing: the first that any of it comes to; None where it closes at once,
    or nothing is missing.

    Its working days count from the day on which it was not there any more, whenever that came to be seen, so that nobody gains days by an outage;
    where that day is not known, from ``seen``. ``looked``: the day on which it was last seen that all was there.
    """
    missing = [one for one in proofs if one.missing]
    if not missing or any(one.evidence.fall is not Fall.GRACE for one in missing):
        return None
    return min(working_days(_gone_since(one, seen, looked), one.evidence.grace) for one in missing)


def _gone_since(one: Proof, seen: dt.date, looked: dt.date) -> dt.date:
    """The day since when something is missing; what an exception carried was not missing yet."""
    over = one.carried + DAY if one.carried is not None and (one.lapsed is not None or one.carried >= looked) else None
    return max((day for day in (one.lapsed, over) if day is not None), default=seen)


def working_days(day: dt.date, count: int) -> dt.date:
    """The day so many working days after another."""
    while count > 0:
        day += DAY
        count -= day.weekday() in WORKING
    return day


# ── approvers ────────────────────────────────────────────────────────────────


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of its month where that has none."""
    month = day.year * 12 + day.month - 1 + months
    first_of_next = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - DAY).day
    return dt.date(month // 12, month % 12 + 1, min(day.day, last))


def speaks_as(approving: Approving, holders: Mapping[Role, PersonId]) -> tuple[Role, PersonId] | None:
    """Who speaks for a part: its holder, else that of the part that stands in for it; None while nobody can."""
    for role in (approving.role, approving.otherwise):
        if role is not None and role in holders:
            return role, holders[role]
    return None


def still_to_speak(
    approvers: Iterable[Approving], holders: Mapping[Role, PersonId], words: Sequence[Word]
) -> tuple[Approving, ...]:
    """The parts whose yes is not there, or was given by somebody who does not play that part any more."""
    given = {(word.role, word.person) for word in words}
    return tuple(one for one in approvers if speaks_as(one, holders) not in given)


def enough(
    approvers: Sequence[Approving], persons: int, holders: Mapping[Role, PersonId], words: Sequence[Word]
) -> bool:
    """Whether everybody whose word is wanted said yes, and enough different people did."""
    return not still_to_speak(approvers, holders, words) and len({word.person for word in words}) >= persons
