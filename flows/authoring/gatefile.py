"""The shape of the ladder's file, key by key, and of its cases. Only shapes live here: no file is read, no condition parsed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from flows.authoring.casefile import Moment, Person, Typed
from flows.authoring.schema import Date, Days, Doc, Flag, Months, Name, PhraseDoc, Short, SourceDoc, When, Words
from flows.model.country import CapFlag, Exposure, Right
from flows.model.flow import Severity
from flows.model.people import Capacity, Profile, Role
from flows.model.programme import StageState

_CLASSES = tuple(one.name for one in Exposure)


def _class(written: Any) -> Any:
    """A class by its name."""
    if written not in _CLASSES:
        raise PydanticCustomError("day", "A class is one of E0 to E4", {"mend": "Write it like `E3`"})
    return Exposure[written]


def _lapse(written: Any) -> Any:
    """How soon something closes: working days of grace, 0 for the same day, -1 for at once."""
    if written in ("at once", "same day"):
        return -1 if written == "at once" else 0
    found = re.fullmatch(r"([1-9][0-9]?) working days?", written) if isinstance(written, str) else None
    if found is None:
        mend = "Write `at once`, `same day`, or a time like `10 working days`"
        raise PydanticCustomError("day", "This is no time after which something closes", {"mend": mend})
    return int(found[1])


Class = Annotated[Exposure, BeforeValidator(_class), WithJsonSchema({"enum": list(_CLASSES)})]
Lapse = Annotated[
    int,
    BeforeValidator(_lapse),
    WithJsonSchema({"type": "string", "pattern": "^(at once|same day|[1-9][0-9]? working days?)$"}),
]


Fact = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,2}$")]
Times = Annotated[int, Field(ge=1, le=9, strict=True)]


class ClassDoc(Doc):
    """An exposure class."""

    class_: Class = Field(alias="class")
    title: Words
    means: Words
    when: When | None = None


class TimesDoc(Short):
    """How many records it takes; in a profile with a number of its own, that many."""

    short: ClassVar[str] = "any"
    any: Times
    software: Times | None = None
    manufacturing: Times | None = None
    services: Times | None = None


class ShareDoc(Doc):
    """What a record has to count: so many per cent of what was agreed a month (a number of some flow), over so many months."""

    of: Fact
    percent: Annotated[int, Field(ge=1, le=100, strict=True)]
    months: Annotated[int, Field(ge=1, le=12, strict=True)]


class ReportDoc(Doc):
    """What anybody may report at any time: the answer that says so, and what the press is called."""

    title: Annotated[str, Field(min_length=1, max_length=24)]
    answer: When


class SparedDoc(Short):
    """Where what is there was not needed, and why, as it goes on after "because". Without `when`, wherever it is there."""

    short: ClassVar[str] = "because"
    because: PhraseDoc
    when: When | None = None


class EvidenceDoc(Doc):
    """One thing that a gate wants to see."""

    id: Name
    closed: PhraseDoc
    counsel: PhraseDoc
    do: PhraseDoc
    owner: Role
    lapse: Lapse
    when: When | None = None
    each: Literal["asset", "country"] | None = None
    public_too: bool = False
    record: Days | Literal["for good"] | None = None
    times: TimesDoc | None = None
    share: ShareDoc | None = None
    worked: Days | None = None
    no_finding: Severity | Annotated[list[Name], Field(min_length=1)] | None = None
    warn: list[Annotated[int, Field(ge=1, le=30, strict=True)]] = Field(default=[])
    hard: Flag = False
    stop: Flag = False
    report: ReportDoc | None = None
    signed: Flag = False
    planned: Class | None = None
    mends: Fact | None = None
    spared: SparedDoc | None = None
    unfounded: SparedDoc | None = None


class ApprovingDoc(Short):
    """A part whose word is wanted, and whose counts while nobody plays it."""

    short: ClassVar[str] = "role"
    role: Role
    otherwise: Role | None = None


Approvers = Annotated[list[ApprovingDoc], Field(min_length=1)]


class GateDoc(Doc):
    """A gate of the ladder."""

    gate: Name
    title: Words
    up_to: Class
    approvers: Approvers
    source: Name
    evidence: Annotated[list[EvidenceDoc], Field(min_length=1)]
    builds_on: Name | None = None
    persons: Annotated[int, Field(ge=1, le=4, strict=True)] = 1
    apart: Flag = False
    lasts: Months | None = None
    reviewed: Date | None = None


class CapDoc(Doc):
    """What is said of one reason why a country caps what is shown there."""

    cap: CapFlag
    closed: PhraseDoc
    counsel: PhraseDoc
    do: PhraseDoc
    owner: Role
    lift: Flag = False


class CountryFactsDoc(Doc):
    """Which conditions tell what a team knows of its own case in a country."""

    needed: dict[Right, When] = Field(default={})
    filed: dict[Right, When] = Field(default={})
    excused: dict[Right, When] = Field(default={})
    ownership: When | None = None
    formality_met: When | None = None
    watched: When | None = None
    forum: When | None = None
    cleared: dict[Literal["permit", "export", "data"], When] = Field(default={})


class LiftingDoc(Doc):
    """Who may lift caps that may be lifted, and for how long."""

    approvers: Approvers
    lasts: Months


class ExtendingDoc(Doc):
    """Whose word is wanted, beside that of the gate's approvers, where an open phase is to take in more."""

    approvers: Approvers


