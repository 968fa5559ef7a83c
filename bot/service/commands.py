"""`/ringfence …`: each word and what it does. A command cannot be given in a thread, so it leads there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Awaitable, Callable, Sequence

from bot.service import (
    agreements,
    asking,
    bearings,
    briefs,
    countries,
    digests,
    erasing,
    gates,
    habits,
    ledger,
    playbook,
    portfolios,
    registers,
    settling,
    sharing,
    strangers,
    vendors,
)
from bot.service.desk import Desk, live_sessions, may_look, of_the_company
from bot.service.elsewhere import nothing_here, programmes_of
from bot.service.ports import Answer, Came, CommandGiven, Nothing, OpenForm, Pressed, Private
from bot.service.starting import Wanted, first_flow, flow_named, leak_flow, no_place, start
from flows.engine.readers import asks_to_share, greets, read_word, tells_of_leak, tells_of_sharing
from flows.engine.readers.likeness import near
from flows.engine.readers.opening import wishes_phase
from flows.engine.readers.questions import asks_the_way, asks_what_this_is, is_question
from flows.engine.readers.wording import key
from flows.engine.screens import asides, forms, overview, picking, question, review, runs
from flows.engine.screens.glossary import GLOSSARY
from flows.engine.screens.scene import Scene
from flows.model.effects import Note
from flows.model.events import Handed, Looked, Paused, Resumed
from flows.model.flow import Stage
from flows.model.ids import PersonId, ProgrammeId, SessionId, programme_id
from flows.model.screens import Button, Buttons, Ref, Screen
from flows.model.session import SessionState
from state.records import Address, AddressKind

MOST_SAID = 12
"""Words of a command that nobody knows in which one that is known is looked for."""

Handler = Callable[[Desk, CommandGiven, ProgrammeId, str, dt.datetime], Awaitable[Answer]]


async def command(desk: Desk, came: CommandGiven, at: dt.datetime) -> Answer:
    """Do what a command says. Of unknown words, and of a greeting, comes one line with the way to the help."""
    word, _, rest = came.text.strip().partition(" ")
    word = SAME.get(key(came.text), word if rest else word.rstrip("?!."))
    if word.casefold() == GLOSSARY:
        word, rest = "register", f"{GLOSSARY} {rest}"
    programme = programme_id(came.team, came.channel)
    if word.casefold() == "help" or read_word(came.text) == "help":
        return Private(asides.help_screen(desk.library.texts))
    if word.casefold() == "portfolio":
        return portfolios.shown(desk, came, at)
    if word.casefold() == "brief":
        return briefs.shown(desk, came, at)
    if word.casefold() == "actions":
        return await _actions(desk, came, programme, at)
    if not await may_look(desk, programme, came):
        return desk.say("outsider")
    if word.casefold() in ("", "start"):
        return await _start(desk, came, programme, rest, at)
    if word.casefold() in HABITS:
        return await habits.form(desk, came, HABITS[word.casefold()], at, rest)
    handler = HANDLERS.get(word.casefold())
    leaked = leak_flow(desk.library) if handler is None and tells_of_leak(came.text, strictly=False) else None
    if leaked is not None and not is_question(came.text):
        begun = await start(desk, came, came.channel_name, Wanted(leaked), at)
        there = isinstance(begun, Private) and await desk.head(programme) is None and await programmes_of(desk, came)
        return await nothing_here(desk, came) if there else begun
    if handler is None and tells_of_sharing(came.text):
        return await sharing.command(desk, came, programme, came.text, at)
    wished = await _phase_wished(desk, came, programme, at, known=handler is not None)
    if wished is not None:
        return wished
    if handler is None and asks_the_way(came.text):
        return await lead(desk, came, programme, at)
    if handler is None and asks_what_this_is(came.text):
        return await bearings.told(desk, came, programme, at)
    if handler is None and (is_question(came.text) or asks_to_share(came.text)):
        return await asking.ask(desk, came, programme, came.text, at)
    if handler is None:
        said = "" if greets(came.text) else came.text.strip()
        return Private(asides.short_help(desk.library.texts, said, _nearest(said)))
    if await desk.head(programme) is None and word.casefold() not in ANYWHERE:
        return await nothing_here(desk, came)
    return await handler(desk, came, programme, rest.strip(), at)


async def _phase_wished(
    desk: Desk, came: CommandGiven, programme: ProgrammeId, at: dt.datetime, *, known: bool
) -> Answer | None:
    """The gate that a wish to open or close a phase leads to. ``known``: it begins with a word of command, so that only a phase's name tells."""
    wish = wishes_phase(came.text)
    if wish is None:
        return None
    plainly = wish.plainly and not known and not _nearest(wish.name)
    return await gates.wished(desk, came, programme, wish, at, plainly=plainly)


