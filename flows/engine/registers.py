"""How answers fill registers: rows named in an answer, countries as rows, and sections that record their rounds (the disclosure ledger)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from flows.engine.ledger import NOTICED, SHOWN_TO, corrections
from flows.engine.machine import plan_of
from flows.engine.readers.whereabouts import place_named
from flows.engine.turn import Turn
from flows.model.flow import Library, Question, Section
from flows.model.ids import ItemId, QuestionId, RegisterId, SessionId, country_id
from flows.model.ledger import LEDGER
from flows.model.programme import Item
from flows.model.session import AnswerState, Session, Spot
from flows.model.values import Countries, Day, Given, Items, Kind, NewItems, Text, Value
from flows.rules.names import known_as

# ── rows that answers name ───────────────────────────────────────────────────


def names_rows(question: Question) -> bool:
    """Whether an answer to the question names rows of a register, rather than picking from those there are."""
    return question.register is not None and (question.adds or question.kind is Kind.COUNTRY)


def row_ids(value: Value | None) -> tuple[ItemId, ...]:
    """The rows that a value is about."""
    match value:
        case Items(items=items):
            return items
        case Countries(codes=codes):
            return tuple(country_id(code) for code in codes)
        case _:
            return ()


def country_name(code: str) -> str:
    """A country's English short name by its ISO code; the code itself where there is none."""
    from babel import Locale  # takes 30 ms to import and load; only country questions need it

    territories: dict[str, str] = dict(Locale("en").territories)
    return territories.get(code, code)


def stored_value(turn: Turn, question: Question, given: Given | None) -> Value | None:
    """The value as it is stored: names have become rows, countries have theirs."""
    register = question.register
    match given:
        case NewItems(known=known, names=names):
            return _rows_named(turn, register or RegisterId(""), known, names)
        case Countries(codes=codes) if register is not None:
            for code in codes:
                _see_country(turn, register, code)
            return given
        case _:
            return given


def _rows_named(turn: Turn, register: RegisterId, known: tuple[ItemId, ...], names: tuple[str, ...]) -> Items:
    """Known rows and rows of these names, in the order of the register: a row that comes back has its old place."""
    rows = {*known, *(_row_named(turn, register, name) for name in names)}
    return Items(tuple(row.id for row in turn.all_rows(register) if row.id in rows))


def _row_named(turn: Turn, register: RegisterId, name: str) -> ItemId:
    """The row of that name, taken out or not; a new one where there is none."""
    known = known_as(turn.all_rows(register), name)
    if known is not None:
        return known.id
    number = turn.number()
    turn.put_item(Item(ItemId(f"{register}-{number}"), register, name, number, turn.by, turn.at))
    return ItemId(f"{register}-{number}")


def _see_country(turn: Turn, register: RegisterId, code: str) -> None:
    row = country_id(code)
    if all(known.id != row for known in turn.all_rows(register)):
        turn.put_item(Item(row, register, country_name(code), turn.number(), turn.by, turn.at))


def keep_rows(turn: Turn, spot: Spot, before: Value | None, now: Value | None, *, anew: bool = True) -> None:
    """Take out the rows that ``before`` had named at a spot, that ``now`` no longer names there, and that no other answer names.

    A row named again comes back. Where it is named ``anew`` (rather than by an undo), what was asked across all rows meanwhile is asked
    about it too.
    """
    question = turn.question(spot)
    register = question.register
    if register is None or not names_rows(question):
        return
    named = row_ids(now)
    left = frozenset(row_ids(before)).difference(named)
    gone = left - set(_named_elsewhere(turn, spot, register)) if left else left
    for row in turn.all_rows(register):
        if row.removed and row.id in named:
            turn.put_item(msgspec.structs.replace(row, removed=False, at=turn.at if anew else row.at))
        elif row.id in gone:
            turn.put_item(msgspec.structs.replace(row, removed=True))


def _named_elsewhere(turn: Turn, spot: Spot, register: RegisterId) -> Iterator[ItemId]:
    """The rows that any other answer of the programme names, of whatever flow."""
    for ref in turn.programme.sessions:
        session = turn.stored(ref.id)
        here = spot if ref.id == turn.session.id else None
        yield from named_in(session, plan_of(turn.flow_of(session)).questions, register, here)


def named_in(
    session: Session, questions: dict[QuestionId, Question], register: RegisterId, but: Spot | None
) -> Iterator[ItemId]:
    """The rows of a register that the answers of a session name, but for the one at a spot."""
    for answer in session.answers.values():
        question = questions[answer.spot.question]
        if answer.spot != but and question.register == register and names_rows(question):
            yield from row_ids(answer.value)


# ── the row that a run is for ────────────────────────────────────────────────


COUNTRIES = RegisterId("country")


def is_of_countries(library: Library, register: RegisterId) -> bool:
    """Whether the rows of a register are countries: the one called so, and any that some flow of the library fills with them."""
    if register == COUNTRIES:
        return True
    questions = (q for flow in library.flows.values() for section in flow.sections for q in section.questions)
    return any(q.kind is Kind.COUNTRY and q.register == register for q in questions)


def row_called(turn: Turn, register: RegisterId, name: str) -> Item:
    """The row of that name: the one there is, one that was taken out and comes back, or a new one."""
    return _live_row(turn, register, _row_named(turn, register, name))


def country_row(turn: Turn, register: RegisterId, code: str) -> Item:
    """The row of a country, likewise."""
    _see_country(turn, register, code)
    return _live_row(turn, register, country_id(code))