class ExceptingDoc(Doc):
    """Who may except from evidence, for how long at most, and how often that may be renewed."""

    approver: Role
    most: Days
    renewals: Annotated[int, Field(ge=0, le=9, strict=True)]


class LadderDoc(Doc):
    """The whole file."""

    reviewed: Date
    sources: dict[Name, SourceDoc]
    classes: Annotated[list[ClassDoc], Field(min_length=1)]
    unknown: Class
    vendor_countries: When
    covered_by: Name
    filing: dict[Literal["none", "filed", "to_file", "secret", "released"], When]
    gates: Annotated[list[GateDoc], Field(min_length=1)]
    countries: CountryFactsDoc
    caps: list[CapDoc]
    lifting: LiftingDoc
    exceptions: ExceptingDoc
    extensions: ExtendingDoc | None = None
    piece: When | None = None
    papers: dict[Name, When] = Field(default={})
    vendor_papers: When | None = None


# ── cases ────────────────────────────────────────────────────────────────────


class PhaseGiven(Doc):
    """What there is to see of the phase, beside the facts: days of records, and what each counts (``counted``), since when the vendor works in a
    gate's phase, open findings, what any phase is to show the vendor."""

    assets: list[Words] = Field(default=[])
    vendor: str = ""
    records: dict[Name, Date | list[Date]] = Field(default={})
    counted: dict[Name, Annotated[int, Field(ge=0, strict=True)]] = Field(default={})
    worked: dict[Name, Date] = Field(default={})
    findings: list[Severity] = Field(default=[])
    found: list[Name] = Field(default=[])
    excepted: dict[Name, Date] = Field(default={})
    classes: dict[str, Class] = Field(default={})
    lifted: dict[str, Date] = Field(default={})
    planned: list[Words] = Field(default=[])


class LadderGiven(Doc):
    """How things stand: facts by their full names, and rows of registers with facts of theirs."""

    now: Moment = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    profile: Profile | None = None
    roles: dict[Role, Person | Literal["nobody"]] = Field(default={})
    capacities: dict[Person, Capacity] = Field(default={})
    stages: dict[Name, StageState] = Field(default={})
    facts: dict[str, Typed] = Field(default={})
    rows: dict[Name, list[dict[str, Typed]]] = Field(default={})
    phase: PhaseGiven | None = None


class LadderExpected(Doc):
    """What must come of it; what is left out is not looked at."""

    classes: dict[str, Class] = Field(default={})
    open: Flag | None = None
    gate: Name | None = None
    missing: list[str] | None = None
    capped: list[str] | None = None
    holds: Name | Literal["nothing"] | None = None
    ends: dict[str, Date] = Field(default={})
    lapsed: dict[str, Date] = Field(default={})


class LadderCaseDoc(Doc):
    """One case: what is given, and what must come of it. ``continues``: what that case gives is given too, unless it is said otherwise."""

    case: Words
    continues: Words | None = None
    given: LadderGiven = Field(default_factory=LadderGiven)
    expect: LadderExpected
