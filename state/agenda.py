"""What is open with whom, read from the parts of a programme: the rows of the index by which a person's work is found. Pure.

A part is what is saved at once: an action, a session, a request for somebody's word, the head. A store keeps the rows of each part beside it and
puts new ones in their place when the part is saved, so that the index is never out of step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from flows.model.effects import Save, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.ids import PersonId, ProgrammeId
from flows.model.people import Role
from flows.model.phasing import APPROVALS, WAITS
from flows.model.programme import Action, ActionState, ActionWhy, Item, Programme
from flows.model.reminders import Due, Matter
from flows.model.session import Assignment, Session, SessionState
from flows.model.values import People

DAY = dt.timedelta(days=1)

Part = str
"""A part's name within its programme: an action's id, a session's id, a row's id, or "" for the head."""


def soonest(due: Due) -> tuple[dt.date, str, str, str, str]:
    """The order in which a person's work is told: by its day, then always the same."""
    return due.day, due.programme, due.session or "", due.matter, due.name


def parted(dues: Iterable[Due]) -> tuple[tuple[Due, ...], frozenset[ProgrammeId], tuple[Due, ...]]:
    """What is open, soonest first; apart from it the programmes that are only led, and what there is for counsel's brief."""
    rows = sorted(dues, key=soonest)
    work = (due for due in rows if due.matter not in (Matter.LEAD, Matter.NEWS))
    leads = frozenset(due.programme for due in rows if due.matter is Matter.LEAD)
    return tuple(work), leads, tuple(due for due in rows if due.matter is Matter.NEWS)


def dues_of(save: Save, programme: ProgrammeId) -> tuple[Part, frozenset[Due]] | None:
    """What is open in the part that is saved; None for what never holds anything of the kind."""
    match save:
        case SaveAction(action=action):
            return action.id, frozenset(_of_action(action, programme))
        case SaveSession(session=session):
            return session.id, frozenset(of_session(session, programme))
        case SaveItem(item=item) if item.register == APPROVALS:
            return item.id, frozenset(_of_request(item, programme))
        case SaveProgramme(programme=head):
            return "", frozenset(of_head(head, programme))
        case _:
            return None


def moved(
    saves: Iterable[Save], programme: ProgrammeId, before: Callable[[Save], Save | None]
) -> dict[Part, frozenset[Due]]:
    """What is open in each part of which that changes by these saves. ``before``: the same part as it was, None where it was not there."""
    now = agenda(saves, programme)
    was = agenda((one for save in saves if (one := before(save)) is not None), programme)
    return {part: dues for part, dues in now.items() if dues != was.get(part, frozenset())}


def agenda(saves: Iterable[Save], programme: ProgrammeId) -> dict[Part, frozenset[Due]]:
    """What is open in each part as these saves leave it, the last of a part counting."""
    found = (dues_of(save, programme) for save in saves)
    return dict(one for one in found if one is not None)


def _of_action(action: Action, programme: ProgrammeId) -> Iterator[Due]:
    if action.state is ActionState.OPEN and action.owner is not None:
        since = action.quiet or action.opened - DAY
        asked = action.why is ActionWhy.COUNSEL  # a question in their hands, whose work it is
        matter, name = (Matter.QUESTION, action.spot.key) if asked else (Matter.ACTION, action.id)
        yield Due(programme, action.owner, matter, action.due, since, action.session, name)


def _of_request(row: Item, programme: ProgrammeId) -> Iterator[Due]:
    """A request: it is with everybody whose word on it is still wanted, from the day after it was made."""
    waits = row.fields.get(WAITS)
    if isinstance(waits, People) and not row.removed:
        for person in waits.people:
            yield Due(programme, person, Matter.APPROVAL, row.at.date() + DAY, row.at, name=row.id)


def of_session(session: Session, programme: ProgrammeId) -> Iterator[Due]:
    """Questions in other hands, the open question where one person alone may answer it, and the days that answers named."""
    for one in session.assignments:
        yield _waiting(session, one, Matter.QUESTION, programme)
    awaited = session.awaits
    if awaited is not None and session.state is SessionState.ASKING and session.spot == awaited.spot:
        yield _waiting(session, awaited, Matter.APPROVAL, programme)
    for day in session.deadlines:
        yield Due(programme, day.to, day.matter, day.day, day.quiet, session.id, day.spot.key)


def _waiting(session: Session, one: Assignment, matter: Matter, programme: ProgrammeId) -> Due:
    return Due(programme, one.to, matter, one.due, one.quiet or session.started, session.id, one.spot.key)


def of_head(head: Programme, programme: ProgrammeId) -> Iterator[Due]:
    """Who leads the programme; who hears as its counsel of what is raised; and an erasure that waits for a second person: it is with everybody
    who may agree."""
    for person in {head.owner, head.holder(Role.COUNSEL)} - {None}:
        yield Due(programme, PersonId(person or ""), Matter.LEAD, head.started.date(), head.started)
    if head.news_at is not None:
        counsel = head.holder(Role.COUNSEL) or head.owner
        yield Due(programme, counsel, Matter.NEWS, head.news_at.date(), head.news_at, name=str(head.news))
    erasure = head.erasure
    if erasure is not None and erasure.due is None:
        for person in {head.owner, *head.roles.values()} - {erasure.by}:
            yield Due(programme, person, Matter.APPROVAL, erasure.at.date(), erasure.at)
