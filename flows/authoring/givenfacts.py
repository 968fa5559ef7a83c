"""The facts that a case of the trust ladder gives, read by kind as in a thread, and put before the judgement as they stand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from copy import copy
from decimal import Decimal

import msgspec

from flows.authoring.gatefile import LadderGiven
from flows.authoring.names import Known, Names
from flows.authoring.problems import did_you_mean
from flows.authoring.reader import Path
from flows.authoring.setting import MARIA, NAMES, PEOPLE, Unfit
from flows.engine.readers import Context, Nobody, Pass, Read, read
from flows.model.conditions import AnswerFact, MarkFact, ScoreFact
from flows.model.countryfields import CountryField
from flows.model.flow import Library, Question
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId, country_id
from flows.model.people import Profile, Role
from flows.model.phasing import COUNTRIES
from flows.model.programme import Item, StageState, lawyer_of
from flows.model.scorecard import ScoreVerdict
from flows.model.session import Answer, AnswerState, Spot, Standing
from flows.model.values import Day, Document, Documents, Kind

NO_ROW = ItemId("")
UNTOLD = "unknown"
"""The word for a fact that a case takes back from the one it continues."""
_BACKED = re.compile(r"(.*\S) \((verified by a lawyer|verified by another|verified|evidenced)(?: by ([^()]+))?\)")
"""An answer, how well it is backed, and by which file."""
_BY_LAWYER, _BY_ANOTHER = "verified by a lawyer", "verified by another"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class GivenFacts:
    """Implements `Facts` over what a case gives."""

    def __init__(self, given: LadderGiven, names: Names, library: Library) -> None:
        self.given = given
        self.names = names
        self.library = library
        self.rows: dict[RegisterId, tuple[Item, ...]] = {}
        self._answers: dict[tuple[FlowId, QuestionId, ItemId | None], Answer] = {}
        self._marks: dict[tuple[FlowId, QuestionId, ItemId], bool] = {}
        self._scores: dict[tuple[str, ItemId], ScoreVerdict] = {}
        self._ahead = dt.timedelta()
        self._name_rows()
        for name, text in given.facts.items():
            self._tell(("given", "facts", name), names.foreign.get(name), name, None, text)
        for register, rows in given.rows.items():
            for at, fields in enumerate(rows):
                self._tell_row(RegisterId(register), at, fields)

    # ── Facts ──

    @property
    def profile(self) -> Profile | None:
        return self.given.profile

    @property
    def today(self) -> dt.date:
        return self.given.now.date() + self._ahead

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        return None

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        return None

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> _OfFlow:
        return _OfFlow(self, flow)

    def scored(self, card: str, item: ItemId | None) -> ScoreVerdict | None:
        return self._scores.get((card, item)) if item is not None else None

    def book(self, field: CountryField, item: ItemId | None) -> Decimal | str | None:
        """What our sources hold is the business of the countries' own caps."""
        return None

    def at_hand(self, register: RegisterId) -> ItemId | None:
        return None

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return tuple(row.id for row in self.rows.get(register, ()))

    def holder(self, role: Role) -> PersonId | None:
        person = self.given.roles.get(role)
        return PEOPLE.get(person) if person is not None else MARIA if role is Role.OWNER else None

    @property
    def lawyer(self) -> PersonId | None:
        said = {PEOPLE[person]: capacity for person, capacity in self.given.capacities.items()}
        return lawyer_of(self.holder(Role.COUNSEL), MARIA, said)

    def stage(self, stage: StageId) -> StageState:
        return self.given.stages.get(stage, StageState.LOCKED)

    def days_of(self, flow: FlowId | None, question: QuestionId) -> Sequence[dt.date]:
        """The days that a case answers a question of a flow with."""
        told = (answer.value for (of, asked, _), answer in self._answers.items() if (of, asked) == (flow, question))
        return tuple(value.day for value in told if isinstance(value, Day))

    def later(self, days: int) -> GivenFacts:
        """The same, so many days on."""
        other = copy(self)
        other._ahead = dt.timedelta(days=days)
        return other

    # ── what is given ──

    def told(self, flow: FlowId, question: QuestionId, item: ItemId | None) -> Answer | None:
        """The answer of a flow: about that item, or the one that is about none."""
        return self._answers.get((flow, question, item)) or self._answers.get((flow, question, None))

    def marked(self, flow: FlowId, question: QuestionId, item: ItemId | None) -> bool | None:
        return self._marks.get((flow, question, item)) if item is not None else None

    def row(self, register: RegisterId, name: str) -> ItemId | None:
        """The row of that name."""
        return next((row.id for row in self.rows.get(register, ()) if row.name == name), None)

    def _name_rows(self) -> None:
        for called, rows in self.given.rows.items():
            register = RegisterId(called)
            path: Path = ("given", "rows", called)
            if register not in self.names.registers:
                mend = did_you_mean(called, self.names.registers)
                raise Unfit(path, f"There is no register `{called}`", mend)
            for at, fields in enumerate(rows):
                if "name" not in fields:
                    raise Unfit((*path, at), "This row has no `name`", "Say what it is called")
            self.rows[register] = tuple(
                Item(_row_id(register, fields["name"], at), register, fields["name"], at, MARIA, self.given.now)
                for at, fields in enumerate(rows)
            )

    def _tell_row(self, register: RegisterId, at: int, fields: Mapping[str, str]) -> None:
        row = self.rows[register][at]
        for field, text in fields.items():
            if field != "name":
                shorts = self.names.by_register.get(register, {})
                path: Path = ("given", "rows", register, at, field)
                self._tell(path, next(iter(shorts.get(field, ())), None), f"{register}.{field}", row.id, text)

    def _tell(self, path: Path, known: Known | None, name: str, item: ItemId | None, text: str) -> None:
        if text == UNTOLD:
            return
        if known is None:
            everything = {
                *self.names.foreign,
                *(f"{r}.{s}" for r, shorts in self.names.by_register.items() for s in shorts),
            }
            raise Unfit(path, f"Nothing asks for `{name}`", did_you_mean(name, everything))
        fact = known.fact
        if isinstance(fact, ScoreFact):
            self._scores[fact.card, item or NO_ROW] = next(
                (one for one in ScoreVerdict if one == text), ScoreVerdict.OPEN
            )
            return
        assert isinstance(fact, AnswerFact | MarkFact)  # noqa: S101  (nothing else is asked by a flow)
        flow = fact.flow or FlowId("")
        if isinstance(fact, MarkFact):
            self._marks[flow, fact.question, item or NO_ROW] = text == "yes"
        else:
            self._answers[flow, fact.question, item] = self._heard(path, flow, fact.question, item, text)

    def _heard(self, path: Path, flow: FlowId, question: QuestionId, item: ItemId | None, text: str) -> Answer:
        backed = _BACKED.fullmatch(text)
        standing = Standing(backed[2].partition(" ")[0]) if backed else Standing.CLAIMED
        lawyer = backed is not None and backed[2] == _BY_LAWYER
        papers = (_file(backed[3]),) if backed and backed[3] else ()
        asked = _question(self.library, flow, question)
        rows = self.rows.get(asked.register, ()) if asked.register else ()
        context = Context(self.given.now, "UTC", "en_GB", rows, NAMES, MARIA)
        heard = _as_day(asked, text) or _as_file(asked, text) or read(asked, backed[1] if backed else text, context)
        spot = Spot(question, item)
        by = (
            self.holder(asked.role) if asked.role is not None else None
        ) or MARIA  # what a part decides is told by who plays it
        answer = Answer(spot, AnswerState.VALUE, by, self.given.now, 1, standing=standing, evidence=papers)
        another = lawyer or (backed is not None and backed[2] == _BY_ANOTHER)
        answer = msgspec.structs.replace(answer, lawyer=lawyer, by_another=another)
        match heard:
            case Read(value=value):
                return msgspec.structs.replace(answer, value=value)
            case Nobody():
                return msgspec.structs.replace(answer, state=AnswerState.NOT_SURE)
            case Pass():
                return msgspec.structs.replace(answer, state=AnswerState.SKIPPED)
            case _:
                why = f"`{text}` is not read as an answer to `{question}` ({asked.kind})"
                raise Unfit(path, why, "Write it as a person would, without doubt")


