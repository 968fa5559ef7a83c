"""What stands beside the names of an imported file, given as answers: through the same door as a form's, one cell after the other.

A cell that says what is known already is the same; one that says something else takes the place of an answer only where whoever sent the file
said that it may. Cells are tried again as long as that brings any further, since one answer may be what another is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import msgspec

from flows.engine.answers import commit
from flows.engine.asking import proceed, still_open
from flows.engine.cells import Cell as Meant
from flows.engine.cells import read_cell
from flows.engine.changing import is_change, loses
from flows.engine.closing import fixed, is_closed, shut_at
from flows.engine.deciders import undecided
from flows.engine.findings import FINDING_NOTES
from flows.engine.fitting import misfit, tidied, wants_a_yes
from flows.engine.giving import not_yours
from flows.engine.lifecycle import has_several, stage_state
from flows.engine.listing import IN, RegisterRow, Shelves, cells_of, run_for
from flows.engine.machine import plan_of
from flows.engine.readers import Context
from flows.engine.registers_csv import BadRow, NamedRow, Written
from flows.engine.screens.wording import shortened
from flows.engine.turn import Turn
from flows.model.effects import Mention, Note, Piece, RefreshRoot, Tell, Term
from flows.model.flow import Question, Stage
from flows.model.ids import FlowId, ItemId, SessionId
from flows.model.programme import Item, StageState
from flows.model.registers import Column, From, RegisterView
from flows.model.rowevents import RowsImported
from flows.model.session import AnswerState, Draft, SessionState, Spot
from flows.model.values import Items, Kind, YesNo

MOST_ANSWERS = 100
"""Answers given by one file, so that even in a long register it is done before the messenger gives up on a form. Those beyond are left for the
next time: what was given by then is the same."""
THREAD = "thread"
"""Why nothing is given where a question takes its answer in its thread alone."""
SHOWN, FEW = 60, 30
"""Characters of a cell where it is told of, and of the lines that share a reason."""


class Given(msgspec.Struct, frozen=True):
    """What became of the cells: how many answers were given, how many were the same; which can't be taken, and which say something else than
    the answer that stands, each with its line and why; which would take the condition from a yes. ``later``: cells left for another time."""

    answers: int = 0
    same: int = 0
    bad: tuple[BadRow, ...] = ()
    differ: tuple[BadRow, ...] = ()
    unbound: tuple[BadRow, ...] = ()
    later: int = 0


class _Cell(msgspec.Struct, frozen=True):
    """A cell that says something new of a row. ``stands``: what its column would say of it now."""

    line: int
    title: str
    says: str
    column: Column
    row: Item
    stands: str


class _Mark(msgspec.Struct, frozen=True):
    """The cells of a column that says which rows were picked: one answer is about them all."""

    column: Column
    cells: tuple[_Cell, ...]


_Unit = _Cell | _Mark


class Filling:
    """The cells of one file, in one turn."""

    def __init__(self, turn: Turn, event: RowsImported, view: RegisterView) -> None:
        self._turn = turn
        self._event = event
        self._view = view
        self._columns = {column.fact: column for column in view.columns}
        self._shelves = Shelves(turn.snapshot, turn.programme, turn.library, turn.at)
        self._names = {str(person): name for person, name in event.names.items()}
        self._bad: list[BadRow] = []
        self._differ: list[BadRow] = []
        self._unbound: list[BadRow] = []
        self._told: dict[SessionId, list[Note]] = {}
        self._counts: dict[SessionId, int] = {}
        self._same = self._later = 0

    def all(self, rows: Sequence[tuple[NamedRow, Item]]) -> Given:
        """Give what the rows say beside their names."""
        cells = [cell for given, row in rows for cell in self._new(given, row)]
        todo = self._units(cells)
        while todo:
            left = [unit for unit in todo if not self._give(unit)]
            if len(left) == len(todo):
                self._not_asked(left)
                break
            todo = left
        for session, count in self._counts.items():
            self._tell(session, count)
        self._turn.leave_session()
        answers = sum(self._counts.values())
        return Given(answers, self._same, tuple(self._bad), tuple(self._differ), tuple(self._unbound), self._later)

    # ── which cells say something new ──

    def _new(self, given: NamedRow, row: Item) -> list[_Cell]:
        known = cells_of(self._shelves, self._view, RegisterRow((row.name,), row, IN, row.at), self._names)
        stands = dict(zip(self._columns, known, strict=True))
        cells = [self._cell(given.line, cell, row, stands[cell.fact]) for cell in given.cells]
        new = [cell for cell in cells if cell.says.split() != cell.stands.split()]
        self._same += len(cells) - len(new)
        return new

    def _cell(self, line: int, cell: Written, row: Item, stands: str) -> _Cell:
        return _Cell(line, cell.title, cell.says, self._columns[cell.fact], row, stands)

    def _units(self, cells: Sequence[_Cell]) -> list[_Unit]:
        """Cells in the order in which they are asked for, those of one mark together. What no answer fills is told of."""
        marks: dict[str, list[_Cell]] = {}
        units: list[_Unit] = []
        for cell in cells:
            match cell.column.source:
                case From.MARK:
                    marks.setdefault(cell.column.fact, []).append(cell)
                case From.ANSWER:
                    units.append(cell)
                case _:
                    self._refuse(cell, "told")
        units += [_Mark(those[0].column, tuple(those)) for those in marks.values()]
        return sorted(units, key=lambda unit: self._place(unit.column))

    def _place(self, column: Column) -> tuple[int, int]:
        flows = list(self._turn.library.flows)
        questions = list(plan_of(self._turn.library.flows[column.flow]).questions)
        return flows.index(column.flow), questions.index(column.question)

    # ── giving one ──

    def _give(self, unit: _Unit) -> bool:
        """Give what a cell says, or tell why not. False while its question is not asked."""
        if sum(self._counts.values()) >= MOST_ANSWERS:
            self._later += len(unit.cells) if isinstance(unit, _Mark) else 1
            return True
        match unit:
            case _Cell():
                question = self._at(unit.column, unit.row.id)
                if question is None:
                    return False
                repeated = question.id in self._turn.plan.repeated
                self._give_cell(unit, question, Spot(question.id, unit.row.id if repeated else None))
            case _Mark():
                question = self._at(unit.column, None)
                if question is None:
                    return False
                self._give_mark(unit, question)
            case _:
                assert_never(unit)
        return True

    def _at(self, column: Column, item: ItemId | None) -> Question | None:
        """The question of a column, its run taken in hand; None where it is not asked (about that row)."""
        turn = self._turn
        refs = turn.programme.sessions
        if item is None:
            ref = next((one for one in reversed(refs) if one.flow == column.flow), None)
        else:
            ref = run_for(refs, column, item, turn.stored)
        if ref is None:
            return None
        if turn.in_hand != ref.id:  # what is known of one in hand stands until something moves
            turn.open_session(ref.id)
        question = turn.plan.questions.get(column.question)
        if question is None:
            return None
        spot = Spot(question.id, item if question.id in turn.plan.repeated else None)
        return question if turn.facts.applies(spot) else None

    def _give_cell(self, cell: _Cell, question: Question, spot: Spot) -> None:
        turn = self._turn
        barred = self._barred(question, spot)
        meant = self._read(question, cell) if barred != THREAD else None
        if barred is not None and self._stands(question, spot, meant):
            self._same += 1
        elif barred is not None:
            self._refuse(cell, barred)
        elif meant is None:
            self._refuse(cell, "unreadable", expected=self._expected(question))
        elif isinstance(meant, AnswerState):
            self._commit((cell,), Draft(spot, turn.by, state=meant))
        else:
            given = tidied(turn, question, meant)
            if misfit(turn, question, given) is not None:
                self._refuse(cell, "unreadable", expected=self._expected(question))
            elif wants_a_yes(question, given, turn.today):
                self._refuse(cell, "unlikely")
            else:
                self._commit((cell,), Draft(spot, turn.by, given=given))

    def _stands(self, question: Question, spot: Spot, meant: Meant | None) -> bool:
        """Whether what a cell says is what is answered already: that changes nothing, whoever may answer, and however closed it is."""
        answer = self._turn.session.answer_at(spot)
        if meant is None or answer is None:
            return False
        if isinstance(meant, AnswerState):
            return answer.state is meant
        return answer.state is AnswerState.VALUE and answer.value == tidied(self._turn, question, meant)

    def _read(self, question: Question, cell: _Cell) -> Meant | None:
        """What a cell says, read as a reply would be; None where that is not certain."""
        turn = self._turn
        settings, rows = turn.programme.settings, turn.rows(question.register) if question.register else ()
        context = Context(turn.at, settings.zone, settings.locale, rows, self._event.names, turn.by)
        return read_cell(question, cell.says, context, turn.library.texts)

    def _picked(self, question: Question, cell: _Cell) -> bool | None:
        """Whether a cell of a marking question says that its row was picked, in any words that say yes or no to a question; None in others."""
        meant = self._read(msgspec.structs.replace(question, kind=Kind.YES_NO, register=None), cell)
        return {YesNo(True): True, YesNo(False): False}.get(meant) if isinstance(meant, YesNo) else None

    def _give_mark(self, mark: _Mark, question: Question) -> None:
        """Pick those that the file says were, beside those picked before of which it says nothing."""
        turn, spot = self._turn, Spot(question.id)
        barred = self._barred(question, spot)
        cells: dict[ItemId, _Cell] = {}
        ticked: dict[ItemId, bool] = {}
        unread: list[str] = []
        for cell in mark.cells:
            meant = self._picked(question, cell) if barred != THREAD else None
            if meant is not None and turn.facts.mark(question.id, cell.row.id) is meant:
                self._same += 1
            elif meant is None or barred is not None:
                self._refuse(cell, barred or "unreadable", expected=Term("register.expected.yes_no"))
                unread.append(cell.row.name)
            elif cell.stands and not self._event.change:
                self._differs(cell)
            else:
                cells[cell.row.id], ticked[cell.row.id] = cell, meant
        if not cells:
            return
        answer = turn.session.answer_at(spot)
        before = answer.value.items if answer is not None and isinstance(answer.value, Items) else ()
        rows = turn.rows(question.register) if question.register is not None else ()
        known = {row.id for row in rows if turn.facts.mark(question.id, row.id) is not None}
        untold = [row.name for row in rows if row.id not in cells and row.id not in known]
        picked = {row for row in before if row not in cells}
        picked |= {row for row, is_picked in ticked.items() if is_picked}
        given = Items(tuple(row.id for row in rows if row.id in picked))
        if untold:
            unsaid = [name for name in untold if name not in unread]
            for cell in cells.values():
                self._refuse(
                    cell, "some" if unsaid else "some_unread", names=shortened(", ".join(unsaid or untold), SHOWN)
                )
        elif misfit(turn, question, given) is not None:
            for cell in cells.values():
                self._refuse(cell, "unreadable", expected=self._expected(question))
        else:
            self._commit(tuple(cells.values()), Draft(spot, turn.by, given=given))

    def _barred(self, question: Question, spot: Spot) -> str | None:
        """Why nothing can be given at a spot, by the key of it; None where it can."""
        turn = self._turn
        if turn.session.state is SessionState.PAUSED:
            return "paused"
        if shut_at(turn, spot) is not None:
            return "closed"
        if turn.section(question.id).apart or question.kind is Kind.FILE:
            return THREAD
        return "role" if not_yours(turn, spot) is not None else None

    def _commit(self, cells: tuple[_Cell, ...], draft: Draft) -> None:
        """Let a draft count, unless the same stands already, or something else that was not to be touched."""
        turn, answer = self._turn, self._turn.session.answer_at(draft.spot)
        change = answer is not None and is_change(turn, draft.spot)
        if change and answer is not None and answer.state is draft.state and answer.value == draft.given:
            self._same += len(cells)
            return
        if undecided(turn, draft) is not None:
            for cell in cells:
                self._refuse(cell, "thread")
            return
        overwrites = change and answer is not None and answer.state is AnswerState.VALUE
        if overwrites and fixed(turn, draft) is not None:
            for cell in cells:
                self._refuse(cell, "closed")
            return
        falls = loses(answer, draft) if overwrites else ""
        if falls and not (self._event.change and self._event.unbind):
            self._unbound += [self._line(cell, "unbound", condition=shortened(falls, SHOWN)) for cell in cells]
            return
        if overwrites and not self._event.change:
            for cell in cells:
                self._differs(cell)
            return
        session = turn.session.id
        done = commit(turn, draft)
        turn.put_session(last=None)
        turn.settle(draft.spot)
        self._counts[session] = self._counts.get(session, 0) + 1
        self._told.setdefault(session, []).extend(done.followed)

    # ── what is told ──

    def _differs(self, cell: _Cell) -> None:
        self._differ.append(self._line(cell, "differs", stands=shortened(cell.stands, SHOWN) or "…"))

    def _refuse(self, cell: _Cell, why: str, **more: Piece) -> None:
        self._bad.append(self._line(cell, why, **more))

    def _line(self, cell: _Cell, why: str, **more: Piece) -> BadRow:
        values: dict[str, Piece] = {"row": cell.line, "title": cell.title, "says": shortened(cell.says, SHOWN)}
        return BadRow(cell.line, Note(f"register.cell.{why}", values | more))

    def _expected(self, question: Question) -> Piece:
        """What a question takes, in a few words."""
        if question.kind in (Kind.ONE_OF, Kind.MANY_OF):
            return " / ".join(option.label for option in question.options)
        return Term(f"register.expected.{question.kind}")

    def _not_asked(self, units: Sequence[_Unit]) -> None:
        """Cells whose question is not asked: those of one row together, and with them rows in which the same columns are not."""
        rows: dict[tuple[int, FlowId, str], list[_Cell]] = {}
        for cell in (cell for unit in units for cell in ((unit,) if isinstance(unit, _Cell) else unit.cells)):
            rows.setdefault((cell.line, cell.column.flow, self._why_not(cell)), []).append(cell)
        alike: dict[tuple[FlowId, str, str], list[_Cell]] = {}
        for (_, flow, why), cells in rows.items():
            alike.setdefault((flow, why, ", ".join(cell.title for cell in cells)), []).append(cells[0])
        for (flow, why, titles), cells in alike.items():
            values: dict[str, Piece] = {
                "count": len(cells),
                "row": shortened(", ".join(str(cell.line) for cell in cells), FEW),
                "title": titles,
                "part": self._part(flow),
                "reason": stage.closed if (stage := self._stage(flow)) is not None else "",
                "name": shortened(", ".join(cell.row.name for cell in cells), SHOWN),
            }
            self._bad.append(BadRow(cells[0].line, Note(f"register.cell.{why}", values)))

    def _why_not(self, cell: _Cell) -> str:
        """Why the question of a cell is not asked: its run does not ask it, has not begun, or cannot begin yet."""
        if run_for(self._turn.programme.sessions, cell.column, cell.row.id, self._turn.stored) is not None:
            return "not_asked"
        stage = self._stage(cell.column.flow)
        shut = stage is not None and stage_state(self._turn.programme, stage) is StageState.LOCKED
        return "not_open" if shut else "not_begun"

    def _stage(self, flow: FlowId) -> Stage | None:
        return next((one for one in self._turn.library.stages if flow in one.flows), None)

    def _part(self, flow: FlowId) -> str:
        """What a part is called on the card: a stage with one run by the stage."""
        stage = self._stage(flow)
        if stage is None or has_several(self._turn.library, stage):
            return self._turn.library.flows[flow].title
        return stage.title

    def _tell(self, session: SessionId, count: int) -> None:
        """Say in a run's thread what a file answered there, and put what is open now."""
        turn = self._turn
        turn.open_session(session)
        told = Note("register.import.told", {"who": Mention(turn.by), "count": count})
        notes = (told, *self._told[session][:FINDING_NOTES])
        state = turn.session.state
        again = turn.plan.next_spot(turn.facts, None) is not None
        if turn.session.pending is None and state is SessionState.ASKING and not still_open(turn, turn.session.spot):
            proceed(turn, turn.session.spot, notes)
        elif state is SessionState.REVIEW or (state is SessionState.DONE and again and not is_closed(turn)):
            proceed(turn, None, notes)
            turn.follow(RefreshRoot(session))
        else:
            turn.follow(Tell(session, notes))
