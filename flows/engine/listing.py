"""Registers as a person looks through them: each row with the newest facts beside it, read live from the runs that know them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.cells import cell_line
from flows.engine.registers import country_name
from flows.engine.screens.country import in_words
from flows.engine.screens.ledger import Book
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import (
    about_row,
    alone,
    answer_line,
    finding_line,
    item_name,
    out_name,
    people_line,
    piece,
    plain,
    unstopped,
    value_line,
)
from flows.engine.speaking import with_whom
from flows.engine.work import what, work_on
from flows.model.country import CountryField
from flows.model.effects import Mention, On
from flows.model.flow import Library
from flows.model.ids import ItemId, PersonId, RegisterId, SessionId
from flows.model.ledger import LEDGER
from flows.model.phasing import APPROVALS, MARKS
from flows.model.programme import Action, ActionState, Item, Programme, SessionRef, Snapshot
from flows.model.registers import ACTIONS, FIGURES, FINDINGS, Column, From, RegisterView
from flows.model.screens import Line
from flows.model.session import Answer, Finding, Session, Spot
from flows.model.values import Choice, Day, Items, Number, People, Text, Value
from flows.rules.names import told_with_former
from flows.rules.readiness import SEVERITY_ORDER

IN, OUT, OPEN, SETTLED, CORRECTED = "in", "out", "open", "settled", "corrected"
"""How rows stand that are told of: findings are open or settled, entries of the ledger may be corrected; actions may also be done or withdrawn."""
LIVE = frozenset({IN, OPEN})
"""How the rows stand that are counted: the others are told of apart."""


class RegisterRow(msgspec.Struct, frozen=True):
    """One row. ``of``: the row itself, or what it was gathered from, in ``session``. ``state``: in or out; of an action how it stands."""

    name: Line
    of: Item | Finding | Action
    state: str
    at: dt.datetime
    session: SessionId = SessionId("")


class Fact(msgspec.Struct, frozen=True):
    """What is known beside a row. ``session`` and ``spot``: where it was answered, and can be changed."""

    title: str
    said: Line
    session: SessionId | None = None
    spot: Spot | None = None


class Shelves:
    """All registers of one programme at an instant. Sessions are loaded as they are asked for."""

    def __init__(self, snapshot: Snapshot, programme: Programme, library: Library, now: dt.datetime) -> None:
        self.library = library
        self.programme = programme
        self._snapshot = snapshot
        self._now = now
        self._scenes: dict[SessionId, Scene] = {}

    def views(self) -> tuple[RegisterView, ...]:
        """Every register, as content lists them, and those that it does not list behind them."""
        listed = {view.id for view in self.library.registers}
        more: dict[RegisterId, RegisterView] = {}
        for flow in self.library.flows.values():
            for one in flow.registers:
                if one.id not in listed:
                    more.setdefault(one.id, RegisterView(one.id, one.many[:1].upper() + one.many[1:], one.one))
        return (*self.library.registers, *more.values())

    def view(self, words: str) -> RegisterView | None:
        """The register that somebody means by these words; of one whose rows another shows, that other."""
        wanted = words.casefold()
        many = {one.id: one.many for flow in self.library.flows.values() for one in flow.registers}
        for view in self.views():
            if wanted in {
                word.casefold() for word in (view.id, view.title, view.one, many.get(view.id, ""), *view.also)
            }:
                return self.view(view.within) if view.within is not None else view
        return None

    def rows(self, view: RegisterView) -> tuple[RegisterRow, ...]:
        """All rows: those that are in, by number, then those that were taken out. Findings worst first, actions soonest first."""
        if view.id == FINDINGS:
            return tuple(self._findings())
        if view.id == ACTIONS:
            return tuple(self._actions())
        if view.id == FIGURES:
            return tuple(RegisterRow(self._figure(row.name), row, IN, row.at) for row in self._snapshot.items(FIGURES))
        if view.id == LEDGER:
            return tuple(self._entries())
        rows = sorted(self._snapshot.items(view.id), key=lambda row: (row.removed, row.number))
        return tuple(RegisterRow((self._stands_for(row),), row, OUT if row.removed else IN, row.at) for row in rows)

    def _stands_for(self, row: Item) -> str:
        """What a row is called; of how a phase stands, and of a request about one, what that phase is called now."""
        phase = row.fields.get("phase") if row.register in (MARKS, APPROVALS) else None
        return self._called(phase.items[0]) if isinstance(phase, Items) else row.name

    def _entries(self) -> Iterator[RegisterRow]:
        """What the ledger holds, in its order."""
        rows = {row.id: row for row in self._snapshot.items(LEDGER)}
        for line in self.book.lines:
            yield RegisterRow((line.what,), rows[line.id], CORRECTED if line.replaced else IN, line.at)

    @cached_property
    def book(self) -> Book:
        """The ledger."""
        return Book(self.library.texts, self._snapshot, self.programme)

    def facts(self, view: RegisterView, row: RegisterRow, *, whole: bool = False) -> tuple[Fact | None, ...]:
        """What is known of a row, column by column. ``whole``: as it stands in a file."""
        return tuple(self._fact(column, row, whole=whole) for column in view.columns)

    def holds(self, view: RegisterView, row: RegisterRow, words: Sequence[str]) -> bool:
        """Whether all of these words stand somewhere in a row: in what is said, or in the title of what it is not a no to. What it names of other
        rows is found by their former names too."""
        facts = [fact for fact in self.facts(view, row, whole=True) if fact is not None]
        no = self.library.texts["answer.no"]
        titles: list[Line] = [(fact.title,) for fact in facts if plain(fact.said) != no]
        told = [row.name, *(fact.said for fact in facts), *titles]
        text = told_with_former(" ".join(plain(line) for line in told), self._renamed).casefold()
        return all(word.casefold() in text for word in words)

    @cached_property
    def _renamed(self) -> tuple[Item, ...]:
        """The rows of any register that were called otherwise once."""
        return tuple(row for view in self.views() for row in self._snapshot.items(view.id) if row.formerly)

    def told_in(self, fact: Fact) -> Answer | None:
        """The answer that a fact stands in; None of what no answer tells."""
        session, spot = fact.session, fact.spot
        return self._scene(session).session.answer_at(spot) if session is not None and spot is not None else None

    # ── where facts come from ──

    def _fact(self, column: Column, row: RegisterRow, *, whole: bool) -> Fact | None:
        if isinstance(row.of, Item) and column.source is From.KEPT:
            said = self._kept(column, _worded(self.library, row.of).get(column.fact))
            return Fact(column.title, said) if said else None
        if isinstance(row.of, Item) and column.source is From.OWN:
            said = self.book.facts(self.book.by_id[row.of.id]).get(column.fact)
            return Fact(column.title, said) if said else None
        if isinstance(row.of, Item) and column.source is From.RUN:
            return self._of_its_run(column, row.of)
        if isinstance(row.of, Item):
            return self._known(column, row.of, whole=whole)
        said = self._own(column.fact, row.of, self._scene(row.session))
        return Fact(column.title, said) if said else None

    def _known(self, column: Column, item: Item, *, whole: bool) -> Fact | None:
        """What the run that a column reads knows of a row; None where there is none, or where its version does not ask for it yet."""
        scene = self._run(column, item.id)
        if scene is None and column.source is From.FIELD:
            scene = self._latest(column)  # what was recorded stands in the row: the run only words it
        question = scene.plan.questions.get(column.question) if scene is not None else None
        if scene is None or question is None:
            return None
        session, title = scene.session.id, column.title
        if column.source is From.ONCE:
            return self._asked_once(column, scene, item)
        if column.source is From.FIELD:
            value = item.fields.get(question.name)
            return Fact(title, value_line(scene, question, value)) if value is not None else None
        if column.source is From.MARK:
            mark = scene.facts.mark(question.id, item.id)
            said = scene.texts["answer.yes" if mark else "answer.no"]
            return Fact(title, (said,), session, Spot(question.id)) if mark is not None else None
        answer = scene.facts.answer(question.id, item.id)
        said = cell_line if whole else answer_line
        return Fact(title, said(scene, answer), session, answer.spot) if answer is not None else None

    def _asked_once(self, column: Column, scene: Scene, item: Item) -> Fact | None:
        """What a run asks once, of a row that it marks; nothing where that was answered anew since the row was marked, which was not said of it."""
        answer, marking = scene.facts.answer(column.question, None), scene.facts.answer(column.marked, None)
        if answer is None or marking is None or not scene.facts.mark(column.marked, item.id) or answer.at > marking.at:
            return None
        return Fact(column.title, answer_line(scene, answer), scene.session.id, answer.spot)

    def _of_its_run(self, column: Column, item: Item) -> Fact | None:
        """The row that the run was for which recorded an item, or what that run was told once: its newest round that knows it."""
        about = item.fields.get("about")
        named = about.items if isinstance(about, Items) else ()
        runs = [ref for ref in reversed(self.programme.sessions) if ref.flow == column.flow and ref.item in named]
        if not column.question:
            said = next((self._called(ref.item) for ref in runs if ref.item is not None), "")
            return Fact(column.title, (said,)) if said else None
        scenes = (self._scene(ref.id) for ref in runs)
        answers = ((scene, scene.facts.answer(column.question, None)) for scene in scenes)
        lines = (answer_line(scene, answer) for scene, answer in answers if answer is not None)
        line = next(lines, None)
        return Fact(column.title, line) if line is not None else None

    def _figure(self, name: str) -> Line:
        """A figure of the team's own: of which country, and what."""
        code, _, field = name.partition(".")
        return (f"{country_name(code)}: {self.library.texts[f'country.field.{field}']}",)

    def _kept(self, column: Column, value: Value | None) -> Line:
        """A field that the engine wrote, as a person would read it."""
        match value:
            case Text(text=words):
                return (words,)
            case Number(number=number):
                return (f"{number.normalize():f}",)
            case Choice(option=option):
                return (column.words.get(option, option),)
            case Day(day=day):
                return (On(day),)
            case Items(items=items):
                return (", ".join(self._called(item) for item in items),)
            case People(people=people, outside=outside):
                return people_line(people, outside)
            case _:
                return ()

    def _called(self, item: ItemId) -> str:
        """The name of a row of any register."""
        rows = (row for view in self.views() for row in self._snapshot.items(view.id) if row.id == item)
        row = next(rows, None)
        if row is not None and not row.removed:
            return row.name
        return out_name(self.library.texts, row.name if row is not None else None)

    def _own(self, fact: str, of: Finding | Action, scene: Scene) -> Line:
        """What a finding or an action holds itself."""
        if fact == "about":
            item = of.spot.item
            subject = (scene.subject.name,) if scene.subject is not None else ()
            return (item_name(scene, item),) if item is not None else subject
        if fact == "part":
            return (scene.title,)
        if fact == "severity" and isinstance(of, Finding):
            return (scene.texts[f"severity.{of.severity}"],)
        if fact == "opened":
            return (On(self._day(of.opened)),)
        work = of if isinstance(of, Action) else work_on(scene, of)
        if work is None:
            return ()
        if fact == "due":
            return (On(work.due),)
        return alone(scene.texts, with_whom(scene.programme, work))

    def _day(self, at: dt.datetime) -> dt.date:
        return at.astimezone(ZoneInfo(self.programme.settings.zone)).date()

    def _findings(self) -> Iterator[RegisterRow]:
        found = [(scene, one) for scene in self._live() for one in scene.session.findings]
        for scene, one in sorted(
            found, key=lambda pair: (bool(pair[1].settled), SEVERITY_ORDER.index(pair[1].severity))
        ):
            line = about_row(scene, unstopped(finding_line(scene, one)))
            yield RegisterRow(line, one, SETTLED if one.settled else OPEN, one.opened, scene.session.id)

    def _actions(self) -> Iterator[RegisterRow]:
        found = [(scene, action) for scene in self._live() for action in scene.actions]
        for scene, one in sorted(found, key=lambda pair: (pair[1].state is not ActionState.OPEN, pair[1].due)):
            line = about_row(scene, unstopped(piece(scene, what(one))))
            yield RegisterRow(line, one, one.state.value, one.opened, scene.session.id)

    def _live(self) -> Iterator[Scene]:
        scenes = (self._scene(ref.id) for ref in self.programme.sessions)
        return (scene for scene in scenes if not scene.away)

    def _run(self, column: Column, item: ItemId) -> Scene | None:
        found = run_for(self.programme.sessions, column, item, lambda session: self._scene(session).session)
        return self._scene(found.id) if found is not None else None

    def _latest(self, column: Column) -> Scene | None:
        """The latest run of a column's flow, whatever row it is for."""
        found = next((ref for ref in reversed(self.programme.sessions) if ref.flow == column.flow), None)
        return self._scene(found.id) if found is not None else None

    def _scene(self, session: SessionId) -> Scene:
        if session not in self._scenes:
            self._scenes[session] = Scene(self._snapshot, session, self.library, self._now)
        return self._scenes[session]


