"""What is open with whom, and how people want to be reminded, in a memory store: read from the parts whenever it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from flows.model.effects import Save, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.ids import PersonId, ProgrammeId, TeamId, split_programme
from flows.model.phasing import APPROVALS
from flows.model.reminders import Due, Habits, Workload
from state.agenda import agenda, moved, parted
from state.memory_outbox import MemoryOutbox
from state.memory_shelf import Known
from state.moments import micros
from state.parts import Parts
from state.store import Weigh


class MemoryAgenda(MemoryOutbox):
    """See :class:`state.store.People`."""

    async def dues(self, team: TeamId, person: PersonId) -> tuple[Due, ...]:
        self._check()
        return self._standing(team, person).dues

    async def leads(self, team: TeamId, person: PersonId) -> frozenset[ProgrammeId]:
        self._check()
        return self._standing(team, person).leads

    def _standing(self, team: TeamId, person: PersonId) -> Workload:
        mine = [of for of in self.shelf.kept if split_programme(of)[0] == team]
        parts = [agenda(_saves(self.shelf.kept[of].parts), of) for of in mine]
        found = (due for one in parts for dues in one.values() for due in dues)
        habits = self.shelf.people.get((team, person), Known()).habits
        return Workload(habits, *parted(due for due in found if due.person == person))

    async def habits(self, team: TeamId, person: PersonId) -> Habits | None:
        self._check()
        return self.shelf.people.get((team, person), Known()).habits

    async def reminding(self, now: dt.datetime, limit: int) -> tuple[tuple[TeamId, PersonId], ...]:
        self._check()
        due = ((known.wakes, who) for who, known in self.shelf.people.items() if known.wakes is not None)
        return tuple(who for _, who in sorted(one for one in due if one[0] <= micros(now))[:limit])

    async def look_later(self, team: TeamId, person: PersonId, at: dt.datetime) -> None:
        self._check()
        if known := self.shelf.people.get((team, person)):
            known.wakes = micros(at)

    async def weigh(self, team: TeamId, person: PersonId, weigh: Weigh, at: dt.datetime) -> bool:
        self._check()
        shelf = self.shelf
        done = weigh(self._standing(team, person))
        if done is None:
            if (known := shelf.people.get((team, person))) is not None:
                known.wakes = None
            return False
        wakes = micros(done.wakes) if done.wakes is not None else None
        shelf.people[(team, person)] = Known(done.habits, wakes)
        if done.claim is not None and not self.claim(done.claim, micros(at)):
            return False
        for programme, effect in done.postings:
            self.queue(programme, effect, at)
        return True

    def rouse(self, programme: ProgrammeId, before: Parts, saves: Iterable[Save]) -> None:
        """Look at once at whoever gets new work by these saves, or other work."""
        team, _ = split_programme(programme)
        saves = tuple(saves)
        was = {save_of(one): one for one in _saves(before)}
        known = {due for dues in agenda(was.values(), programme).values() for due in dues}
        for dues in moved(saves, programme, lambda save: was.get(save_of(save))).values():
            for person in {due.person for due in dues - known}:
                self.shelf.people.setdefault((team, person), Known()).wakes = 0


def save_of(save: Save) -> tuple[str, str]:
    """Which part a save is of."""
    match save:
        case SaveAction(action=action):
            return "action", action.id
        case SaveSession(session=session):
            return "session", session.id
        case SaveItem(item=item):
            return "item", item.id
        case _:
            return type(save).__name__, ""


def _saves(parts: Parts) -> tuple[Save, ...]:
    """The parts that may hold open work, as they would be saved."""
    head = (SaveProgramme(parts.programme),) if parts.programme is not None else ()
    sessions = tuple(SaveSession(session) for session in parts.sessions.values())
    rows = (SaveItem(item) for item in (parts.items or {}).values() if item.register == APPROVALS)
    return (*head, *sessions, *rows, *(SaveAction(action) for action in (parts.actions or {}).values()))
