"""A flow as the engine runs it: compiled, resolved, frozen, and storable by its content hash.

Everything a person reads of a flow stands here as the author wrote it; nothing here knows YAML or Slack.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

import msgspec

from flows.model.conditions import Condition
from flows.model.country import CountryBook, CountryField
from flows.model.ids import (
    FlowHash,
    FlowId,
    QuestionId,
    RegisterId,
    SectionId,
    SourceId,
    StageId,
)
from flows.model.passage import Guide
from flows.model.people import Role
from flows.model.registers import RegisterView
from flows.model.reminders import Matter
from flows.model.scorecard import Scorecard
from flows.model.values import Choice, Kind, Number, Text


class Severity(StrEnum):
    """How much a finding hurts, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Column(StrEnum):
    """How a clause reads by the playbook, best first; ``missing`` means that it was not found in the document."""

    PREFERRED = "preferred"
    ACCEPTABLE = "acceptable"
    ESCALATE = "escalate"
    WALK_AWAY = "walk_away"
    MISSING = "missing"


class Apart(StrEnum):
    """What can come of a scenario beside its readings: two people read it differently; that is settled by the contract's wording, or by a schedule
    of worked examples."""

    DIFFER = "differ"
    WORDED = "worded"
    SCHEDULED = "scheduled"