class _OfFlow:
    """Implements `Answers`: what a case gives of one flow."""

    def __init__(self, facts: GivenFacts, flow: FlowId) -> None:
        self._facts = facts
        self._flow = flow

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        return self._facts.told(self._flow, question, item)

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        return self._facts.marked(self._flow, question, item)


def _as_day(asked: Question, text: str) -> Read | None:
    """A day as it stands, on whichever side of today it lies by now."""
    if asked.kind is not Kind.DATE or not _ISO_DAY.fullmatch(text):
        return None
    try:
        return Read(Day(dt.date.fromisoformat(text)))
    except ValueError:
        return None


def _as_file(asked: Question, text: str) -> Read | None:
    """A file by its name."""
    return Read(Documents((_file(text),))) if asked.kind is Kind.FILE else None


def _file(name: str) -> Document:
    """A file that was read: those of one name are one text."""
    return Document(name, name, name)


def _question(library: Library, flow: FlowId, question: QuestionId) -> Question:
    sections = library.flows[flow].sections
    return next(one for section in sections for one in section.questions if one.id == question)


def _row_id(register: RegisterId, name: str, at: int) -> ItemId:
    """Countries are rows by their code, as in a programme."""
    return country_id(name) if register == COUNTRIES else ItemId(f"{register}-{at + 1}")
