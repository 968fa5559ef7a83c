"""The shape of a condition after its names were resolved: a small closed tree that can be stored with its flow.

Nothing here parses or evaluates: `flows.authoring.grammar` reads the text, `flows.rules.conditions` judges the tree, and keeps by it how:
so a tree knows its own hash once it was asked for.
A condition is three-valued: true, false, or unknown (None). Unknown never opens, never satisfies.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import msgspec

from flows.model.countryfields import CountryField
from flows.model.ids import FlowId, QuestionId, RegisterId, StageId
from flows.model.people import Role

LAWYER = "lawyer"
"""What counsel is, as a word of conditions; unknown where nobody is counsel."""


class AnswerFact(msgspec.Struct, frozen=True, omit_defaults=True, tag="answer", tag_field="f"):
    """What was answered to a question. In a section repeated per item, the answer for the item at hand.

    ``flow``: the flow that asks it, where that is not the one whose condition this is; of a flow with runs of its own for each row, the
    run for the row at hand. ``of``: the register whose row at hand is meant, where that is not the one named last.
    """

    question: QuestionId
    flow: FlowId | None = None
    of: RegisterId | None = None


class MarkFact(msgspec.Struct, frozen=True, omit_defaults=True, tag="mark", tag_field="f"):
    """Whether the item at hand was picked in an item question (`sets:`): yes, no, or unknown while that question is open.

    ``flow`` and ``of`` as in :class:`AnswerFact`.
    """

    question: QuestionId
    flow: FlowId | None = None
    of: RegisterId | None = None


class ProfileFact(msgspec.Struct, frozen=True, tag="profile", tag_field="f"):
    """The programme's profile: software, manufacturing or services."""


class RoleFact(msgspec.Struct, frozen=True, tag="role", tag_field="f"):
    """Whether a role has a holder. Of counsel's it may be asked for :data:`LAWYER` too: whether whoever holds it reads as a lawyer."""

    role: Role


class StageFact(msgspec.Struct, frozen=True, tag="stage", tag_field="f"):
    """The state of a stage of the programme."""

    stage: StageId


class TodayFact(msgspec.Struct, frozen=True, tag="today", tag_field="f"):
    """The day of the turn, in the programme's zone, moved by ``days`` (negative: into the past)."""

    days: int = 0


class ScoreFact(msgspec.Struct, frozen=True, omit_defaults=True, tag="score", tag_field="f"):
    """How the row at hand stands on a scorecard, which scores the runs of ``flow``; ``questions`` are those that can move it.

    ``of`` as in :class:`AnswerFact`.
    """

    card: str
    flow: FlowId
    questions: tuple[QuestionId, ...]
    of: RegisterId | None = None


class BookFact(msgspec.Struct, frozen=True, omit_defaults=True, tag="book", tag_field="f"):
    """What is held of the country at hand: the latest value of our sources, or the team's own of that year or a later one.

    Unknown where nothing is held that may be shown as a fact, and where our sources do not settle it. ``of`` as in :class:`AnswerFact`.
    """

    field: CountryField
    of: RegisterId | None = None


class NumberLimit(msgspec.Struct, frozen=True, tag="number", tag_field="f"):
    """A number written in a condition."""

    number: Decimal


class DayLimit(msgspec.Struct, frozen=True, tag="day", tag_field="f"):
    """A day written in a condition."""

    day: dt.date


Fact = AnswerFact | MarkFact | ProfileFact | RoleFact | StageFact | TodayFact | ScoreFact | BookFact


class Status(StrEnum):
    """Words a fact may be asked for beside its value."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_SURE = "not_sure"
    SKIPPED = "skipped"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"
    BY_LAWYER = "verified_by_lawyer"
    BY_ANOTHER = "verified_by_another"
    PUT_OFF = "put_off"


class Comparison(StrEnum):
    LESS = "<"
    LESS_OR_EQUAL = "<="
    MORE = ">"
    MORE_OR_EQUAL = ">="


class Is(msgspec.Struct, frozen=True, cache_hash=True, tag="is", tag_field="c"):
    """The fact's value is one of these words: an option id, ``yes`` or ``no``, a country code, a stage state, a profile.

    For a fact that holds several (many of, countries) it means: holds at least one of these.
    """

    fact: Fact
    words: tuple[str, ...]


class Has(msgspec.Struct, frozen=True, cache_hash=True, tag="has", tag_field="c"):
    """What is known of the fact: its status. Never unknown itself, so it is the way to ask about not knowing."""

    fact: Fact
    status: Status


class Compare(msgspec.Struct, frozen=True, cache_hash=True, tag="cmp", tag_field="c"):
    """An order between a fact and a number, a day or another fact of the same type."""

    fact: Fact
    comparison: Comparison
    other: Fact | NumberLimit | DayLimit


class IsThe(msgspec.Struct, frozen=True, cache_hash=True, omit_defaults=True, tag="the", tag_field="c"):
    """The answer names the row at hand: of the register ``of``, or of the one named last."""

    fact: AnswerFact
    of: RegisterId | None = None


class SameText(msgspec.Struct, frozen=True, cache_hash=True, tag="same", tag_field="c"):
    """One of the files given with an answer, as the answer or to prove it, is one of those given with the other: known by their fingerprints. Of
    countries: every one that the other names is among those that the answer names."""

    fact: AnswerFact
    other: AnswerFact


class OtherHand(msgspec.Struct, frozen=True, cache_hash=True, tag="hand", tag_field="c"):
    """The answer was given by somebody else than whoever gave the other, and than whoever brought its papers."""

    fact: AnswerFact
    other: AnswerFact


class Not(msgspec.Struct, frozen=True, cache_hash=True, tag="not", tag_field="c"):
    """True when the inner condition is false; unknown stays unknown."""

    inner: Condition


class And(msgspec.Struct, frozen=True, cache_hash=True, tag="and", tag_field="c"):
    """False if any part is false, else unknown if any is unknown, else true."""

    parts: tuple[Condition, ...]


class Or(msgspec.Struct, frozen=True, cache_hash=True, tag="or", tag_field="c"):
    """True if any part is true, else unknown if any is unknown, else false."""

    parts: tuple[Condition, ...]


class Quantifier(StrEnum):
    ANY = "any"
    EVERY = "every"
    NO = "no"


class ForItems(msgspec.Struct, frozen=True, cache_hash=True, omit_defaults=True, tag="items", tag_field="c"):
    """A condition over all items of a register. Of an empty register ``any`` is false, ``every`` and ``no`` are true.

    ``keeps``: the register whose row is at hand outside, where ``inner`` looks at that row too.
    """

    quantifier: Quantifier
    register: RegisterId
    inner: Condition
    keeps: RegisterId | None = None


Condition = Is | Has | Compare | IsThe | OtherHand | SameText | Not | And | Or | ForItems