class Phrase(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text with placeholders in braces (``{asset}``), and how some profiles word it differently.

    A placeholder names the register of the section's item (its name is put in), or a question of the flow
    (``{triage.vendor}``: its answer, shown), or ``{here}`` (the programme's own name).
    """

    default: str
    by_profile: dict[str, str] = {}


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """One closed choice. ``also`` are further words a person may type for it. ``reason``: of what we accept of a clause, why it will do and what
    one gives up by it; a position, so for counsel and the owner alone. ``between`` are words that may mean this one as well as others of the
    question, which bear them too: a reply that holds one is asked back."""

    id: str
    label: str
    description: str = ""
    also: tuple[str, ...] = ()
    reason: str = ""
    between: tuple[str, ...] = ()


class SeverityRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """The severity where ``when`` is true; the first rule that holds counts, the last has no ``when``."""

    level: Severity
    when: Condition | None = None


class FindingRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A risk to note when an answer is bad, in two lanes, with its remedy and on whose word.

    ``say`` is neutral and stands in the channel; ``counsel`` is what it means and goes to the counsel lane only.
    ``for_not_sure``: its work is also what is to be done where nobody knows, so an answer left open makes none beside it.
    ``at_once``: while it is grave, counsel hears of it when it is raised, and not in the next morning's brief.
    ``owner`` is a role, or "asker" for whoever answered. ``due_days`` counts from the day it is raised. ``by_answer``: the remedy is another
    answer to the question, so its press leads there.
    """

    id: str
    when: Condition
    severity: tuple[SeverityRule, ...]
    say: Phrase
    counsel: Phrase
    do: Phrase
    owner: str
    due_days: int
    source: SourceId
    reviewed: dt.date
    covers: tuple[str, ...] = ()
    by_answer: bool = False
    at_once: bool = False
    for_not_sure: bool = False


class DecisionRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an answer decides, in neutral words for the weekly digest. The first rule that holds counts; where none does, nothing is decided."""

    say: Phrase
    when: Condition | None = None


class Reminder(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a date question's answer is remembered for: a day to act by, or one on which a proof lapses.

    ``of``: what then is due, in neutral words. ``whom``: a role, "asker", or the name of a person question of the same section; the owner
    where nobody is named. ``words``: neutral words by which the other side is asked for it, to be copied.
    """

    matter: Matter
    of: Phrase
    whom: str
    words: Phrase | None = None


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row that an item question puts forward by itself while ``when`` is true, ticked: whoever saves takes it, and what is unticked is declined
    until an answer ``of`` which it comes is given anew. ``then``: what holds of it once it is taken, by the question that asks for that; also after
    how many months it comes round again."""

    name: str
    when: Condition
    of: tuple[QuestionId, ...]
    then: dict[QuestionId, Choice | Text | Number] = {}


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question and all that decides about it.

    ``only_when``: asked only where this is true. ``role``: only its holder (or the owner for an empty role, after being asked) answers.
    ``register``: of an item question, the register picked from; of a country question, the register its answers are rows of.
    ``adds``: names not yet in the register may be given and become rows. ``sets``: the mark that being picked gives an item.
    ``fills``: what of the programme the answer also fills: "profile", or a role ("owner", "counsel", "security", "approver").
    ``many``: several values. ``low`` and ``high``: bounds of a number, or the words for 1 and 5 of a scale stand in ``ends``.
    ``future``/``past``: days that make sense; a day on the wrong side is confirmed first. ``unit``: of a number.
    ``evidence``: a file may be added to prove the answer. ``weight``: points in the readiness, 0 for plain context.
    ``not_sure``: what to do when nobody knows; ``not_sure_due``: in days. ``bank``: numbers in the question bank.
    ``decides``: its answer is a decision that the digest tells.
    ``reminds``: of a day that must not be missed. ``book``: what is held of the country at hand and shown with the question; its answer
    leans on that, and is asked for again when it says something else.
    ``clause``: the number of the playbook's clause that it reads; its options are the playbook's columns (see :class:`Column`).
    ``withdraws``: in a run that is closed for good, its holder may still turn its yes into a no. ``lives``: there its answer may
    still be changed, since it tells what comes later: a signature, a day, a keeper, a paper.
    ``called``: a short name for it in plain words, where answers stand side by side; its id where it has none.
    ``prompts``: of which rules it reminds, as they stand in the countries that the flow ``works_in``.
    ``confirms``: who may confirm it beside the owner: roles, or person questions of its section. Without their word its papers are there, and wait.
    ``needs``: questions of its section without which its yes is not taken, and which stay as they are while it stands: what it is about.
    ``was``: the question of an earlier version that asked the same under another name; what was answered there is carried over to it.
    ``unasked``: never put by itself; somebody comes with its answer, from wherever that is wanted.
    ``after``: a question of its section by whose answer its own counts no more: it is given again. Of two that follow each other in this way
    (a day, and what was shown for it) one always wants its next answer.
    ``proposes``: rows that it puts forward by itself, since other answers bring them along.
    ``every``: of a day that comes round, the question of its section that says after how many months: by that the next day is put forward.
    """

    id: QuestionId
    section: SectionId
    name: str
    kind: Kind
    text: Phrase
    why: Phrase
    source: SourceId
    reviewed: dt.date
    options: tuple[Option, ...] = ()
    help: Phrase | None = None
    only_when: Condition | None = None
    role: Role | None = None
    register: RegisterId | None = None
    adds: bool = False
    sets: str = ""
    fills: str = ""
    many: bool = False
    low: int | None = None
    high: int | None = None
    ends: tuple[str, str] | None = None
    unit: str = ""
    future: bool = True
    past: bool = True
    evidence: bool = False
    weight: int = 1
    not_sure: Phrase | None = None
    not_sure_owner: str = "asker"
    not_sure_due: int = 7
    findings: tuple[FindingRule, ...] = ()
    covers: tuple[str, ...] = ()
    bank: tuple[int, ...] = ()
    decides: tuple[DecisionRule, ...] = ()
    reminds: Reminder | None = None
    clause: int | None = None
    called: str = ""
    withdraws: bool = False
    lives: bool = False
    book: tuple[CountryField, ...] = ()
    prompts: tuple[CountryField, ...] = ()
    needs: tuple[QuestionId, ...] = ()
    confirms: tuple[str, ...] = ()
    was: QuestionId | None = None
    unasked: bool = False
    after: QuestionId | None = None
    proposes: tuple[Proposal, ...] = ()
    every: QuestionId | None = None


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run of questions that belong together.

    ``each``: repeated for every item of a register that satisfies ``where``. ``open_when``: asked only where this is true.
    ``records``: each round of this section is also a row of that register (the disclosure ledger), its answers as fields.
    ``taken``: never asked: each answer is a field that a row of ``each`` was entered with, under the question's name.
    ``deeper``: not part of the core path; asked after it, if the team goes on.
    ``apart``: its questions are scenarios that two people answer each in a form of their own; then they are compared.
    """

    id: SectionId
    title: str
    questions: tuple[Question, ...]
    each: RegisterId | None = None
    where: Condition | None = None
    open_when: Condition | None = None
    records: RegisterId | None = None
    taken: bool = False
    deeper: bool = False
    apart: bool = False
    covers: tuple[str, ...] = ()


class LookList(msgspec.Struct, frozen=True, omit_defaults=True):
    """One heap of a look: the items for which ``when`` is the first that is true (no ``when``: all that are left).

    ``because`` is shown beside an item; it is neutral and may stand in the channel. ``whole``: it is told in the summary too.
    """

    id: str
    title: str
    because: Phrase
    when: Condition | None = None
    whole: bool = False


class Look(msgspec.Struct, frozen=True, omit_defaults=True):
    """Items sorted into heaps by authored conditions: the first look, the licence pass-through reading.

    Shown once when section ``after`` is finished, and again in the summary. ``beside``: questions whose answers about each item are laid side
    by side, those first that are not the same for all.
    """

    id: str
    title: str
    each: RegisterId
    after: SectionId
    lists: tuple[LookList, ...]
    intro: str = ""
    beside: tuple[QuestionId, ...] = ()


class Register(msgspec.Struct, frozen=True):
    """A register the flow works with: what one row and many rows are called ("asset", "assets")."""

    id: RegisterId
    one: str
    many: str


class SourceKind(StrEnum):
    """How near a source is to what it tells of."""

    PRIMARY = "primary"
    """The text itself was read."""
    SECONDARY = "secondary"
    """It tells what another source says: never shown as if that one had been read."""
    OWN = "own"
    """What we wrote ourselves and checked against nothing: never shown as a source."""


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """On whose word something is said. ``as_of`` is the day we read it; ``kind`` is None where its author did not say."""

    id: SourceId
    title: str
    publisher: str
    as_of: dt.date
    url: str = ""
    kind: SourceKind | None = None

    @property
    def named(self) -> str:
        """Its title, and who published it; of what is our own the title alone."""
        return self.title if self.kind is SourceKind.OWN else f"{self.title}, {self.publisher}"


class Flow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An authored conversation, compiled. ``hash`` is empty only while it is being computed.

    ``per``: the register of whose rows each has a run of its own; None for a flow that runs once a programme.
    ``closes``: a finished run stays as it is for good; a new round is a new run.
    ``works_in``: whether the country at hand is one whose law its questions remind of (see ``Question.prompts``).
    """

    id: FlowId
    version: int
    title: str
    stage: StageId
    reviewed: dt.date
    intro: Phrase
    sections: tuple[Section, ...]
    registers: tuple[Register, ...] = ()
    looks: tuple[Look, ...] = ()
    sources: tuple[Source, ...] = ()
    per: RegisterId | None = None
    closes: bool = False
    works_in: Condition | None = None
    hash: FlowHash = FlowHash("")


class Stage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named part of the method. ``flow`` runs it; without one it is not built yet. ``opens_when`` guards it; ``closed`` says why it is shut.

    ``more``: further flows that run it, after ``flow``; it is done when all of them are.

    ``starts_on``: no step of the way. Its flow starts when that is said, anew after each time it was finished, and the card shows it only then.
    """

    id: StageId
    title: str
    flow: FlowId | None = None
    opens_when: Condition | None = None
    closed: str = ""
    starts_on: Literal["leak"] | None = None
    more: tuple[FlowId, ...] = ()

    @property
    def flows(self) -> tuple[FlowId, ...]:
        """All flows that run it, in the order of the card."""
        return (self.flow, *self.more) if self.flow is not None else ()


class Library(msgspec.Struct, frozen=True):
    """All content, loaded and checked. Versions that open sessions still run on are the store's to keep."""

    flows: dict[FlowId, Flow]
    stages: tuple[Stage, ...]
    texts: dict[str, str]
    statements: dict[str, str]
    countries: CountryBook = CountryBook()
    scorecards: dict[str, Scorecard] = {}
    ladder: phasing.Ladder | None = None
    registers: tuple[RegisterView, ...] = ()
    guide: Guide = Guide()

    def flow(self, flow_hash: FlowHash) -> Flow:
        """The flow of that hash. Raises ``KeyError`` when it is not a current one."""
        for flow in self.flows.values():
            if flow.hash == flow_hash:
                return flow
        raise KeyError(flow_hash)

    @property
    def response(self) -> Stage | None:
        """The stage whose flow starts when something leaked; None where the content has none."""
        return next((s for s in self.stages if s.starts_on == "leak" and s.flow in self.flows), None)

    def answers_leak(self, flow: Flow) -> bool:
        """Whether a flow is the first response to a leak."""
        return self.response is not None and self.response.id == flow.stage


# Last: the ladder is worded in the phrases above.
import flows.model.phasing as phasing  # noqa: E402
