"""The agreement register on request, to the one who asks: the list, a search, one agreement whole, counsel's brief, and who has signed what."""

from __future__ import annotations

import datetime as dt

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, Nothing, OpenForm, Pressed, Private, Sent
from bot.service.sheets import file_name, scenarios
from flows.engine.agreements import AGREEMENT, Filed, filed, found, search_of
from flows.engine.readers import Context
from flows.engine.screens import counsel
from flows.engine.screens.agreements import contributors as contributors_screen
from flows.engine.screens.agreements import register
from flows.engine.screens.forms import apart_form
from flows.engine.screens.scene import Scene
from flows.engine.screens.sheet import sheet
from flows.model.errors import NotHere
from flows.model.events import AnsweredApart
from flows.model.ids import ProgrammeId, QuestionId, SectionId
from flows.model.people import Role
from flows.model.programme import Snapshot
from flows.model.screens import Form, Ref

BRIEF, SHEET = "brief", "sheet"
"""Words before an agreement's name: counsel's brief on it, and the vendor's sheet of scenarios."""


async def agreements(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """The agreements by their notice dates; those that fit what is looked for; how the clauses of one read, for counsel alone; or the sheet
    for the vendor, as a file by direct message."""
    head = await desk.head(programme)
    if head is None:
        return Nothing()
    first, _, rest = words.partition(" ")
    wanted = first.casefold() if first.casefold() in (BRIEF, SHEET) else ""
    context = Context(at, head.settings.zone, head.settings.locale)
    hits = found(await _filed(desk, programme, at), search_of((rest if wanted else words).strip(), context))
    if not wanted:
        return Private(register(desk.library.texts, head, hits, words))
    lawyer = head.holder(Role.COUNSEL) or head.owner
    if came.by not in ((lawyer,) if wanted == BRIEF else (lawyer, head.owner)):
        return desk.say(f"agreements.{wanted}.not_yours")
    scenes = [one.scene for one in hits if one.scene is not None]
    if len(scenes) != 1:
        return desk.say(f"agreements.{wanted}.which")
    return Private(counsel.readings(scenes[0])) if wanted == BRIEF else await _sheet(desk, came, scenes[0])


async def _sheet(desk: Desk, came: CommandGiven, scene: Scene) -> Answer:
    """The sheet as a file to whoever asked, by direct message: it is theirs to hand on."""
    found = sheet(scene)
    if found is None:
        return desk.say("agreements.sheet.which")
    said = desk.library.texts["sheet.said"]
    content = scenarios(found, desk.clock.now())
    sent = await desk.sender.file(came.by, f"{file_name('scenarios', found.title)}.docx", content, said)
    return desk.say("sheet.sent" if isinstance(sent, Sent) else "sheet.not_sent")


async def contributors(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """Who works under which agreement, by code, and how far their papers are."""
    head = await desk.head(programme)
    return (
        Private(contributors_screen(desk.library.texts, head, await _filed(desk, programme, at))) if head else Nothing()
    )


async def _filed(desk: Desk, programme: ProgrammeId, at: dt.datetime) -> list[Filed]:
    scenes = await desk.scenes(programme, at)
    rows = await desk.store.read(programme, lambda snapshot: snapshot.items(AGREEMENT))
    return filed(rows, scenes)


# ── scenarios, answered apart ────────────────────────────────────────────────


async def _form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """One's own form of the scenarios."""
    session, spot = came.ref.session, came.ref.spot

    def view(snapshot: Snapshot) -> Form | None:
        try:
            scene = Scene(snapshot, session, desk.library, at) if session is not None else None
        except NotHere:
            return None
        known = scene is not None and spot is not None and spot.question in scene.plan.questions
        return apart_form(scene, spot) if scene is not None and spot is not None and known else None

    form = await desk.store.read(came.programme, view)
    return OpenForm(form, came.programme) if form is not None else desk.say("stale.not_here")


def given_apart(ref: Ref, values: dict[str, tuple[str, ...]]) -> AnsweredApart | None:
    """One person's answers to scenarios, as their form holds them; None where the form says not whose."""
    if ref.session is None or ref.spot is None:
        return None
    section = SectionId(ref.spot.question.partition(".")[0])
    chosen = {QuestionId(name): picked[0] for name, picked in values.items() if picked}
    return AnsweredApart(ref.session, section, chosen)


SHOWN = {"apart": _form}
