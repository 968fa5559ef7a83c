"""What is open with whom, and how people want to be reminded, in the SQLite store: rows beside the parts they follow from."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping

from flows.model.effects import Reminded, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.ids import ActionId, ItemId, PersonId, ProgrammeId, SessionId, TeamId, split_programme
from flows.model.reminders import Due, Habits, Matter, Workload
from state.agenda import Part, agenda, parted, soonest
from state.codec import ACTION, HABITS, ITEM, PROGRAMME, SESSION
from state.errors import DocumentError
from state.moments import micros
from state.seal import Seal
from state.sqlite_call import Calls
from state.sqlite_desk import Desk
from state.sqlite_outbox import queue
from state.sqlite_queries import SQL
from state.store import Weigh

DUES_OF_PART, CLEAR_PART, ADD_DUE, ROUSE = SQL["dues_of_part"], SQL["clear_part"], SQL["add_due"], SQL["rouse"]
DUES, HABITS_ROW, KEEP_HABITS = SQL["dues"], SQL["habits"], SQL["keep_habits"]
LET_REST = SQL["let_rest"]
CLAIM = SQL["claim"]
UNLISTED, LIST = SQL["unlisted"], SQL["list_programme"]

AT_ONCE = 20
"""Programmes listed in one commit."""

DueRow = tuple[str, str, str, str, str, str]


def list_dues(rows: sqlite3.Connection, pk: int, programme: ProgrammeId, parts: Mapping[Part, frozenset[Due]]) -> None:
    """Put what is open in these parts in the place of what was; whoever has something that was not there is looked at at once."""
    team, _ = split_programme(programme)
    for part, now in parts.items():
        before = frozenset(_due(programme, row) for row in rows.execute(DUES_OF_PART, (pk, part)).fetchall())
        if now == before:
            continue
        rows.execute(CLEAR_PART, (pk, part))
        for due in sorted(now, key=soonest):
            what = (due.person, due.matter, due.day.isoformat(), due.since.isoformat(), due.session or "", due.name)
            rows.execute(ADD_DUE, (pk, part, *what))
        for person in {due.person for due in now - before}:
            rows.execute(ROUSE, (team, person))


def _due(programme: ProgrammeId, row: DueRow) -> Due:
    person, matter, day, since, session, name = row
    days = (dt.date.fromisoformat(day), dt.datetime.fromisoformat(since))
    return Due(programme, PersonId(person), Matter(matter), *days, SessionId(session) if session else None, name)


async def list_unlisted(desk: Desk, seal: Seal) -> None:
    """List what is open in programmes of before there was a list, some to a commit; killed half way, the next one goes on."""
    while await desk.run(lambda rows: _list_some(rows, seal)):
        pass


def _list_some(rows: sqlite3.Connection, seal: Seal) -> int:
    found: list[tuple[int, ProgrammeId]] = rows.execute(UNLISTED, (AT_ONCE,)).fetchall()
    for pk, programme in found:
        list_dues(rows, pk, programme, _read(rows, seal, pk, programme))
        rows.execute(LIST, (pk,))
    return len(found)


def _read(rows: sqlite3.Connection, seal: Seal, pk: int, programme: ProgrammeId) -> dict[Part, frozenset[Due]]:
    """What is open in the parts of a programme as they lie. One that is damaged is told of by whoever uses it; here it holds up nothing."""
    try:
        [(_, _, doc)] = rows.execute(SQL["head"], (programme,)).fetchall()
        head = SaveProgramme(seal.read(PROGRAMME, doc, pk))
        sessions: list[tuple[SessionId, int, bytes]] = rows.execute(SQL["sessions"], (pk,)).fetchall()
        actions: list[tuple[ActionId, bytes]] = rows.execute(SQL["actions"], (pk,)).fetchall()
        asked = [SaveSession(seal.read(SESSION, doc, pk, name)) for name, _, doc in sessions]
        work = [SaveAction(seal.read(ACTION, doc, pk, name)) for name, doc in actions]
        items: list[tuple[ItemId, bytes]] = rows.execute(SQL["items"], (pk,)).fetchall()
        named = [SaveItem(seal.read(ITEM, doc, pk, name)) for name, doc in items]
    except DocumentError:
        return {}
    return agenda((head, *asked, *work, *named), programme)


class SqliteAgenda(Calls):
    """See :class:`state.store.People`."""

    async def dues(self, team: TeamId, person: PersonId) -> tuple[Due, ...]:
        dues, _, _ = await self._reader.run(lambda rows: _dues(rows, team, person))
        return dues

    async def leads(self, team: TeamId, person: PersonId) -> frozenset[ProgrammeId]:
        _, leads, _ = await self._reader.run(lambda rows: _dues(rows, team, person))
        return leads

    async def habits(self, team: TeamId, person: PersonId) -> Habits | None:
        return await self._reader.run(lambda rows: self._habits(rows, team, person))

    async def reminding(self, now: dt.datetime, limit: int) -> tuple[tuple[TeamId, PersonId], ...]:
        return tuple(await self._rows(SQL["reminding"], (micros(now), limit)))

    async def look_later(self, team: TeamId, person: PersonId, at: dt.datetime) -> None:
        await self._change(SQL["look_later"], (micros(at), team, person))

    async def weigh(self, team: TeamId, person: PersonId, weigh: Weigh, at: dt.datetime) -> bool:
        def work(rows: sqlite3.Connection) -> bool:
            done = weigh(Workload(self._habits(rows, team, person), *_dues(rows, team, person)))
            if done is None:
                rows.execute(LET_REST, (team, person))
                return False
            doc = self._seal.write(HABITS, done.habits, team, person)
            wakes = micros(done.wakes) if done.wakes is not None else None
            rows.execute(KEEP_HABITS, (team, person, wakes, doc))
            return self._queued(rows, done, at)

        return await self._writer.run(work)

    def _queued(self, rows: sqlite3.Connection, done: Reminded, at: dt.datetime) -> bool:
        if done.claim is not None and not rows.execute(CLAIM, (done.claim, micros(at))).rowcount:
            return False
        for programme, effect in done.postings:
            queue(rows, self._seal, programme, effect, at)
        return True

    def _habits(self, rows: sqlite3.Connection, team: TeamId, person: PersonId) -> Habits | None:
        row = rows.execute(HABITS_ROW, (team, person)).fetchone()
        return self._seal.read(HABITS, row[0], team, person) if row and row[0] is not None else None


def _dues(
    rows: sqlite3.Connection, team: TeamId, person: PersonId
) -> tuple[tuple[Due, ...], frozenset[ProgrammeId], tuple[Due, ...]]:
    found: Iterable[tuple[ProgrammeId, str, str, str, str, str, str]] = rows.execute(DUES, (person, team)).fetchall()
    return parted(_due(of, tuple(row)) for of, *row in found)
