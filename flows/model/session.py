"""One run of a flow in one thread: where it stands and what was answered. Values only; the engine moves them.

Answers are never deleted. Whether an answer counts follows from its question: while the question does not apply, its answer
is kept but no condition sees it; when the question applies again, so does the answer. The full history is the audit log.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import lru_cache

import msgspec

from flows.model.country import Held
from flows.model.flow import Severity
from flows.model.ids import (
    FlowHash,
    FlowId,
    ItemId,
    PersonId,
    ProgrammeId,
    QuestionId,
    SessionId,
)
from flows.model.own_questions import OwnQuestion
from flows.model.people import Role
from flows.model.reminders import Matter
from flows.model.values import Document, Given, Value


# Of these two a bot holds tens of thousands. They are in no cycle, so Python need not look through them for garbage while everybody waits.
class Spot(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A question and, in a repeated section, the item it is asked about."""

    question: QuestionId
    item: ItemId | None = None

    @property
    def key(self) -> str:
        """The spot as one string, unique within a session: ``section.question`` or ``section.question/item``."""
        return spot_key(self.question, self.item)


def spot_key(question: QuestionId, item: ItemId | None) -> str:
    """The key of the spot of a question (about an item): see :attr:`Spot.key`."""
    return f"{question}/{item}" if item else question


def spot_of(key: str) -> Spot:
    """The spot that a key names: the inverse of :attr:`Spot.key`."""
    question, _, item = key.partition("/")
    return Spot(QuestionId(question), ItemId(item) if item else None)


_LONGEST_KEPT = 32
"""Rows of a column whose keys are kept at hand: with 4,096 such columns some ten megabytes at the most."""


def spot_keys(question: QuestionId, items: tuple[ItemId | None, ...]) -> tuple[str, ...]:
    """The keys of the spots of a question about each of these items. Those of a column that is not long are kept, since a page is looked through
    question by question, again and again."""
    return _kept_keys(question, items) if len(items) <= _LONGEST_KEPT else _keys(question, items)


def _keys(question: QuestionId, items: tuple[ItemId | None, ...]) -> tuple[str, ...]:
    return tuple([spot_key(question, item) for item in items])


_kept_keys = lru_cache(maxsize=4096)(_keys)


class AnswerState(StrEnum):
    """How an answer stands: with a value, or left open in one of two ways."""

    VALUE = "value"
    NOT_SURE = "not_sure"
    SKIPPED = "skipped"


class Standing(StrEnum):
    """How well an answer is backed: said, backed by a paper, or confirmed by whoever holds the role."""

    CLAIMED = "claimed"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"


class Fallen(msgspec.Struct, frozen=True, gc=False):
    """What an answer at ``spot`` lost by a finding that went only since something is not known any more."""

    spot: Spot
    severity: Severity


