"""A store that forgets when the process ends: for tests, for `play`, and as the plainest reading of the protocol.

It keeps every promise of `state.store` but durability, and passes the same contract suite as the others. It works on
the event loop's own thread and awaits nothing, so that turns are serial by nature.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from flows.model.effects import Entry, Outcome, RefreshCard, Silent
from flows.model.flow import Flow
from flows.model.ids import (
    ChannelId,
    ClaimKey,
    FlowHash,
    PersonId,
    ProgrammeId,
    RegisterId,
    SessionId,
    TeamId,
    programme_id,
    split_programme,
)
from flows.model.programme import Action, Item, Programme, Snapshot
from flows.model.session import Session
from state.codec import EFFECT, ENTRY, REPLY
from state.lanes import direct
from state.memory_agenda import MemoryAgenda
from state.memory_shelf import Claim, Kept, moved
from state.moments import micros
from state.parts import Parts, heads_first
from state.pseudonyms import Pseudonym, holds_all
from state.records import DirtyCard, Everything, Load, Receipt, repeated
from state.store import MOVED, Decide

T = TypeVar("T")


class MemorySnapshot:
    """A programme as it stands, for one call."""

    def __init__(self, parts: Parts, flows: dict[FlowHash, Flow], entries: Sequence[Entry] = ()) -> None:
        self._parts = parts
        self._flows = flows
        self._entries = entries

    @property
    def programme(self) -> Programme | None:
        return self._parts.programme

    def session(self, session: SessionId) -> Session | None:
        return self._parts.sessions.get(session)

    def items(self, register: RegisterId) -> tuple[Item, ...]:
        return self._parts.register(register)

    def actions(self, session: SessionId) -> tuple[Action, ...]:
        return self._parts.opened_by(session)

    def entries(self, since: dt.datetime, kinds: frozenset[str] | None = None) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._entries if entry.at >= since and (kinds is None or entry.what in kinds))

    def happened(self, since: dt.datetime) -> frozenset[str]:
        return frozenset(entry.what for entry in self._entries if entry.at >= since)

    def flow(self, flow: FlowHash) -> Flow | None:
        return self._flows.get(flow)


class MemoryStore(MemoryAgenda):
    """The store. See :class:`state.store.Store`."""

    # ── programmes ──

    async def turn(self, key: ClaimKey, programme: ProgrammeId, decide: Decide, at: dt.datetime) -> Receipt:
        self._check()
        kept = self.shelf.kept.get(programme)
        since = micros(at)
        known = self.shelf.claims.get(key)
        if known is not None:
            return repeated(known.reply, kept.version if kept else 0)
        parts = kept.parts if kept else Parts(items={}, actions={})
        outcome = decide(MemorySnapshot(parts, self.shelf.flows, kept.entries if kept else ()))
        saves = () if outcome.refused else heads_first(programme, kept is not None, outcome.saves)
        if saves:
            self.rouse(programme, parts, saves)
            kept = self.shelf.kept.setdefault(programme, Kept(parts, 0))
            kept.parts = parts.after(saves)
            kept.entries.extend(save for save in saves if isinstance(save, Entry))
        return self._follow(key, programme, outcome, at, since)

    def _follow(self, key: ClaimKey, programme: ProgrammeId, outcome: Outcome, at: dt.datetime, since: int) -> Receipt:
        kept = self.shelf.kept.get(programme)
        card = kept is not None and any(isinstance(effect, RefreshCard) for effect in outcome.effects)
        if kept is not None and (card or (outcome.saves and not outcome.refused)):
            kept.version += 1
        if kept is not None and card:
            kept.card_wanted = kept.version
        before = self.shelf.numbers
        queued = sum(self.queue(programme, effect, at) for effect in outcome.effects)
        reply = None if isinstance(outcome.reply, Silent) else outcome.reply
        self.shelf.claims[key] = Claim(since, reply, programme)
        return Receipt(
            True, reply, outcome.refused, kept.version if kept else 0, queued, card, before + 1 if queued else 0
        )

    async def read(self, programme: ProgrammeId, view: Callable[[MemorySnapshot], T]) -> T:
        self._check()
        kept = self.shelf.kept.get(programme)
        parts = kept.parts if kept else Parts(items={}, actions={})
        return view(MemorySnapshot(parts, self.shelf.flows, kept.entries if kept else ()))

    async def audit(self, programme: ProgrammeId) -> tuple[Entry, ...]:
        self._check()
        kept = self.shelf.kept.get(programme)
        return tuple(kept.entries) if kept else ()

    async def everything(self, programme: ProgrammeId) -> Everything | None:
        self._check()
        kept = self.shelf.kept.get(programme)
        if kept is None or kept.parts.programme is None:
            return None
        items = sorted((kept.parts.items or {}).values(), key=lambda item: (item.register, item.number))
        return Everything(
            kept.parts.programme,
            tuple(kept.parts.sessions.values()),
            tuple(items),
            tuple((kept.parts.actions or {}).values()),
            tuple(kept.entries),
        )

    async def programmes(self, team: TeamId | None = None) -> tuple[ProgrammeId, ...]:
        self._check()
        return tuple(sorted(name for name in self.shelf.kept if team is None or split_programme(name)[0] == team))

    async def waking(self, now: dt.datetime, limit: int) -> tuple[ProgrammeId, ...]:
        self._check()
        heads = [kept.parts.programme for kept in self.shelf.kept.values()]
        due = sorted((head.wakes, head.id) for head in heads if head and head.wakes and head.wakes <= now)
        return tuple(name for _, name in due[:limit])

    async def keep_flow(self, flow: Flow) -> None:
        self._check()
        self.shelf.flows.setdefault(flow.hash, flow)

    async def flow(self, flow_hash: FlowHash) -> Flow | None:
        self._check()
        return self.shelf.flows.get(flow_hash)

    # ── cards ──

    async def dirty_cards(self, now: dt.datetime, limit: int = 100) -> tuple[DirtyCard, ...]:
        self._check()
        dirty = [
            DirtyCard(name, kept.card_wanted)
            for name, kept in self.shelf.kept.items()
            if kept.card_wanted > kept.card_done and (kept.card_after is None or kept.card_after <= now)
        ]
        return tuple(dirty[:limit])

    async def card_done(self, programme: ProgrammeId, version: int) -> None:
        self._check()
        kept = self.shelf.kept.get(programme)
        if kept is not None:
            kept.card_done = max(kept.card_done, version)

    async def card_later(self, programme: ProgrammeId, at: dt.datetime) -> None:
        self._check()
        kept = self.shelf.kept.get(programme)
        if kept is not None:
            kept.card_after = at

    # ── upkeep ──

    async def move(self, programme: ProgrammeId, to: ChannelId) -> bool:
        self._check()
        shelf, (team, channel) = self.shelf, split_programme(programme)
        new = programme_id(team, to)
        if programme not in shelf.kept or new in shelf.kept:
            return False
        kept = shelf.kept.pop(programme)
        kept.parts, kept.version = kept.parts.moved(new, to), kept.version + 1
        kept.card_wanted = kept.version
        shelf.kept[new] = kept
        for slot in shelf.outbox.values():
            slot.programme = new if slot.programme == programme else slot.programme
        shelf.claims = {key: claim.moved(programme, new) for key, claim in shelf.claims.items()}
        shelf.addresses = {
            (new if place[0] == programme else place[0], *place[1:]): moved(address, programme, new)
            for place, address in shelf.addresses.items()
        }
        shelf.held = {
            key: replace(held, channel=to) if (held.team, held.channel) == (team, channel) else held
            for key, held in shelf.held.items()
        }
        self._move_notes(programme, new)
        return True

    def _move_notes(self, programme: ProgrammeId, new: ProgrammeId) -> None:
        shelf = self.shelf
        shelf.notes.pop((new, MOVED), None)
        led = {place: new for place, word in shelf.notes.items() if place[1] == MOVED and word == programme}
        mine = {(new, place[1]): word for place, word in shelf.notes.items() if place[0] == programme}
        rest = {place: word for place, word in shelf.notes.items() if place[0] != programme}
        shelf.notes = rest | led | mine | {(programme, MOVED): new}

    async def disguise(self, programme: ProgrammeId, pseudonym: Pseudonym) -> None:
        self._check()
        shelf, kept = self.shelf, self.shelf.kept.get(programme)
        if kept is None:
            return
        kept.parts, kept.version = kept.parts.disguised(pseudonym), kept.version + 1
        kept.entries = [pseudonym.value(ENTRY, entry) for entry in kept.entries]
        kept.card_wanted = kept.version
        for slot in shelf.outbox.values():
            if slot.programme == programme:
                slot.effect = pseudonym.value(EFFECT, slot.effect)
        shelf.claims = {
            key: replace(claim, reply=pseudonym.value(REPLY, claim.reply))
            if claim.reply is not None and claim.of(programme)
            else claim
            for key, claim in shelf.claims.items()
            if not holds_all(key, pseudonym.person, programme)
        }

    async def forget_person(self, team: TeamId, person: PersonId) -> None:
        self._check()
        self.shelf.people.pop((team, person), None)
        self.shelf.claims = {key: claim for key, claim in self.shelf.claims.items() if not holds_all(key, person, team)}
        letters = direct(person)
        self.shelf.outbox = {
            number: slot
            for number, slot in self.shelf.outbox.items()
            if (split_programme(slot.programme)[0], slot.lane) != (team, letters)
        }

    async def erase(self, programme: ProgrammeId, still: Callable[[Snapshot], bool] | None = None) -> bool:
        self._check()
        if still is not None and not await self.read(programme, still):
            return False
        shelf, (team, channel) = self.shelf, split_programme(programme)
        shelf.claims = {key: claim for key, claim in shelf.claims.items() if not claim.of(programme)}
        shelf.outbox = {n: slot for n, slot in shelf.outbox.items() if slot.programme != programme}
        shelf.addresses = {place: a for place, a in shelf.addresses.items() if a.programme != programme}
        shelf.held = {key: held for key, held in shelf.held.items() if (held.team, held.channel) != (team, channel)}
        shelf.notes = {
            place: word
            for place, word in shelf.notes.items()
            if place[0] != programme and (place[1], word) != (MOVED, programme)
        }
        return shelf.kept.pop(programme, None) is not None

    async def erase_team(self, team: TeamId) -> int:
        self._check()
        shelf = self.shelf
        mine = [name for name in shelf.kept if split_programme(name)[0] == team]
        posted = [slot.programme for slot in shelf.outbox.values()]
        claimed = [claim.programme for claim in shelf.claims.values()]
        noted = [ProgrammeId(scope) for scope, _ in shelf.notes]
        for name in {*mine, *posted, *claimed, *noted}:
            if split_programme(name)[0] == team:
                await self.erase(name)
        shelf.held = {key: held for key, held in shelf.held.items() if held.team != team}
        shelf.people = {who: known for who, known in shelf.people.items() if who[0] != team}
        return len(mine)

    async def prune(self, before: dt.datetime) -> int:
        self._check()
        shelf = self.shelf
        claims = {key: claim for key, claim in shelf.claims.items() if claim.at >= micros(before)}
        held = {key: one for key, one in shelf.held.items() if one.at >= before}
        gone = len(shelf.claims) - len(claims) + len(shelf.held) - len(held)
        shelf.claims, shelf.held = claims, held
        return gone

    async def come_loose(self, after: dt.datetime) -> int:
        self._check()
        for kept in self.shelf.kept.values():
            if kept.card_after is not None and kept.card_after > after:
                kept.card_after = None
        return self.loosen(after)

    async def load(self, now: dt.datetime) -> Load:
        slots = self.shelf.outbox.values()
        waiting = sorted((slot.number, slot.queued) for slot in slots if slot.parked is None)
        due = await self.waking(now, len(self.shelf.kept))
        return Load(len(waiting), waiting[0][1] if waiting else None, len(slots) - len(waiting), len(due))

    async def ping(self) -> None:
        self._check()

    async def close(self) -> None:
        self.shelf.closed = True