def _nearest(said: str) -> str:
    """The word of a command that somebody may have meant; empty where none is near."""
    for word in said.casefold().split()[:MOST_SAID]:
        at = near(word, [(known,) for known in WORDS]) if len(word) > 2 else None
        if at is not None:
            return WORDS[at]
    return ""


async def _start(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    head = await desk.head(programme)
    if head is not None and not rest.strip() and not came.text.strip():
        return await status(desk, came, programme, "", at)
    named, name = flow_named(desk.library, rest) if rest.strip() else (first_flow(desk.library), "")
    if head is None and not isinstance(named, str) and (instead := await no_place(desk, came)):
        return instead  # before any part is offered
    if named is None:
        phase = await _phase_wished(desk, came, programme, at, known=True)
        return phase or Private(runs.which_part(desk.library, rest.strip()))
    if isinstance(named, Stage):
        return Private(runs.which_flow(desk.library, named))
    return await start(desk, came, came.channel_name, Wanted(named, name=name), at)


async def status(desk: Desk, came: Came, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    """The card, brought up to date where it stands, and shown to the one who asked."""
    await desk.turn(came, programme, Looked(), at)
    head = await desk.head(programme)
    if head is None:
        return desk.say("place.nothing_here", "start")
    scenes = await desk.scenes(programme, at)
    screen = overview.card(desk.library, head, scenes, at.date())
    return Private(screen)


async def card_pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The same by a press."""
    return await status(desk, came, came.programme, "", at)


async def _next(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    """The way to the open question: a link to its thread; a paused session goes on."""
    return await lead(desk, came, programme, at)


async def lead(desk: Desk, came: CommandGiven, programme: ProgrammeId, at: dt.datetime) -> Answer:
    """Lead to what is open; several open sessions are offered to pick from."""
    head = await desk.head(programme)
    if head is None:
        return await nothing_here(desk, came)
    live = live_sessions(head)
    if len(live) != 1:
        return await pick(desk, programme, "continue", came.by, at)
    session = live[0]
    ref = next(r for r in head.sessions if r.id == session)
    if ref.state is SessionState.PAUSED:
        receipt = await desk.turn(came, programme, Resumed(session), at)
        return await desk.answer(receipt, programme, at)
    return Private(await where(desk, programme, session, at))


async def where(desk: Desk, programme: ProgrammeId, session: SessionId, at: dt.datetime) -> Screen:
    """Where a session stands: its open question and a link to it, or how to have it put again."""

    scene = await desk.store.read(programme, lambda snapshot: Scene(snapshot, session, desk.library, at))
    address = await stands_at(desk, scene)
    link = await desk.sender.link(address.channel, address.ts) if address else ""
    return question.where(scene, overview.open_spot(scene.session), link)


async def stands_at(desk: Desk, scene: Scene) -> Address | None:
    """The message that leads to where a session stands: its open question, else its thread's root; None where the thread is lost."""
    programme, session = scene.programme.id, scene.session
    spot = overview.open_spot(session)
    number = str(session.postings.get(spot.key, "")) if spot else ""
    asked = await desk.store.address(programme, AddressKind.QUESTION, session.id, number) if number else None
    return asked or await desk.store.address(programme, AddressKind.ROOT, session.id)


async def _review(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    """All answers so far, to the one who asked."""
    scenes = await desk.scenes(programme, at)
    if len(scenes) != 1:
        return await pick(desk, programme, "read_review", came.by, at)
    return Private(review.review(scenes[0]))


async def _summary(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    """What came of each part so far, to the one who asked; of several the one that they pick."""
    scenes = await desk.scenes(programme, at)
    if len(scenes) != 1:
        return await pick(desk, programme, "summary", came.by, at)
    return Private(review.summary(scenes[0]))


async def _pause(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    head = await desk.head(programme)
    live = live_sessions(head) if head else ()
    if len(live) != 1:
        return await pick(desk, programme, "pause", came.by, at)
    receipt = await desk.turn(came, programme, Paused(live[0]), at)
    return await desk.answer(receipt, programme, at)


async def _assign(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    """Hand the open question over: `assign @colleague` at once, `assign` alone opens the form."""
    here = [scene for scene in await desk.scenes(programme, at) if not scene.away]
    scenes = [scene for scene in here if scene.session.spot is not None]
    if not scenes:
        return desk.say("assign.nothing_open")
    to = re.search(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", rest)
    if len(scenes) > 1:
        return Private(forms.which_to_hand(_leaks_first(scenes), to[1] if to else ""))
    scene = scenes[0]
    spot = scene.session.spot
    if spot is None:
        return desk.say("assign.nothing_open")
    if to is None:
        return OpenForm(forms.hand_form(scene, spot), programme)
    event = Handed(scene.session.id, spot, PersonId(to[1]))
    wrong = await strangers.named(desk, event)
    if wrong:
        return desk.tell(next(iter(wrong.values())))
    receipt = await desk.turn(came, programme, event, at)
    return await desk.answer(receipt, programme, at)


async def _settings(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    head = await desk.head(programme)
    return OpenForm(forms.settings_form(desk.library.texts, head, came.by), programme) if head else Nothing()


async def _export(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    """Asked before it is done: an export leaves what Ringfence guards."""
    return ask_export(desk)


def ask_export(desk: Desk) -> Private:
    """The question before an export."""
    texts = desk.library.texts
    screen = asides.bare(texts, (Note("export.sure"),), ())
    yes = Button(Ref("export", arg="yes"), texts["button.export"], "primary")
    return Private(Screen((*screen.parts, Buttons((yes,))), screen.text))


async def _erase(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    head = await desk.head(programme)
    return erasing.erase_screen(desk, came, head) if head else Nothing()


async def _hold(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    head = await desk.head(programme)
    return erasing.hold_screen(desk, head) if head else Nothing()


async def _digest(desk: Desk, came: CommandGiven, programme: ProgrammeId, rest: str, at: dt.datetime) -> Answer:
    return await digests.shown(desk, programme, at)


async def _actions(desk: Desk, came: CommandGiven, programme: ProgrammeId, at: dt.datetime) -> Answer:
    """What is open with the one who asks, wherever it stands, and wherever they ask."""
    if not await desk.store.dues(came.team, came.by) and await desk.head(programme) is None:
        return await nothing_here(desk, came) if await of_the_company(desk, came) else desk.say("outsider")
    return habits.listed(desk, came, at)


def _leaks_first(scenes: Sequence[Scene]) -> list[Scene]:
    """The newest of them, oldest first, but for a leak that is being dealt with: that comes before everything else."""
    leaks = [scene for scene in scenes if scene.in_leak]
    others = [scene for scene in scenes if not scene.in_leak]
    return [*leaks, *others[-picking.MOST_PRESSES :]][: picking.MOST_PRESSES]


async def pick(desk: Desk, programme: ProgrammeId, do: str, by: PersonId, at: dt.datetime) -> Answer:
    """Which of several sessions is meant; or that there is none."""
    scenes = await desk.scenes(programme, at)
    if not scenes:
        return desk.say("place.nothing_here", "start")
    done_too = do in ("read_review", "summary")
    here = [scene for scene in scenes if not scene.away]
    live = [scene for scene in here if done_too or scene.session.state is not SessionState.DONE]
    if not live:
        done = asides.notes(scenes[-1], (Note("start.done"),), ("review", "summary"))
        next_ = tuple(overview.ahead(desk.library, scenes[-1].programme))
        return Private(Screen((*done.parts, *((Buttons(next_),) if next_ else ())), done.text))
    return Private(picking.which_session(desk.library.texts, do, _leaks_first(live), by))


HANDLERS: dict[str, Handler] = {
    "status": status,
    "next": _next,
    "resume": _next,
    "review": _review,
    "summary": _summary,
    "summaries": _summary,
    "change": _review,
    "assign": _assign,
    "pause": _pause,
    "settings": _settings,
    "export": _export,
    "erase": _erase,
    "hold": _hold,
    "digest": _digest,
    "findings": settling.command,
    "country": countries.country,
    "ask": asking.ask,
    "gates": gates.command,
    "phases": gates.command,
    "share": sharing.command,
    "ledger": ledger.command,
    "agreements": agreements.agreements,
    "playbook": playbook.command,
    "contributors": agreements.contributors,
    "duties": agreements.duties,
    "duty": agreements.duties,
    "vendors": vendors.vendors,
    "register": registers.command,
    "registers": registers.command,
}
SAME: dict[str, str] = dict.fromkeys(
    ("todo", "to do", "todos", "tasks", "my tasks", "my actions", "my todos"), "actions"
)
"""What else a command is called, said whole."""
HABITS = {"reminders": "remind_settings", "snooze": "remind_snooze"}
"""What opens a form of how somebody is reminded."""
WORDS = (*HANDLERS, *HABITS, GLOSSARY, "help", "start", "actions", "portfolio")
"""All words of a command."""
ANYWHERE = frozenset({"ask", "country"})
"""What needs no programme."""


def is_command(said: str) -> bool:
    """Whether words are those of a command, and no more than one of it."""
    return key(said) in SAME or said.strip().casefold() in WORDS
