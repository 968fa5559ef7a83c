"""The agreement register on request, to the one who asks: the list, a search, one agreement whole, counsel's brief, and who has signed what."""

from __future__ import annotations

import datetime as dt

from bot.service.desk import Desk
from bot.service.ports import Answer, CommandGiven, Nothing, OpenForm, Pressed, Private
from flows.engine.agreements import AGREEMENT, Filed, filed, found, search_of
from flows.engine.readers import Context
from flows.engine.screens import asides
from flows.engine.screens.agreements import MOST, register
from flows.engine.screens.agreements import contributors as contributors_screen
from flows.engine.screens.agreements import duties as duties_screen
from flows.engine.screens.forms import VENDOR_DAY, apart_form, vendor_form
from flows.engine.screens.scene import Scene
from flows.engine.screens.sheet import scenario
from flows.model.askings import ReadingsAsked, SheetAsked
from flows.model.effects import Note
from flows.model.events import AnsweredApart, VendorRead
from flows.model.ids import ProgrammeId, QuestionId, SectionId
from flows.model.screens import Filled, Form, Ref

BRIEF, SHEET, ANSWERS = "brief", "sheet", "answers"
"""Words before an agreement's name: counsel's brief on it, the vendor's sheet of scenarios, and what the vendor ticked there."""


async def agreements(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """The agreements by their notice dates; those that fit what is looked for; or, by direct message, how the clauses of one read, to counsel
    alone, and the sheet for the vendor as a file; or the form of what the vendor ticked on it."""
    head = await desk.head(programme)
    if head is None:
        return Nothing()
    first, _, rest = words.partition(" ")
    wanted = first.casefold() if first.casefold() in (BRIEF, SHEET, ANSWERS) else ""
    context = Context(at, head.settings.zone, head.settings.locale)
    hits = found(await _filed(desk, programme, at), search_of((rest if wanted else words).strip(), context))
    if not wanted:
        return Private(register(desk.library.texts, head, hits, words))
    read = [one for one in hits if one.scene is not None and (wanted == BRIEF or scenario(one.scene) is not None)]
    if len(read) > 1 and rest.strip():
        names = ", ".join(f"“{one.row.name}”" for one in read[:MOST])
        return Private(asides.bare(desk.library.texts, (Note(f"agreements.{wanted}.several", {"names": names}),), ()))
    scenes = [one.scene for one in read if one.scene is not None]
    first_asked = scenario(scenes[0]) if len(scenes) == 1 else None
    if len(scenes) != 1:
        return desk.say(f"agreements.{wanted}.which")
    if wanted == ANSWERS and first_asked is not None:
        return OpenForm(vendor_form(scenes[0], first_asked), programme)
    session = scenes[0].session.id
    event = ReadingsAsked(session) if wanted == BRIEF else SheetAsked(session)
    return await desk.answer(await desk.turn(came, programme, event, at), programme, at)


async def duties(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """The duties of all agreements, or of those that fit what is looked for, with the way to show the proof of each."""
    head = await desk.head(programme)
    if head is None:
        return Nothing()
    context = Context(at, head.settings.zone, head.settings.locale)
    hits = found(await _filed(desk, programme, at), search_of(words.strip(), context))
    return Private(duties_screen(desk.library.texts, head, hits))


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
    spot = came.ref.spot

    def view(scene: Scene) -> Form | None:
        return apart_form(scene, spot) if spot is not None and spot.question in scene.plan.questions else None

    form = await desk.seen(came.programme, came.ref.session, at, view)
    return OpenForm(form, came.programme) if form is not None else desk.say("stale.not_here")


def given_apart(ref: Ref, values: dict[str, tuple[str, ...]]) -> AnsweredApart | None:
    """One person's answers to scenarios, as their form holds them; None where the form says not whose."""
    if ref.session is None or ref.spot is None:
        return None
    section = SectionId(ref.spot.question.partition(".")[0])
    chosen = {QuestionId(name): picked[0] for name, picked in values.items() if picked}
    return AnsweredApart(ref.session, section, chosen)


async def _vendor_form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form of what the vendor ticked."""

    def view(scene: Scene) -> Form | None:
        first = scenario(scene)
        return vendor_form(scene, first) if first is not None else None

    form = await desk.seen(came.programme, came.ref.session, at, view)
    return OpenForm(form, came.programme) if form is not None else desk.say("stale.not_here")


def vendor_read(ref: Ref, filled: Filled) -> VendorRead | None:
    """What the vendor ticked, as the form holds it; None where the form says not whose, or no day."""
    day = filled.day(VENDOR_DAY)
    if ref.session is None or ref.spot is None or day is None:
        return None
    ticked = {name: picked[0] for name, picked in filled.values.items() if picked and name != VENDOR_DAY}
    chosen = {QuestionId(name): option for name, option in ticked.items()}
    return VendorRead(ref.session, SectionId(ref.spot.question.partition(".")[0]), day, chosen)


SHOWN = {"apart": _form, "vendor_read": _vendor_form}
