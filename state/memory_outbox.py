"""The outbox of a memory store."""

from __future__ import annotations

import datetime as dt

from flows.model.effects import Effect, Posting
from flows.model.ids import ClaimKey, ProgrammeId, TeamId, split_programme
from state.lanes import lane, place
from state.memory_places import MemoryPlaces
from state.memory_shelf import Claim, Slot
from state.records import Address, AtRest, Parked, Unopened


class MemoryOutbox(MemoryPlaces):
    """See :class:`state.store.Outbox`."""

    def queue(self, programme: ProgrammeId, effect: Effect, at: dt.datetime) -> bool:
        """Queue an effect; False for one that is not delivered by the outbox."""
        name = lane(effect)
        if name is None:
            return False
        self.shelf.numbers += 1
        self.shelf.outbox[self.shelf.numbers] = Slot(self.shelf.numbers, programme, name, effect, at)
        return True

    def claim(self, key: ClaimKey, at: int) -> bool:
        """Claim a key; False where it was claimed before."""
        bare = Claim(at, None, ProgrammeId(""))
        return self.shelf.claims.setdefault(key, bare) is bare

    async def lease(
        self, now: dt.datetime, limit: int, lease_for: dt.timedelta, rest: AtRest | None = None
    ) -> tuple[Posting | Unopened, ...]:
        self._check()
        due = self._due(now)
        taken: list[Posting] = []
        for slot in (due if rest is None else _in_turn(due, rest))[:limit]:
            slot.doubtful = slot.doubtful or slot.leased_until is not None
            taken.append(_posting(slot))
            slot.tries, slot.leased_until = slot.tries + 1, now + lease_for
        return tuple(taken)

    def _due(self, now: dt.datetime) -> list[Slot]:
        """The head of each lane, if it is due and nobody holds it."""
        heads: dict[tuple[ProgrammeId, str], Slot] = {}
        for slot in sorted(self.shelf.outbox.values(), key=lambda slot: slot.number):
            if slot.parked is None:
                heads.setdefault((slot.programme, slot.lane), slot)
        return [
            slot
            for slot in heads.values()
            if all(until is None or until <= now for until in (slot.due, slot.leased_until))
        ]

    async def sent(self, posting: Posting, address: Address | None = None) -> None:
        self._check()
        if self.shelf.outbox.pop(posting.number, None) is not None and address is not None:
            await self.remember(address)

    async def retry(
        self, posting: Posting, at: dt.datetime, why: str, doubtful: bool | None = None, *, failed: bool = True
    ) -> bool:
        self._check()
        slot = self._leased(posting)
        if slot is None:
            return False
        slot.due, slot.leased_until = at, None
        slot.failures += failed
        slot.doubtful = slot.doubtful if doubtful is None else doubtful
        return True

    async def park(self, posting: Posting | Unopened, why: str, at: dt.datetime) -> bool:
        self._check()
        slot = self._leased(posting)
        if slot is None:
            return False
        slot.parked, slot.leased_until = (why, at), None
        return True

    async def waiting(
        self, programme: ProgrammeId, lane: str, kind: type[Effect] | None = None
    ) -> tuple[Posting | Unopened, ...]:
        self._check()
        return tuple(
            _posting(slot)
            for _, slot in sorted(self.shelf.outbox.items())
            if slot.parked is None
            and (slot.programme, slot.lane) == (programme, lane)
            and (kind is None or isinstance(slot.effect, kind))
        )

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
        slot.parked, slot.due, slot.failures = None, None, 0
        return True

    async def reclaim(self) -> int:
        self._check()
        running = [slot for slot in self.shelf.outbox.values() if slot.leased_until is not None]
        for slot in running:
            slot.leased_until, slot.doubtful = None, True
        return len(running)

    def loosen(self, after: dt.datetime) -> int:
        """Postings put off or leased for longer than that come at once; how many."""
        on_the_way = [slot for slot in self.shelf.outbox.values() if slot.parked is None]
        late = [slot for slot in on_the_way if slot.due is not None and slot.due > after]
        leased = [slot for slot in on_the_way if slot.leased_until is not None and slot.leased_until > after]
        for slot in late:
            slot.due = None
        for slot in leased:
            slot.leased_until, slot.doubtful = None, True
        return len(late) + len(leased)

    async def outbox_depth(self) -> int:
        self._check()
        return sum(1 for slot in self.shelf.outbox.values() if slot.parked is None)

    def _leased(self, posting: Posting | Unopened) -> Slot | None:
        """The posting's place, if the lease that gave it is the latest: each lease counts ``tries`` up by one."""
        slot = self.shelf.outbox.get(posting.number)
        mine = slot is not None and slot.parked is None and slot.tries == posting.tries + 1
        return slot if mine else None


def _posting(slot: Slot) -> Posting:
    return Posting(
        slot.number, slot.programme, slot.lane, slot.effect, slot.tries, slot.doubtful, slot.queued, slot.failures
    )


def _in_turn(due: list[Slot], rest: AtRest) -> list[Slot]:
    """The first of each workspace, beginning after the one that was served last; but to nobody who rests."""
    first: dict[TeamId, Slot] = {}
    for slot in due:
        team, _ = split_programme(slot.programme)
        if team not in rest.teams and place(slot.programme, slot.lane) not in rest.places:
            first.setdefault(team, slot)
    return [first[team] for team in sorted(first, key=lambda team: (team <= rest.after, team))]
