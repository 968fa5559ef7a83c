"""Where messages stand, what waits for them, and small notes: the address book and the inbox of a memory store."""

from __future__ import annotations

from flows.model.ids import ChannelId, ClaimKey, ProgrammeId, SessionId, TeamId, split_programme
from state.memory_shelf import OnShelf
from state.records import Address, AddressKind, HeldEvent


class MemoryPlaces(OnShelf):
    """See :class:`state.store.Addresses`, :class:`state.store.Inbox` and the notes of :class:`state.store.Upkeep`."""

    async def remember(self, address: Address) -> bool:
        self._check()
        if address.programme not in self.shelf.kept:
            return False
        self.shelf.addresses[(address.programme, address.kind, address.session, address.name)] = address
        return True

    async def address(
        self, programme: ProgrammeId, kind: AddressKind, session: SessionId | None = None, name: str = ""
    ) -> Address | None:
        self._check()
        return self.shelf.addresses.get((programme, kind, session, name))

    async def session_at(self, team: TeamId, channel: ChannelId, thread_ts: str) -> SessionId | None:
        self._check()
        found = self._at(channel, thread_ts, team)
        roots = [address for address in found if address.kind is AddressKind.ROOT]
        return roots[0].session if roots else None

    async def message_at(self, channel: ChannelId, ts: str) -> Address | None:
        self._check()
        return next(iter(self._at(channel, ts)), None)

    def _at(self, channel: ChannelId, ts: str, team: TeamId | None = None) -> list[Address]:
        return [
            address
            for address in self.shelf.addresses.values()
            if (address.channel, address.ts) == (channel, ts) and team in (None, split_programme(address.programme)[0])
        ]

    async def said(self, programme: ProgrammeId, channel: ChannelId) -> tuple[Address, ...]:
        self._check()
        found = self.shelf.addresses.values()
        return tuple(one for one in found if (one.programme, one.channel) == (programme, channel))

    async def forget(self, address: Address) -> None:
        self._check()
        place = (address.programme, address.kind, address.session, address.name)
        if self.shelf.addresses.get(place) == address:
            del self.shelf.addresses[place]

    async def forget_thread(self, programme: ProgrammeId, session: SessionId, root: str) -> None:
        self._check()
        begins = self.shelf.addresses.get((programme, AddressKind.ROOT, session, ""))
        if root != (begins.ts if begins else ""):
            return
        self.shelf.addresses = {
            place: address
            for place, address in self.shelf.addresses.items()
            if (address.programme, address.session) != (programme, session)
        }

    async def hold(self, held: HeldEvent) -> bool:
        self._check()
        return self.shelf.held.setdefault(held.key, held) is held

    async def held(self, channel: ChannelId, thread_ts: str) -> tuple[HeldEvent, ...]:
        self._check()
        return tuple(
            held for held in self.shelf.held.values() if (held.channel, held.thread_ts) == (channel, thread_ts)
        )

    async def stranded(self) -> tuple[tuple[ChannelId, str], ...]:
        self._check()
        known = {(a.channel, a.ts) for a in self.shelf.addresses.values()}
        waiting = dict.fromkeys((held.channel, held.thread_ts) for held in self.shelf.held.values())
        return tuple(place for place in waiting if place in known)

    async def release(self, key: ClaimKey) -> None:
        self._check()
        self.shelf.held.pop(key, None)

    async def put_note(self, scope: str, key: str, value: str) -> None:
        self._check()
        self.shelf.notes[(scope, key)] = value

    async def note(self, scope: str, key: str) -> str | None:
        self._check()
        return self.shelf.notes.get((scope, key))
