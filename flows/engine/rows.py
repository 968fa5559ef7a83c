"""Rows of a register changed by hand: added, renamed, taken out and brought back. From a file they come by way of `importing`.

What an answer says of a row is changed by changing the answer: so a row that answers name is taken out of those answers, with a preview.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from flows.engine.apart import barred_change
from flows.engine.asking import let_go, settle_open
from flows.engine.closing import shut_at
from flows.engine.giving import consider, not_yours, paused
from flows.engine.lifecycle import settle_stages
from flows.engine.machine import plan_of
from flows.engine.readers.countries import asked_countries
from flows.engine.registers import country_row, is_of_countries, names_rows, row_called, row_ids
from flows.engine.registers_csv import MOST_NAME
from flows.engine.roles import judge_others
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, Outcome, RefreshRoot, SendRegister, Whispered
from flows.model.flow import Library
from flows.model.ids import ItemId, RegisterId, SessionId, country_id
from flows.model.programme import Item
from flows.model.rowevents import (
    RegisterExported,
    RowAdded,
    RowBroughtBack,
    RowRenamed,
    RowTakenOut,
)
from flows.model.session import Answer, Draft, Rethink, SessionState
from flows.model.values import Countries, Items
from flows.rules.names import renamed, unknown_as, was_called


def by_hand(library: Library, register: RegisterId) -> bool:
    """Whether people name the rows of a register: in an answer, or by starting a run for one. Others are written by what happens."""
    flows = library.flows.values()
    questions = (q for flow in flows for section in flow.sections for q in section.questions)
    return any(flow.per == register for flow in flows) or any(
        q.register == register and names_rows(q) for q in questions
    )


def happened(turn: Turn, event: RowAdded | RowRenamed | RowTakenOut | RowBroughtBack | RegisterExported) -> Outcome:
    """What follows. A register whose rows nobody names is only ever read."""
    if isinstance(event, RegisterExported):
        return _exported(turn, event.register)
    if not by_hand(turn.library, event.register):
        return refuse(Note("register.not_by_hand"))
    match event:
        case RowAdded():
            return _added(turn, event.register, event.name)
        case RowRenamed():
            return _renamed(turn, event)
        case RowTakenOut():
            return _taken_out(turn, event)
        case RowBroughtBack():
            return _brought_back(turn, event)
        case _:
            assert_never(event)


def _exported(turn: Turn, register: RegisterId) -> Outcome:
    """A register as a file, to the owner or counsel only, by direct message, and noted."""
    programme = turn.programme
    if not programme.exports_to(turn.by):
        return refuse(Note("export.not_yours", {"owner": Mention(programme.owner)}))
    turn.note("exported", about=register)
    turn.follow(SendRegister(turn.by, register))
    return turn.outcome(Whispered((Note("export.coming"),)))


# ── one row ──────────────────────────────────────────────────────────────────


def _added(turn: Turn, register: RegisterId, words: str) -> Outcome:
    row = new_row(turn, register, " ".join(words.split()))
    if isinstance(row, Note):
        return refuse(row)
    if not turn.moved_rows:
        before = " ".join(words.split())
        key = "register.there.formerly" if was_called(row, before) else "register.there"
        return refuse(Note(key, {"name": row.name, "before": before}))
    turn.note("row_added", about=row.id)
    settle(turn)
    return turn.outcome(Whispered((Note("register.added", {"name": row.name}),)))


def new_row(turn: Turn, register: RegisterId, name: str) -> Item | Note:
    """The row of that name, added where there is none, back where it was out; or why there can't be one."""
    if is_of_countries(turn.library, register):
        asked = asked_countries(name, turn.programme.settings.locale)
        if len(asked.codes) != 1 or asked.unclear:
            return Note("run.no_country", {"name": name[:MOST_NAME]})
        return country_row(turn, register, asked.codes[0])
    if not 0 < len(name) <= MOST_NAME:
        return Note("misfit.name", {"most": MOST_NAME})
    return row_called(turn, register, name)


def _renamed(turn: Turn, event: RowRenamed) -> Outcome:
    """Another name for a row, which stays the same row: what was said of it, and when, stays with it. Former names that are taken out of it name it
    no longer; what was found by them is by the row, and stays."""
    rows, name = turn.all_rows(event.register), " ".join(event.name.split())
    row = next((row for row in rows if row.id == event.item), None)
    if row is None:
        return refuse(Note("run.row_gone"))
    if is_of_countries(turn.library, event.register):
        return refuse(Note("register.country_name"))
    if not 0 < len(name) <= MOST_NAME:
        return refuse(Note("misfit.name", {"most": MOST_NAME}))
    if any(other.name.casefold() == name.casefold() and other.id != row.id for other in rows):
        return refuse(Note("register.name_taken", {"name": name}))
    notes: list[Note] = []
    if name != row.name or not event.without:
        for changed in renamed(rows, row.id, name):
            turn.put_item(changed)
        _rename_recorded(turn, row, name)
        turn.note("row_renamed", about=f"{row.id}: {row.name}")
        _show_anew(turn)
        notes.append(Note("register.renamed", {"before": row.name, "name": name}))
    notes += _without_former(turn, event, name)
    return turn.outcome(Whispered(tuple(notes))) if notes else refuse(Note("register.former_gone", {"name": name}))


