"""The trust ladder: exposure classes, the gates that open them on evidence, and what is kept of a phase: its state, approvals, records.

Data only. What follows from it is judged in `flows.rules.phasing` and combined in `flows.engine.phasing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import cast

import msgspec

from flows.model.conditions import AnswerFact, Condition, MarkFact, ScoreFact
from flows.model.country import CapFlag, Exposure, Right
from flows.model.flow import Phrase, Severity, Source
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, SourceId
from flows.model.people import Profile, Role
from flows.model.values import Document

# ── as authored ──────────────────────────────────────────────────────────────


class ClassRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """An exposure class: what it means in plain words, and when an asset is of it. The first of the ladder's rules that holds counts."""

    exposure: Exposure
    title: str
    means: str
    when: Condition | None = None


class Fall(StrEnum):
    """How soon something closes once its evidence is gone: at once, with the day on which that is seen, or after some working days."""

    AT_ONCE = "at_once"
    SAME_DAY = "same_day"
    GRACE = "grace"


class Share(msgspec.Struct, frozen=True):
    """A record counts only where what it counts comes to so many per cent of what was agreed for so many months. ``of``: what was agreed a month."""

    of: AnswerFact
    percent: int
    months: int


class Report(msgspec.Struct, frozen=True):
    """What anybody may report at any time: the ``option`` of the ``question`` that a ``flow`` asks of the vendor. ``title``: of the press."""

    title: str
    flow: FlowId
    question: QuestionId
    option: str


