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

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from transitions import EventData, Machine
from transitions.core import Event

from flows.model.conditions import BookFact, Condition, ProfileFact, RoleFact, StageFact, TodayFact
from flows.model.flow import FindingRule, Flow, Question, Section
from flows.model.ids import ItemId, QuestionId, SectionId
from flows.model.session import Spot
from flows.model.values import Kind
from flows.rules.inputs import Elsewhere, facts_in, reads, reads_elsewhere, reads_scores
from flows.rules.passing import Turning, fixed_turnings, may_turn_any_day, turnings

START = "^start"
REVIEW = "^review"


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

    def find_door(self, section: Section, *, own: bool = False) -> bool:
        """Whether anything is open in a section; remembers for which item. In its ``own`` the one at hand and those after it come first; any other
        begins with its first, whichever was at hand before."""
        rounds = self.terrain.rounds(section)
        start = rounds.index(self.item) if own and self.item in rounds else 0
        for item in (*rounds[start:], *rounds[:start]):
            if any(self.terrain.open(question, item) for question in section.questions):
                self._door = item
                return True
        return False

    def enter(self) -> None:
        """Step through the door found last: its item is now the one at hand."""
        self.item = self._door


class Plan:
    """A compiled flow: its machine, and what can be known of it without a session. Immutable and shared.

    ``affects``: for each question, those whose applicability or findings must be judged again after an answer to it. ``rules``: each
    finding rule by question and id, ``places`` their order on the page. ``raising``: the questions that have any. ``recording``: the sections
    whose rounds are rows of a register. ``taking``: the sections whose answers come with the rows. ``reminding``: the questions whose answers
    name a day that must not be missed. ``repeated``: the questions that are asked about each item.
    ``deciding``: the questions whose answers may decide something. ``asks_files``: whether any asks for a file. ``following``: of what is
    given anew after another answer, that other; ``unasked``: what is never asked and files may show, likewise.
    ``booked``: the questions whose answers lean on what is held of a country. ``minds_book``: whether any of them, or a condition, does.
    ``minds_programme``: whether a condition looks at the profile or at who holds a role. ``leaning``: for each question, itself and those
    whose answers count or not as it goes; ``readers``: the same for each question of another flow that a condition reads.
    ``turning``: when its conditions turn by themselves as days pass; ``turns_on``: days that they name; ``turns_any_day``: whether one may
    turn on a day that nobody can tell.
    """

    __slots__ = (
        "_next",
        "affects",
        "asks_files",
        "booked",
        "deciding",
        "flow",
        "following",
        "leaning",
        "machine",
        "minds_book",
        "minds_programme",
        "places",
        "questions",
        "raising",
        "readers",
        "recording",
        "reminding",
        "repeated",
        "rules",
        "sections",
        "taking",
        "turning",
        "turns_any_day",
        "turns_on",
        "unasked",
    )

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.sections: dict[SectionId, Section] = {section.id: section for section in flow.sections}
        self.questions: dict[QuestionId, Question] = {q.id: q for s in flow.sections for q in s.questions}
        self.rules: dict[tuple[QuestionId, str], FindingRule] = {
            (question.id, rule.id): rule for question in self.questions.values() for rule in question.findings
        }
        self.raising: tuple[Question, ...] = tuple(
            question for question in self.questions.values() if question.findings
        )
        self.places: dict[tuple[QuestionId, str], int] = {key: at for at, key in enumerate(self.rules)}
        self.repeated = frozenset(
            question.id for section in flow.sections if section.each for question in section.questions
        )
        self.recording: tuple[Section, ...] = tuple(section for section in flow.sections if section.records)
        self.taking: tuple[Section, ...] = tuple(section for section in flow.sections if section.taken)
        self.reminding: tuple[Question, ...] = tuple(q for q in self.questions.values() if q.reminds is not None)
        self.deciding = frozenset(q.id for q in self.questions.values() if q.decides)
        self.following: dict[QuestionId, QuestionId] = {
            q.id: q.after for q in self.questions.values() if q.after is not None
        }
        self.unasked: tuple[tuple[Question, QuestionId], ...] = tuple(
            (q, q.after) for q in self.questions.values() if q.unasked and q.evidence and q.after is not None
        )
        self.asks_files = any(q.kind is Kind.FILE or (q.unasked and q.evidence) for q in self.questions.values())
        self.booked = frozenset(q.id for q in self.questions.values() if q.book)
        self.machine = machine_of(flow)
        self._next: Event = self.machine.events["next"]
        conditions, guards = _conditions(flow), _guards(flow)
        self.leaning = _closures(guards, self.following)
        self.affects = _affects(conditions, _closures(conditions, self.following))
        self.readers = _readers(conditions, guards, self.leaning)
        every = {one for found in conditions.values() for one in found}
        self.turning: frozenset[Turning] = frozenset(found for one in every for found in turnings(one))
        self.turns_on: frozenset[dt.date] = frozenset(day for one in every for day in fixed_turnings(one))
        self.turns_any_day: bool = any(may_turn_any_day(one) for one in every)
        facts = {fact for one in every for fact in facts_in(one)}
        self.minds_programme: bool = any(isinstance(fact, ProfileFact | RoleFact) for fact in facts)
        self.minds_book: bool = bool(self.booked) or any(isinstance(fact, BookFact) for fact in facts)

    @property
    def turns_by_itself(self) -> bool:
        """Whether a condition may turn though nothing was answered."""
        return bool(self.turning or self.turns_on or self.turns_any_day)

    def next_spot(self, terrain: Terrain, spot: Spot | None) -> Spot | None:
        """The first open spot after ``spot`` (from the start when None); None when nothing is open and the review is next."""
        cursor = Cursor(terrain, spot)
        while True:
            self._next.trigger(cursor)
            if cursor.state == REVIEW:
                return None
            if cursor.state in self.questions:
                return Spot(QuestionId(cursor.state), cursor.item)


