"""Findings that somebody settles: the list, the form that asks why, and what it comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, FormSent, OpenForm, Pressed, Private
from flows.engine.screens import settling
from flows.engine.screens.findings import findings
from flows.engine.screens.scene import Scene
from flows.engine.settling import barred
from flows.model.effects import Note, Whispered
from flows.model.events import Event
from flows.model.ids import ProgrammeId
from flows.model.screens import Form
from flows.model.settling import FindingSettled, FindingTakenUp

MOST_SAID = 60
"""Characters of a name that findings are looked through for."""


async def command(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """`findings`: what is open and what is settled, to the one who asked; `findings Acme`: of what is open, what names it."""
    return Private(findings(await desk.scenes(programme, at), desk.library.texts, came.by, words.strip()[:MOST_SAID]))


async def _listed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    return Private(findings(await desk.scenes(came.programme, at), desk.library.texts, came.by))


async def _form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form, to whoever may settle it; to anybody else, who may."""
    ref, means = came.ref, settling.named(came.ref)
    if means is None:
        return desk.say("stale.unknown")

    def view(scene: Scene) -> Form | Note:
        wanted = (scene.session.now_at(ref.spot) if ref.spot is not None else None, means[1])
        finding = next((one for one in scene.session.findings if (one.spot, one.rule) == wanted), None)
        why_not = barred(scene.programme, finding, came.by)
        if finding is None or why_not is not None:
            return why_not or Note("settle.gone")
        return settling.settle_form(scene, finding)

    made = await desk.seen(came.programme, ref.session, at, view)
    if made is None:
        return desk.say("stale.not_here")
    if isinstance(made, Form):
        return OpenForm(made, came.programme)
    return Private(await desk.whispered(Whispered((made,), ("findings",)), came.programme, at))


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {"findings": _listed, "settle": _form}
PRESSES = frozenset({"settle", "take_up"})
"""What changes something: sent by the form, or pressed."""


def event_of(came: Pressed | FormSent) -> Event | None:
    """What one of :data:`PRESSES` means; None for one that names nothing."""
    ref, means = came.ref, settling.named(came.ref)
    if ref.session is None or ref.spot is None or means is None:
        return None
    if ref.do == "take_up":
        return FindingTakenUp(ref.session, ref.spot, means[1])
    reason = "".join(came.filled.values.get(settling.REASON, ()))
    return FindingSettled(ref.session, ref.spot, means[1], means[0], reason)
