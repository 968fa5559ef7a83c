"""A flow as a state machine: the only runtime file that knows `transitions`.

Each flow is compiled once, by its hash, to a shared synchronous machine; a throwaway slotted cursor moves through it. A state is a question
(``section.question``), a section's door (``section``), or one of :data:`START` and :data:`REVIEW`. The one event is "next":

- from a question to a later question of its section, for the same item;
- else to its section's door again (another item, or a question left open earlier);
- else to the door of the first section after it, then before it, where something is open;
- else to the review.

Pitfalls of transitions 0.9.3 met here: conditions are compared with ``== True`` (so guards return bool), strings import modules (so callbacks
are functions), and `pydot`-style helpers want registered models (so the model is None).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import msgspec
from transitions import EventData, Machine
from transitions.core import Event

from flows.model.flow import Flow, Look, Question, Section
from flows.model.ids import FlowHash, ItemId, QuestionId, SectionId
from flows.model.session import Spot
from flows.rules.conditions import reads, registers_in

START = "start"
REVIEW = "review"


class Terrain(Protocol):
    """What the cursor asks of the session as it moves."""

    def open(self, question: Question, item: ItemId | None) -> bool:
        """Whether that question applies and still wants an answer."""
        ...

    def rounds(self, section: Section) -> tuple[ItemId | None, ...]:
        """The items that a section is asked about, in order; ``(None,)`` for a section asked once, nothing where it is shut."""
        ...


class Cursor:
    """Where a session stands, for the length of one move. ``state`` is what the machine reads and writes."""

    __slots__ = ("_door", "item", "state", "terrain")

    def __init__(self, terrain: Terrain, spot: Spot | None) -> None:
        self.terrain = terrain
        self.state: str = spot.question if spot else START
        self.item: ItemId | None = spot.item if spot else None
        self._door: ItemId | None = None

    def find_door(self, section: Section) -> bool:
        """Whether anything is open in a section; remembers for which item, the one at hand and those after it first."""
        rounds = self.terrain.rounds(section)
        start = rounds.index(self.item) if self.item in rounds else 0
        for item in (*rounds[start:], *rounds[:start]):
            if any(self.terrain.open(question, item) for question in section.questions):
                self._door = item
                return True
        return False

    def enter(self) -> None:
        """Step through the door found last: its item is now the one at hand."""
        self.item = self._door


class Plan:
    """A compiled flow: its machine, and what can be known of it without a session. Immutable and shared."""

    __slots__ = (
        "_next",
        "_risky",
        "affects",
        "flow",
        "looks_after",
        "machine",
        "questions",
        "registers_matter",
        "sections",
    )

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.sections: dict[SectionId, Section] = {section.id: section for section in flow.sections}
        self.questions: dict[QuestionId, Question] = {q.id: q for s in flow.sections for q in s.questions}
        self.looks_after: dict[SectionId, tuple[Look, ...]] = {
            section.id: tuple(look for look in flow.looks if look.after == section.id) for section in flow.sections
        }
        self.machine = machine_of(flow)
        self._next: Event = self.machine.events["next"]
        self.affects = _affects(flow)
        self._risky: dict[frozenset[QuestionId], tuple[Question, ...]] = {}
        self.registers_matter: bool = any(registers_in(condition) for condition in _conditions(flow))

    def risky(self, changed: frozenset[QuestionId]) -> tuple[Question, ...]:
        """Those of some questions that can raise a finding at all."""
        known = self._risky.get(changed)
        if known is None:
            known = tuple(
                self.questions[name] for name in self.questions if name in changed and self.questions[name].findings
            )
            self._risky[changed] = known
        return known

    def next_spot(self, terrain: Terrain, spot: Spot | None) -> Spot | None:
        """The first open spot after ``spot`` (from the start when None); None when nothing is open and the review is next."""
        cursor = Cursor(terrain, spot)
        while True:
            self._next.trigger(cursor)
            if cursor.state == REVIEW:
                return None
            if cursor.state in self.questions:
                return Spot(QuestionId(cursor.state), cursor.item)


@lru_cache(maxsize=256)
def _plan(_hash: FlowHash, flow: _Once) -> Plan:
    return Plan(flow.flow)


class _Once(msgspec.Struct, frozen=True):
    """A flow that compares by its hash alone, so that the cache need not compare whole flows."""

    flow: Flow

    def __hash__(self) -> int:
        return hash(self.flow.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.flow.hash == self.flow.hash


def plan_of(flow: Flow) -> Plan:
    """The plan of a flow, compiled at most once per hash."""
    return _plan(flow.hash, _Once(flow))


def machine_of(flow: Flow) -> Machine:
    """The machine of a flow. Guards read the cursor given as the model; nothing is registered on it."""
    machine = Machine(
        model=None,
        states=[START, *(s.id for s in flow.sections), *(q.id for s in flow.sections for q in s.questions), REVIEW],
        initial=START,
        auto_transitions=False,
        send_event=True,
    )
    for section in flow.sections:
        machine.add_transition("next", START, section.id, conditions=_door(section), before=_enter)
    machine.add_transition("next", START, REVIEW)
    for at, section in enumerate(flow.sections):
        others = (*flow.sections[at + 1 :], *flow.sections[:at])
        for number, question in enumerate(section.questions):
            machine.add_transition("next", section.id, question.id, conditions=_open(question))
            for later in section.questions[number + 1 :]:
                machine.add_transition("next", question.id, later.id, conditions=_open(later))
            for door in (section, *others):
                machine.add_transition("next", question.id, door.id, conditions=_door(door), before=_enter)
            machine.add_transition("next", question.id, REVIEW)
    return machine


def _cursor(event: EventData) -> Cursor:
    model = event.model
    assert isinstance(model, Cursor)  # noqa: S101  (the machine is only ever triggered with a cursor)
    return model


def _open(question: Question):
    def is_open(event: EventData) -> bool:
        cursor = _cursor(event)
        return cursor.terrain.open(question, cursor.item)

    return is_open


def _door(section: Section):
    def is_ajar(event: EventData) -> bool:
        return _cursor(event).find_door(section)

    return is_ajar


def _enter(event: EventData) -> None:
    _cursor(event).enter()


def _conditions(flow: Flow):
    for section in flow.sections:
        yield from (c for c in (section.open_when, section.where) if c is not None)
        for question in section.questions:
            yield from _conditions_of(question)


def _conditions_of(question: Question):
    if question.only_when is not None:
        yield question.only_when
    for finding in question.findings:
        yield finding.when
        yield from (rule.when for rule in finding.severity if rule.when is not None)


def _affects(flow: Flow) -> dict[QuestionId, frozenset[QuestionId]]:
    """For each question, the questions whose applicability or findings its answer can change, itself included (transitively)."""
    read_by: dict[QuestionId, set[QuestionId]] = {q.id: {q.id} for s in flow.sections for q in s.questions}
    for section in flow.sections:
        doors = [c for c in (section.open_when, section.where) if c is not None]
        for question in section.questions:
            for condition in (*doors, *_conditions_of(question)):
                for source in reads(condition):
                    read_by[source].add(question.id)
    closed: dict[QuestionId, frozenset[QuestionId]] = {}
    for source in read_by:
        seen: set[QuestionId] = set()
        todo = [source]
        while todo:
            at = todo.pop()
            if at not in seen:
                seen.add(at)
                todo.extend(read_by[at])
        closed[source] = frozenset(seen)
    return closed


class _Life:
    """A cursor for the life of a stage."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


@lru_cache(maxsize=8)
def _life_machine(table: tuple[tuple[str, str, str], ...]) -> Machine:
    # Plain strings: `transitions` knows an enum's members by their names, not by their values.
    rows = [(happened, str(before), str(after)) for happened, before, after in table]
    states = sorted({state for _, *ends in rows for state in ends})
    machine = Machine(
        model=None, states=states, initial=states[0], auto_transitions=False, ignore_invalid_triggers=True
    )
    for happened, before, after in rows:
        machine.add_transition(happened, before, after)
    return machine


def life_of(table: tuple[tuple[str, str, str], ...], state: str, happened: str) -> str:
    """Where ``happened`` leads from ``state`` in a table of (happened, from, to); the same state where the table says nothing."""
    machine = _life_machine(table)
    cursor = _Life(state)
    if state in machine.states and happened in machine.events:
        machine.events[happened].trigger(cursor)
    return cursor.state
