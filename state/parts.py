"""A programme in parts, as both stores hold it in memory, and what an outcome does to them. Pure; no rows here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

import msgspec

from flows.model.effects import Entry, Save, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.ids import ActionId, ChannelId, ItemId, ProgrammeId, RegisterId, SessionId
from flows.model.programme import Action, Item, Programme
from flows.model.session import Session
from state.codec import ACTION, ITEM, PROGRAMME, SESSION
from state.errors import Misplaced
from state.pseudonyms import Pseudonym


@dataclass(slots=True)
class Parts:
    """Parts of one programme. ``items`` and ``actions`` are whole, or None while not loaded; ``sessions`` holds those
    loaded.

    Never changed once another may see it: :meth:`after` makes new parts, sharing what stayed.
    """

    programme: Programme | None = None
    sessions: dict[SessionId, Session] = field(default_factory=dict[SessionId, Session])
    items: dict[ItemId, Item] | None = None
    actions: dict[ActionId, Action] | None = None

    def register(self, register: RegisterId) -> tuple[Item, ...]:
        """The rows of a register by number; items must be loaded."""
        rows = [item for item in (self.items or {}).values() if item.register == register]
        return tuple(sorted(rows, key=lambda item: item.number))

    def opened_by(self, session: SessionId) -> tuple[Action, ...]:
        """The actions of a session, oldest first; actions must be loaded."""
        return tuple(action for action in (self.actions or {}).values() if action.session == session)

    def after(self, saves: Iterable[Save]) -> Parts:
        """The parts as these saves leave them. A heap that is not loaded stays so."""
        programme, sessions = self.programme, dict(self.sessions)
        items = None if self.items is None else dict(self.items)
        actions = None if self.actions is None else dict(self.actions)
        for save in saves:
            match save:
                case SaveProgramme():
                    programme = save.programme
                case SaveSession():
                    sessions[save.session.id] = save.session
                case SaveItem():
                    if items is not None:
                        items[save.item.id] = save.item
                case SaveAction():
                    if actions is not None:
                        actions[save.action.id] = save.action
                case Entry():
                    pass
                case _:
                    assert_never(save)
        return Parts(programme, sessions, items, actions)

    def disguised(self, pseudonym: Pseudonym) -> Parts:
        """The same parts, in which somebody stands under a made-up name; all of them must be loaded."""
        put = pseudonym.value
        return Parts(
            put(PROGRAMME, self.programme) if self.programme is not None else None,
            {name: put(SESSION, one) for name, one in self.sessions.items()},
            {name: put(ITEM, one) for name, one in (self.items or {}).items()},
            {name: put(ACTION, one) for name, one in (self.actions or {}).items()},
        )

    def moved(self, new: ProgrammeId, to: ChannelId) -> Parts:
        """The same parts, of the programme ``new`` in the channel ``to``."""
        head = renamed_head(self.programme, new, to) if self.programme is not None else None
        sessions = {name: msgspec.structs.replace(one, programme=new) for name, one in self.sessions.items()}
        return Parts(head, sessions, self.items, self.actions)


def renamed_head(programme: Programme, new: ProgrammeId, to: ChannelId) -> Programme:
    """The head of a programme that goes by another id."""
    return msgspec.structs.replace(programme, id=new, channel=to)


def heads_first(programme: ProgrammeId, exists: bool, saves: tuple[Save, ...]) -> tuple[Save, ...]:
    """The saves, the programme's head before its parts.

    Raises Misplaced where one is of another programme, or where parts come for a programme that has no head.
    """
    heads = tuple(save for save in saves if isinstance(save, SaveProgramme))
    for head in heads:
        if head.programme.id != programme:
            raise Misplaced(f"programme {head.programme.id} in a turn of {programme}")
    for save in saves:
        if isinstance(save, SaveSession) and save.session.programme != programme:
            raise Misplaced(f"session {save.session.id} of {save.session.programme} in a turn of {programme}")
    if saves and not exists and not heads:
        raise Misplaced(f"parts of {programme}, which has no head")
    return (*heads, *(save for save in saves if not isinstance(save, SaveProgramme)))
