"""The cards: one living message per programme, rendered from the state as it stands and edited in place. Latest wins, at a pace."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import structlog

from bot.service.desk import Desk
from bot.service.guarding import Apart
from bot.service.lanes import Call, Lanes, Waits, turn_of
from bot.service.messenger import CARD, Doubt, Failed, Gone, Limited, Result, Sent, reason_of
from bot.service.patience import pause_after
from flows.engine.screens import overview
from flows.model.ids import ChannelId, ProgrammeId, split_programme
from flows.model.programme import Reach
from flows.model.screens import Screen
from state.records import Address, AddressKind, DirtyCard

log = structlog.get_logger(__name__)

AGAIN = 5.0
"""Seconds after a card that did not get through."""

DOUBT = "card_doubt"
"""The note under a programme that its card may stand though nobody wrote down where: how often it was posted like that (see `_post`)."""
_ONCE, _TWICE = "once", "twice"

_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


class Cards:
    """Keeps cards fresh. ``every``: at most one per channel in that time; the lanes keep the pace of a workspace."""

    def __init__(self, desk: Desk, every: dt.timedelta, lanes: Lanes) -> None:
        self._desk = desk
        self._every = every
        self._lanes = lanes
        self._last: dict[ProgrammeId, dt.datetime] = {}
        self._under_way: set[ProgrammeId] = set()
        self._failures: dict[ProgrammeId, int] = {}

    async def due(self, now: dt.datetime, limit: int) -> tuple[DirtyCard, ...]:
        """Cards to refresh now; whoever takes them calls :meth:`refresh` for each.

        Never one whose refreshing is under way: a second that finds no card yet would post a second card.
        """
        due: list[DirtyCard] = []
        for card in await self._desk.store.dirty_cards(now, limit):
            last = self._last.get(card.programme)
            if card.programme in self._under_way:
                continue
            if last is not None and now - last < self._every and now >= last:
                await self._desk.store.card_later(card.programme, last + self._every)
            elif wait := self._lanes.card_wait(split_programme(card.programme)[0]):
                await self._later(card.programme, wait)
            else:
                self._last[card.programme] = now
                self._under_way.add(card.programme)
                self._lanes.begin_card(card.programme)
                due.append(card)
        return tuple(due)

    async def refresh(self, card: DirtyCard) -> None:
        """Render the card, edit it in place, or post it where it is not there (any more)."""
        programme = card.programme
        try:
            with Apart(self._desk.meter, "card_fault", programme=programme) as apart:
                await self._refresh(card)
            if apart.well:
                self._failures.pop(programme, None)
            else:
                # What does not open may do so once somebody has put it right: it is tried again, ever more seldom.
                failures = self._failures[programme] = self._failures.get(programme, 0) + 1
                await self._later(programme, pause_after(failures).total_seconds())
        finally:
            self._under_way.discard(programme)
            self._lanes.end_card(programme)

    async def _refresh(self, card: DirtyCard) -> None:
        desk, programme = self._desk, card.programme
        _, channel = split_programme(programme)
        head = await desk.head(programme)
        if head is None or head.reach is not Reach.OPEN:
            await desk.store.card_done(programme, card.version)
            return
        team, _ = split_programme(programme)
        standing = await self._standing(programme, channel)
        result: Result | Waits | None = None if isinstance(standing, Address) else standing
        if isinstance(standing, Address):
            wait = await turn_of(lambda: self._lanes.edit_wait(team))
            result = Waits(wait) if wait else await self._edit(standing)
        if result is None:
            wait = await turn_of(lambda: self._lanes.post_wait(programme))
            result = Waits(wait) if wait else await self._post(programme, channel)
        if isinstance(result, Waits):
            await self._later(programme, result.seconds)
        else:
            await self._settle(card, result)

    async def _words(self, programme: ProgrammeId, channel: ChannelId) -> Screen | Waits:
        """The card as it stands, for those who are there now."""
        desk = self._desk
        head = await desk.head(programme)
        if head is None or head.reach is not Reach.OPEN:
            # It went out of reach while the card waited for its turn: seen to when it is taken up again.
            return Waits(0.0)
        audience = await desk.audiences.look(channel)
        if audience.again:
            return Waits(max(AGAIN, audience.again))
        if audience.outsiders:
            return overview.neutral(desk.library, head)
        now = desk.clock.now()
        return overview.card(desk.library, head, await desk.scenes(programme, now), now.date())

    async def _post(self, programme: ProgrammeId, channel: ChannelId) -> Result | Waits:
        """A new card. What may stand for all that is known is written down before: killed meanwhile, the next bot must look for it too.

        Where it can never be looked for it is posted once more, and given up if that is in doubt as well: twice at most, as with a message."""
        store = self._desk.store
        with self._lanes.posting(programme):
            screen = await self._words(programme, channel)
            if isinstance(screen, Waits):
                return screen
            before = await store.note(programme, DOUBT) or ""
            await store.put_note(programme, DOUBT, _TWICE if before else _ONCE)
            result = await self._desk.sender.post(channel, screen, programme, posting=CARD)
        if isinstance(result, Doubt):
            return Gone("in_doubt") if before else result
        if isinstance(result, Limited):
            self._lanes.limited(Call.POST, programme, result.retry_after)
        if isinstance(result, Sent):
            await store.remember(Address(programme, AddressKind.CARD, result.channel, result.ts))
        await store.put_note(programme, DOUBT, "" if isinstance(result, Sent) else before)
        return result

    async def _standing(self, programme: ProgrammeId, channel: ChannelId) -> Address | Waits | Gone | None:
        """Where the card stands; None where a new one is to be posted. Waits where that cannot be told now: posted without a look, there might
        be two. Gone where it may stand twice and cannot be looked for."""
        desk = self._desk
        address = await desk.store.address(programme, AddressKind.CARD)
        if address is not None:
            return address
        wait = await turn_of(lambda: self._lanes.post_wait(programme))
        if wait:
            return Waits(wait)
        # It may stand all the same: posted in doubt, or by a bot that died before it could write down where.
        found = await desk.sender.find(channel, "", CARD)
        if found.again:
            return Waits(AGAIN)
        if found.ts:
            address = Address(programme, AddressKind.CARD, channel, found.ts)
            await desk.store.remember(address)
        elif not found.known:
            return Gone("in_doubt") if await desk.store.note(programme, DOUBT) == _TWICE else None
        await desk.store.put_note(programme, DOUBT, "")
        return address

    async def _edit(self, address: Address) -> Result | Waits | None:
        """Bring the card up to date where it stands; None where it does not stand any more."""
        screen = await self._words(address.programme, split_programme(address.programme)[1])
        if isinstance(screen, Waits):
            return screen
        result = await self._desk.sender.edit(address.channel, address.ts, screen, address.programme)
        if isinstance(result, Limited):
            self._lanes.limited(Call.EDIT, split_programme(address.programme)[0], result.retry_after)
        if isinstance(result, Gone) and result.reason in _GONE:
            await self._desk.store.forget(address)
            return None
        return result

    async def _settle(self, card: DirtyCard, result: Result) -> None:
        became, reason = type(result).__name__.lower(), reason_of(result)
        self._desk.meter.settled("RefreshCard", became)
        if reason:
            self._desk.meter.failed(reason)
        # A card shows all turns up to its version; it follows from no single one.
        log.info("card", programme=card.programme, version=card.version, result=became, reason=reason)
        match result:
            case Sent() | Gone():
                await self._desk.store.card_done(card.programme, card.version)
            case Limited(retry_after=seconds):
                await self._later(card.programme, seconds)
            case Doubt() | Failed():
                await self._later(card.programme, AGAIN)
            case _:
                assert_never(result)

    async def _later(self, programme: ProgrammeId, seconds: float) -> None:
        """Not before so many seconds, and then without waiting for the courier's next look."""
        await self._desk.store.card_later(programme, self._desk.clock.now() + dt.timedelta(seconds=seconds))
        self._desk.ring_in(seconds)
