"""`/ringfence playbook`: counsel's playbook, clause by clause, to counsel and the owner; to others, who may see it."""

from __future__ import annotations

import asyncio
import datetime as dt

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, Nothing, Pressed, Private
from flows.engine.playbook import Clause, clauses, named
from flows.engine.readers.questions import asked
from flows.engine.screens import playbook as screens
from flows.model.ids import PersonId, ProgrammeId
from flows.model.passage import Lane, Sought
from flows.model.people import Role
from flows.model.programme import Programme

NEAR = 0.45
"""Of what was asked, the share that the passage of a clause speaks of at least, for that clause to be meant."""
MOST_WEIGHED = 12
"""Passages among which a clause is looked for."""


def may_read(head: Programme | None, person: PersonId) -> bool:
    """Whether somebody may read the playbook of this programme."""
    return head is not None and person in (head.owner, head.holder(Role.COUNSEL))


async def command(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """All clauses, or the one that is named by number or by words."""
    head = await desk.head(programme)
    return await _shown(desk, head, came.by, words) if head is not None else Nothing()


async def pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The clause whose number was pressed or picked; all of them where none was."""
    head = await desk.head(came.programme)
    picked = came.ref.arg or next((value for values in came.filled.values.values() for value in values), "")
    words = picked if picked.isdecimal() else ""
    return await _shown(desk, head, came.by, words) if head is not None else desk.say("place.nothing_here", "start")


async def _shown(desk: Desk, head: Programme, person: PersonId, words: str) -> Private:
    if not may_read(head, person):
        return Private(screens.not_yours(desk.library.texts, head))
    return await asked_for(desk, head, words)


async def asked_for(desk: Desk, head: Programme, words: str, *, question: bool = False) -> Private:
    """What somebody who may read it named. ``question``: they asked in a sentence, so that what it does not name is no mistake."""
    texts, known = desk.library.texts, clauses(desk.library)
    if not known:
        return Private(screens.none_held(texts))
    hits = named(known, words) or await _told_of(desk, known, words)
    if len(hits) == 1:
        return Private(screens.whole(texts, head, hits[0]))
    return Private(screens.all_of(texts, hits or known, looked_for="" if hits or question else words))


async def _told_of(desk: Desk, known: tuple[Clause, ...], words: str) -> tuple[Clause, ...]:
    """The clause that some words are about, by the words with which people ask for it; none where they are about no clause."""
    said = asked(words)
    if not said.words:
        return ()
    found = await asyncio.to_thread(
        desk.finder.find, Sought(said.words, ("",), (Lane.COUNSEL,), said.said), MOST_WEIGHED
    )
    by_passage = {one.passage: one for one in known}
    told = [by_passage[hit.passage.id] for hit in found.hits if hit.passage.id in by_passage and hit.share >= NEAR]
    return tuple(told[:1])


SHOWN = {screens.PLAYBOOK: pressed}
