"""People's Homes: what is pressed there, and their publishing, in a lane of its own that never holds up an acknowledgement.

A Home is composed when it is published, from the state as it stands, for the person as they are then: whoever is no member of the company sees
nothing of it, and nobody a programme whose channel they are not in. Of one person's Homes only one is under way, so the last one wins.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import assert_never

import msgspec
import structlog

from bot.service.commands import stands_at
from bot.service.desk import Desk, of_the_company
from bot.service.dirty_homes import Due
from bot.service.guarding import Apart
from bot.service.messenger import Doubt, Failed, Gone, Limited, Result, Sent, reason_of
from bot.service.ports import (
    Answer,
    FormSent,
    FormWrong,
    HomeOpened,
    Later,
    Nothing,
    OpenForm,
    Pressed,
    Private,
    Spoiled,
)
from bot.service.presses import press
from bot.service.reminders import is_stranger
from bot.service.starting import first_flow, make_channel
from flows.engine.screens import home, reminder
from flows.engine.screens.asides import bare
from flows.engine.screens.scene import Scene
from flows.model.effects import Note
from flows.model.errors import NotHere
from flows.model.ids import ChannelId, ProgrammeId, SessionId, split_programme
from flows.model.programme import Snapshot
from flows.model.reminders import Due as Work
from flows.model.reminders import Habits
from flows.model.screens import Home, Part, Screen, Shelf
from state.errors import StoreError

log = structlog.get_logger(__name__)

AT_ONCE = 4
MOST_TRIES = 6
MOST_LINKS = 2000
LONGEST_PAUSE = 60.0

OF_NOTHING = {"resume": "home.resumed", "answer": "home.noted"}
"""What is said of a press that worked and has nothing to say itself."""


def opened(desk: Desk, came: HomeOpened) -> Answer:
    """Somebody looks at their Home: it is published anew."""
    desk.homes.opened(came.team, came.by)
    return Nothing()


async def acted(desk: Desk, came: Pressed | FormSent | Spoiled, at: dt.datetime) -> Answer:
    """Something was pressed on a Home, or sent by a form that was opened there: what comes of it is shown on that Home."""
    due = Due(came.team, came.by)
    if isinstance(came, Spoiled):
        desk.homes.want(_with(due, home.NOWHERE, _words(desk, "stale.unknown")))
        return Nothing()
    ref = came.ref
    if ref.arg == "link":
        return Nothing()  # the press has led there already
    if ref.do == "home_page":
        desk.homes.want(msgspec.structs.replace(due, page=int(ref.arg) if ref.arg.isdecimal() else 0))
        return Nothing()
    answer = await _done(desk, came, at)
    if isinstance(answer, Later):
        answer = await answer.made()  # of an older Home: none offers it
    match answer:
        case OpenForm():
            return msgspec.structs.replace(answer, home=True)
        case FormWrong():
            return answer
        case Private(screen=screen):
            desk.homes.want(_with(due, came.programme, screen))
        case Nothing():
            key = OF_NOTHING.get(ref.do)
            due = _with(due, came.programme, _words(desk, key)) if key else due
            if ref.do == "resume":
                desk.homes.follow(await desk.present(came.programme), due)
            else:
                desk.homes.want(due)
        case _:
            assert_never(answer)
    return Nothing()


async def _done(desk: Desk, came: Pressed | FormSent, at: dt.datetime) -> Answer:
    if came.ref.do == "make_channel" and came.programme == home.NOWHERE:
        if not await of_the_company(desk, came):
            return desk.say("outsider")
        answer = await make_channel(desk, came, first_flow(desk.library), at)
        desk.audiences.forget_places(came.by)  # they are in one channel more
        return answer
    return await press(desk, came, at)


def _words(desk: Desk, key: str) -> Screen:
    return bare(desk.library.texts, (Note(key),), ())


def _with(due: Due, programme: ProgrammeId, screen: Screen) -> Due:
    parts: tuple[Part, ...] = screen.parts
    return msgspec.structs.replace(due, said=Shelf(programme, parts))


# ── publishing ───────────────────────────────────────────────────────────────


async def publish_on(desk: Desk) -> None:
    """Until cancelled: publish what is out of date, a few at once."""
    publishing, few = Publishing(desk), asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as group:
        while True:
            await few.acquire()
            due = await desk.homes.next()
            task = group.create_task(publishing.publish(due))
            task.add_done_callback(lambda _: few.release())


class Made(msgspec.Struct, frozen=True):
    """A Home for a reader. ``whole``: nothing is missing from it that could not be looked up."""

    home: Home
    locale: str
    whole: bool = True


class Publishing:
    """Composes and publishes. Remembers links: a message keeps its own for as long as it stands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._links: dict[tuple[ChannelId, str], str] = {}

    async def publish(self, due: Due) -> None:
        """Publish one Home, kindly: again after what may pass, given up where it will not. Never raises."""
        try:
            await self._publish(due)
        except StoreError as error:
            self._desk.meter.failed(type(error).__name__)
            log.error("home_store", error=type(error).__name__)
            self._again(due, _usual(due))
        except Exception as error:
            # Whatever is wrong with one Home must not take the others with it.
            self._desk.meter.failed(type(error).__name__)
            log.error("home_fault", error=type(error).__name__, exc_info=error)
        finally:
            self._desk.homes.done(due.person)

    async def _publish(self, due: Due) -> None:
        made = await self._made(due)
        if due.hidden and not made.whole:
            self._again(due, _usual(due))  # nothing has changed
            return
        result = await self._desk.sender.publish(due.person, made.home, made.locale)
        pause = self._pause(result, _usual(due), made.whole)
        if pause is not None:
            # To be asked for patience is no failure.
            tries = due.tries - isinstance(result, Limited)
            self._again(msgspec.structs.replace(due, hidden=isinstance(result, Sent), tries=tries), pause)

    def _again(self, due: Due, pause: float) -> None:
        """Once more after so many seconds, unless it was tried often enough."""
        if due.tries + 1 < MOST_TRIES:
            self._desk.homes.later(msgspec.structs.replace(due, tries=due.tries + 1), pause)
        else:
            log.warning("home_given_up")

    def _pause(self, result: Result, usual: float, whole: bool) -> float | None:
        """How long until it is tried again; None where it is not."""
        became, reason = type(result).__name__.lower(), reason_of(result)
        self._desk.meter.settled("Home", became)
        if reason:
            self._desk.meter.failed(reason)
        log.info("home", result=became, reason=reason, whole=whole)
        match result:
            case Sent():
                return None if whole else usual
            case Gone():
                return None
            case Limited(retry_after=seconds):
                return seconds
            case Doubt() | Failed():
                return usual
            case _:
                assert_never(result)

    async def _made(self, due: Due) -> Made:
        """The Home as it is to be now."""
        desk = self._desk
        texts, now = desk.library.texts, desk.clock.now()
        who = await desk.audiences.person(due.person)
        if is_stranger(who):
            # Without a name it is not known who they are; that may pass.
            return Made(home.stranger(texts) if who.name else home.unknown(texts), who.locale, whole=not who.again)
        channels = await desk.audiences.channels_of(due.person)
        if channels is None:
            return Made(home.unknown(texts), who.locale, whole=False)
        open_work = await desk.store.dues(due.team, due.person)
        standings: list[home.HomeProgramme] = []
        for programme in await desk.store.programmes(due.team):
            if split_programme(programme)[1] in channels:
                mine = [one for one in open_work if one.programme == programme]
                with Apart(desk.meter, "standing_fault", programme=programme):
                    standing = await _standing(desk, programme, mine, now)
                    standings += [standing] if standing is not None else []
        found = home.page(due.person, standings, desk.homes.page(due.person))
        habits = await desk.store.habits(due.team, due.person) or Habits()
        reader = home.Reader(who.clock(now).date(), habits)
        return Made(home.home(desk.library, found, await self._ways(found), reader, due.said), who.locale)

    async def _ways(self, found: home.Page) -> dict[tuple[ProgrammeId, SessionId], str]:
        """The links of the programmes shown."""
        scenes = [standing.last for standing in found.standings]
        links = await asyncio.gather(*(self._link(scene) for scene in scenes if scene is not None))
        return {
            (scene.programme.id, scene.session.id): link
            for scene, link in zip((scene for scene in scenes if scene is not None), links, strict=True)
        }

    async def _link(self, scene: Scene) -> str:
        address = await stands_at(self._desk, scene)
        if address is None:
            return ""
        known = self._links.get((address.channel, address.ts))
        link = known or await self._desk.sender.link(address.channel, address.ts)
        if link and not known:
            if len(self._links) >= MOST_LINKS:
                self._links.clear()
            self._links[address.channel, address.ts] = link
        return link


def _usual(due: Due) -> float:
    """How many seconds to wait before the next try: one, then twice as long each time."""
    return min(2.0**due.tries, LONGEST_PAUSE)


async def _standing(
    desk: Desk, programme: ProgrammeId, mine: Sequence[Work], now: dt.datetime
) -> home.HomeProgramme | None:
    """A programme as it stands, with what is open there with one person; None where it is gone meanwhile."""

    def view(snapshot: Snapshot) -> home.HomeProgramme | None:
        head = snapshot.programme
        if head is None:
            return None
        scenes: list[Scene] = []
        for ref in head.sessions:
            try:
                scenes.append(Scene(snapshot, ref.id, desk.library, now))
            except NotHere:
                continue
        return home.HomeProgramme(head, tuple(scenes), reminder.told(snapshot, mine, desk.library, now))

    return await desk.store.read(programme, view)
