"""What became of a posting that was tried: sent, put off, tried again, or parked with its reason; and what to do where its thread is gone.

What is parked is told to the programme's owner, unless they are told otherwise or it is their own letter.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import structlog

from bot.service.desk import Desk
from bot.service.lanes import Call, Lanes, Waits
from bot.service.messages import take_up
from bot.service.messenger import UNINSTALLED, Doubt, Failed, Gone, Limited, Result, Sent, reason_of
from bot.service.patience import MOST_TRIES, Patience, pause_after
from bot.service.ports import Came
from flows.model.effects import OpenThread, Posting, Remind, ShowSummary, Tell
from flows.model.events import Event, ReachChanged, ThreadLost, Undelivered
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, SessionId, split_programme
from flows.model.programme import Reach
from state.errors import DocumentError
from state.records import Address, AddressKind, Unopened
from state.store import direct

log = structlog.get_logger(__name__)

LONGEST = dt.timedelta(hours=1)
"""As long as anybody is told to wait at once, whatever the messenger says."""

REACH: dict[str, Reach] = {
    "is_archived": Reach.ARCHIVED,
    "not_in_channel": Reach.NOT_A_MEMBER,
    "channel_not_found": Reach.NOT_A_MEMBER,
}
"""The messenger's words for a channel that cannot be spoken in, and what they mean."""


class Aftermath:
    """Writes down what became of postings."""

    def __init__(self, desk: Desk, lanes: Lanes) -> None:
        self._desk, self._lanes = desk, lanes
        self._patience = Patience()

    async def settle(
        self,
        posting: Posting,
        result: Result | Waits,
        where: str,
        address: Address | None,
        call: Call = Call.POST,
        edited: str = "",
    ) -> None:
        """Write down what became of a posting. ``where``: what a limit holds for. ``address``: what stands there now, without its ts. ``edited``:
        where a message was changed, since there a limit holds for the whole workspace."""
        if isinstance(result, Waits):
            if call is Call.POST:
                self._lanes.spare(posting.programme)
            await self.put_off(posting, result.seconds, result.why)
            return
        self.count(posting, type(result).__name__.lower(), reason_of(result))
        there = f"{edited or where} {call.name}"
        match result:
            case Sent(channel=channel, ts=ts):
                self._patience.passed(posting, there)
                await self._sent(posting, address, channel, ts)
            case Limited(retry_after=seconds):
                self._lanes.limited(call, where, seconds)
                await self.put_off(posting, seconds, reason_of(result), doubtful=False)
            case Doubt(reason=reason) if call is Call.FILE:
                # It cannot be looked for: as patient as with a message, it might come hundreds of times.
                await self.again(posting, reason, doubtful=True)
            case Doubt(reason=reason):
                await self.down(posting, reason, doubtful=True, there=there)
            case Failed(reason=reason):
                await self.down(posting, reason, doubtful=None)
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
            await self.down(posting, why, doubtful=None)
        else:
            await self.again(posting, why, doubtful=None)

    async def down(self, posting: Posting, why: str, doubtful: bool | None, there: str = "") -> None:
        """The messenger is in trouble, which is no failure of the posting's: once more after a while, for days. ``there``: what it was asked for and
        at what place, where it took the request and failed at it; others may fare better with the same."""
        now = self._desk.clock.now()
        after = self._patience.met(posting, now, there)
        if isinstance(after, str):
            await self.park(posting, after)
        else:
            await self._desk.store.retry(posting, now + after, why, doubtful, failed=False)

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
        if why in UNINSTALLED or (why in REACH and not posting.lane.startswith(direct(PersonId("")))):
            return
        owner = await self.owner(posting.programme)
        if not owner or posting.lane == direct(owner):
            return
        day = self._desk.clock.now().date().isoformat()
        await self._tell(posting, f"undelivered:{why}:{day}", Undelivered(why, posting.number))

    async def _unreachable(self, posting: Posting, reason: str) -> None:
        """The programme learns that its channel cannot be spoken in; a person's closed messages are only parked."""
        if posting.lane.startswith(direct(PersonId(""))) and reason not in UNINSTALLED:
            return
        reach = Reach.UNINSTALLED if reason in UNINSTALLED else REACH.get(reason)
        if reach is not None:
            await self._tell(posting, f"reach:{posting.number}", ReachChanged(reach))

    async def lost(self, posting: Posting, session: SessionId, root: str) -> None:
        """The thread is gone: the posting has no place; the session gets a new thread with the same question, unless one is on its way.

        What was to be told goes on in the new thread, also of a run that is finished, and a reminder by direct message. Settled last: killed
        before, all of it happens again, and the turn only once.
        """
        store, programme, effect = self._desk.store, posting.programme, posting.effect
        await store.forget_thread(programme, session, root)
        # Whoever deletes a root tells of it too, and what was queued below it finds none: two threads would share one session.
        threads = await store.waiting(programme, session, OpenThread)
        coming = any(isinstance(one, Posting) and isinstance(one.effect, OpenThread) for one in threads)
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

    async def owner(self, programme: ProgrammeId) -> PersonId:
        """Who owns a programme; "" where there is none."""
        head = await self._desk.head(programme)
        return head.owner if head is not None else PersonId("")

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
