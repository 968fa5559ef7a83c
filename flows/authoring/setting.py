"""Sets a run for a case: the programme, the rows and the answers that are given, by the engine's own turns.

What is given is read and judged as if it had been answered in the order of the page, so that it raises what it would
raise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from flows.authoring.casefile import GivenDoc
from flows.authoring.problems import did_you_mean
from flows.authoring.reader import Path
from flows.authoring.table import Table
from flows.engine.readers import Context, Nobody, Pass, Read, read
from flows.engine.readers.countries import asked_countries
from flows.engine.registers import country_id, is_of_countries
from flows.model.events import Answered, NotSure, Skipped
from flows.model.flow import Flow, Question, Register, Section
from flows.model.ids import ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.programme import Item
from flows.model.session import SessionState, Spot
from flows.model.values import Items, Kind, NewItems

PEOPLE: dict[str, PersonId] = {name: PersonId(f"U{name.upper()}") for name in ("maria", "jon", "priya", "dev")}
"""Who can speak in a case. Maria starts, so she is the owner."""
NAMES: dict[PersonId, str] = {person: name.capitalize() for name, person in PEOPLE.items()}
MARIA = PEOPLE["maria"]


class Unfit(Exception):
    """What is given can't be; ``path`` is the way to it within the case."""

    def __init__(self, path: Path, why: str, mend: str) -> None:
        super().__init__(why)
        self.path = path
        self.why = why
        self.mend = mend


class Given(msgspec.Struct, frozen=True):
    """A row that is given: where, of which register, what it is called, and what is said of it."""

    path: Path
    register: RegisterId
    name: str
    fields: dict[str, str]


