"""A run of a flow for one row of a register: which row is meant, and what becomes of the run while that row is taken out."""

from __future__ import annotations

from flows.engine.asking import put_again, settle_open
from flows.engine.readers.countries import asked_countries
from flows.engine.registers import country_row, is_of_countries, row_called
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, RefreshRoot, Tell
from flows.model.events import Started
from flows.model.flow import Flow
from flows.model.ids import RegisterId
from flows.model.programme import Item
from flows.model.session import SessionState

MOST_NAME = 80
"""Characters of a row's name."""


def wanted_row(turn: Turn, flow: Flow, register: RegisterId, event: Started) -> Item | Outcome:
    """The row that a start is for, added where it is named for the first time; or why there is none."""
    if event.item is not None:
        known = next((row for row in turn.rows(register) if row.id == event.item), None)
        return known or refuse(Note("run.row_gone"))
    name = " ".join(event.name.split())
    if not name:
        one = next((one.one for one in flow.registers if one.id == register), register)
        return refuse(Note("run.which", {"one": one, "title": flow.title}))
    if is_of_countries(turn.library, register):
        asked = asked_countries(name, turn.programme.settings.locale)
        if len(asked.codes) != 1 or asked.unclear:
            return refuse(Note("run.no_country", {"name": name[:MOST_NAME]}))
        return country_row(turn, register, asked.codes[0])
    if len(name) > MOST_NAME:
        return refuse(Note("misfit.name", {"most": MOST_NAME}))
    return row_called(turn, register, name)


def row_is_out(turn: Turn) -> bool:
    """Whether the row that the session in hand runs for was taken out."""
    return turn.session.item is not None and turn.facts.row(turn.session.item) is None


def out(turn: Turn) -> Outcome:
    """Why such a session can't go on."""
    return refuse(Note("run.out"), session=turn.session.id)


def follow_row(turn: Turn) -> bool:
    """Put the session in hand aside when its row was taken out, and let it go on when that row is back. Says whether either happened."""
    session = turn.session
    away = row_is_out(turn)
    if away and session.state in (SessionState.ASKING, SessionState.REVIEW):
        turn.put_session(state=SessionState.PAUSED, shelved=True)
        turn.note("shelved")
        settle_open(turn)
        turn.follow(Tell(session.id, (Note("run.shelved"),)), RefreshRoot(session.id))
        return True
    if session.shelved and not away:
        turn.put_session(state=SessionState.ASKING, shelved=False)
        turn.note("unshelved")
        turn.follow(RefreshRoot(session.id))
        put_again(turn, (Note("run.back"),))
        return True
    return False
