"""The outbox of a memory store."""

from __future__ import annotations

import datetime as dt

from flows.model.effects import Effect, Posting
from flows.model.ids import ClaimKey, ProgrammeId
from state.lanes import lane
from state.memory_places import MemoryPlaces
from state.memory_shelf import Claim, Slot
from state.records import Address, Parked


class MemoryOutbox(MemoryPlaces):
    """See :class:`state.store.Outbox`."""

    def queue(self, programme: ProgrammeId, effect: Effect) -> bool:
        """Queue an effect; False for one that is not delivered by the outbox."""
        name = lane(effect)
        if name is None:
            return False
        self.shelf.numbers += 1
        self.shelf.outbox[self.shelf.numbers] = Slot(self.shelf.numbers, programme, name, effect)
        return True

    def claim(self, key: ClaimKey, at: int) -> bool:
        """Claim a key; False where it was claimed before."""
        bare = Claim(at, None, ProgrammeId(""))
        return self.shelf.claims.setdefault(key, bare) is bare

    async def lease(self, now: dt.datetime, limit: int, lease_for: dt.timedelta) -> tuple[Posting, ...]:
        self._check()
        taken: list[Posting] = []
        passed: set[tuple[ProgrammeId, str]] = set()
        for slot in sorted(self.shelf.outbox.values(), key=lambda slot: slot.number):
            if len(taken) >= limit:
                break
            head = slot.parked is None and (slot.programme, slot.lane) not in passed
            if slot.parked is None:
                passed.add((slot.programme, slot.lane))
            waits = (slot.due, slot.leased_until)
            if head and all(until is None or until <= now for until in waits):
                slot.doubtful = slot.doubtful or slot.leased_until is not None
                taken.append(_posting(slot))
                slot.tries, slot.leased_until = slot.tries + 1, now + lease_for
        return tuple(taken)

    async def sent(self, posting: Posting, address: Address | None = None) -> None:
        self._check()
        if self.shelf.outbox.pop(posting.number, None) is not None and address is not None:
            await self.remember(address)

    async def retry(self, posting: Posting, at: dt.datetime, why: str, doubtful: bool | None = None) -> bool:
        self._check()
        slot = self._leased(posting)
        if slot is None:
            return False
        slot.due, slot.leased_until = at, None
        slot.doubtful = slot.doubtful if doubtful is None else doubtful
        return True

    async def park(self, posting: Posting, why: str, at: dt.datetime) -> bool:
        self._check()
        slot = self._leased(posting)
        if slot is None:
            return False
        slot.parked, slot.leased_until = (why, at), None
        return True

    async def parked(self, programme: ProgrammeId | None = None) -> tuple[Parked, ...]:
        self._check()
        return tuple(
            Parked(_posting(slot), *slot.parked)
            for _, slot in sorted(self.shelf.outbox.items())
            if slot.parked is not None and programme in (None, slot.programme)
        )

    async def replay(self, number: int) -> bool:
        self._check()
        slot = self.shelf.outbox.get(number)
        if slot is None or slot.parked is None:
            return False
        slot.parked, slot.due = None, None
        return True

    async def reclaim(self) -> int:
        self._check()
        running = [slot for slot in self.shelf.outbox.values() if slot.leased_until is not None]
        for slot in running:
            slot.leased_until, slot.doubtful = None, True
        return len(running)

    async def outbox_depth(self) -> int:
        self._check()
        return sum(1 for slot in self.shelf.outbox.values() if slot.parked is None)

    def _leased(self, posting: Posting) -> Slot | None:
        """The posting's place, if the lease that gave it is the latest: each lease counts ``tries`` up by one."""
        slot = self.shelf.outbox.get(posting.number)
        mine = slot is not None and slot.parked is None and slot.tries == posting.tries + 1
        return slot if mine else None


def _posting(slot: Slot) -> Posting:
    return Posting(slot.number, slot.programme, slot.lane, slot.effect, slot.tries, slot.doubtful)
