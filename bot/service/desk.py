"""What every use case holds: the store, the content, the looks at people, the messenger and the clock; and the two ways to the engine."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from bot.service.choosing import Choosing
from bot.service.courtesy import Courtesy
from bot.service.dirty_homes import DirtyHomes
from bot.service.finder import Finder, NothingFound
from bot.service.messenger import Sender
from bot.service.meter import Meter, Unmetered
from bot.service.ports import Answer, Audiences, Came, Clock, FormSent, Nothing, Private, Unsure
from bot.service.tracing import Traces
from bot.service.uploads import Files, NoFiles
from flows.engine.advance import advance
from flows.engine.screens import asides
from flows.engine.screens.scene import Scene
from flows.model.effects import Note, Outcome, Silent, Whispered
from flows.model.errors import NotHere
from flows.model.events import Envelope, Event
from flows.model.flow import Library
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, SessionId, split_programme
from flows.model.leaving_events import OwnerOffered
from flows.model.programme import Programme, Snapshot
from flows.model.screens import Prose, Screen
from flows.model.session import SessionState
from state.records import Receipt
from state.store import MOVED, Store

T = TypeVar("T")

ERASE_AFTER = dt.timedelta(days=14)


def untold() -> dt.datetime | None:
    """The time as a messenger tells it that has told none."""
    return None


SOON = 1.0
"""Seconds after which the courier looks by itself."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """The use cases' tools. ``woken`` is set when there is something to deliver. ``allow_public``: programmes may start in public channels.

    ``erase_after``: how long what is kept outlives its channel, or the app's removal. ``meter`` counts, ``traces`` leads from a posting in the
    log to what it follows from. ``homes``: whose Home is to be published anew. ``finder``: answers questions from the content. ``files`` reads
    what people upload. ``courtesy``: what has time lets those pass who wait for an answer. ``told``: what time it is by the messenger, None where
    that is not known. ``choosing``: between which questions somebody was just asked to choose."""

    store: Store
    library: Library
    audiences: Audiences
    sender: Sender
    clock: Clock
    allow_public: bool = False
    erase_after: dt.timedelta = ERASE_AFTER
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    meter: Meter = field(default_factory=Unmetered)
    traces: Traces = field(default_factory=Traces)
    homes: DirtyHomes = field(default_factory=DirtyHomes)
    finder: Finder = field(default_factory=NothingFound)
    files: Files = field(default_factory=NoFiles)
    courtesy: Courtesy = field(default_factory=Courtesy)
    told: Callable[[], dt.datetime | None] = untold
    choosing: Choosing = field(default_factory=Choosing)

    def ring_in(self, seconds: float) -> None:
        """Let the courier look again in so many seconds; what waits longer than a moment is left to its next look."""
        if seconds < SOON:
            asyncio.get_running_loop().call_later(seconds, self.woken.set)

    async def turn(self, came: Came, programme: ProgrammeId, event: Event, at: dt.datetime) -> Receipt:
        """Let an event happen. Durable when this returns."""
        return await self.decide(came.key, programme, came.by, at, lambda _: event)

    async def decide(
        self,
        key: ClaimKey,
        programme: ProgrammeId,
        by: PersonId,
        at: dt.datetime,
        event_of: Callable[[Snapshot], Event],
    ) -> Receipt:
        """Let the event that ``event_of`` reads from the programme happen. It may raise NotHere, which is refused kindly."""
        team, channel = split_programme(programme)
        kind = ""
        ownerless: list[PersonId] = []

        def decide(snapshot: Snapshot) -> Outcome:
            nonlocal kind
            event = event_of(snapshot)
            kind = type(event).__name__
            if snapshot.programme is not None and snapshot.programme.ownerless:
                ownerless.append(snapshot.programme.owner)
            return advance(snapshot, Envelope(key, team, channel, programme, by, at, event), self.library)

        receipt = await self.store.turn(key, programme, decide, at)
        if receipt.queued or receipt.card:
            self.woken.set()
        self._tell(key, programme, kind or "Repeated", receipt)
        if ownerless and by and receipt.fresh:
            await self._offer(programme, by, ownerless[0], at)
        return receipt

    def _tell(self, key: ClaimKey, programme: ProgrammeId, kind: str, receipt: Receipt) -> None:
        """Count and log a turn."""
        outcome = "refused" if receipt.refused else "fresh" if receipt.fresh else "repeated"
        self.meter.turn(kind, outcome)
        trace = self.traces.follow(key, receipt.postings)
        told = {"programme": programme, "event_kind": kind, "outcome": outcome, "version": receipt.version}
        log.info("turn", trace=trace, postings=receipt.postings, **told)

    async def _offer(self, programme: ProgrammeId, by: PersonId, gone: PersonId, at: dt.datetime) -> None:
        """Whoever of the company acts in a programme that nobody owns is asked to take it over, once in a while."""
        person = await self.audiences.person(by)
        if person.outside or person.gone or person.bot:
            return
        team, channel = split_programme(programme)
        key = ClaimKey(f"offer:{programme}:{gone}:{by}")
        envelope = Envelope(key, team, channel, programme, by, at, OwnerOffered())
        receipt = await self.store.turn(key, programme, lambda snapshot: advance(snapshot, envelope, self.library), at)
        self._tell(key, programme, "OwnerOffered", receipt)
        self.woken.set()

    async def answer(self, receipt: Receipt, programme: ProgrammeId, at: dt.datetime) -> Answer:
        """What the one who acted is shown at once."""
        reply = receipt.reply
        if reply is None or isinstance(reply, Silent):
            return Nothing()
        return Private(await self.whispered(reply, programme, at), programme)

    async def whispered(self, reply: Whispered, programme: ProgrammeId, at: dt.datetime) -> Screen:
        """A private note in words, from the state as it stands."""

        def view(snapshot: Snapshot) -> Screen:
            ref = reply.session or asides.spoken_of(reply.notes, snapshot.programme)
            if ref is None:
                return asides.bare(self.library.texts, reply.notes, reply.buttons)
            try:
                scene = Scene(snapshot, ref, self.library, at)
            except NotHere:
                return asides.bare(self.library.texts, reply.notes, reply.buttons)
            return asides.whispered(scene, reply)

        return await self.store.read(programme, view)

    def say(self, key: str, *buttons: str) -> Private:
        """A plain private sentence."""
        return Private(asides.bare(self.library.texts, (Note(key),), buttons))

    def tell(self, sentence: str) -> Private:
        """A finished sentence, to the one who acted."""
        return Private(Screen((Prose(((sentence,),)),), sentence))

    async def head(self, programme: ProgrammeId) -> Programme | None:
        """The programme's head."""
        return await self.store.read(programme, lambda snapshot: snapshot.programme)

    async def present(self, programme: ProgrammeId) -> ProgrammeId:
        """The id that a programme goes by now: its own, or the one that its channel was given since."""
        if await self.head(programme) is not None:
            return programme
        return ProgrammeId(await self.store.note(programme, MOVED) or programme)

    async def seen(
        self, programme: ProgrammeId, session: SessionId | None, at: dt.datetime, view: Callable[[Scene], T]
    ) -> T | None:
        """What a view of a session gives; None where it is not there (any more)."""
        if session is None:
            return None

        def look(snapshot: Snapshot) -> T | None:
            try:
                return view(Scene(snapshot, session, self.library, at))
            except NotHere:
                return None

        return await self.store.read(programme, look)

    async def scenes(self, programme: ProgrammeId, at: dt.datetime) -> tuple[Scene, ...]:
        """All sessions of a programme, oldest first."""

        def view(snapshot: Snapshot) -> tuple[Scene, ...]:
            refs = snapshot.programme.sessions if snapshot.programme else ()
            return tuple(Scene(snapshot, ref.id, self.library, at) for ref in refs)

        return await self.store.read(programme, view)


def live_sessions(programme: Programme) -> tuple[SessionId, ...]:
    """The sessions that are not done, oldest first."""
    return tuple(ref.id for ref in programme.sessions if ref.state is not SessionState.DONE)


async def of_the_company(desk: Desk, came: Came) -> bool:
    """Whether somebody is one of the company, and no guest. Raises Unsure."""
    person = await desk.audiences.person(came.by)
    if person.again:
        raise Unsure("person")
    return not (person.outside or person.gone) and came.by_team in ("", came.team)


async def may_look(desk: Desk, programme: ProgrammeId, came: Came) -> bool:
    """Whether this person may see and do things in the programme: one of the company, no guest, and in its channel.

    What Slack says beside a press or a message counts as much as what it says of the person: either makes an outsider. Raises Unsure."""
    _, home = split_programme(programme)
    if not await of_the_company(desk, came):
        return False
    if came.channel == home and not isinstance(came, FormSent):
        return True  # who wrote or pressed there is there; a form may have been opened long ago
    audience = await desk.audiences.look(ChannelId(home))
    if audience.again:
        raise Unsure("channel")
    return any(member.id == came.by for member in audience.people)
