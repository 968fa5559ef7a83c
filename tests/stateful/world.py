"""A memory store and a SQLite store to which the same happens, and what must hold whenever something did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.service.deliveries import Direct, Edit, Post, worded
from bot.slack import limits
from bot.slack.blocks.message import message
from flows.engine.advance import advance
from flows.engine.machine import plan_of
from flows.engine.screens import overview, review
from flows.engine.screens.scene import Scene
from flows.model.effects import Effect, Entry, Outcome, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.events import Envelope
from flows.model.flow import Flow, Library
from flows.model.ids import ClaimKey, FlowHash
from flows.model.programme import Snapshot
from flows.model.screens import Screen
from flows.model.session import SessionState
from state.codec import ACTION, EFFECT, ENTRY, FLOW, ITEM, PROGRAMME, REPLY, SESSION, Codec
from state.memory import MemoryStore
from state.sqlite import SqliteStore, open_store
from state.store import Receipt, Store
from tests.builders import NOW
from tests.stateful.adding_up import check_sums
from tests.stateful.deeds import Deed
from tests.stateful.holding import CHANNEL, HERE, TEAM, Aside, Holding, hold
from tests.stateful.replaying import moves_by_itself

CODECS: dict[type, tuple[Codec[Any], str]] = {
    SaveProgramme: (PROGRAMME, "programme"),
    SaveSession: (SESSION, "session"),
    SaveItem: (ITEM, "item"),
    SaveAction: (ACTION, "action"),
}


class World:
    """One programme in both stores. ``kept``: every version of a flow that the stores were given. ``cold``: SQLite reads its rows anew each time."""

    def __init__(self, memory: MemoryStore, sqlite: SqliteStore, library: Library, cold: bool) -> None:
        self.memory, self.sqlite, self.library, self.cold = memory, sqlite, library, cold
        self.kept: dict[FlowHash, Flow] = {}
        self.held = Holding(None, {}, (), ())
        self.now = NOW
        self.turns = 0
        self.effects: list[Effect] = []
        self.last: tuple[ClaimKey, Deed, Receipt] | None = None

    @classmethod
    async def open(cls, folder: Path, library: Library, cold: bool) -> World:
        """Both stores, empty."""
        world = cls(MemoryStore(), await open_store(folder / "store"), library, cold)
        await world.upgrade(library)
        return world

    async def close(self) -> None:
        await self.memory.close()
        await self.sqlite.close()

    @property
    def stores(self) -> tuple[Store, Store]:
        return self.memory, self.sqlite

    def aside(self) -> Aside:
        """The programme on a table of its own."""
        return Aside(self.held, self.library, self.kept, self.now)

    async def upgrade(self, library: Library) -> None:
        """The bot starts again with other content, and keeps its flows, as it does when it starts."""
        self.library = library
        for flow in library.flows.values():
            self.kept[flow.hash] = flow
            for store in self.stores:
                await store.keep_flow(flow)
                assert await store.flow(flow.hash) == flow
            assert FLOW.decode(FLOW.encode(flow)) == flow

    # ── what happens ──

    async def happen(self, deed: Deed) -> Outcome:
        """Let a deed be done in both stores, and look that all is as it should be."""
        self.turns += 1
        self.now += dt.timedelta(minutes=1)
        key = ClaimKey(f"turn-{self.turns}")
        before = self.held
        outcomes: list[Outcome] = []
        receipts = [await self._turn(store, key, deed, outcomes) for store in self.stores]
        assert outcomes[0] == outcomes[1], "the same event came to something else in the other store"
        assert receipts[0] == receipts[1]
        outcome, receipt = outcomes[0], receipts[0]
        self.held = await self.agreed()
        if outcome.refused or not outcome.saves:
            assert self.held == before, "nothing was to be changed"
        if outcome.refused:
            assert not outcome.saves and not outcome.effects, "a refusal is its reply and nothing else"
            assert receipt.refused and not receipt.queued and not receipt.card
        self.last = key, deed, receipt
        survives(outcome)
        self.effects.extend(outcome.effects)
        await self.memory.read(HERE, lambda snapshot: [*map(list, (self._said(e, snapshot) for e in outcome.effects))])
        self.look_around()
        return outcome

    async def _turn(self, store: Store, key: ClaimKey, deed: Deed, outcomes: list[Outcome]) -> Receipt:
        envelope = Envelope(key, TEAM, CHANNEL, HERE, deed.by, self.now, deed.event)

        def decide(snapshot: Snapshot) -> Outcome:
            outcome = advance(snapshot, envelope, self.library)
            outcomes.append(outcome)
            return outcome

        if self.cold and store is self.sqlite:
            self.sqlite._cache.clear()
        return await store.turn(key, HERE, decide, self.now)

    async def again(self) -> None:
        """What happened last is told once more: it is not decided again, and the reply is the same."""
        if self.last is None:
            return
        key, deed, first = self.last
        decided: list[Outcome] = []
        for store in self.stores:
            receipt = await self._turn(store, key, deed, decided)
            assert not receipt.fresh and receipt.reply == first.reply and receipt.version == first.version
        assert not decided and await self.agreed() == self.held

    async def agreed(self) -> Holding:
        """What both stores hold."""
        here, there = [await store.read(HERE, hold) for store in self.stores]
        assert here == there, "the stores hold different things"
        return here

    # ── what must hold ──

    def look_around(self) -> None:
        """Every session has something to go on from."""
        programme = self.held.programme
        if programme is None:
            return
        assert [ref.state for ref in programme.sessions] == [one.state for one in self.held.sessions.values()]
        for session in self.held.sessions.values():
            waits, spot = session.pending, session.spot
            questions = plan_of(self.kept[session.flow_hash]).questions
            match session.state:
                case SessionState.ASKING:
                    assert spot is not None or waits is not None, "nothing is open, and nothing says so"
                case SessionState.REVIEW | SessionState.DONE:
                    assert spot is None, "a question is open behind the review"
                case SessionState.PAUSED:
                    pass
            assert spot is None or spot.question in questions
            if spot is not None and waits is None:
                assert spot.key in session.postings, "it was never put"
                scene = Scene(self.aside(), session.id, self.library, self.now)
                falls_away = session.state is SessionState.PAUSED or moves_by_itself(scene.plan.flow)
                assert falls_away or scene.facts.open(scene.question(spot), spot.item), "it wants no answer any more"

    async def put_in_words(self) -> None:
        """Whatever was given out since the last look can be said as things stand now, and so can what always can be seen; Slack takes it."""
        effects, self.effects = self.effects, []
        for screen in await self.memory.read(HERE, lambda snapshot: [*self._screens(snapshot, effects)]):
            assert not limits.broken(message(screen, HERE))
        for store in self.stores:
            await store.read(HERE, lambda snapshot: check_sums(snapshot, self.library, self.now))

    def _screens(self, snapshot: Snapshot, effects: list[Effect]) -> Iterator[Screen]:
        programme = snapshot.programme
        if programme is None:
            return
        scenes = [Scene(snapshot, ref.id, self.library, self.now) for ref in programme.sessions]
        yield overview.card(self.library, programme, scenes, self.now.date())
        for scene in scenes:
            yield from (overview.root(scene), review.review(scene), review.summary(scene))
        for effect in effects:
            yield from self._said(effect, snapshot)

    def _said(self, effect: Effect, snapshot: Snapshot) -> Iterator[Screen]:
        for outsiders in (False, True):
            delivery = worded(effect, snapshot, self.library, self.now, outsiders)
            if isinstance(delivery, Post | Edit | Direct):
                yield delivery.screen

    async def agree_in_all(self) -> None:
        """Both stores hold and give out the same, history, outbox and all."""
        self.sqlite._cache.clear()
        here, there = [await store.everything(HERE) for store in self.stores]
        assert here == there
        late = self.now + dt.timedelta(hours=1)
        leases = [await store.lease(late, 100, dt.timedelta(seconds=1)) for store in self.stores]
        assert leases[0] == leases[1]
        assert await self.memory.outbox_depth() == await self.sqlite.outbox_depth()


def survives(outcome: Outcome) -> None:
    """Everything that a turn leaves comes back from its bytes as it was."""
    for save in outcome.saves:
        if isinstance(save, Entry):
            assert ENTRY.decode(ENTRY.encode(save)) == save
        else:
            codec, part = CODECS[type(save)]
            value = getattr(save, part)
            assert codec.decode(codec.encode(value)) == value
    for effect in outcome.effects:
        assert EFFECT.decode(EFFECT.encode(effect)) == effect
    assert REPLY.decode(REPLY.encode(outcome.reply)) == outcome.reply