class Spared(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where nobody has anything to do for evidence, or had: ``when`` that is so (None: always), and ``because`` of what, neutral."""

    because: Phrase
    when: Condition | None = None


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that a gate wants to see. Exactly one of four decides it:

    ``when``: a condition over the programme's facts, with the vendor at hand and, with ``each``, every exposed asset or every country of
    the vendor in turn. ``record``: somebody recorded that it was seen, and for so many days since the day it bears that holds (0: for good).
    ``times``: so many records are wanted, in a profile with a number of its own (``times_in``) that many; ``share``: what each has to reach.
    ``worked``: the vendor has worked for so many days in an open phase of the gate below. ``no_finding`` that grave, or ``none_of`` these, is open.

    ``closed``: what is not there, neutral, for the channel; ``counsel``: what that means, for the counsel lane; ``do``: what to do about it, and
    ``owner`` whose that is. ``fall`` and ``grace`` (working days): how soon what is open closes without it. ``warn``: how many days ahead of a day
    on which it ends that is told. ``public_too``: with ``each`` asset, it is asked of public ones as well. ``hard``: no exception lifts it.
    ``stop``: where it is known not to be there, the answer to whoever wants to share is no, rather than not yet. ``report``: the answer by which
    anybody may say at any time that it is gone. ``signed``: it leans on counsel's sign-off of the vendor's agreements, which stands beside it.
    ``planned``: it is wanted only where some phase is to show the vendor so high a class. ``mends``: where it is known not to be there, the answer
    to change; it leads to what is asked then and was not. ``spared``: where it was not needed; ``unfounded``: where it is there again, and had never
    been gone.
    """

    id: str
    closed: Phrase
    counsel: Phrase
    do: Phrase
    owner: Role
    when: Condition | None = None
    each: RegisterId | None = None
    public_too: bool = False
    record: int | None = None
    times: int = 1
    times_in: dict[Profile, int] = {}
    share: Share | None = None
    worked: int | None = None
    no_finding: Severity | None = None
    none_of: tuple[str, ...] = ()
    fall: Fall = Fall.SAME_DAY
    grace: int = 0
    warn: tuple[int, ...] = ()
    hard: bool = False
    stop: bool = False
    report: Report | None = None
    signed: bool = False
    planned: Exposure | None = None
    mends: AnswerFact | None = None
    spared: Spared | None = None
    unfounded: Spared | None = None

    def wanted(self, profile: Profile | None) -> int:
        """How many records it takes."""
        return self.times_in.get(profile, self.times) if profile is not None else self.times


class Approving(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part whose word is wanted. ``otherwise``: whose counts while nobody plays that part (the owner accepts the risk, and that is shown)."""

    role: Role
    otherwise: Role | None = None


class Gate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A gate of the ladder: up to which class it opens, on which evidence (beside all that the gate below wants), and on whose word.

    ``persons``: how many different people have to approve at least. ``apart``: never whoever asks. ``lasts``: after so many
    months it closes by itself (0: never).
    """

    id: str
    title: str
    up_to: Exposure
    evidence: tuple[Evidence, ...]
    approvers: tuple[Approving, ...]
    source: SourceId
    reviewed: dt.date
    builds_on: str | None = None
    persons: int = 1
    apart: bool = False
    lasts: int = 0


class CapRule(msgspec.Struct, frozen=True):
    """What is said of one reason why a country caps what is shown there; words as in :class:`Evidence`. ``lift``: it may be lifted for a time."""

    flag: CapFlag
    closed: Phrase
    counsel: Phrase
    do: Phrase
    owner: Role
    lift: bool = False


class CountryFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which conditions tell what a team knows of its own case in a country (at hand), and of an asset (at hand) that goes there."""

    needed: dict[Right, Condition] = {}
    filed: dict[Right, Condition] = {}
    excused: dict[Right, Condition] = {}
    ownership: Condition | None = None
    formality_met: Condition | None = None
    watched: Condition | None = None
    forum: Condition | None = None
    cleared: dict[str, Condition] = {}


class Lifting(msgspec.Struct, frozen=True):
    """Who may lift caps that may be lifted, and for how many months."""

    approvers: tuple[Approving, ...]
    months: int


class Excepting(msgspec.Struct, frozen=True):
    """Who may except from evidence that is not hard, for how many days at most, and how often that may be renewed."""

    approver: Role
    days: int
    renewals: int


class Ladder(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """The whole ladder. ``unknown``: the class of what nothing is known of. ``piece``: marks assets that together rebuild a whole jewel.

    ``vendor_countries``: the condition that holds for a country (at hand) in which the vendor's people work; ``vendor_papers``: likewise for its
    agreements. ``covered_by``: the evidence that tells
    of a duty of confidence. ``filing``: how it stands with the filing of an asset (at hand), a word of the ledger for the first that holds.
    ``extending``: whose word is wanted beside that of the gate's approvers where an open phase is to take in more.
    """

    classes: tuple[ClassRule, ...] = ()
    gates: tuple[Gate, ...] = ()
    unknown: Exposure = Exposure.E3
    piece: Condition | None = None
    vendor_countries: Condition | None = None
    vendor_papers: Condition | None = None
    covered_by: str = ""
    filing: dict[str, Condition] = {}
    countries: CountryFacts = CountryFacts()
    caps: tuple[CapRule, ...] = ()
    lifting: Lifting = Lifting((), 0)
    extending: tuple[Approving, ...] = ()
    excepting: Excepting = Excepting(Role.APPROVER, 0, 0)
    sources: tuple[Source, ...] = ()
    reviewed: dt.date | None = None

    @cached_property
    def reads(self) -> frozenset[tuple[FlowId, QuestionId]]:
        """The questions whose answers its conditions look at, all of them: found in whatever it is made of, so that none is forgotten."""
        return frozenset(_reads(self))

    def gate(self, id_: str) -> Gate | None:
        """The gate of that name; None where the ladder has none."""
        return next((gate for gate in self.gates if gate.id == id_), None)

    def evidence(self, id_: str) -> Evidence | None:
        """The evidence of that name, of whatever gate."""
        return next((one for gate in self.gates for one in gate.evidence if one.id == id_), None)

    def asked_of(self, one: Approval) -> tuple[Approving, ...]:
        """Whose word a request wants."""
        if one.kind is AskKind.LIFT:
            return self.lifting.approvers
        gate = self.gate(one.gate)
        more = self.extending if one.extends is not None else ()
        return tuple(dict.fromkeys((*(gate.approvers if gate is not None else ()), *more)))

    @property
    def reports(self) -> dict[str, Report]:
        """By evidence, what anybody may report of it."""
        return {one.id: one.report for gate in self.gates for one in gate.evidence if one.report is not None}

    def gate_for(self, exposure: Exposure) -> Gate | None:
        """The lowest gate that opens a class; None where none does."""
        return next((gate for gate in self.gates if gate.up_to >= exposure), None)

    def up_to(self, gate: Gate) -> tuple[Gate, ...]:
        """A gate with all that it builds on, lowest first."""
        below = self.gate(gate.builds_on) if gate.builds_on is not None else None
        return (*(self.up_to(below) if below is not None else ()), gate)


def _reads(part: object) -> Iterator[tuple[FlowId, QuestionId]]:
    match part:
        case AnswerFact(question=question, flow=flow) | MarkFact(question=question, flow=flow) if flow is not None:
            yield flow, question
        case ScoreFact(flow=flow, questions=questions):
            yield from ((flow, question) for question in questions)
        case msgspec.Struct():
            for name in part.__struct_fields__:
                yield from _reads(getattr(part, name))
        case tuple():
            for one in cast("tuple[object, ...]", part):
                yield from _reads(one)
        case dict():
            for one in cast("dict[str, object]", part).values():
                yield from _reads(one)
        case _:
            pass


# ── as kept ──────────────────────────────────────────────────────────────────

PHASES, VENDORS, ASSETS, COUNTRIES = (RegisterId(name) for name in ("phase", "vendor", "asset", "country"))
MARKS = RegisterId("phase_state")
"""One row a phase: how it stands, and on whose word."""
APPROVALS = RegisterId("approval")
"""One row for each thing that named people were asked to decide."""
WAITS = "waits"
"""The field of such a row that names whose word is still wanted."""
RECORDS = RegisterId("gate_record")
"""One row for each record that evidence was seen; only ever added to."""
CLASSES = RegisterId("asset_class")
"""One row for each class that somebody set by name; the latest of an asset counts."""


class PhaseState(StrEnum):
    """How a phase stands. What was never approved is closed; in grace it is open for what is shared already, and for nothing new."""

    CLOSED = "closed"
    OPEN = "open"
    GRACE = "grace"
    FALLEN = "fallen"


class PhaseMark(msgspec.Struct, frozen=True, omit_defaults=True):
    """A phase as it was last seen.

    ``gate``: the gate that it holds now ("" for none); fallen, a lower one than it was approved for (``approved_gate``). ``assets`` and ``vendors``:
    what the approval covered. ``since``: the day since when it is in that state; ``began``: since which day each vendor works in it at each gate,
    without a day on which it was shut. ``ends``: the day on which it closes by itself, or its grace is over. ``why``: the first evidence or cap that
    was missing. ``lacked``: fallen, all missing since; ``cleared``: why that was nothing. ``looked``: the day on which it was last judged; what
    lapses is warned of until then.
    """

    phase: ItemId
    state: PhaseState
    since: dt.date
    gate: str = ""
    approved_gate: str = ""
    assets: tuple[ItemId, ...] = ()
    vendors: tuple[ItemId, ...] = ()
    approval: ItemId | None = None
    began: Mapping[tuple[ItemId, str], dt.date] = {}
    approved_on: dt.date | None = None
    ends: dt.date | None = None
    why: str = ""
    lacked: tuple[str, ...] = ()
    cleared: str = ""
    looked: dt.date | None = None


LIVE = frozenset({PhaseState.OPEN, PhaseState.GRACE, PhaseState.FALLEN})
"""The states of a phase that was opened and is looked after."""


class AskKind(StrEnum):
    """What named people are asked to decide: that a phase opens (or takes in more), an exception, the lifting of a country's caps."""

    OPEN = "open"
    EXCEPTION = "exception"
    LIFT = "lift"


class AskState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    OVER = "over"
    """Another request took its place, or the phase was closed."""


class Word(msgspec.Struct, frozen=True):
    """The yes of one person, as the holder of a part (a not yet: of none). ``condition``: what bounds it, or why not yet, in their words."""

    role: Role | None
    person: PersonId
    on: dt.date
    condition: str = ""


class Approval(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request and what was said to it.

    ``phase``: of which phase (of a lift: none). ``assets`` and ``vendors``: what the phase exposes and to whom, if it is granted. ``about``: the
    evidence that an exception is from, or the code of the country whose caps are lifted; ``vendor`` whom an exception is for. ``until``: its last
    day. ``renewed``: how often an exception was renewed before. ``extends``: the approval of the same phase that it adds to; what that covers
    stays approved by itself. ``heir``: who has taken over what was asked, once whoever asked is gone. ``no``: whose not yet ended it.
    """

    id: ItemId
    kind: AskKind
    by: PersonId
    at: dt.datetime
    state: AskState = AskState.ASKED
    phase: ItemId | None = None
    gate: str = ""
    assets: tuple[ItemId, ...] = ()
    vendors: tuple[ItemId, ...] = ()
    about: str = ""
    reason: str = ""
    until: dt.date | None = None
    renewed: int = 0
    words: tuple[Word, ...] = ()
    extends: ItemId | None = None
    heir: PersonId | None = None
    no: Word | None = None

    @property
    def minder(self) -> PersonId:
        """Who hears of what becomes of it, and has the work that it leaves behind: whoever asked, as long as they are there."""
        return self.heir or self.by


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody recorded that evidence was seen: for which vendor, on which day, what it was and where it is kept.

    ``there``: false where it is not, or not any more: then no record before that counts. ``count``: how many, of a share. ``proof``: files added.
    """

    evidence: str
    vendor: ItemId
    day: dt.date
    seen: str
    by: PersonId
    at: dt.datetime
    there: bool = True
    count: int | None = None
    proof: tuple[Document, ...] = ()


class SetClass(msgspec.Struct, frozen=True):
    """Somebody set the class of an asset by name, with a reason."""

    asset: ItemId
    exposure: Exposure
    reason: str
    by: PersonId
    at: dt.datetime
