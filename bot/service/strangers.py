"""Nobody from outside the company, no guest and no app gets a part in a programme or a question of it.

Said where the person is named; whatever slips through is held at the courier, which sends nothing of a programme to them.
"""

from __future__ import annotations

from bot.service.desk import Desk
from bot.service.ports import Answer, FormSent, FormWrong, Press, Unsure
from flows.engine.screens import forms
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import plain, text
from flows.model.events import Event, Handed, RoleGiven, SettingsChanged, WorkGiven
from flows.model.ids import PersonId, SessionId
from flows.model.own_questions import CounselAsked
from flows.model.people import Role
from flows.model.programme import Snapshot
from flows.model.session import Spot
from flows.model.values import People


async def named(desk: Desk, event: Event) -> dict[str, str]:
    """Whom an event names and must not: the form's field, and the sentence that says why. Empty where all is well. Raises Unsure."""
    wrong: dict[str, str] = {}
    for field, person in _people(event).items():
        who = await desk.audiences.person(person)
        if who.again:
            raise Unsure("person")
        if who.outside or who.gone or who.bot:
            wrong[field] = plain(text(desk.library.texts, "role.outsider", who=who.name or "That person"))
    return wrong


def _people(event: Event) -> dict[str, PersonId]:
    match event:
        case Handed(to=to) | WorkGiven(to=to) | CounselAsked(to=to) if to is not None:
            return {forms.TO: to}
        case RoleGiven(role=role, to=to) if to is not None:
            return {role.value: to}
        case SettingsChanged(roles=roles):
            return {role.value: person for role, person in roles.items() if person is not None}
        case _:
            return {}


async def filled(desk: Desk, came: Press, session: SessionId, spot: Spot, given: People) -> Answer | None:
    """The answer to who plays a part: refused where it names somebody who must not. Raises Unsure."""
    now = desk.clock.now()

    def filled_by(snapshot: Snapshot) -> str:
        scene = Scene(snapshot, session, desk.library, now)
        return scene.question(scene.session.now_at(spot)).fills

    fills = await desk.store.read(came.programme, filled_by)
    if fills not in set(Role):
        return None
    for person in given.people:
        wrong = await named(desk, RoleGiven(Role(fills), person))
        if wrong:
            return told(desk, came, {forms.ANSWER: wrong[fills]})
    return None


def told(desk: Desk, came: Press, wrong: dict[str, str]) -> Answer:
    """Said beside the form's field, or to the one who pressed."""
    return FormWrong(wrong) if isinstance(came, FormSent) else desk.tell(next(iter(wrong.values())))