def _live_row(turn: Turn, register: RegisterId, item: ItemId) -> Item:
    row = next(row for row in turn.all_rows(register) if row.id == item)
    if row.removed:
        row = msgspec.structs.replace(row, removed=False, at=turn.at)
        turn.put_item(row)
    return row


# ── sections that record their rounds ────────────────────────────────────────


def record_rounds(turn: Turn) -> bool:
    """Bring the rows of sections that record their rounds up to date with the answers that count now. Says whether any moved."""
    moved = False
    for section in turn.plan.recording:
        for item in _all_rounds(turn, section):
            moved = _record(turn, section, item) or moved
    return moved


def told_at(turn: Turn, row: ItemId, names: Collection[str]) -> tuple[SessionId, Spot] | None:
    """Where the answers stand from which a row was recorded: the run, and of that round the first answer to a question of these names, else the
    first. None for a row that no answers told."""
    found: list[tuple[SessionId, Spot]] = []
    for ref in turn.programme.sessions:
        turn.open_session(ref.id)
        rounds = [(section, item) for section in turn.plan.recording for item in _all_rounds(turn, section)]
        of_it = [(section, item) for section, item in rounds if _row_id(turn, section, item) == row]
        spots = [Spot(question.id, item) for section, item in of_it for question in section.questions]
        found += [(ref.id, spot) for spot in spots if turn.session.answer_at(spot) is not None]
    turn.leave_session()
    named = [one for one in found if one[1].question.rpartition(".")[2] in names]
    return next(iter((*named, *found)), None)


def _all_rounds(turn: Turn, section: Section) -> tuple[ItemId | None, ...]:
    """Every round that a section ever could have had, so that one that fell away is found too."""
    return tuple(row.id for row in turn.all_rows(section.each)) if section.each else (None,)


def _record(turn: Turn, section: Section, item: ItemId | None) -> bool:
    """One round as a row: its answers as fields, and what it is about. A round without answers has none, or none any more."""
    register = section.records or RegisterId("")
    known = _recorded(turn, section, register, item)
    fields = _fields(turn, section, item)
    if known is None:
        if fields:
            about = item or turn.session.item
            subject = turn.facts.row(about) if about else None
            name = subject.name if subject else section.title
            row = Item(_row_id(turn, section, item), register, name, turn.number(), turn.by, turn.at, fields)
            turn.put_item(row)
        return bool(fields)
    now = msgspec.structs.replace(known, fields=fields or known.fields, removed=not fields)
    if now == known or known.id in corrections(turn.all_rows(register)):
        return False  # what was corrected stays as it stood: another row says how it was
    turn.put_item(now)
    return True


def _row_id(turn: Turn, section: Section, item: ItemId | None) -> ItemId:
    """The row of a round: of this session, so that two runs never write into one row; of this item, and of this section where an earlier one
    of the flow records into the same register."""
    first = next(one for one in turn.plan.recording if one.records == section.records)
    parts = (
        section.records,
        turn.session.id,
        *((section.id,) if first is not section else ()),
        *((item,) if item else ()),
    )
    return ItemId("-".join(str(part) for part in parts))


def _recorded(turn: Turn, section: Section, register: RegisterId, item: ItemId | None) -> Item | None:
    """The row that a round has. Earlier releases named it by its item alone: such a row is of the session that recorded there first."""
    rows = {row.id: row for row in turn.all_rows(register)}
    known = rows.get(_row_id(turn, section, item))
    if known is not None or item is None:
        return known
    older = rows.get(ItemId(f"{register}-{item}"))
    return older if older is not None and turn.session.id == _first_to_record(turn, register) else None


def _first_to_record(turn: Turn, register: RegisterId) -> SessionId | None:
    """The oldest session whose flow records items into a register."""
    plans = ((ref.id, plan_of(turn.flow_of(turn.stored(ref.id)))) for ref in turn.programme.sessions)
    return next((id_ for id_, plan in plans if any(s.records == register and s.each for s in plan.recording)), None)


def _fields(turn: Turn, section: Section, item: ItemId | None) -> dict[str, Value]:
    facts = turn.facts
    fields: dict[str, Value] = {}
    for question in section.questions:
        answer = facts.answer(question.id, item)
        if question.unasked and facts.applies(Spot(question.id, item)):
            answer = turn.session.answer_at(Spot(question.id, item))  # what was shown last stays on record
        if answer is not None and answer.state is AnswerState.VALUE and answer.value is not None:
            fields[question.name] = answer.value
    if fields and section.records == LEDGER:
        fields = _of_ledger(turn, fields)
    about = tuple(row for row in (item, turn.session.item) if row is not None)
    return fields | {"about": Items(about)} if fields and about else fields


def _of_ledger(turn: Turn, fields: dict[str, Value]) -> dict[str, Value]:
    """The same, as an entry of the disclosure ledger: whoever has it by name alone, and with the day on which the run says that it was noticed."""
    told: dict[str, Value] = {
        name: Text(place_named(value.text)) for name in SHOWN_TO if isinstance(value := fields.get(name), Text)
    }
    asked = (id_ for id_, question in turn.plan.questions.items() if question.name == NOTICED)
    answers = (turn.facts.answer(id_, None) for id_ in asked)
    day = next((one.value for one in answers if one is not None and isinstance(one.value, Day)), None)
    return fields | told | ({NOTICED: day} if day is not None else {})
