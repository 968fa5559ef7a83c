"""Whether conditions can hold together at all: tries out the finite values of the facts they read, with what those
facts depend on.

It errs to one side: what it calls impossible is impossible; where there would be too much to try, everything is
possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

import msgspec

from flows.authoring.worlds import Step, Told, World, called, held_of, holders_of, profiles, rows_of, stages_of
from flows.model.conditions import (
    And,
    BookFact,
    Compare,
    Condition,
    ForItems,
    Has,
    Is,
    IsThe,
    MarkFact,
    Not,
    Or,
    OtherHand,
    ProfileFact,
    RoleFact,
    SameText,
    StageFact,
)
from flows.model.flow import Flow, Question, Section
from flows.model.ids import ItemId, QuestionId, RegisterId, StageId
from flows.model.programme import StageState
from flows.model.session import Spot
from flows.model.values import Kind
from flows.rules.conditions import judge
from flows.rules.countries import COUNTRY
from flows.rules.inputs import around_in, facts_in, reads, reads_elsewhere, reads_scores

MOST_TRIED = 20_000
"""Worlds begun before the search gives up and calls it possible."""
MOST_STEPS = 100
"""Facts that bear on a condition, each about each row; the search goes one call deep for each."""
Target = tuple[Condition, RegisterId | None]
"""A condition, and the register whose item is at hand where it is judged."""


class Possibilities:
    """What can be the case in a flow. ``stages`` narrows the states that a stage can be in; ``flows`` are those that its conditions may read,
    whose answers can be anything that their questions allow.
    """

    def __init__(
        self,
        flow: Flow | None,
        stages: Mapping[StageId, tuple[StageState, ...]] | None = None,
        flows: Iterable[Flow] = (),
    ) -> None:
        sections = flow.sections if flow is not None else ()
        abroad = (pair for other in flows if flow is None or other.id != flow.id for pair in _abroad(other))
        self._questions: dict[QuestionId, tuple[Section, Question]] = {
            **{q.id: (s, q) for s in sections for q in s.questions},
            **{q.id: (s, q) for s, q in abroad},
        }
        asked = sorted(self._questions.values(), key=lambda pair: pair[0].deeper)  # the core path is asked first
        self._order = {question.id: at for at, (_, question) in enumerate(asked)}
        self._repeated = frozenset(q for q, (section, _) in self._questions.items() if section.each)
        self._stages = stages or {}

    def guards(self, question: QuestionId) -> tuple[Target, ...]:
        """What must hold for a question to be asked."""
        section, asked = self._questions[question]
        conditions = (section.open_when, None), (section.where, section.each), (asked.only_when, section.each)
        return tuple((condition, item) for condition, item in conditions if condition is not None)

    def together(self, targets: Iterable[Target]) -> bool:
        """Whether all of these can hold at once."""
        return _Search(self, tuple(targets)).found()

    def knows(self, questions: Iterable[QuestionId]) -> bool:
        """Whether all of them are known; not those of a flow that does not compile."""
        return self._questions.keys() >= set(questions)

    def section_of(self, question: QuestionId) -> Section:
        return self._questions[question][0]

    def question(self, question: QuestionId) -> Question:
        return self._questions[question][1]

    def states(self, stage: StageId) -> tuple[StageState, ...]:
        return self._stages.get(stage, tuple(StageState))

    def world(self) -> World:
        return World(self._repeated)

    def closure(self, targets: tuple[Target, ...]) -> tuple[tuple[Condition, ...], tuple[QuestionId, ...]]:
        """The conditions that bear on the targets, and the questions they read, in the order of asking."""
        conditions, todo = [condition for condition, _ in targets], [condition for condition, _ in targets]
        questions: set[QuestionId] = set()
        while todo:
            for question in _read(todo.pop()) - questions:
                questions.add(question)
                if question not in self._questions:
                    continue
                guards = [condition for condition, _ in self.guards(question)]
                conditions += guards
                todo += guards
        return tuple(conditions), tuple(sorted(questions, key=lambda question: self._order.get(question, -1)))


def _abroad(flow: Flow) -> Iterator[tuple[Section, Question]]:
    """The questions of another flow, each as if it were asked by itself, of each row that it has an answer for."""
    for section in flow.sections:
        each = section.each or flow.per
        free = msgspec.structs.replace(section, each=each, where=None, open_when=None)
        for question in section.questions:
            yield free, msgspec.structs.replace(question, id=called(flow.id, question.id), only_when=None)


def _read(condition: Condition) -> frozenset[QuestionId]:
    """The questions that a condition reads, of whatever flow."""
    return reads(condition).union(called(flow, question) for flow, question in reads_elsewhere(condition))


class _Search:
    """One search through the worlds that bear on some targets."""

    def __init__(self, possible: Possibilities, targets: tuple[Target, ...]) -> None:
        self.possible = possible
        self.targets = targets
        self.conditions, self.questions = possible.closure(targets)
        self.tried = 0

    def found(self) -> bool:
        if len(self.questions) > MOST_STEPS or not self.possible.knows(self.questions):
            return True
        if any(reads_scores(condition) for condition in self.conditions):
            return True  # a score can be anything
        steps = tuple(self._steps())
        return len(steps) > MOST_STEPS or self._try(steps, self.possible.world())

    def _try(self, steps: tuple[Step, ...], world: World) -> bool:
        if not steps:
            return all(_verdict(target, world) for target in self.targets)
        for _ in steps[0](world):
            self.tried += 1
            if self.tried > MOST_TRIED or self._try(steps[1:], world):
                return True
        return False

    def _steps(self) -> Iterator[Step]:
        facts = {fact for condition in self.conditions for fact in facts_in(condition)}
        if any(isinstance(fact, ProfileFact) for fact in facts):
            yield profiles
        for fact in sorted(facts, key=repr):
            if isinstance(fact, RoleFact):
                yield holders_of(fact.role)
            elif isinstance(fact, StageFact):
                yield stages_of(fact.stage, self.possible.states(fact.stage))
        most = self._most_rows()
        marks = (called(fact.flow, fact.question) for fact in facts if isinstance(fact, MarkFact))
        marked = {self.possible.question(question).register for question in marks}
        asked = [self.possible.question(question) for question in self.questions]
        countries = {question.register for question in asked if question.kind is Kind.COUNTRY}
        for fact in sorted((fact for fact in facts if isinstance(fact, BookFact)), key=repr):
            for number in range(most.get(COUNTRY, 1)):
                yield held_of(fact, number, self.conditions)
        for register, count in most.items():
            yield rows_of(register, count, register in marked, register in countries)
        for question in self.questions:
            each = self.possible.section_of(question).each
            for number in range(most[each] if each else 1):
                yield self._answers(question, number)

    def _most_rows(self) -> dict[RegisterId, int]:
        """The registers that matter, each with as many rows as could be needed: one at hand, and one to witness each
        quantifier.
        """
        rows = {item: 1 for _, item in self.targets if item is not None}
        for question in self.questions:
            for register in (self.possible.section_of(question).each, self.possible.question(question).register):
                if register is not None:
                    rows.setdefault(register, 1)
        for register in (register for condition in self.conditions for register in around_in(condition)):
            rows.setdefault(register, 1)
        for register in (register for condition in self.conditions for register in _quantified(condition)):
            rows[register] = rows.get(register, 1) + 1
        return dict(sorted(rows.items()))

    def _answers(self, question: QuestionId, number: int) -> Step:
        """The answers that the question can have about its item of that number, as far as it is asked in the world."""
        each = self.possible.section_of(question).each
        guards = self.possible.guards(question)
        asked = self.possible.question(question)
        told = Told.of(question, self.conditions)

        def step(world: World) -> Iterator[None]:
            rows = world.items(each) if each else (None,)
            if number >= len(rows):
                yield
                return
            spot = Spot(question, rows[number])
            verdicts = [_verdict(guard, world, spot.item) for guard in guards]
            if all(verdicts):
                for answer in told.answers(asked, spot, world):
                    world.answers[spot] = answer
                    yield
                del world.answers[spot]
            world.ruled_out[spot] = False in verdicts
            yield

        return step


def _verdict(target: Target, world: World, item: ItemId | None = None) -> bool | None:
    """Whether a target holds, about the item given, or else the first of its register; not where there is none."""
    condition, register = target
    if register is None:
        return judge(condition, world)
    rows = (item,) if item is not None else world.items(register)
    return judge(condition, world, rows[0]) if rows else False


def _quantified(condition: Condition) -> Iterator[RegisterId]:
    """The register of each quantifier in a condition."""
    match condition:
        case Is() | Has() | Compare() | IsThe() | OtherHand() | SameText():
            return
        case Not(inner=inner):
            yield from _quantified(inner)
        case ForItems(register=register, inner=inner):
            yield register
            yield from _quantified(inner)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _quantified(part)
        case _:
            assert_never(condition)
