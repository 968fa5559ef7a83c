"""Rows of a register from a file: names that are not there yet are added, and what stands beside a name is given as answers (`filling`).

A row without a name that can be taken is refused whole; of any other row only the cells that can't be read are left out. The same file again
changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from flows.engine.closing import shut_at
from flows.engine.filling import Filling, Given
from flows.engine.listing import Shelves
from flows.engine.readers.countries import asked_countries
from flows.engine.readers.likeness import near
from flows.engine.readers.wording import key
from flows.engine.registers import is_of_countries
from flows.engine.registers_csv import BadRow, Heads, NamedRow, Sheet, read_sheet
from flows.engine.rows import by_hand, new_row, settle
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, Piece, Whispered, Words
from flows.model.flow import Library
from flows.model.ids import FlowId, ItemId, RegisterId, SessionId, country_id
from flows.model.programme import Item
from flows.model.registers import RegisterView
from flows.model.rowevents import RowsImported
from flows.model.session import Spot
from flows.model.values import Items
from flows.rules.names import by_name, known_as, was_called

MOST_BAD = 15
"""Bad rows and cells, and new names near known ones, told of one by one; the others are counted."""
MOST_NEW = 5
"""New rows told of by their names; the others are counted."""


class _Took(msgspec.Struct, frozen=True):
    """What became of a file. ``added``: the new rows' names. ``bad``: rows that were not taken. ``given``: what became of the cells beside the names.
    ``alike``: new names that come near one that was known before, each with that."""

    added: tuple[str, ...]
    known: int
    bad: tuple[BadRow, ...]
    given: Given
    alike: tuple[tuple[str, str], ...]


def imported(turn: Turn, event: RowsImported) -> Outcome:
    """Take what a file says, and tell whoever sent it what became of it."""
    if not by_hand(turn.library, event.register):
        return refuse(Note("register.not_by_hand"))
    view = Shelves(turn.snapshot, turn.programme, turn.library, turn.at).view(event.register)
    sheet = read_sheet(event.text, heads(turn.library, event.register, view))
    if sheet.wrong is not None:
        return refuse(sheet.wrong)
    took = _take_all(turn, event, sheet, view)
    moved = took.added or took.given.answers
    if moved:
        turn.note("rows_imported", about=f"{event.register}: {len(took.added)}, {took.given.answers}")
    before = tuple(_named_before(turn, event.register)) if took.added else ()
    count = len(took.added)
    about = (Note("register.import.before", {"question": Words(*one, "text"), "count": count}) for one in before)
    notes = (*_told(sheet, took, _what_changing_brings(turn, event, sheet, view, took)), *about)
    said = Whispered(notes, ("change",), *before[0]) if before else Whispered(notes)
    return turn.outcome(said) if moved else Outcome(reply=said)


def heads(library: Library, register: RegisterId, view: RegisterView | None) -> Heads:
    """The words by which a file's columns are known: ours, what a row is called here, and the titles and short names of the facts beside it."""
    texts = library.texts
    called = {one.one for flow in library.flows.values() for one in flow.registers if one.id == register}
    called |= {one.one for one in library.registers if one.id == register}
    facts: dict[str, str] = {}
    for column in view.columns if view is not None else ():
        facts |= {column.title.casefold(): column.fact, column.fact.casefold(): column.fact}
    return Heads(
        names=_folded({"name", texts["register.csv.name"], *called}),
        states=_folded({"state", texts["register.csv.state"]}),
        out=_folded({texts["register.state.out"]}),
        facts=facts,
        told=_folded({texts["register.csv.since"]}),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _take_all(turn: Turn, event: RowsImported, sheet: Sheet, view: RegisterView | None) -> _Took:
    """First all names, so that what is asked across them is asked of them all; then what stands beside them."""
    bad = list(sheet.bad)
    rows: list[tuple[NamedRow, Item]] = []
    before = turn.rows(event.register)
    added: list[str] = []
    known = 0
    lines: dict[ItemId, int] = {}
    for given, called in _present_first(turn, event.register, sheet.rows):
        row, new = _take(turn, event.register, given)
        if called is not None and called.id in lines:
            values: dict[str, Piece] = {"name": given.name, "now": called.name, "line": lines[called.id]}
            row = Note("register.import.formerly", {"row": given.line, **values})
        if isinstance(row, Note):
            bad.append(BadRow(given.line, row))
            continue
        known += not new
        if row is not None:
            added += [row.name] if new else []
            rows.append((given, row))
            lines[row.id] = given.line
    if added:
        settle(turn)
    filled = Filling(turn, event, view).all(rows) if view is not None else Given()
    alike = () if is_of_countries(turn.library, event.register) else _alike(added, before)
    return _Took(tuple(added), known, tuple(bad), filled, alike)


def _alike(added: Iterable[str], before: Sequence[Item]) -> tuple[tuple[str, str], ...]:
    """New names that may be slips of known ones, each with the name that it comes near."""
    names = [(key(row.name), *map(key, row.formerly)) for row in before]
    found = ((name, near(key(name), names)) for name in added)
    return tuple((name, before[at].name) for name, at in found if at is not None)


def _present_first(turn: Turn, register: RegisterId, rows: Iterable[NamedRow]) -> list[tuple[NamedRow, Item | None]]:
    """The lines by what rows are called now, then those by a former name, each with its row: of two lines that are about the same row, the one
    that calls it as it is called now is taken, and a file never writes one row twice."""
    known = by_name(turn.all_rows(register))
    found = ((given, known.get(given.name.casefold())) for given in rows)
    sorted_out = [(given, row if row is not None and was_called(row, given.name) else None) for given, row in found]
    return sorted(sorted_out, key=lambda one: one[1] is not None)


def _take(turn: Turn, register: RegisterId, given: NamedRow) -> tuple[Item | Note | None, bool]:
    """The row that a line is about, by its name or a former one, and whether it is new; why it can't be one. None where the file says that it is
    out, and so it is."""
    rows = turn.all_rows(register)
    row = known_as(rows, given.name)
    if row is None and is_of_countries(turn.library, register):
        codes = asked_countries(given.name, turn.programme.settings.locale).codes
        row = next((row for row in rows if row.id in {country_id(code) for code in codes[:1]}), None)
    if row is not None and row.removed:
        return (None if given.out else Note("register.import.out", {"row": given.line})), False
    if row is not None:
        return row, False
    if given.out:
        return None, False
    new = new_row(turn, register, given.name)
    if isinstance(new, Note):
        return Note("register.import.no_country", {"row": given.line, "name": given.name}), False
    return new, True


def _named_before(turn: Turn, register: RegisterId) -> Iterator[tuple[SessionId, Spot]]:
    """The answers that name rows of a register, and not those that are new, where they can be changed. What asks which rows are so or so is asked
    again by itself."""
    new = {row.id for row in turn.rows(register)} - {row.id for row in turn.snapshot.items(register)}
    seen = set[tuple[FlowId, ItemId | None]]()
    for ref in reversed(turn.programme.sessions):
        if (ref.flow, ref.item) in seen:
            continue
        seen.add((ref.flow, ref.item))
        turn.open_session(ref.id)
        for spot in turn.session.trail:
            value = turn.session.answers[spot.key].value
            if _names(turn, spot, register) and isinstance(value, Items) and new - {*value.items}:
                yield ref.id, spot
    turn.leave_session()


def _names(turn: Turn, spot: Spot, register: RegisterId) -> bool:
    """Whether the question at a spot, asked once in its run, has the rows of a register named, and its answer may be changed."""
    question = turn.plan.questions.get(spot.question)
    if question is None or question.register != register or question.sets or not (question.adds and question.many):
        return False
    return spot.item is None and turn.facts.applies(spot) and shut_at(turn, spot) is None


# ── what is said of it ───────────────────────────────────────────────────────


def _what_changing_brings(
    turn: Turn, event: RowsImported, sheet: Sheet, view: RegisterView | None, took: _Took
) -> tuple[Note, ...]:
    """What would follow if the file replaced the answers that stand: worked out on a turn of its own, of which nothing is kept."""
    left = {"differ": took.given.differ, "unbound": took.given.unbound}
    notes = tuple(Note(f"register.import.{what}", {"count": len(cells)}) for what, cells in left.items() if cells)
    if not notes:
        return ()
    other = Turn(turn.snapshot, turn.envelope, turn.library)
    _take_all(other, msgspec.structs.replace(event, change=True, unbind=True), sheet, view)
    now, then = _findings(turn), _findings(other)
    would = Note("register.import.would", {"raised": len(then - now), "withdrawn": len(now - then)})
    return (*notes, would) if then != now else notes


def _findings(turn: Turn) -> set[tuple[SessionId, str]]:
    return {(ref.id, found.key) for ref in turn.programme.sessions for found in turn.stored(ref.id).findings}


def _told(sheet: Sheet, took: _Took, would: tuple[Note, ...]) -> Iterator[Note]:
    """What became of a file: what was added, what stood already, what was answered; each bad row and cell with its line; what was passed over."""
    given = took.given
    yield Note("register.imported", {"added": len(took.added), "known": took.known, "bad": len(took.bad)})
    if took.added:
        names, more = ", ".join(f"“{name}”" for name in took.added[:MOST_NEW]), len(took.added) - MOST_NEW
        yield (
            Note("register.import.new_more", {"names": names, "more": more})
            if more > 0
            else Note("register.import.new", {"names": names})
        )
    yield from (Note("register.import.near", {"name": name, "known": known}) for name, known in took.alike[:MOST_BAD])
    if len(took.alike) > MOST_BAD:
        yield Note("register.import.near_more", {"more": len(took.alike) - MOST_BAD})
    if given.answers or given.same or given.bad or given.differ or given.unbound:
        answers: dict[str, str | int] = {"given": given.answers, "same": given.same, "bad": len(given.bad)}
        yield Note("register.import.answers", {**answers})
    yield from would
    lines = sorted((*took.bad, *given.bad, *given.differ, *given.unbound), key=lambda one: one.line)
    yield from (one.why for one in lines[:MOST_BAD])
    if len(lines) > MOST_BAD:
        yield Note("register.import.more", {"more": len(lines) - MOST_BAD})
    if given.later:
        yield Note("register.import.later", {"count": given.later})
    if sheet.passed:
        yield Note("register.import.passed", {"titles": ", ".join(sheet.passed)})
