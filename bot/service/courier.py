"""The courier: drains the outbox, and takes the cards along. At least once, in order per lane, at most eight at a time.

Words are found and the audience is looked at when a posting is sent, not when it was queued. A posting in doubt is looked for once by its
mark; where that cannot be done it is sent again, so a person sees at most one duplicate. What can never be delivered is parked with a reason.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Coroutine
from typing import assert_never

import structlog

from bot.service import deliveries, portfolios, reminders
from bot.service.cards import Cards
from bot.service.desk import Desk
from bot.service.exporting import export_json
from bot.service.messages import take_up
from bot.service.ports import Came, Doubt, Failed, Found, Gone, Limited, Result, Sent, reason_of
from flows.engine.screens.wording import plain, text
from flows.model.effects import Posting, Remind, SendPortfolio
from flows.model.events import Event, ReachChanged, ThreadLost
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, SessionId, split_programme
from flows.model.programme import Reach
from flows.model.screens import Screen
from state.errors import StoreError
from state.records import Address, AddressKind

log = structlog.get_logger(__name__)

AT_ONCE = 8
LEASE = dt.timedelta(seconds=60)
IDLE = 1.0
"""Seconds between looks when nothing wakes the courier: for postings put off, and leases that ran out."""
MOST_TRIES = 12
CARD_EVERY = dt.timedelta(seconds=5)

_REACH: dict[str, Reach] = {
    "is_archived": Reach.ARCHIVED,
    "not_in_channel": Reach.NOT_A_MEMBER,
    "channel_not_found": Reach.NOT_A_MEMBER,
}
_UNINSTALLED = frozenset(
    {"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired", "app_uninstalled"}
)
_THREAD_GONE = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})


def pause_after(tries: int) -> dt.timedelta:
    """How long to wait after so many failed tries: one second, doubling, at most five minutes."""
    return dt.timedelta(seconds=min(2 ** min(tries, 9), 300))


class Courier:
    """Delivers until it is stopped. ``card_every``: at most one card per channel in that time."""

    def __init__(self, desk: Desk, card_every: dt.timedelta = CARD_EVERY) -> None:
        self._desk = desk
        self._cards = Cards(desk, card_every)
        self._stopping = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver until :meth:`stop`. A store that fails is tried again: the outbox keeps everything meanwhile."""
        await self._take_over()
        while not self._stopping.is_set():
            self._desk.woken.clear()
            try:
                idle = not await self.round()
            except StoreError as error:
                self._desk.meter.failed(type(error).__name__)
                log.error("courier_store", error=type(error).__name__)
                idle = True
            if idle:
                await self._wait()

    async def _take_over(self) -> None:
        """What a courier that died has left: its leases, and replies whose thread it recorded without taking them up."""
        store = self._desk.store
        await store.reclaim()
        for channel, thread in await store.stranded():
            await take_up(self._desk, channel, thread, self._desk.clock.now())

    async def _wait(self) -> None:
        waits = [asyncio.create_task(self._desk.woken.wait()), asyncio.create_task(self._stopping.wait()), *self._busy]
        _, late = await asyncio.wait(waits, timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
        for task in late - self._busy:
            task.cancel()

    async def stop(self, within: float) -> None:
        """Take nothing new, let what is under way finish for so many seconds."""
        self._stopping.set()
        if self._busy:
            await asyncio.wait(self._busy, timeout=within)

    async def round(self) -> bool:
        """Take what is due and set it under way; whether there was anything. Never more than eight at once."""
        desk = self._desk
        now = desk.clock.now()
        free = AT_ONCE - len(self._busy)
        leased = await desk.store.lease(now, free, LEASE) if free > 0 else ()
        for posting in leased:
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

    async def drained(self) -> None:
        """Return when nothing is due and nothing is under way: for tests and for a drain."""
        while await self.round() or self._busy:
            if self._busy:
                await asyncio.wait(self._busy, return_when=asyncio.FIRST_COMPLETED)

    # ── postings ──

    async def _deliver(self, posting: Posting) -> None:
        """One try of a posting. Whatever it logs leads to the turn that queued it."""
        self._desk.meter.taken(type(posting.effect).__name__, posting.tries)
        with self._desk.traces.following(posting.number):
            await self._try(posting)

    async def _try(self, posting: Posting) -> None:
        desk = self._desk
        now = desk.clock.now()
        _, channel = split_programme(posting.programme)
        try:
            await self._hand_over(posting, await self._worded(posting, now), channel)
        except StoreError:
            raise
        except reminders.NotKnown:
            await self._again(posting, "person_unknown", doubtful=None)
        except Exception as error:
            # Whatever went wrong with one posting must not stop the others; it is tried again and at last parked, with its reason.
            self._count(posting, "fault", type(error).__name__)
            log.error("posting_fault", error=type(error).__name__, exc_info=error)
            await self._again(posting, type(error).__name__, doubtful=None)

    async def _worded(self, posting: Posting, now: dt.datetime) -> deliveries.Delivery:
        """A posting in words, for the audience that is there now."""
        desk, effect = self._desk, posting.effect
        if isinstance(effect, Remind):
            return await reminders.composed(desk, posting, effect, now)
        if isinstance(effect, SendPortfolio):
            return await portfolios.composed(desk, posting, effect, now)
        audience = await desk.audiences.look(split_programme(posting.programme)[1])
        return await desk.store.read(
            posting.programme,
            lambda snapshot: deliveries.worded(effect, snapshot, desk.library, now, audience.outsiders),
        )

    async def _hand_over(self, posting: Posting, delivery: deliveries.Delivery, channel: ChannelId) -> None:
        match delivery:
            case deliveries.Nothing():
                await self._desk.store.sent(posting)
            case deliveries.Post():
                await self._post(posting, delivery, channel)
            case deliveries.Announcement(screen=screen):
                await self._announce(posting, screen, channel)
            case deliveries.Edit():
                await self._edit(posting, delivery)
            case deliveries.Direct(to=to, screen=screen, kind=kind):
                if (to := await self._insider(posting, to)) is None:
                    return
                place = Address(posting.programme, kind, channel, "", None, str(posting.number))
                found = await self._desk.sender.find_direct(to, posting.number) if posting.doubtful else Found()
                if found.ts:
                    await self._settle(posting, Sent(found.channel, found.ts), place)
                    return
                result = await self._desk.sender.direct(to, screen, posting.programme, posting=posting.number)
                await self._settle(posting, result, place)
            case deliveries.Export(to=to):
                await self._export(posting, to)
            case _:
                assert_never(delivery)

    async def _insider(self, posting: Posting, to: PersonId) -> PersonId | None:
        """Who gets a direct message: the person meant, or the owner where that one is no member of the company (any more); None where
        nobody may have it, and the posting is settled."""
        desk = self._desk
        for person in dict.fromkeys((to, await self._owner(posting.programme))):
            who = await desk.audiences.person(person)
            if not (who.outside or who.gone):
                return person
            if not who.name:
                await self._again(posting, "person_unknown", doubtful=None)
                return None
        await desk.store.sent(posting)
        return None

    async def _owner(self, programme: ProgrammeId) -> PersonId:
        head = await self._desk.head(programme)
        return head.owner if head is not None else PersonId("")

    async def _post(self, posting: Posting, post: deliveries.Post, channel: ChannelId) -> None:
        store, programme = self._desk.store, posting.programme
        thread = ""
        if post.kind is not AddressKind.ROOT:
            root = await store.address(programme, AddressKind.ROOT, post.session)
            if root is None:
                await self._lost(posting, post.session, "")
                return
            thread = root.ts
        name = post.name or (str(posting.number) if post.kind is AddressKind.NOTE else "")
        place = Address(programme, post.kind, channel, "", post.session, name)
        if posting.doubtful:
            found = await self._desk.sender.find(channel, thread, posting.number)
            if found.ts:
                await self._settle(posting, Sent(channel, found.ts), place)
                return
        result = await self._desk.sender.post(channel, post.screen, programme, thread=thread, posting=posting.number)
        if isinstance(result, Gone) and result.reason in _THREAD_GONE and thread:
            await self._lost(posting, post.session, thread)
            return
        await self._settle(posting, result, place)

    async def _announce(self, posting: Posting, screen: Screen, channel: ChannelId) -> None:
        """A message in the channel itself. One in doubt is looked for before it is posted again."""
        place = Address(posting.programme, AddressKind.DIGEST, channel, "", None, str(posting.number))
        found = await self._desk.sender.find(channel, "", posting.number) if posting.doubtful else None
        if found is not None and found.ts:
            await self._settle(posting, Sent(channel, found.ts), place)
            return
        result = await self._desk.sender.post(channel, screen, posting.programme, posting=posting.number)
        await self._settle(posting, result, place)

    async def _edit(self, posting: Posting, edit: deliveries.Edit) -> None:
        store = self._desk.store
        address = await store.address(posting.programme, edit.kind, edit.session, edit.name)
        if address is None:
            await store.sent(posting)
            return
        result = await self._desk.sender.edit(address.channel, address.ts, edit.screen, posting.programme)
        if isinstance(result, Gone) and result.reason not in _UNINSTALLED | _REACH.keys():
            await store.forget(address)
            await store.sent(posting)
        elif isinstance(result, Doubt):
            # An edit is the same twice: no need to look for it.
            self._count(posting, "doubt", result.reason)
            await self._again(posting, result.reason, doubtful=False)
        else:
            await self._settle(posting, result, None)

    async def _export(self, posting: Posting, to: PersonId) -> None:
        desk = self._desk
        everything = await desk.store.everything(posting.programme)
        if everything is None:
            await desk.store.sent(posting)
            return
        said = plain(text(desk.library.texts, "export.here", name=everything.programme.name))
        name = f"ringfence-{everything.programme.name.strip('#') or 'programme'}.json"
        result = await desk.sender.file(to, name, export_json(everything), said, posting=posting.number)
        await self._settle(posting, result, None)

    async def _settle(self, posting: Posting, result: Result, place: Address | None) -> None:
        """Write down what became of a posting."""
        store, now = self._desk.store, self._desk.clock.now()
        self._count(posting, type(result).__name__.lower(), reason_of(result))
        match result:
            case Sent(channel=channel, ts=ts):
                self._desk.traces.done(posting.number)
                here = (
                    Address(place.programme, place.kind, channel, ts, place.session, place.name)
                    if place and ts
                    else None
                )
                await store.sent(posting, here)
                if here is not None and here.kind is AddressKind.ROOT:
                    await take_up(self._desk, channel, ts, now)
            case Limited(retry_after=seconds):
                await store.retry(posting, now + dt.timedelta(seconds=seconds), "ratelimited", doubtful=False)
            case Doubt(reason=reason):
                await self._again(posting, reason, doubtful=True)
            case Failed(reason=reason):
                await self._again(posting, reason, doubtful=None)
            case Gone(reason=reason):
                log.warning("posting_parked", reason=reason)
                await self._unreachable(posting, reason)
                await store.park(posting, reason, now)
            case _:
                assert_never(result)

    def _count(self, posting: Posting, result: str, reason: str = "") -> None:
        """Count and log a try."""
        kind = type(posting.effect).__name__
        self._desk.meter.settled(kind, result)
        if reason:
            self._desk.meter.failed(reason)
        log.info("posted", effect=kind, result=result, **({"reason": reason} if reason else {}))

    async def _again(self, posting: Posting, why: str, doubtful: bool | None) -> None:
        now = self._desk.clock.now()
        if posting.tries >= MOST_TRIES:
            log.warning("posting_parked", reason=why)
            await self._desk.store.park(posting, why, now)
            return
        await self._desk.store.retry(posting, now + pause_after(posting.tries), why, doubtful)

    async def _unreachable(self, posting: Posting, reason: str) -> None:
        """The programme learns that its channel cannot be spoken in; a person's closed messages are only parked."""
        if posting.lane.startswith("dm:") and reason not in _UNINSTALLED:
            return
        reach = Reach.UNINSTALLED if reason in _UNINSTALLED else _REACH.get(reason)
        if reach is not None:
            await self._tell(posting, f"reach:{posting.number}", ReachChanged(reach))

    async def _lost(self, posting: Posting, session: SessionId, root: str) -> None:
        """The thread is gone: the posting has no place; the session gets a new thread with the same question.

        Parked last: killed before, all of it happens again, and the turn only once.
        """
        await self._desk.store.forget_thread(posting.programme, session, root)
        await self._tell(posting, f"thread:{session}:{posting.number}", ThreadLost(session))
        await self._desk.store.park(posting, "thread_gone", self._desk.clock.now())

    async def _tell(self, posting: Posting, key: str, event: Event) -> None:
        team, channel = split_programme(posting.programme)
        came = Came(
            key=ClaimKey(f"courier:{posting.programme}:{key}"),
            team=team,
            by=PersonId(""),
            by_team=team,
            channel=channel,
        )
        await self._desk.turn(came, posting.programme, event, self._desk.clock.now())
