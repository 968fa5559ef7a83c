"""Sets the table for a case: the people, the programme, the rows and the answers that are given, by the engine's own
turns.

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
from flows.authoring.table import Table, with_open_gates
from flows.engine.readers import Context, Nobody, Pass, Read, read
from flows.engine.readers.countries import asked_countries
from flows.engine.registers import country_id, is_of_countries
from flows.model.events import Answered, NotSure, Skipped, Started
from flows.model.flow import Flow, Library, Question, Register, Section
from flows.model.ids import ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.programme import Item
from flows.model.session import SessionState, Spot
from flows.model.values import Items, Kind

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


def set_table(given: GivenDoc, flow: Flow, library: Library) -> Table:
    """A table at which the case can begin. Raises Unfit where something given names nothing or can't be read."""
    table = Table(with_open_gates(library), given.now)
    _start(table, flow, given)
    setting = _Setting(table, flow, given)
    setting.programme()
    setting.rows()
    setting.answers()
    if given.at:
        setting.stand(QuestionId(given.at))
    return table


def _start(table: Table, flow: Flow, given: GivenDoc) -> None:
    """Start the flow; one that runs for a row for the row that the case names."""
    if flow.per is None and given.per is not None:
        raise Unfit(("given", "per"), f"`{flow.id}` does not run for a row", "Take `per` out")
    if flow.per is not None and given.per is None:
        raise Unfit(("given",), f"`{flow.id}` runs once for each {flow.per}", "Say for which one: `given: {per: ...}`")
    started = table.say(MARIA, Started(flow.id, "cases", given.zone, given.locale, name=given.per or ""))
    if started.refused:
        raise Unfit(("given", "per"), f"`{given.per}` names no {flow.per}", "Write a name as a person would")


class _Setting:
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

    def rows(self) -> None:
        """The rows, with their marks and answers kept for :meth:`answers`."""
        for called, rows in self.given.rows.items():
            register = self._register(called)
            for number, fields in enumerate(rows):
                path: Path = ("given", called, number)
                if "name" not in fields:
                    raise Unfit(path, "This row has no `name`", "Say what it is called")
                row = self._row(register, fields["name"])
                for field, text in fields.items():
                    if field != "name":
                        self._field((*path, field), register, row, text)

    def answers(self) -> None:
        """Every answer that is given, in the order of the page."""
        for name, text in self.given.answers.items():
            path = ("given", "answers", name)
            section, question = self._question(path, name)
            if section.each is not None:
                why = f"`{name}` has one answer per {section.each}"
                raise Unfit(path, why, f"Write it into a row: `{{name: ..., {question.name}: ...}}`")
            self.told[Spot(question.id)] = (path, text)
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
        known = next((row for row in self.table.items(register) if row.name.casefold() == name.casefold()), None)
        row = known or self._new_row(register, name)
        for _, question in self.questions.values():
            if question.kind is Kind.ITEM and question.register == register and (question.adds or question.sets):
                picked = self.picked.setdefault(question.id, [])
                if not question.sets:
                    picked.append(row.id)
        return row.id

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
                return
            if section.each == register and question.name == name:
                self.told[Spot(question.id, row)] = (path, text)
                return
        known = [q.sets for _, q in self.questions.values() if q.register == register and q.sets]
        known += [q.name for s, q in self.questions.values() if s.each == register]
        raise Unfit(path, f"Nothing is asked about the `{name}` of one {register}", did_you_mean(str(name), known))

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
        _, question = self.questions[spot.question]
        holder = self.table.scene().programme.holder(question.role) if question.role is not None else None
        revision = session.revision(spot)
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


def item_names(table: Table, items: tuple[ItemId, ...]) -> Iterator[str]:
    """The names of rows."""
    return (table.rows[item].name for item in items)
