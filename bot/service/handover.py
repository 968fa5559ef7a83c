"""Hands one posting to the messenger: a new message, a change to one that stands, or a file.

What is new is said at its place's pace, and one in doubt is looked for before it is said again, in one room for all kinds
(:meth:`Handover._say`). What became of it is written down by `aftermath`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import assert_never

import structlog

from bot.service import deliveries, fingerprints
from bot.service.aftermath import REACH, Aftermath
from bot.service.desk import Desk
from bot.service.lanes import AUDIENCE_CHANGED, Call, Lanes, Waits, turn_of
from bot.service.messenger import UNINSTALLED, Doubt, Failed, Found, Gone, Result, Sent
from bot.service.parcels import Asked, packed
from flows.model.effects import Posting
from flows.model.ids import ChannelId, PersonId, split_programme
from flows.model.screens import Screen
from state.records import Address, AddressKind
from state.store import direct, place

log = structlog.get_logger(__name__)

_THREAD_GONE = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})


class _Hiding:
    """How far the hiding of what was said has come: the messages that are hidden, and those that failed and are tried again after the others."""

    __slots__ = ("done", "failed")

    def __init__(self) -> None:
        self.done: set[str] = set()
        self.failed: set[str] = set()


class Handover:
    """The courier's hands."""

    def __init__(self, desk: Desk, lanes: Lanes, after: Aftermath) -> None:
        self._desk, self._lanes, self._after = desk, lanes, after
        self._hiding: dict[int, _Hiding] = {}  # by posting

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
                await self._after.settle(posting, result, posting.programme, name)
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
                    await self._after.settle(posting, left, split_programme(posting.programme)[0], None, Call.FILE)
            case deliveries.Export() | deliveries.Questions() | deliveries.RegisterFile() | deliveries.ScenariosFile():
                await self._file(posting, delivery)
            case _:
                assert_never(delivery)

    async def _say(
        self,
        posting: Posting,
        where: str,
        look: Callable[[], Awaitable[Found]],
        send: Callable[[], Awaitable[Result | Waits]],
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

        async def send() -> Result | Waits:
            if await self._changed(channel, bool(outsiders)):
                return Waits(0.0, AUDIENCE_CHANGED)
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
            await self._after.lost(posting, post.session, "")
            return
        thread = "" if begins or root is None else root.ts
        name = post.name or ("" if begins else str(posting.number))
        result = await self._say_in(posting, channel, post.screen, outsiders, thread)
        if isinstance(result, Gone) and result.reason in _THREAD_GONE and thread:
            await self._after.lost(posting, post.session, thread)
            return
        await self._after.settle(
            posting, result, programme, Address(programme, post.kind, channel, "", post.session, name)
        )

    async def _direct(self, posting: Posting, letter: deliveries.Direct, channel: ChannelId) -> None:
        to = await self._insider(posting, letter.to, await self._after.owner(posting.programme))
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
        name = f"{letter.name} {number}".strip() if letter.many or not letter.name else letter.name
        await self._after.settle(posting, result, where, Address(programme, letter.kind, channel, "", None, name))

    async def _insider(self, posting: Posting, *people: PersonId) -> PersonId | None:
        """Who of these gets a direct message: the first who is a member of the company (still). None where nobody may have it, or nobody knows
        now who they are, and the posting is settled."""
        desk = self._desk
        for person in dict.fromkeys(people):
            who = await desk.audiences.person(person)
            if not (who.outside or who.gone):
                return person
            if who.again:
                await self._after.unseen(posting, who.unknown, who.again)
                return None
            if not who.name:
                await self._after.again(posting, "person_unknown", doubtful=None)
                return None
        await desk.store.sent(posting)
        return None

    # ── what is changed, and files ──

    async def _edit(self, posting: Posting, edit: deliveries.Edit, channel: ChannelId, outsiders: bool | None) -> None:
        store, programme = self._desk.store, posting.programme
        address = edit.at or await store.address(programme, edit.kind, edit.session, edit.name)
        if address is None:
            await store.sent(posting)
            return
        team, _ = split_programme(programme)
        wait = await turn_of(lambda: self._lanes.edit_wait(team))
        result: Result | Waits
        if wait:
            result = Waits(wait)
        elif outsiders is not None and await self._changed(channel, outsiders):
            result = Waits(0.0, AUDIENCE_CHANGED)
        else:
            result = await self._desk.sender.edit(address.channel, address.ts, edit.screen, programme)
        if isinstance(result, Gone) and edit.at is not None:
            await store.sent(posting)
        elif isinstance(result, Gone) and result.reason not in UNINSTALLED | REACH.keys():
            await store.forget(address)
            await store.sent(posting)
        elif isinstance(result, Doubt):
            # An edit is the same twice: no need to look for it.
            self._after.count(posting, "doubt", result.reason)
            await self._after.down(posting, result.reason, doubtful=False, there=f"{address.channel} {Call.EDIT.name}")
        else:
            await self._after.settle(posting, result, team, None, Call.EDIT, address.channel)

    async def _hide(self, posting: Posting, screen: Screen, channel: ChannelId) -> None:
        """All that was said in the channel, message by message at the pace of edits; done again, it is the same. What is brought up to date by
        itself, the card and the roots, tells nothing already."""
        team, _ = split_programme(posting.programme)
        hiding = self._hiding.setdefault(posting.number, _Hiding())
        said = await self._desk.store.said(posting.programme, channel)
        # A message that Slack fails at every time must not keep the others readable; a failure ends the round, so that none outruns the lease.
        for address in sorted(said, key=lambda one: one.ts in hiding.failed):
            if address.ts in hiding.done or address.kind in (AddressKind.CARD, AddressKind.ROOT):
                continue
            wait = self._lanes.edit_wait(team)
            result = (
                Waits(wait) if wait else await self._desk.sender.edit(channel, address.ts, screen, posting.programme)
            )
            if isinstance(result, Doubt):
                result = Failed(result.reason)  # an edit is the same twice
            if isinstance(result, Failed):
                hiding.failed.add(address.ts)
            if not isinstance(result, Sent | Gone):
                await self._after.settle(posting, result, team, None, Call.EDIT)
                return
            hiding.done.add(address.ts)
        self._hiding.pop(posting.number, None)
        await self._desk.store.sent(posting)

    async def _file(self, posting: Posting, asked: Asked) -> None:
        """A file by direct message, when its turn has come: to whoever asked for it, while they are of the company, and to nobody in their place."""
        if await self._insider(posting, asked.to) is None:
            return
        team, _ = split_programme(posting.programme)
        wait = self._lanes.file_wait(team)
        if wait:
            await self._after.settle(posting, Waits(wait), team, None, Call.FILE)
            return
        parcel = await packed(self._desk, posting.programme, asked)
        if parcel is None:
            await self._desk.store.sent(posting)
            return
        result = await self._desk.sender.file(
            asked.to, parcel.name, parcel.content, parcel.said, posting=posting.number
        )
        await self._after.settle(posting, result, team, None, Call.FILE)
