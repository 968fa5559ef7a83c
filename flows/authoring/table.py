"""A programme on the author's table: a snapshot held in dictionaries, moved by the engine's own outcomes. No store, no
messenger.

Cases and the terminal player sit at it; nothing of the running bot does.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import msgspec

from flows.engine.advance import advance
from flows.engine.screens.scene import Scene
from flows.model.effects import Entry, Outcome, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.events import Envelope, Event
from flows.model.flow import Flow, Library
from flows.model.ids import (
    ActionId,
    ChannelId,
    ClaimKey,
    FlowHash,
    ItemId,
    PersonId,
    RegisterId,
    SessionId,
    TeamId,
    programme_id,
)
from flows.model.programme import Action, Item, Programme
from flows.model.session import Session


def with_open_gates(library: Library) -> Library:
    """The library with every stage open, so that any flow can be tried by itself."""
    stages = tuple(msgspec.structs.replace(stage, opens_when=None) for stage in library.stages)
    return msgspec.structs.replace(library, stages=stages)


TEAM, CHANNEL = TeamId("TABLE"), ChannelId("CTABLE")


class Table:
    """Implements `Snapshot`. ``say`` plays one event through the engine and keeps what it saves."""

    def __init__(self, library: Library, now: dt.datetime) -> None:
        self.library = library
        self.now = now
        self.programme: Programme | None = None
        self.sessions: dict[SessionId, Session] = {}
        self.rows: dict[ItemId, Item] = {}
        self.work: dict[ActionId, Action] = {}
        self.log: list[Entry] = []
        self._turns = 0

    def copy(self) -> Table:
        """The same programme on another table; values are shared, since they never change."""
        other = Table(self.library, self.now)
        other.programme, other._turns = self.programme, self._turns
        other.sessions, other.rows, other.work = dict(self.sessions), dict(self.rows), dict(self.work)
        other.log = list(self.log)
        return other

    # ── Snapshot ──

    def session(self, session: SessionId) -> Session | None:
        return self.sessions.get(session)

    def items(self, register: RegisterId) -> tuple[Item, ...]:
        found = (row for row in self.rows.values() if row.register == register)
        return tuple(sorted(found, key=lambda row: row.number))

    def actions(self, session: SessionId) -> tuple[Action, ...]:
        return tuple(action for action in self.work.values() if action.session == session)

    def entries(self, since: dt.datetime, kinds: frozenset[str] | None = None) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.log if entry.at >= since and (kinds is None or entry.what in kinds))

    def happened(self, since: dt.datetime) -> frozenset[str]:
        return frozenset(entry.what for entry in self.log if entry.at >= since)

    def flow(self, flow: FlowHash) -> Flow | None:
        return None

    # ── turns ──

    def say(self, by: PersonId, event: Event) -> Outcome:
        """What comes of an event that a person brings about now; a minute passes."""
        self._turns += 1
        self.now += dt.timedelta(minutes=1)
        programme = programme_id(TEAM, CHANNEL)
        envelope = Envelope(ClaimKey(f"turn-{self._turns}"), TEAM, CHANNEL, programme, by, self.now, event)
        outcome = advance(self, envelope, self.library)
        for save in outcome.saves:
            self._keep(save)
        return outcome

    def _keep(self, save: SaveProgramme | SaveSession | SaveItem | SaveAction | Entry) -> None:
        match save:
            case SaveProgramme(programme=programme):
                self.programme = programme
            case SaveSession(session=session):
                self.sessions[session.id] = session
            case SaveItem(item=item):
                self.rows[item.id] = item
            case SaveAction(action=action):
                self.work[action.id] = action
            case Entry():
                self.log.append(save)
            case _:
                assert_never(save)

    # ── what stands on it ──

    @property
    def open_session(self) -> Session:
        """The session begun last. Raises IndexError before the first."""
        return list(self.sessions.values())[-1]

    def scene(self) -> Scene:
        """The session begun last, as screens are composed from it."""
        return Scene(self, self.open_session.id, self.library, self.now)
