"""The courier: drains the outbox, and takes the cards along. At least once, in order per lane, at most eight at a time, each lane at its pace.

Words are found and the audience is looked at when a posting is sent, not when it was queued. How a posting is sent is `handover`'s,
what becomes of it `aftermath`'s, who may be sent to now `lanes`'s.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Coroutine

import structlog

from bot.service import asking, briefs, deliveries, portfolios, reminders
from bot.service.aftermath import Aftermath
from bot.service.cards import Cards
from bot.service.desk import Desk
from bot.service.handover import Handover
from bot.service.lanes import AT_ONCE, Lanes
from bot.service.messages import take_up_stranded
from bot.service.pacing import PACE, Pace
from bot.service.ports import Unsure
from flows.model.briefs import SendBrief
from flows.model.effects import Posting, Remind, SendMeaning
from flows.model.ids import split_programme
from flows.model.reminders import RenewReminder
from flows.model.sendings import SendPortfolio
from state.errors import DocumentError, StoreError
from state.records import Unopened

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(seconds=60)
IDLE = 1.0
"""Seconds between looks when nothing wakes the courier: for postings put off, and leases that ran out."""
CARD_EVERY = dt.timedelta(seconds=5)


class Courier:
    """Delivers until it is stopped. ``card_every``: at most one card per channel in that time. ``pace``: how fast it may send."""

    def __init__(self, desk: Desk, card_every: dt.timedelta = CARD_EVERY, pace: Pace = PACE) -> None:
        self._desk = desk
        self._lanes = Lanes(pace)
        self._after = Aftermath(desk, self._lanes)
        self._handover = Handover(desk, self._lanes, self._after)
        self._cards = Cards(desk, card_every, self._lanes)
        self._stopping = False
        self._busy: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver until :meth:`stop`. A store that fails is tried again: the outbox keeps everything meanwhile."""
        taken_over = False
        while not self._stopping:
            self._desk.woken.clear()
            try:
                if not taken_over:
                    await self._take_over()
                    taken_over = True
                idle = not await self.round()
            except StoreError as error:
                self._desk.meter.failed(type(error).__name__)
                log.error("courier_store", error=type(error).__name__)
                idle = True
            if idle:
                await self._wait()

    async def _take_over(self) -> None:
        """What a courier that died has left: its leases, and replies whose thread it recorded without taking them up."""
        await self._desk.store.reclaim()
        await take_up_stranded(self._desk)

    async def _wait(self) -> None:
        """Until something is to be done: a turn queued it, a task ended, a lane has rested; or it is told to stop."""
        rested = self._lanes.ready_in() if len(self._busy) < AT_ONCE else None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IDLE if rested is None else min(IDLE, rested)):
                await self._desk.woken.wait()

    async def stop(self, within: float) -> None:
        """Take nothing new, let what is under way finish for so many seconds."""
        self._stopping = True
        self._desk.woken.set()
        if self._busy:
            await asyncio.wait(self._busy, timeout=within)

    async def round(self) -> bool:
        """Take what is due and set it under way; whether there was anything. Never more than eight at once."""
        desk = self._desk
        now = desk.clock.now()
        free = AT_ONCE - len(self._busy)
        leased = await desk.store.lease(now, free, LEASE, self._lanes.at_rest()) if free > 0 else ()
        for posting in leased:
            self._lanes.begin(posting.programme, posting.lane)
            self._start(self._deliver(posting))
        free = AT_ONCE - len(self._busy)
        cards = await self._cards.due(now, free) if free > 0 else ()
        for card in cards:
            self._start(self._cards.refresh(card))
        return bool(leased or cards)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        self._desk.woken.set()
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._desk.meter.failed(type(error).__name__)
            log.error("courier_fault", error=type(error).__name__, exc_info=error)

    # ── postings ──

    async def _deliver(self, posting: Posting | Unopened) -> None:
        """One try of a posting. Whatever it logs leads to the turn that queued it."""
        try:
            with self._desk.traces.following(posting.number):
                if isinstance(posting, Unopened):
                    self._desk.meter.failed(posting.why)
                    await self._after.park(posting, posting.why)
                else:
                    self._desk.meter.taken(type(posting.effect).__name__, posting.tries)
                    await self._try(posting)
        finally:
            self._lanes.end(posting.programme, posting.lane)

    async def _try(self, posting: Posting) -> None:
        _, channel = split_programme(posting.programme)
        try:
            delivery, outsiders = await self._worded(posting)
            if delivery is not None:
                await self._handover.hand_over(posting, delivery, channel, outsiders)
        except DocumentError as error:
            self._after.count(posting, "fault", type(error).__name__)
            await self._after.park(posting, type(error).__name__)
        except StoreError:
            raise
        except Unsure as unknown:
            await self._after.unseen(posting, unknown.why, unknown.again)
        except Exception as error:
            # Whatever went wrong with one posting must not stop the others; it is tried again and at last parked, with its reason.
            self._after.count(posting, "fault", type(error).__name__)
            log.error("posting_fault", error=type(error).__name__, exc_info=error)
            await self._after.again(posting, type(error).__name__, doubtful=None)

    async def _worded(self, posting: Posting) -> tuple[deliveries.Delivery | None, bool | None]:
        """A posting in words, for the audience that is there now, and whether somebody from outside is (None: it is for one person). No
        words where that can't be told now, and the posting is put off."""
        desk, effect = self._desk, posting.effect
        if isinstance(effect, Remind | RenewReminder):
            return await reminders.composed(desk, posting, effect, desk.clock.now()), None
        if isinstance(effect, SendPortfolio):
            return await portfolios.composed(desk, posting, effect, desk.clock.now()), None
        if isinstance(effect, SendMeaning):
            return await asking.composed(desk, posting, effect, desk.clock.now()), None
        if isinstance(effect, SendBrief):
            return await briefs.composed(desk, posting, effect, desk.clock.now()), None
        audience = await desk.audiences.look(split_programme(posting.programme)[1])
        if audience.again:
            # To go on as if somebody from outside were there would lose what is for the channel.
            await self._after.unseen(posting, audience.unknown, audience.again)
            return None, None
        now = desk.clock.now()
        outsiders, members = audience.outsiders, frozenset(person.id for person in audience.people)
        delivery = await desk.store.read(
            posting.programme,
            lambda snapshot: deliveries.worded(effect, snapshot, desk.library, now, outsiders, members),
        )
        return delivery, outsiders