class Setting:
    """A run being set: the one begun last."""

    def __init__(self, table: Table, flow: Flow, given: GivenDoc) -> None:
        self.table = table
        self.flow = flow
        self.given = given
        self.questions: dict[str, tuple[Section, Question]] = {q.id: (s, q) for s in flow.sections for q in s.questions}
        self.picked: dict[QuestionId, list[ItemId]] = {}
        self.told: dict[Spot, tuple[Path, str]] = {}

    def programme(self) -> None:
        """Profile, roles and stages, as they are said to stand."""
        programme = self.table.scene().programme
        stages = {StageId(stage): state for stage, state in self.given.stages.items()}
        self.table.programme = msgspec.structs.replace(
            programme,
            profile=self.given.profile,
            roles={role: PEOPLE[person] for role, person in self.given.roles.items()},
            stages=programme.stages | stages,
        )

    def given_rows(self) -> Iterator[Given]:
        """The rows that are given, of the registers that the flow lists."""
        for called, rows in self.given.rows.items():
            register = self._register(called)
            for number, fields in enumerate(rows):
                path: Path = ("given", called, number)
                if "name" not in fields:
                    raise Unfit(path, "This row has no `name`", "Say what it is called")
                said = {field: text for field, text in fields.items() if field != "name"}
                yield Given(path, register, fields["name"], said)

    def row(self, given: Given) -> ItemId:
        """A row, with what the flow asks about it kept for :meth:`give`."""
        row = self._row(given.register, given.name)
        for field, text in given.fields.items():
            if field in self.fields(given.register):
                self._field((*given.path, field), given.register, row, text)
        return row

    def fields(self, register: RegisterId) -> frozenset[str]:
        """What the flow asks about each row of a register."""
        return fields_of(self.flow, register)

    def tell(self, path: Path, name: str, text: str) -> None:
        """Keep an answer to a question asked once for :meth:`give`."""
        section, question = self._question(path, name)
        if section.each is not None:
            why = f"`{name}` has one answer per {section.each}"
            raise Unfit(path, why, f"Write it into a row: `{{name: ..., {question.name}: ...}}`")
        self.told[Spot(question.id)] = (path, text)

    def give(self) -> None:
        """Every answer that was kept, in the order of the page."""
        for _, question in self.questions.values():
            picked = self.picked.get(question.id)
            implied = not picked or not question.sets
            if picked is not None and Spot(question.id) not in self.told and (not implied or self._asked(question.id)):
                self._give(("given",), Spot(question.id), Read(Items(tuple(picked))))
            for spot, (path, text) in [(s, t) for s, t in self.told.items() if s.question == question.id]:
                self._give(path, spot, self._heard(path, question, text))

    def stand(self, at: QuestionId) -> None:
        """Open that question, about the first item that it is asked about."""
        path: Path = ("given", "at")
        section, _ = self._question(path, at)
        facts = self.table.scene().facts
        spots = [spot for item in facts.rounds(section) if facts.applies(spot := Spot(at, item))]
        if not spots:
            raise Unfit(path, f"`{at}` is not asked as things are given", "Give the answers that open it")
        session = self.table.open_session
        moved = msgspec.structs.replace(session, spot=spots[0], state=SessionState.ASKING, pending=None)
        self.table.sessions[session.id] = moved

    def _asked(self, question: QuestionId) -> bool:
        """Whether a question asked once is part of the conversation as things are given."""
        return self.table.scene().facts.applies(Spot(question))

    # ── single things ──

    def _register(self, called: str) -> RegisterId:
        known: dict[str, Register] = {name: it for it in self.flow.registers for name in (it.many, it.id)}
        if called not in known:
            mend = did_you_mean(called, {*known, *GivenDoc.model_fields} - {"rows"})
            raise Unfit(("given", called), f"There is no register `{called}`", mend)
        return known[called].id

    def _row(self, register: RegisterId, name: str) -> ItemId:
        row = self.known_row(register, name)
        for _, question in self.questions.values():
            if question.kind is Kind.ITEM and question.register == register and (question.adds or question.sets):
                picked = self.picked.setdefault(question.id, [])
                if not question.sets:
                    picked.append(row.id)
        return row.id

    def known_row(self, register: RegisterId, name: str) -> Item:
        """The row of that name; a new one where there is none."""
        known = next((row for row in self.table.items(register) if row.name.casefold() == name.casefold()), None)
        return known or self._new_row(register, name)

    def _new_row(self, register: RegisterId, name: str) -> Item:
        programme = self.table.scene().programme
        number = programme.created + 1
        self.table.programme = msgspec.structs.replace(programme, created=number)
        codes = asked_countries(name, self.given.locale).codes if is_of_countries(self.table.library, register) else ()
        id_ = country_id(codes[0]) if len(codes) == 1 else ItemId(f"{register}-{number}")
        row = Item(id_, register, name, number, MARIA, self.table.now)
        self.table.rows[row.id] = row
        return row

    def _field(self, path: Path, register: RegisterId, row: ItemId, text: str) -> None:
        """A mark of the row, or an answer about it."""
        name = path[-1]
        for section, question in self.questions.values():
            if question.register == register and question.sets == name:
                if text == "yes":
                    self.picked[question.id].append(row)
            elif section.each == register and question.name == name:
                self.told[Spot(question.id, row)] = (path, text)

    def _question(self, path: Path, name: str) -> tuple[Section, Question]:
        if name not in self.questions:
            raise Unfit(path, f"There is no question `{name}`", did_you_mean(name, self.questions))
        return self.questions[name]

    def _heard(self, path: Path, question: Question, text: str) -> Read | Nobody | Pass:
        context = Context(
            now=self.table.now,
            zone=self.given.zone,
            locale=self.given.locale,
            items=self.table.items(question.register) if question.register else (),
            names=NAMES,
            speaker=MARIA,
        )
        heard = read(question, text, context)
        if not isinstance(heard, Read | Nobody | Pass):
            why = f"`{text}` is not read as an answer to `{question.id}` ({question.kind})"
            raise Unfit(path, why, "Write it as a person would, without doubt")
        return heard

    def _give(self, path: Path, spot: Spot, heard: Read | Nobody | Pass) -> None:
        session = self.table.open_session
        section, question = self.questions[spot.question]
        holder = self.table.scene().programme.holder(question.role) if question.role is not None else None
        revision = session.revision(spot)
        if (
            section.taken
            and spot.item is not None
            and isinstance(heard, Read)
            and not isinstance(heard.value, NewItems)
        ):
            row = self.table.rows[spot.item]
            self.table.rows[row.id] = msgspec.structs.replace(row, fields={**row.fields, question.name: heard.value})
        match heard:
            case Read(value=value):
                event = Answered(session.id, spot, revision, value)
            case Nobody():
                event = NotSure(session.id, spot, revision)
            case Pass():
                event = Skipped(session.id, spot, revision)
            case _:
                assert_never(heard)
        if self.table.say(holder or MARIA, event).refused:
            why = f"`{spot.question}` can't be answered as things are given"
            raise Unfit(path, why, "Give the answers (or the role) that open it, or leave this one out")


def fields_of(flow: Flow, register: RegisterId) -> frozenset[str]:
    """What a flow asks about each row of a register: the marks that it sets, and the questions that it repeats."""
    asked = [(section, question) for section in flow.sections for question in section.questions]
    marks = (question.sets for _, question in asked if question.register == register and question.sets)
    return frozenset(marks) | {question.name for section, question in asked if section.each == register}


def item_names(table: Table, items: tuple[ItemId, ...]) -> Iterator[str]:
    """The names of rows."""
    return (table.rows[item].name for item in items)
