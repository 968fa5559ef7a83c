"""Whether conditions can hold together at all: tries out the finite values of the facts they read, with what those
facts depend on.

It errs to one side: what it calls impossible is impossible; where there would be too much to try, everything is
possible.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar, assert_never

import msgspec

from flows.model.conditions import (
    AnswerFact,
    Compare,
    Condition,
    DayLimit,
    Fact,
    Has,
    Is,
    MarkFact,
    NumberLimit,
    ProfileFact,
    RoleFact,
    StageFact,
    Status,
    TodayFact,
)
from flows.model.flow import Flow, Question, Section
from flows.model.ids import ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.people import Profile, Role
from flows.model.programme import StageState
from flows.model.session import Answer, AnswerState, Spot, Standing
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Documents,
    Items,
    Kind,
    Money,
    Number,
    People,
    Scale,
    Text,
    Value,
    YesNo,
)
from flows.rules.conditions import NONE_OF_THEM, facts_in, judge, leaves, reads, registers_in

MOST_TRIED = 20_000
"""Worlds begun before the search gives up and calls it possible."""
MOST_SUBSETS = 4
"""Words of one answer whose combinations are tried; of more, each alone, all and none."""

TODAY = dt.date(2026, 11, 23)
"""Any day will do: conditions only compare days with it."""
_SOMEBODY = PersonId("UANY")
_AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)

Target = tuple[Condition, RegisterId | None]
"""A condition, and the register whose item is at hand where it is judged."""
_Step = Callable[["_World"], Iterator[None]]
"""Sets one thing of a world to each of its values in turn."""


class _World:
    """One way that things could stand. Implements `rules.conditions.Facts`."""

    def __init__(self, repeated: frozenset[QuestionId]) -> None:
        self.profile: Profile | None = None
        self.today = TODAY
        self.holders: dict[Role, PersonId | None] = {}
        self.stages: dict[StageId, StageState] = {}
        self.rows: dict[RegisterId, tuple[ItemId, ...]] = {}
        self.answers: dict[Spot, Answer] = {}
        self._repeated = repeated

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        return self.answers.get(Spot(question, item if question in self._repeated else None))

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        answer = self.answers.get(Spot(question))
        return item in answer.value.items if answer is not None and isinstance(answer.value, Items) else None

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return self.rows.get(register, ())

    def holder(self, role: Role) -> PersonId | None:
        return self.holders.get(role)

    def stage(self, stage: StageId) -> StageState:
        return self.stages.get(stage, StageState.LOCKED)


class Possibilities:
    """What can be the case in a flow. ``stages`` narrows the states that a stage can be in."""

    def __init__(self, flow: Flow | None, stages: Mapping[StageId, tuple[StageState, ...]] | None = None) -> None:
        sections = flow.sections if flow is not None else ()
        self._questions: dict[QuestionId, tuple[Section, Question]] = {
            q.id: (s, q) for s in sections for q in s.questions
        }
        self._order = {question: at for at, question in enumerate(self._questions)}
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

    def section_of(self, question: QuestionId) -> Section:
        return self._questions[question][0]

    def question(self, question: QuestionId) -> Question:
        return self._questions[question][1]

    def states(self, stage: StageId) -> tuple[StageState, ...]:
        return self._stages.get(stage, tuple(StageState))

    def world(self) -> _World:
        return _World(self._repeated)

    def closure(self, targets: tuple[Target, ...]) -> tuple[tuple[Condition, ...], tuple[QuestionId, ...]]:
        """The conditions that bear on the targets, and the questions they read, in the order of the page."""
        conditions, todo = [condition for condition, _ in targets], [condition for condition, _ in targets]
        questions: set[QuestionId] = set()
        while todo:
            for question in reads(todo.pop()) - questions:
                questions.add(question)
                guards = [condition for condition, _ in self.guards(question)]
                conditions += guards
                todo += guards
        return tuple(conditions), tuple(sorted(questions, key=self._order.__getitem__))


class _Search:
    """One search through the worlds that bear on some targets."""

    def __init__(self, possible: Possibilities, targets: tuple[Target, ...]) -> None:
        self.possible = possible
        self.targets = targets
        self.conditions, self.questions = possible.closure(targets)
        self.tried = 0

    def found(self) -> bool:
        return self._try(tuple(self._steps()), self.possible.world())

    def _try(self, steps: tuple[_Step, ...], world: _World) -> bool:
        if not steps:
            return all(_holds(target, world) for target in self.targets)
        for _ in steps[0](world):
            self.tried += 1
            if self.tried > MOST_TRIED or self._try(steps[1:], world):
                return True
        return False

    def _steps(self) -> Iterator[_Step]:
        facts = {fact for condition in self.conditions for fact in facts_in(condition)}
        if any(isinstance(fact, ProfileFact) for fact in facts):
            yield _profiles
        for fact in sorted(facts, key=repr):
            if isinstance(fact, RoleFact):
                yield _holders(fact.role)
            elif isinstance(fact, StageFact):
                yield _stages(fact.stage, self.possible.states(fact.stage))
        at_hand = frozenset(item for _, item in self.targets if item is not None)
        looped = frozenset[RegisterId]().union(*(registers_in(condition) for condition in self.conditions))
        marked = (self.possible.question(q).register for q in self.questions)
        eaches = (self.possible.section_of(q).each for q in self.questions)
        for register in sorted({*at_hand, *looped, *(r for r in (*marked, *eaches) if r is not None)}):
            counts = ((1, 2) if register in at_hand else (1, 2, 0)) if register in looped else (1,)
            yield _rows(register, counts)
        for question in self.questions:
            for number in range(2 if self.possible.section_of(question).each in looped else 1):
                yield self._answers(question, number)

    def _answers(self, question: QuestionId, number: int) -> _Step:
        """The answers that the question can have about its item of that number, as far as it is asked in the world."""
        each = self.possible.section_of(question).each
        guards = self.possible.guards(question)
        asked = self.possible.question(question)
        told = _Told.of(question, self.conditions)

        def step(world: _World) -> Iterator[None]:
            rows = world.items(each) if each else (None,)
            if number >= len(rows):
                yield
                return
            spot = Spot(question, rows[number])
            if all(_holds(guard, world, spot.item) for guard in guards):
                for answer in told.answers(asked, spot, world):
                    world.answers[spot] = answer
                    yield
                del world.answers[spot]
            yield

        return step


def _holds(target: Target, world: _World, item: ItemId | None = None) -> bool:
    condition, register = target
    at_hand = (item or world.items(register)[0]) if register is not None else None
    return judge(condition, world, at_hand) is True


# ── the values of single facts ───────────────────────────────────────────────


def _profiles(world: _World) -> Iterator[None]:
    for profile in (*Profile, None):
        world.profile = profile
        yield


def _holders(role: Role) -> _Step:
    def step(world: _World) -> Iterator[None]:
        for holder in (_SOMEBODY, None):
            world.holders[role] = holder
            yield

    return step


def _stages(stage: StageId, states: tuple[StageState, ...]) -> _Step:
    def step(world: _World) -> Iterator[None]:
        for state in states:
            world.stages[stage] = state
            yield

    return step


def _rows(register: RegisterId, counts: tuple[int, ...]) -> _Step:
    def step(world: _World) -> Iterator[None]:
        for count in counts:
            world.rows[register] = tuple(ItemId(f"{register}-{number}") for number in range(count))
            yield

    return step


class _Told(msgspec.Struct, frozen=True):
    """What conditions ask of one question: its words, the numbers and days around which its value matters, its
    standing.
    """

    words: tuple[str, ...]
    numbers: frozenset[Decimal]
    days: frozenset[dt.date]
    standings: tuple[Standing, ...]

    @staticmethod
    def of(question: QuestionId, conditions: Iterable[Condition]) -> _Told:
        words: dict[str, None] = {}
        numbers, days = {Decimal(1)}, {TODAY}
        standings = [Standing.CLAIMED]
        for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
            match leaf:
                case Is(fact=AnswerFact(question=asked), words=named) if asked == question:
                    words |= dict.fromkeys(named)
                case Has(fact=AnswerFact(question=asked) | MarkFact(question=asked), status=status) if (
                    asked == question
                ):
                    standings += _STANDINGS.get(status, ())
                case Compare(fact=fact, other=other):
                    for limit in (fact, other):
                        _note_limit(limit, numbers, days)
                case _:
                    pass
        return _Told(tuple(words), frozenset(numbers), frozenset(days), tuple(dict.fromkeys(standings)))

    def answers(self, question: Question, spot: Spot, world: _World) -> Iterator[Answer]:
        for value in self._values(question, world):
            for standing in self.standings:
                yield Answer(spot, AnswerState.VALUE, _SOMEBODY, _AT, 1, value, standing=standing)
        for state in (AnswerState.NOT_SURE, AnswerState.SKIPPED):
            yield Answer(spot, state, _SOMEBODY, _AT, 1)

    def _values(self, question: Question, world: _World) -> Iterator[Value]:
        match question.kind:
            case Kind.YES_NO:
                yield from (YesNo(True), YesNo(False))
            case Kind.ONE_OF:
                yield from (Choice(word) for word in self._and_another(tuple(o.id for o in question.options)))
            case Kind.MANY_OF:
                words = self._and_another(tuple(option.id for option in question.options))
                yield from (Choices(some) for some in _subsets(words))
            case Kind.COUNTRY:
                words = self._and_another(("PL", "IN", "VN"))
                yield from (Countries(some) for some in (_subsets(words) if question.many else ((w,) for w in words)))
            case Kind.ITEM:
                rows = world.items(question.register) if question.register else ()
                yield from (Items(some) for some in _subsets(rows))
            case Kind.NUMBER:
                low, high = question.low, question.high
                fits = (n for n in sorted(self.numbers) if (low is None or n >= low) and (high is None or n <= high))
                yield from (Number(number) for number in (*fits, Decimal(low or 0)))
            case Kind.SCALE:
                yield from (Scale(point) for point in range(1, 6))
            case Kind.DATE:
                yield from (Day(day) for day in sorted(self.days))
            case Kind.TEXT | Kind.MONEY | Kind.PERSON | Kind.FILE:
                yield _SOMETHING[question.kind]
            case _:
                assert_never(question.kind)

    def _and_another(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """The words that are asked for, and one that is not, if there is any."""
        named = tuple(word for word in self.words if word != NONE_OF_THEM or word in known)
        return (*named, *(word for word in known if word not in named))[: len(named) + 1]


_STANDINGS = {
    Status.EVIDENCED: (Standing.EVIDENCED,),
    Status.VERIFIED: (Standing.EVIDENCED, Standing.VERIFIED),
}
_SOMETHING: dict[Kind, Value] = {
    Kind.TEXT: Text("something"),
    Kind.MONEY: Money(Decimal(1), "EUR"),
    Kind.PERSON: People((_SOMEBODY,)),
    Kind.FILE: Documents(()),
}


def _note_limit(limit: Fact | NumberLimit | DayLimit, numbers: set[Decimal], days: set[dt.date]) -> None:
    """The points just below, at and just above a limit."""
    if isinstance(limit, NumberLimit):
        numbers |= {limit.number - 1, limit.number, limit.number + 1}
    elif isinstance(limit, TodayFact | DayLimit):
        day = limit.day if isinstance(limit, DayLimit) else TODAY + dt.timedelta(days=limit.days)
        days |= {day + dt.timedelta(days=by) for by in (-1, 0, 1)}
    else:
        numbers |= {Decimal(0), Decimal(2)}
        days |= {TODAY + dt.timedelta(days=by) for by in (-400, 400)}


W = TypeVar("W", bound=str)


def _subsets(words: tuple[W, ...]) -> Iterator[tuple[W, ...]]:
    """All combinations of a few words; of many, each alone, all and none."""
    if len(words) <= MOST_SUBSETS:
        for size in range(len(words), -1, -1):
            yield from itertools.combinations(words, size)
    else:
        yield words
        yield from ((word,) for word in words)
        yield ()
