"""The other runs of a programme, as far as a condition asks for one: loaded when it does, and kept for as long as this object lives.

What decides whether a question applies reads only runs of flows that stand earlier, whatever versions they are pinned to: so nothing can go
in circles. A finding, which nothing reads, may look at all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

from flows.engine.facts import SessionFacts
from flows.engine.holdings import Holdings, figures_of
from flows.engine.living import flow_of
from flows.engine.machine import plan_of
from flows.engine.weights import WEIGHTS, scored
from flows.model.errors import NotHere
from flows.model.flow import Flow, Library
from flows.model.ids import FlowId, ItemId, QuestionId, RegisterId, SessionId
from flows.model.programme import Item, Programme, SessionRef, Snapshot
from flows.model.registers import FIGURES
from flows.model.scorecard import ScoreVerdict
from flows.model.session import Session, SessionState
from flows.rules.order import Place, order_of
from flows.rules.scorecard import stops


class Ground(Protocol):
    """Where the runs of a programme are found: a turn, a scene, a snapshot."""

    @property
    def library(self) -> Library:
        """The content; its stages say which flow stands before which."""
        ...

    @property
    def programme(self) -> Programme:
        """The head."""
        ...

    @property
    def today(self) -> dt.date:
        """In the programme's zone."""
        ...

    def stored(self, session: SessionId) -> Session:
        """A session as it stands."""
        ...

    def flow_of(self, session: Session | SessionRef) -> Flow:
        """The version of its flow that a session is pinned to."""
        ...

    def rows(self, register: RegisterId) -> tuple[Item, ...]:
        """The live rows of a register, by number."""
        ...

    def all_rows(self, register: RegisterId) -> tuple[Item, ...]:
        """All of them, those taken out included."""
        ...


class Stored:
    """The ground of a programme as it is stored."""

    def __init__(self, snapshot: Snapshot, library: Library, programme: Programme, today: dt.date) -> None:
        self.snapshot = snapshot
        self.library = library
        self.programme = programme
        self.today = today
        self._rows: dict[RegisterId, tuple[Item, ...]] = {}

    def stored(self, session: SessionId) -> Session:
        """Raises NotHere for one that is gone."""
        found = self.snapshot.session(session)
        if found is None:
            raise NotHere(f"session {session} is not part of this programme any more")
        return found

    def flow_of(self, session: Session | SessionRef) -> Flow:
        return flow_of(self.snapshot, self.library, session)

    def rows(self, register: RegisterId) -> tuple[Item, ...]:
        if register not in self._rows:
            self._rows[register] = tuple(row for row in self.all_rows(register) if not row.removed)
        return self._rows[register]

    def all_rows(self, register: RegisterId) -> tuple[Item, ...]:
        return self.snapshot.items(register)


class Neighbours:
    """The runs beside the one in hand. What is read of one is read for a ``reader``, the flow that asks; None stands for the programme as a
    whole, which may read all."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._facts: dict[SessionId, SessionFacts] = {}
        self._holdings: Holdings | None = None

    @property
    def holdings(self) -> Holdings:
        """What is held of countries, the team's own figures with it."""
        if self._holdings is None:
            ground = self._ground
            self._holdings = Holdings(ground.library.countries, ground.today, figures_of(ground.rows(FIGURES)))
        return self._holdings

    @property
    def ground(self) -> Ground:
        """Where the runs are found."""
        return self._ground

    @cached_property
    def order(self) -> dict[FlowId, Place]:
        """Where each flow of the library stands."""
        return order_of(self._ground.library)

    def of(self, flow: FlowId, item: ItemId | None, reader: FlowId | None) -> SessionFacts | None:
        """What the latest run of a flow knows: of one that has a run for each row, the run for ``item``. None where there is none."""
        order = self.order
        if reader is not None and not (flow in order and reader in order and order[flow] < order[reader]):
            return None
        refs = [ref for ref in self._ground.programme.sessions if ref.flow == flow and ref.item in (None, item)]
        return self.facts(self._standing(refs)) if refs else None

    def _standing(self, refs: list[SessionRef]) -> SessionRef:
        """The latest of several runs; where a finished run stands until the next is finished too, the latest that is."""
        flow = self._ground.library.flows.get(refs[-1].flow)
        closed = [ref for ref in refs if ref.state is SessionState.DONE] if flow is not None and flow.closes else []
        return (closed or refs)[-1]

    def scored(self, card: str, item: ItemId | None, reader: FlowId | None, ahead: int = 0) -> ScoreVerdict | None:
        """How a row stands on a scorecard: while no weights are settled open, unless something stops it; None where it has no run.

        ``ahead``: so many days on, if nothing but the day moves.
        """
        scores = self._ground.library.scorecards.get(card)
        facts = self.of(scores.flow, item, reader) if scores is not None and item is not None else None
        if scores is None or facts is None:
            return None
        facts = facts.later(ahead) if ahead else facts
        found = scored(scores, facts, self._ground.rows(WEIGHTS))
        if found is not None:
            return found.verdict
        return ScoreVerdict.STOPPED if stops(scores, facts, item) else ScoreVerdict.OPEN

    def facts(self, ref: SessionRef) -> SessionFacts:
        """What a run knows."""
        known = self._facts.get(ref.id)
        if known is None:
            session = self._ground.stored(ref.id)
            plan = plan_of(self._ground.flow_of(session))
            rows = {register.id: self._ground.rows(register.id) for register in plan.flow.registers}
            known = SessionFacts(plan, session, self._ground.programme, rows, self._ground.today, self)
            self._facts[ref.id] = known
        return known

    def behind(self, flow: FlowId, moved: Iterable[QuestionId]) -> Iterator[SessionRef]:
        """The runs that read any of what moved in a run of that flow, also by way of others, in the order of the stages; then those of earlier
        flows whose findings do, which nothing reads in turn. Loads none."""
        order = self.order
        place = order.get(flow)
        read = {(flow, question) for question in moved}
        behind = [
            ref for ref in self._ground.programme.sessions if place is not None and order.get(ref.flow, place) > place
        ]
        for ref in sorted(behind, key=lambda ref: order[ref.flow]):
            readers = plan_of(self._ground.flow_of(ref)).readers
            met = readers.keys() & read
            if met:
                read |= {(ref.flow, question) for source in met for question in readers[source]}
                yield ref
        for ref in self._ground.programme.sessions:
            before = place is not None and ref.flow != flow and order.get(ref.flow, place) <= place
            if before and not read.isdisjoint(plan_of(self._ground.flow_of(ref)).readers):
                yield ref

    def forget(self, session: SessionId | None = None) -> None:
        """A session moved, and with it whatever may read it; or all did."""
        self._holdings = self._holdings if session is not None else None
        kept = self._facts.items() if session is not None else ()
        self._facts = {id_: facts for id_, facts in kept if id_ != session and not facts.plan.readers}

    def supposing(self, facts: SessionFacts) -> Neighbours:
        """The same runs, with one of them as it is only supposed to be."""
        other = Neighbours(self._ground)
        other._facts[facts.session.id] = facts
        return other
