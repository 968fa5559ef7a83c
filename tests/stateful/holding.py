"""All that is held of one programme, as a value: to compare what two stores hold, and to go on from there on a table of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flows.authoring.table import CHANNEL, TEAM, Table
from flows.model.effects import Outcome
from flows.model.events import Event
from flows.model.flow import Flow, Library
from flows.model.ids import FlowHash, PersonId, RegisterId, SessionId, programme_id
from flows.model.programme import Action, Item, Programme, Snapshot
from flows.model.session import Session
from tests.stateful.authors import REGISTERS

HERE = programme_id(TEAM, CHANNEL)
"""The programme that all is about; the one that a table holds."""
A_TURN = dt.timedelta(minutes=1)
"""How long a turn takes at a table."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A programme with its parts."""

    programme: Programme | None
    sessions: Mapping[SessionId, Session]
    rows: tuple[Item, ...]
    actions: tuple[Action, ...]


def hold(snapshot: Snapshot) -> Holding:
    """Everything that a snapshot shows."""
    programme = snapshot.programme
    refs = programme.sessions if programme is not None else ()
    sessions = {ref.id: session for ref in refs if (session := snapshot.session(ref.id)) is not None}
    rows = tuple(row for register in REGISTERS for row in snapshot.items(RegisterId(register)))
    return Holding(programme, sessions, rows, tuple(one for ref in refs for one in snapshot.actions(ref.id)))


class Aside(Table):
    """A table where what is held can be played on without touching it."""

    def __init__(self, held: Holding, library: Library, kept: Mapping[FlowHash, Flow], now: dt.datetime) -> None:
        super().__init__(library, now)
        self.kept = kept
        self.programme = held.programme
        self.sessions = dict(held.sessions)
        self.rows = {row.id: row for row in held.rows}
        self.work = {action.id: action for action in held.actions}

    def at(self, now: dt.datetime, by: PersonId, event: Event) -> Outcome:
        """What comes of an event at that time."""
        self.now = now - A_TURN
        return self.say(by, event)

    def flow(self, flow: FlowHash) -> Flow | None:
        return self.kept.get(flow)