class Shown(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What was shown for a day that is past: in which words, by which files, by whom and when."""

    by: PersonId
    at: dt.datetime
    value: Value
    evidence: tuple[Document, ...] = ()


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What was answered at one spot. ``raw`` is what the person typed, kept beside the value; replay uses the value.

    ``revision`` counts the answers given at this spot, from 1. ``message`` is the ts of the reply that gave it, if one did,
    so that an edit of that reply is understood as a change. ``hedged``: said with doubt ("I think so"). ``leaned``: what was held of the
    country at hand when it was given, of the fields that its question shows. ``told``: what of that has become another, as it was told last.
    ``backed``: when a paper was last added to it, or somebody last confirmed it. ``lawyer``: one who reads as a lawyer confirmed it.
    ``by_another``: somebody else confirmed it than whoever brought its papers, or answered where there are none;
    None where that was not written down yet, which counts for nobody's harm. ``brought``: who brought the last.
    ``private``: said to the bot alone, so that its words beyond the value are for counsel's lane. ``follows``: the revision that the answer
    stood at after which it is given again (``Question.after``). ``put_off``: the first day that was named for what is still to be shown, where a
    later one took its place and nothing was shown between. ``fell``: the findings that went because this was left open in place of a value.
    ``passed``: until when rows came in that a marking question was asked again about and that were left open: those are not known.
    ``earlier``: of what is shown for a day that comes round, what was shown for the days before, the latest first.
    """

    spot: Spot
    state: AnswerState
    by: PersonId
    at: dt.datetime
    revision: int
    value: Value | None = None
    raw: str = ""
    standing: Standing = Standing.CLAIMED
    hedged: bool = False
    evidence: tuple[Document, ...] = ()
    message: str = ""
    leaned: tuple[Held, ...] = ()
    told: tuple[Held, ...] = ()
    backed: dt.datetime | None = None
    private: bool = False
    lawyer: bool = False
    by_another: bool | None = None
    brought: PersonId | None = None
    follows: int = 0
    put_off: dt.date | None = None
    fell: tuple[Fallen, ...] = ()
    passed: dt.datetime | None = None
    earlier: tuple[Shown, ...] = ()

    @property
    def by_oneself(self) -> bool:
        """Whether it was confirmed, and by nobody but whoever answered."""
        return self.standing is Standing.VERIFIED and self.by_another is False

    @property
    def unsure(self) -> bool:
        """Whether it was said with a doubt, and neither a paper nor anybody's word has taken that since."""
        return self.hedged and self.state is AnswerState.VALUE and self.standing is Standing.CLAIMED

    @property
    def fresh(self) -> dt.datetime:
        """Since when it is as it is and as well backed: a new paper for the same answer makes it young again."""
        return self.at if self.backed is None else max(self.at, self.backed)


class Settled(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named person's word that a finding need not hold anything up any more: ``role``, the part in which they said so, and why.

    It is about the answer as it stood: ``revision`` is that of the answer at the finding's spot.
    """

    by: PersonId
    at: dt.datetime
    role: Role
    reason: str
    revision: int


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """A risk noted. Its words stand in the flow (``rule`` of the question at ``spot``); ``opened`` is when it was raised.

    ``news``: the number of what counsel hears of in the next brief (see ``Programme.news``), where it was raised, or became graver, as part of it;
    0 for one of which counsel heard at once. ``settled``: by whom and why, until it is raised anew, becomes graver or is taken up again.
    """

    rule: str
    spot: Spot
    severity: Severity
    opened: dt.datetime
    news: int = 0
    settled: Settled | None = None

    @property
    def key(self) -> str:
        """Unique within a session."""
        return f"{self.rule}@{self.spot.key}"


class Assignment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question that waits for one person, due on a day.

    ``quiet``: an instant of the last day on which nobody has to be reminded of it (see `reminders.Due.since`); None in what was stored before
    there were reminders.
    """

    spot: Spot
    to: PersonId
    by: PersonId
    due: dt.date
    quiet: dt.datetime | None = None


class Deadline(msgspec.Struct, frozen=True):
    """A day that an answer named and that must not be missed: by when to act (``notice``), or on which a proof lapses.

    ``named``: whom the answers name for it; ``to``: whose it is, another person once that one has left. ``quiet`` as in :class:`Assignment`.
    """

    spot: Spot
    matter: Matter
    day: dt.date
    named: PersonId
    to: PersonId
    quiet: dt.datetime


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer before it counts: what somebody gave (None with ``state`` not sure or skipped), and how. ``papers``: files that came with it.
    ``private`` as in :class:`Answer`."""

    spot: Spot
    by: PersonId
    state: AnswerState = AnswerState.VALUE
    given: Given | None = None
    raw: str = ""
    message: str = ""
    hedged: bool = False
    papers: tuple[Document, ...] = ()
    private: bool = False


class Reading(msgspec.Struct, frozen=True, omit_defaults=True, tag="reading", tag_field="p"):
    """A reply read as ``draft`` that wants a yes before it counts. ``others``: further readings to pick from."""

    draft: Draft
    others: tuple[Given, ...] = ()

    @property
    def spot(self) -> Spot:
        return self.draft.spot


class Change(msgspec.Struct, frozen=True, tag="change", tag_field="p"):
    """A new answer for a spot that has one, shown with its consequences and waiting for "Change it"."""

    draft: Draft

    @property
    def spot(self) -> Spot:
        return self.draft.spot


class Rethink(msgspec.Struct, frozen=True, omit_defaults=True, tag="rethink", tag_field="p"):
    """A spot that is being asked again because someone wants to change it; the next answer becomes a :class:`Change`. ``papers``: files that
    came meanwhile, which back that answer too."""

    spot: Spot
    by: PersonId
    papers: tuple[Document, ...] = ()


Pending = Reading | Change | Rethink
"""What a session waits for besides its open question; at most one at a time."""


class SessionState(StrEnum):
    ASKING = "asking"
    REVIEW = "review"
    PAUSED = "paused"
    DONE = "done"


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last answer given, so that it can be undone: the spot and what stood there before.

    ``filled``: what of the programme the answer took the place of, where its question fills something: the profile, or whoever held the role.
    """

    spot: Spot
    before: Answer | None = None
    filled: str = ""


class VendorReading(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the vendor reads the scenarios of a run: ``by`` entered it on the day ``entered``; its sheet came back on ``day``.

    ``chosen``: option ids by question, and ``ours``: how we read the same, as far as we agree; both until the run is finished. ``alike`` of
    ``total``: how many of what it ticked we read alike.
    """

    by: PersonId
    day: dt.date
    entered: dt.date
    chosen: dict[QuestionId, str] = {}
    ours: dict[QuestionId, str] = {}
    alike: int = 0
    total: int = 0


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A newer version of its flow that a session was offered, by its hash. ``rests``: not to be offered again before that day."""

    flow_hash: FlowHash
    rests: dt.date | None = None


class Unplaced(msgspec.Struct, frozen=True, omit_defaults=True):
    """Files that came with ``message`` where none was asked for, kept until somebody says which answer they prove: the one at ``spot``, or none
    (``beside``). ``asked``: the posting that asks it."""

    message: str
    by: PersonId
    at: dt.datetime
    documents: tuple[Document, ...]
    asked: int
    spot: Spot | None = None
    beside: bool = False


CONFIRMING = "?"
"""The key in ``postings`` of the latest question for a yes (no spot's key looks like it)."""
REVIEWED = "="
"""And of the latest review."""


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """One run of a flow. ``spot`` is the open question (None in review and when done).

    ``answers`` by :attr:`Spot.key`. ``trail``: spots answered, oldest first, for "back". ``tries``: failed readings of the open question.
    ``noted``: something was said aside there; ``told``: who was told alone that their words are left alone. ``looked``: looks already
    shown. ``asked`` counts the postings made of questions and previews, so that each has its own name; ``postings`` holds the latest for
    each spot, and under :data:`CONFIRMING` and :data:`REVIEWED` the latest question for a yes and the latest review. ``deeper``: the team
    goes on past the core path. ``awaits``: who alone may answer the question that is open, where its role says so. ``deadlines``: the days
    that its answers name and that must not be missed. ``item``: the row that it runs for, where its flow runs once for each. ``shelved``:
    paused because that row was taken out; it goes on when the row comes back. ``superseded``: a newer round of it is finished. ``apart``:
    what each of two people chose in the scenarios that are answered apart, until the run is finished. ``vendor``: how the vendor reads them.
    ``offered``: the newer version that it was offered last. ``aside``: answers for which the version that it runs on has no place, by the key
    that they had; one that has, has them back. ``unplaced``: files that came unasked. ``own``: counsel's own questions, oldest first.
    ``moved``: where that is now which stood at another spot under an older version, by the key of that spot.
    ``doubted``: what was said to the bot alone and wants a yes of whoever said it, each person's latest at a spot; it is in nobody else's way.
    """

    id: SessionId
    programme: ProgrammeId
    flow: FlowId
    flow_hash: FlowHash
    started_by: PersonId
    started: dt.datetime
    state: SessionState = SessionState.ASKING
    spot: Spot | None = None
    answers: dict[str, Answer] = {}
    findings: tuple[Finding, ...] = ()
    trail: tuple[Spot, ...] = ()
    last: Step | None = None
    pending: Pending | None = None
    assignments: tuple[Assignment, ...] = ()
    awaits: Assignment | None = None
    deadlines: tuple[Deadline, ...] = ()
    tries: int = 0
    noted: bool = False
    told: tuple[PersonId, ...] = ()
    asked: int = 0
    postings: dict[str, int] = {}
    looked: tuple[str, ...] = ()
    deeper: bool = False
    finished: dt.datetime | None = None
    item: ItemId | None = None
    shelved: bool = False
    superseded: bool = False
    apart: dict[PersonId, dict[QuestionId, str]] = {}
    vendor: VendorReading | None = None
    offered: Offer | None = None
    aside: dict[str, Answer] = {}
    unplaced: tuple[Unplaced, ...] = ()
    own: tuple[OwnQuestion, ...] = ()
    moved: dict[str, Spot] = {}
    doubted: tuple[Reading, ...] = ()

    def now_at(self, spot: Spot) -> Spot:
        """Where that is now which stood at a spot once; the log, letters and buttons of before name that."""
        return self.moved.get(spot.key, spot)

    @property
    def unsettled(self) -> tuple[Finding, ...]:
        """The findings that nobody has settled."""
        return tuple(finding for finding in self.findings if finding.settled is None)

    def answer_at(self, spot: Spot) -> Answer | None:
        """What stands at that spot, whether or not its question applies now."""
        return self.answers.get(spot.key)

    def revision(self, spot: Spot) -> int:
        """How many answers were given at that spot; a button carries it, so that a late click is known as late."""
        answer = self.answers.get(spot.key)
        return answer.revision if answer else 0
