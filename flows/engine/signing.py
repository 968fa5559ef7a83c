"""Counsel's sign-off of an agreement, read from its review: whose decision it is, on which text, what it covers, under what, and until when.

The one home of whether a sign-off counts: a yes that names no text, no end or an end that is past counts for nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.facts import SessionFacts
from flows.engine.registers import country_name
from flows.model.flow import Question
from flows.model.ids import PersonId, QuestionId
from flows.model.session import Answer, AnswerState
from flows.model.values import Choice, Choices, Countries, Day, Document, Documents, Text, YesNo, says_yes

TEXT = "read_file"
"""The question beside a decision that says which text it is on; of a version before a yes wanted one, too."""
LAWYERS = (Choice("in_house"), Choice("outside"))
NOTHING = frozenset({"", "none", "no", "nothing", "no conditions", "none."})
"""Words that say that there is no condition."""
_LEAD_IN = re.compile(
    r"^(?:but )?(?:only )?(?:on (?:the )?condition(?: that)?|provided(?: that)?)[:,]? ", re.IGNORECASE
)


class SignedState(StrEnum):
    """How a sign-off stands: by a lawyer; by whoever accepts the risk; past its end; or without a text or an end, so that it counts for nothing."""

    BY_LAWYER = "signed_off"
    RISK = "risk_taken"
    OVER = "sign_off_over"
    BARE = "sign_off_bare"


class SignOff(msgspec.Struct, frozen=True):
    """A yes to an agreement. ``capacity``, ``points`` and ``law``: as its form calls them, "" where that was left open. ``on``: the day it was given.

    ``conditions``: what bounds it, that of the yes itself first; "" where it was given on none. ``until``: the last day on which it counts.
    """

    state: SignedState
    by: PersonId
    on: dt.date
    capacity: str
    points: str
    law: str
    conditions: str
    until: dt.date | None
    files: tuple[Document, ...]

    @property
    def counts(self) -> bool:
        """Whether anything may lean on it today."""
        return self.state in (SignedState.BY_LAWYER, SignedState.RISK)


def sign_off(facts: SessionFacts, zone: str) -> SignOff | None:
    """The sign-off that a run holds; None where it holds none, or a no. ``zone``: the programme's, for the day on which it was given."""
    decision = decision_of(facts)
    answer = facts.answer(decision.id, None) if decision is not None else None
    if decision is None or answer is None or not says_yes(answer.value):
        return None
    told = _Told(facts, decision.section)
    until, files = told.day("signed_until"), told.files(TEXT)
    if until is None or not files:
        state = SignedState.BARE
    elif until < facts.today:
        state = SignedState.OVER
    else:
        state = SignedState.BY_LAWYER if told.value("capacity") in LAWYERS else SignedState.RISK
    on = answer.at.astimezone(ZoneInfo(zone)).date()
    more = answer.value.condition if isinstance(answer.value, YesNo) else ""
    conditions = _joined(more, told.words("conditions"))
    return SignOff(
        state, answer.by, on, told.named("capacity"), told.named("points"), told.named("law"), conditions, until, files
    )


def decision_of(facts: SessionFacts) -> Question | None:
    """The question of a run by which an agreement is signed off; None where its flow has none."""
    questions = facts.plan.questions
    texts = (one for one in questions.values() if one.withdraws and QuestionId(f"{one.section}.{TEXT}") in questions)
    return next(texts, None)


def _joined(*said: str) -> str:
    """Conditions in one line, each once, without the words that lead in to it."""
    bare = (_LEAD_IN.sub("", words.strip()) for words in said)
    return "; ".join({words.casefold().rstrip(". "): words for words in bare if words}.values())


class _Told:
    """What else was answered in the section of the decision, by short names."""

    def __init__(self, facts: SessionFacts, section: str) -> None:
        self._facts = facts
        self._section = section

    def _answer(self, name: str) -> Answer | None:
        question = QuestionId(f"{self._section}.{name}")
        answer = self._facts.answer(question, None) if question in self._facts.plan.questions else None
        return answer if answer is not None and answer.state is AnswerState.VALUE else None

    def value(self, name: str) -> object:
        answer = self._answer(name)
        return answer.value if answer is not None else None

    def day(self, name: str) -> dt.date | None:
        value = self.value(name)
        return value.day if isinstance(value, Day) else None

    def files(self, name: str) -> tuple[Document, ...]:
        value = self.value(name)
        return value.documents if isinstance(value, Documents) else ()

    def words(self, name: str) -> str:
        """A text, but for one that says that there is nothing to say."""
        value = self.value(name)
        words = " ".join(value.text.split()) if isinstance(value, Text) else ""
        return "" if words.casefold() in NOTHING else words

    def named(self, name: str) -> str:
        """Options by their labels, countries by their names."""
        match self.value(name):
            case Choice(option=option):
                return self._labels(name, (option,))
            case Choices(options=options):
                return self._labels(name, options)
            case Countries(codes=codes):
                return ", ".join(country_name(code) for code in codes)
            case _:
                return ""

    def _labels(self, name: str, options: tuple[str, ...]) -> str:
        question = self._facts.plan.questions[QuestionId(f"{self._section}.{name}")]
        return ", ".join(one.label for one in question.options if one.id in options)