def run_for(
    refs: Sequence[SessionRef], column: Column, item: ItemId, stored: Callable[[SessionId], Session]
) -> SessionRef | None:
    """The latest run of a column's flow: that for the row, where it has a run for each; else one for another row that asked about it."""
    found = [ref for ref in reversed(refs) if ref.flow == column.flow]
    spot = Spot(column.question, item)
    own = (ref for ref in found if ref.item in (None, item))
    others = (ref for ref in found if stored(ref.id).answer_at(spot) is not None)
    return next(chain(own, others), None)


def table(shelves: Shelves, view: RegisterView, people: Mapping[str, str]) -> list[list[str]]:
    """A register as rows of plain text, its titles first. ``people``: what they are called."""
    texts = shelves.library.texts
    titles = [texts["register.csv.name"], *(column.title for column in view.columns)]
    found = [[*titles, texts["register.csv.state"], texts["register.csv.since"]]]
    for row in shelves.rows(view):
        state, since = texts[f"register.state.{row.state}"], row.at.date().isoformat()
        found.append([plain(row.name, people, iso=True), *cells_of(shelves, view, row, people), state, since])
    return found


def cells_of(shelves: Shelves, view: RegisterView, row: RegisterRow, people: Mapping[str, str]) -> list[str]:
    """What is known of a row as it stands in a file, column by column; nothing where nothing is."""
    return [plain(fact.said, people, iso=True) if fact else "" for fact in shelves.facts(view, row, whole=True)]


def spoken_of(shelves: Shelves, view: RegisterView) -> frozenset[PersonId]:
    """The people that a register names."""
    rows = shelves.rows(view)
    lines = [row.name for row in rows]
    lines += [fact.said for row in rows for fact in shelves.facts(view, row) if fact is not None]
    return frozenset(span.person for line in lines for span in line if isinstance(span, Mention))


def _worded(library: Library, item: Item) -> Mapping[str, Value]:
    """What was recorded of a row, a code of a country's figure in plain words."""
    value, field = item.fields.get("value"), item.name.partition(".")[2]
    if item.register != FIGURES or not isinstance(value, Text):
        return item.fields
    return {**item.fields, "value": Text(in_words(library.texts, CountryField(field), value.text))}