def _without_former(turn: Turn, event: RowRenamed, name: str) -> Iterator[Note]:
    """Take former names out of a row, each with a line of the log; nothing where it has none of them any more."""
    row = next(row for row in turn.all_rows(event.register) if row.id == event.item)
    left = unknown_as(row, event.without)
    if left == row:
        return
    turn.put_item(left)
    for former in (one for one in row.formerly if one not in left.formerly):
        turn.note("former_name_out", about=f"{row.id}: {former}")
        yield Note("register.former_out", {"before": former, "name": name})


def _rename_recorded(turn: Turn, row: Item, name: str) -> None:
    """What was recorded about a row bears its name too."""
    flows = turn.library.flows.values()
    recorded = {section.records for flow in flows for section in flow.sections if section.records is not None}
    for register in sorted(recorded):
        for kept in turn.all_rows(register):
            about = kept.fields.get("about")
            if kept.name == row.name and isinstance(about, Items) and row.id in about.items:
                turn.put_item(msgspec.structs.replace(kept, name=name))


def _show_anew(turn: Turn) -> None:
    """What stands open in the threads says the new name."""
    for ref in turn.programme.sessions:
        turn.open_session(ref.id)
        settle_open(turn)
    turn.leave_session()
    turn.follow(*(RefreshRoot(ref.id) for ref in turn.programme.sessions))


def _taken_out(turn: Turn, event: RowTakenOut) -> Outcome:
    """A row that no answer names is taken out at once, and can come back as it is; one that answers name is changed there."""
    row = next((row for row in turn.rows(event.register) if row.id == event.item), None)
    if row is None:
        return refuse(Note("run.row_gone"))
    naming = next(_naming(turn, row), None)
    if naming is not None:
        return _out_of_answer(turn, row, *naming)
    turn.put_item(msgspec.structs.replace(row, removed=True))
    turn.note("row_out", about=row.id)
    settle(turn)
    return turn.outcome(Whispered((Note("register.out", {"name": row.name}),)))


def _naming(turn: Turn, row: Item) -> Iterator[tuple[SessionId, Answer]]:
    """The answers that count and name a row, those of the oldest session first."""
    for ref in turn.programme.sessions:
        questions = plan_of(turn.flow_of(ref)).questions
        for answer in turn.stored(ref.id).answers.values():
            question = questions[answer.spot.question]
            if question.register == row.register and names_rows(question) and row.id in row_ids(answer.value):
                facts = turn.others.facts(ref)
                if facts.applies(answer.spot):
                    yield ref.id, answer


def _out_of_answer(turn: Turn, row: Item, session: SessionId, answer: Answer) -> Outcome:
    """The answer that names a row, without it: a change like any other, with its preview in the thread where anything follows."""
    turn.open_session(session)
    barred = paused(turn) if turn.session.state is SessionState.PAUSED else shut_at(turn, answer.spot)
    barred = barred or barred_change(turn, answer.spot) or not_yours(turn, answer.spot)
    if barred is not None:
        return barred
    let_go(turn)
    turn.put_session(pending=Rethink(answer.spot, turn.by))
    turn.note("row_out_asked", about=row.id, spot=answer.spot)
    outcome = consider(turn, Draft(answer.spot, turn.by, given=_without(answer, row.id)))
    out = any(one.removed for one in turn.all_rows(row.register) if one.id == row.id)
    told = Note("register.out" if out else "register.out_asked", {"name": row.name, "title": turn.plan.flow.title})
    buttons = () if out else ("continue",)
    return (
        outcome
        if outcome.refused
        else msgspec.structs.replace(outcome, reply=Whispered((told,), buttons, turn.session.id))
    )


def _without(answer: Answer, item: ItemId) -> Items | Countries:
    if isinstance(answer.value, Countries):
        return Countries(tuple(code for code in answer.value.codes if country_id(code) != item))
    return Items(tuple(one for one in row_ids(answer.value) if one != item))


def _brought_back(turn: Turn, event: RowBroughtBack) -> Outcome:
    row = next((row for row in turn.all_rows(event.register) if row.id == event.item), None)
    if row is None or not row.removed:
        return refuse(Note("register.not_out"))
    turn.put_item(msgspec.structs.replace(row, removed=False, at=turn.at))
    turn.note("row_back", about=row.id)
    settle(turn)
    return turn.outcome(Whispered((Note("register.back", {"name": row.name}),)))


def settle(turn: Turn) -> None:
    """Rows came or went: whatever is asked about them is judged afresh."""
    judge_others(turn, rows=True)
    settle_stages(turn)
