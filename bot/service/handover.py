"""Hands one posting to the messenger and writes down what became of it: sent, put off, tried again, or parked with its reason.

What is new is said at its place's pace, and one in doubt is looked for before it is said again, in one room for all kinds
(:meth:`Handover._say`). What is parked is told to the programme's owner, unless they are told otherwise or it is their own letter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import assert_never

import structlog

from bot.service import deliveries, fingerprints
from bot.service.desk import Desk
from bot.service.lanes import Call, Lanes, Waits, turn_of
from bot.service.messages import take_up
from bot.service.parcels import Asked, packed
from bot.service.patience import MOST_TRIES, OUTAGE, Patience, pause_after
from bot.service.ports import UNINSTALLED, Came, Doubt, Failed, Found, Gone, Limited, Result, Sent, reason_of
from flows.model.effects import OpenThread, Posting, Remind, ShowSummary, Tell
from flows.model.events import Event, ReachChanged, ThreadLost, Undelivered
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, SessionId, split_programme
from flows.model.programme import Reach
from flows.model.screens import Screen
from state.errors import DocumentError
from state.records import Address, AddressKind, Unopened
from state.store import direct, place

log = structlog.get_logger(__name__)

LONGEST = dt.timedelta(hours=1)
"""As long as anybody is told to wait at once, whatever the messenger says."""
OUT_OF_TURN = "pace"
"""Why a posting waits that the bot itself holds back."""

_REACH: dict[str, Reach] = {
    "is_archived": Reach.ARCHIVED,
    "not_in_channel": Reach.NOT_A_MEMBER,
    "channel_not_found": Reach.NOT_A_MEMBER,
}
_THREAD_GONE = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})


class Handover:
    """The courier's hands."""

    def __init__(self, desk: Desk, lanes: Lanes) -> None:
        self._desk, self._lanes = desk, lanes
        self._patience = Patience()
        self._hidden: dict[int, set[str]] = {}  # by posting, the messages that it has hidden so far

    async def hand_over(
        self, posting: Posting, delivery: deliveries.Delivery, channel: ChannelId, outsiders: bool | None
    ) -> None:
        """Send a posting that was put into words, and settle it. ``outsiders``: whether these are for outsiders too (None: for one person)."""
        if not isinstance(delivery, deliveries.Post | deliveries.Announcement | deliveries.Direct):
            self._lanes.spare(posting.programme)
        match delivery:
            case deliveries.Nothing():
                await self._desk.store.sent(posting)
            case deliveries.Post():
                await self._post(posting, delivery, channel, outsiders)
            case deliveries.Announcement(screen=screen):
                name = Address(posting.programme, AddressKind.DIGEST, channel, "", None, str(posting.number))
                result = await self._say_in(posting, channel, screen, outsiders)
                await self._settle(posting, result, posting.programme, name)
            case deliveries.Edit():
                await self._edit(posting, delivery, channel, outsiders)
            case deliveries.Hide(screen=screen):
                await self._hide(posting, screen, channel)
            case deliveries.Direct():
                await self._direct(posting, delivery, channel)
            case deliveries.Prints(session=session, files=files):
                left = await fingerprints.taken(self._desk, posting, session, files)
                if left is None:
                    await self._desk.store.sent(posting)
                else:
                    await self._settle(posting, left, split_programme(posting.programme)[0], None, Call.FILE)
            case deliveries.Export() | deliveries.Questions() | deliveries.RegisterFile() | deliveries.ScenariosFile():
                await self._file(posting, delivery)
            case _:
                assert_never(delivery)

    async def _say(
        self,
        posting: Posting,
        where: str,
        look: Callable[[], Awaitable[Found]],
        send: Callable[[], Awaitable[Result]],
    ) -> Result | Waits:
        """A new message at a place (`state.lanes.place`), when its time has come there. One in doubt is looked for first.

        Where it can never be looked for it is said once more, and given up if that is in doubt as well: twice at most."""
        own = place(posting.programme, posting.lane)
        wait = await turn_of(lambda: self._lanes.post_wait(where, own))
        if wait:
            return Waits(wait)
        with self._lanes.posting(where):
            found = await look() if posting.doubtful else Found()
            if found.ts:
                return Sent(found.channel, found.ts)
            if found.again:
                # Said again without a look each time, it might be said many times over.
                return Failed("not_looked_for")
            result = await send()
            blind = isinstance(result, Doubt) and not found.known
            return Gone("in_doubt") if blind else result

    async def _say_in(
        self, posting: Posting, channel: ChannelId, screen: Screen, outsiders: bool | None, thread: str = ""
    ) -> Result | Waits:
        """The same in the programme's channel, or in a thread of it."""
        sender, number = self._desk.sender, posting.number

        async def send() -> Result:
            if await self._changed(channel, bool(outsiders)):
                return Limited(0.0)
            return await sender.post(channel, screen, posting.programme, thread=thread, posting=number)

        return await self._say(posting, posting.programme, lambda: sender.find(channel, thread, number), send)

    async def _changed(self, channel: ChannelId, outsiders: bool) -> bool:
        """Whether the words are no longer for those who are there now."""
        return (await self._desk.audiences.look(channel)).outsiders != outsiders

    async def _post(self, posting: Posting, post: deliveries.Post, channel: ChannelId, outsiders: bool | None) -> None:
        programme = posting.programme
        root = await self._desk.store.address(programme, AddressKind.ROOT, post.session)
        begins = post.kind is AddressKind.ROOT
        if begins and posting.tries and root is not None and float(root.ts) > posting.queued.timestamp():
            # Played again after its thread was made anew: a second root would take the session away from where it goes on. One that is older
            # is the one that was lost, and whoever was to forget it died before.
            log.info("root_dropped")
            await self._desk.store.sent(posting)
            return
        if not begins and root is None:
            await self._lost(posting, post.session, "")
            return
        thread = "" if begins or root is None else root.ts
        name = post.name or ("" if begins else str(posting.number))
        result = await self._say_in(posting, channel, post.screen, outsiders, thread)
        if isinstance(result, Gone) and result.reason in _THREAD_GONE and thread:
            await self._lost(posting, post.session, thread)
            return
        await self._settle(posting, result, programme, Address(programme, post.kind, channel, "", post.session, name))

    async def _direct(self, posting: Posting, letter: deliveries.Direct, channel: ChannelId) -> None:
        to = await self._insider(posting, letter.to, await self._owner(posting.programme))
        if to is None:
            return
        sender, programme, number = self._desk.sender, posting.programme, posting.number
        where = place(programme, direct(to))
        result = await self._say(
            posting,
            where,
            lambda: sender.find_direct(to, number),
            lambda: sender.direct(to, letter.screen, programme, posting=number),
        )
        await self._settle(
            posting, result, where, Address(programme, letter.kind, channel, "", None, letter.name or str(number))
        )

    async def _insider(self, posting: Posting, *people: PersonId) -> PersonId | None:
        """Who of these gets a direct message: the first who is a member of the company (still). None where nobody may have it, or nobody knows
        now who they are, and the posting is settled."""
        desk = self._desk
        for person in dict.fromkeys(people):
            who = await desk.audiences.person(person)
            if not (who.outside or who.gone):
                return person
            if who.again:
                await self.unseen(posting, who.unknown, who.again)
                return None
            if not who.name:
                await self.again(posting, "person_unknown", doubtful=None)
                return None
        await desk.store.sent(posting)
        return None

    async def _owner(self, programme: ProgrammeId) -> PersonId:
        head = await self._desk.head(programme)
        return head.owner if head is not None else PersonId("")

    # ── what is changed, and files ──

    async def _edit(self, posting: Posting, edit: deliveries.Edit, channel: ChannelId, outsiders: bool | None) -> None:
        store, programme = self._desk.store, posting.programme
        address = edit.at or await store.address(programme, edit.kind, edit.session, edit.name)
        if address is None:
            await store.sent(posting)
            return
        team, _ = split_programme(programme)
        wait = await turn_of(lambda: self._lanes.edit_wait(team))
        result: Result = Limited(wait)
        if not wait and (outsiders is None or not await self._changed(channel, outsiders)):
            result = await self._desk.sender.edit(address.channel, address.ts, edit.screen, programme)
        if isinstance(result, Gone) and edit.at is not None:
            await store.sent(posting)
        elif isinstance(result, Gone) and result.reason not in UNINSTALLED | _REACH.keys():
            await store.forget(address)
            await store.sent(posting)
        elif isinstance(result, Doubt):
            # An edit is the same twice: no need to look for it.
            self.count(posting, "doubt", result.reason)
            await self._down(posting, result.reason, doubtful=False)
        else:
            await self._settle(posting, result, team, None, Call.EDIT)

    async def _hide(self, posting: Posting, screen: Screen, channel: ChannelId) -> None:
        """All that was said in the channel, message by message at the pace of edits; done again, it is the same. What is brought up to date by
        itself, the card and the roots, tells nothing already."""
        team, _ = split_programme(posting.programme)
        done = self._hidden.setdefault(posting.number, set())
        for address in await self._desk.store.said(posting.programme, channel):
            if address.ts in done or address.kind in (AddressKind.CARD, AddressKind.ROOT):
                continue
            wait = self._lanes.edit_wait(team)
            result = (
                Waits(wait) if wait else await self._desk.sender.edit(channel, address.ts, screen, posting.programme)
            )
            if isinstance(result, Doubt):
                result = Failed(result.reason)  # an edit is the same twice
            if not isinstance(result, Sent | Gone):
                await self._settle(posting, result, team, None, Call.EDIT)
                return
            done.add(address.ts)
        self._hidden.pop(posting.number, None)
        await self._desk.store.sent(posting)

    async def _file(self, posting: Posting, asked: Asked) -> None:
        """A file by direct message, when its turn has come: to whoever asked for it, while they are of the company, and to nobody in their place."""
        if await self._insider(posting, asked.to) is None:
            return
        team, _ = split_programme(posting.programme)
        wait = self._lanes.file_wait(team)
        if wait:
            await self._settle(posting, Waits(wait), team, None, Call.FILE)
            return
        parcel = await packed(self._desk, posting.programme, asked)
        if parcel is None:
            await self._desk.store.sent(posting)
            return
        result = await self._desk.sender.file(
            asked.to, parcel.name, parcel.content, parcel.said, posting=posting.number
        )
        await self._settle(posting, result, team, None, Call.FILE)

    # ── what became of it ──

    async def _settle(
        self,
        posting: Posting,
        result: Result | Waits,
        where: str,
        address: Address | None,
        call: Call = Call.POST,
    ) -> None:
        """Write down what became of a posting. ``where``: what a limit holds for. ``address``: what stands there now, without its ts."""
        if isinstance(result, Waits):
            if call is Call.POST:
                self._lanes.spare(posting.programme)
            await self.put_off(posting, result.seconds, OUT_OF_TURN)
            return
        self.count(posting, type(result).__name__.lower(), reason_of(result))
        match result:
            case Sent(channel=channel, ts=ts):
                await self._sent(posting, address, channel, ts)
            case Limited(retry_after=seconds):
                self._lanes.limited(call, where, seconds)
                await self.put_off(posting, seconds, reason_of(result), doubtful=False)
            case Doubt(reason=reason) if call is Call.FILE:
                # It cannot be looked for: as patient as with a message, it might come hundreds of times.
                await self.again(posting, reason, doubtful=True)
            case Doubt(reason=reason):
                await self._down(posting, reason, doubtful=True)
            case Failed(reason=reason):
                await self._down(posting, reason, doubtful=None)
            case Gone(reason=reason):
                await self._unreachable(posting, reason)
                await self.park(posting, reason)
            case _:
                assert_never(result)

    async def _sent(self, posting: Posting, address: Address | None, channel: ChannelId, ts: str) -> None:
        self._desk.traces.done(posting.number)
        here = None
        if address is not None and ts:
            here = Address(address.programme, address.kind, channel, ts, address.session, address.name)
        await self._desk.store.sent(posting, here)
        if here is not None:
            self._desk.homes.posted(here)
        if here is not None and here.kind in (AddressKind.ROOT, AddressKind.QUESTION):
            await take_up(self._desk, channel, ts, self._desk.clock.now())

    def count(self, posting: Posting, result: str, reason: str = "") -> None:
        """Count and log a try."""
        kind = type(posting.effect).__name__
        self._desk.meter.settled(kind, result)
        if reason:
            self._desk.meter.failed(reason)
        log.info("posted", effect=kind, result=result, **({"reason": reason} if reason else {}))

    async def put_off(self, posting: Posting, seconds: float, why: str, doubtful: bool | None = None) -> None:
        """Its turn comes in so many seconds. That is no failure."""
        wait = min(dt.timedelta(seconds=seconds), LONGEST)
        await self._desk.store.retry(posting, self._desk.clock.now() + wait, why, doubtful, failed=False)
        self._desk.ring_in(seconds)

    async def unseen(self, posting: Posting, why: str, seconds: float) -> None:
        """Somebody, or the channel, cannot be looked at, and who sees a message is not guessed. ``seconds``: until it may be; 0 where the
        messenger refuses it for good, and only that counts as a failure."""
        self._lanes.spare(posting.programme)
        if why == "ratelimited":
            await self.put_off(posting, seconds, why)
        elif seconds:
            await self._down(posting, why, doubtful=None)
        else:
            await self.again(posting, why, doubtful=None)

    async def _down(self, posting: Posting, why: str, doubtful: bool | None) -> None:
        """The messenger is in trouble, which is no failure of the posting's: once more after a while, for days."""
        now = self._desk.clock.now()
        pause = self._patience.met(posting, now)
        if pause is None:
            await self.park(posting, OUTAGE)
        else:
            await self._desk.store.retry(posting, now + pause, why, doubtful, failed=False)

    async def again(self, posting: Posting, why: str, doubtful: bool | None) -> None:
        """It failed by a fault of ours, or one that is not known to pass: once more after a while, and parked when that was often enough."""
        if posting.failures >= MOST_TRIES:
            await self.park(posting, why)
            return
        later = self._desk.clock.now() + pause_after(posting.failures)
        await self._desk.store.retry(posting, later, why, doubtful)

    async def park(self, posting: Posting | Unopened, why: str) -> None:
        """It is given up. The owner is told first: killed between the two, it is told again, and heard once."""
        log.warning("posting_parked", reason=why)
        try:
            await self._confess(posting, why)
        except DocumentError as error:
            # The programme opens as little as the posting does: the operator's log and commands tell of it.
            log.error("owner_not_told", error=type(error).__name__)
        await self._desk.store.park(posting, why, self._desk.clock.now())

    async def _confess(self, posting: Posting | Unopened, why: str) -> None:
        """Tell the owner, once a day for each reason. Not where another message does, nor of their own letter or of one that is no programme's."""
        if why in UNINSTALLED or (why in _REACH and not posting.lane.startswith(direct(PersonId("")))):
            return
        owner = await self._owner(posting.programme)
        if not owner or posting.lane == direct(owner):
            return
        day = self._desk.clock.now().date().isoformat()
        await self._tell(posting, f"undelivered:{why}:{day}", Undelivered(why, posting.number))

    async def _unreachable(self, posting: Posting, reason: str) -> None:
        """The programme learns that its channel cannot be spoken in; a person's closed messages are only parked."""
        if posting.lane.startswith(direct(PersonId(""))) and reason not in UNINSTALLED:
            return
        reach = Reach.UNINSTALLED if reason in UNINSTALLED else _REACH.get(reason)
        if reach is not None:
            await self._tell(posting, f"reach:{posting.number}", ReachChanged(reach))

    async def _lost(self, posting: Posting, session: SessionId, root: str) -> None:
        """The thread is gone: the posting has no place; the session gets a new thread with the same question, unless one is on its way.

        What was to be told goes on in the new thread, also of a run that is finished, and a reminder by direct message. Settled last: killed
        before, all of it happens again, and the turn only once.
        """
        store, programme, effect = self._desk.store, posting.programme, posting.effect
        await store.forget_thread(programme, session, root)
        # Whoever deletes a root tells of it too, and what was queued below it finds none: two threads would share one session.
        coming = any(
            isinstance(one, Posting) and one.effect == OpenThread(session)
            for one in await store.waiting(programme, session)
        )
        unsaid = effect if isinstance(effect, Tell | ShowSummary) else None
        if unsaid is not None or not coming:
            await self._tell(posting, f"thread:{session}:{posting.number}", ThreadLost(session, unsaid, coming))
        if unsaid is not None:
            await store.sent(posting)
        elif isinstance(effect, Remind):
            await self.put_off(posting, 0.0, "thread_gone", doubtful=False)
        else:
            log.warning("posting_parked", reason="thread_gone")
            await store.park(posting, "thread_gone", self._desk.clock.now())

    async def _tell(self, posting: Posting | Unopened, key: str, event: Event) -> None:
        team, channel = split_programme(posting.programme)
        came = Came(
            key=ClaimKey(f"courier:{posting.programme}:{key}"),
            team=team,
            by=PersonId(""),
            by_team=team,
            channel=channel,
        )
        await self._desk.turn(came, posting.programme, event, self._desk.clock.now())