class ByHash:
    """A flow that compares by its hash alone, so that the cache need not compare whole flows."""

    __slots__ = ("flow",)

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByHash) and other.flow.hash == self.flow.hash

    def __hash__(self) -> int:
        return hash(self.flow.hash)


@lru_cache(maxsize=256)
def _plan(key: ByHash) -> Plan:
    return Plan(key.flow)


def plan_of(flow: Flow) -> Plan:
    """The plan of a flow, compiled at most once per hash."""
    return _plan(ByHash(flow))


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
                own = door is section
                machine.add_transition("next", question.id, door.id, conditions=_door(door, own=own), before=_enter)
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


def _door(section: Section, *, own: bool = False):
    def is_ajar(event: EventData) -> bool:
        return _cursor(event).find_door(section, own=own)

    return is_ajar


def _enter(event: EventData) -> None:
    _cursor(event).enter()


Conditions = Mapping[QuestionId, tuple[Condition, ...]]
"""The conditions that decide about each question."""
Leaning = Mapping[QuestionId, frozenset[QuestionId]]
"""For each question, itself and those that lean on it, also by way of others."""


def _conditions(flow: Flow) -> Conditions:
    """The conditions that decide about each question: its section's, its own, and those of its findings."""
    return {
        question.id: tuple(one for one in (section.open_when, section.where, *_own(question)) if one is not None)
        for section in flow.sections
        for question in section.questions
    }


def _guards(flow: Flow) -> Conditions:
    """The conditions that decide whether each question is asked, and so whether its answer counts."""
    return {
        question.id: tuple(one for one in (section.open_when, section.where, question.only_when) if one is not None)
        for section in flow.sections
        for question in section.questions
    }


def _own(question: Question) -> Iterator[Condition | None]:
    yield question.only_when
    for finding in question.findings:
        yield finding.when
        yield from (rule.when for rule in finding.severity)
    yield from (one.when for one in question.proposes)


def _closures(conditions: Conditions, following: Mapping[QuestionId, QuestionId]) -> Leaning:
    read_by: dict[QuestionId, set[QuestionId]] = {question: {question} for question in conditions}
    for question, after in following.items():
        read_by[after].add(question)
    for question, found in conditions.items():
        for condition in found:
            for source in reads(condition):
                read_by[source].add(question)
    return {source: frozenset(_closed({source}, read_by)) for source in read_by}


def _affects(conditions: Conditions, leaning: Leaning) -> dict[QuestionId, frozenset[QuestionId]]:
    """For each question those that lean on it, and those that lean on what moves by itself: the day, the stages, the
    book of countries, other flows."""
    restless = [question for question, found in conditions.items() if any(_is_restless(one) for one in found)]
    always = frozenset[QuestionId]().union(*(leaning[question] for question in restless))
    return {question: lean | always for question, lean in leaning.items()}


def _is_restless(condition: Condition) -> bool:
    return bool(reads_elsewhere(condition) or reads_scores(condition)) or any(
        isinstance(fact, TodayFact | StageFact | BookFact) for fact in facts_in(condition)
    )


def _readers(conditions: Conditions, guards: Conditions, leaning: Leaning) -> dict[Elsewhere, frozenset[QuestionId]]:
    """Each question of another flow that is read, with those whose answers count or not as it goes."""
    found = {
        source: frozenset[QuestionId]()
        for those in conditions.values()
        for one in those
        for source in reads_elsewhere(one) | reads_scores(one)
    }
    for question, those in guards.items():
        for source in (source for one in those for source in reads_elsewhere(one) | reads_scores(one)):
            found[source] |= leaning[question]
    return found


def _closed(start: set[QuestionId], read_by: Mapping[QuestionId, set[QuestionId]]) -> set[QuestionId]:
    """All that can be reached from ``start``, itself included."""
    seen: set[QuestionId] = set()
    todo = list(start)
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo.extend(read_by[at])
    return seen


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
    cursor = _Life(str(state))
    _life_machine(table).events[happened].trigger(cursor)
    return cursor.state
