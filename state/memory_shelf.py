"""What a memory store holds: plain tables. No behaviour but the check that it is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from flows.model.effects import Effect, Entry, Reply
from flows.model.flow import Flow
from flows.model.ids import ClaimKey, FlowHash, PersonId, ProgrammeId, SessionId, TeamId, split_programme
from flows.model.reminders import Habits
from state.errors import StoreClosed
from state.parts import Parts
from state.records import Address, AddressKind, HeldEvent


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that was claimed: when (see `state.moments`), by which programme, and what was replied."""

    at: int
    reply: Reply | None
    programme: ProgrammeId

    def of(self, programme: ProgrammeId) -> bool:
        """Whether the programme's erasure takes it: only where it holds a reply, for a bare key tells nothing."""
        return self.reply is not None and self.programme == programme

    def moved(self, programme: ProgrammeId, new: ProgrammeId) -> Claim:
        """The same, where ``programme`` goes by ``new``."""
        return Claim(self.at, self.reply, new) if self.programme == programme else self


@dataclass(slots=True)
class Kept:
    """All of one programme. ``card_wanted`` and ``card_done`` are versions."""

    parts: Parts
    version: int = 0
    card_wanted: int = 0
    card_done: int = 0
    card_after: dt.datetime | None = None
    entries: list[Entry] = field(default_factory=list[Entry])


@dataclass(slots=True)
class Slot:
    """A posting's place in the outbox."""

    number: int
    programme: ProgrammeId
    lane: str
    effect: Effect
    queued: dt.datetime
    tries: int = 0
    failures: int = 0
    doubtful: bool = False
    due: dt.datetime | None = None
    leased_until: dt.datetime | None = None
    parked: tuple[str, dt.datetime] | None = None


@dataclass(slots=True)
class Known:
    """A person of a workspace: their habits, and when to look at them (see `state.moments`); None: once their work changes."""

    habits: Habits | None = None
    wakes: int | None = None


Place = tuple[ProgrammeId, AddressKind, SessionId | None, str]
"""What an address is found by."""


def moved(address: Address, programme: ProgrammeId, new: ProgrammeId) -> Address:
    """An address where ``programme`` goes by ``new``: what stands in its channel stands in the channel of its new id."""
    if address.programme != programme:
        return address
    (_, old), (_, to) = split_programme(programme), split_programme(new)
    return replace(address, programme=new, channel=to if address.channel == old else address.channel)


@dataclass(slots=True)
class Shelf:
    """All tables. ``numbers`` counts postings; none is given twice."""

    kept: dict[ProgrammeId, Kept] = field(default_factory=dict[ProgrammeId, Kept])
    claims: dict[ClaimKey, Claim] = field(default_factory=dict[ClaimKey, Claim])
    flows: dict[FlowHash, Flow] = field(default_factory=dict[FlowHash, Flow])
    outbox: dict[int, Slot] = field(default_factory=dict[int, Slot])
    addresses: dict[Place, Address] = field(default_factory=dict[Place, Address])
    held: dict[ClaimKey, HeldEvent] = field(default_factory=dict[ClaimKey, HeldEvent])
    notes: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    people: dict[tuple[TeamId, PersonId], Known] = field(default_factory=dict[tuple[TeamId, PersonId], Known])
    numbers: int = 0
    closed: bool = False


class OnShelf:
    """The part of a store that works on a shelf."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf if shelf is not None else Shelf()

    def _check(self) -> None:
        if self.shelf.closed:
            raise StoreClosed("in memory")
