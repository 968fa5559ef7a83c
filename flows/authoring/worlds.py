"""Worlds to try conditions in: one way that things could stand, and the values that are worth trying for each fact.

Which worlds are tried for what is `flows.authoring.possibilities`' business.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TypeVar, assert_never

import msgspec

from flows.model.conditions import (
    AnswerFact,
    BookFact,
    Compare,
    Condition,
    DayLimit,
    Fact,
    Has,
    Is,
    IsThe,
    MarkFact,
    NumberLimit,
    Status,
    TodayFact,
)
from flows.model.country import TREATIES
from flows.model.countryfields import CountryField
from flows.model.flow import Question
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId, country_id
from flows.model.people import Profile, Role
from flows.model.programme import StageState
from flows.model.scorecard import ScoreVerdict
from flows.model.session import Answer, AnswerState, Spot, Standing
from flows.model.values import (
    NONE_OF_THEM,
    Choice,
    Choices,
    Countries,
    Day,
    Document,
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
from flows.rules.countries import COUNTRY, LISTS, NO_LIST, NUMBERED, SAID
from flows.rules.inputs import leaves

TODAY = dt.date(2026, 11, 23)
"""Any day will do: conditions only compare days with it."""
_SOMEBODY = PersonId("UANY")
_AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)

Step = Callable[["World"], Iterator[None]]
"""Sets one thing of a world to each of its values in turn."""


def called(flow: FlowId | None, question: QuestionId) -> QuestionId:
    """A question by a name that is unique among all flows: another flow's bears the name of that flow."""
    return question if flow is None else QuestionId(f"{flow}:{question}")


class Abroad(msgspec.Struct, frozen=True):
    """What another flow knows in a world: its answers are as free as any."""

    world: World
    flow: FlowId

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        return self.world.answer(called(self.flow, question), item)

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        return self.world.mark(called(self.flow, question), item)


class World:
    """One way that things could stand. Implements `model.facts.Facts`; the first row of each register is the one at hand."""

    def __init__(self, repeated: frozenset[QuestionId]) -> None:
        self.profile: Profile | None = None
        self.today = TODAY
        self.holders: dict[Role, PersonId | None] = {}
        self.reads = True
        self.stages: dict[StageId, StageState] = {}
        self.rows: dict[RegisterId, tuple[ItemId, ...]] = {}
        self.answers: dict[Spot, Answer] = {}
        self.ruled_out: dict[Spot, bool] = {}
        self.late: dict[RegisterId, ItemId | None] = {}
        self.held: dict[tuple[CountryField, int], Decimal | str | None] = {}
        self._repeated = repeated

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        return self.answers.get(Spot(question, item if question in self._repeated else None))

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        """As the engine tells it: no where the question is ruled out; unknown for a row that was named after it was
        answered.
        """
        answer = self.answers.get(Spot(question))
        if answer is None:
            return False if self.ruled_out.get(Spot(question)) else None
        if not isinstance(answer.value, Items):
            return None
        return True if item in answer.value.items else None if item in self.late.values() else False

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> Abroad:
        return Abroad(self, flow)

    def scored(self, card: str, item: ItemId | None) -> ScoreVerdict | None:
        """No score is tried: whatever reads one is taken as possible."""
        return None

    def at_hand(self, register: RegisterId) -> ItemId | None:
        return next(iter(self.items(register)), None)

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return self.rows.get(register, ())

    def holder(self, role: Role) -> PersonId | None:
        return self.holders.get(role)

    @property
    def lawyer(self) -> PersonId | None:
        return self.holder(Role.COUNSEL) if self.reads else None

    def stage(self, stage: StageId) -> StageState:
        return self.stages.get(stage, StageState.LOCKED)

    def book(self, field: CountryField, item: ItemId | None) -> Decimal | str | None:
        """Of each country by its place among the rows; where none is at hand, that of the first."""
        rows = self.items(COUNTRY)
        return self.held.get((field, rows.index(item) if item in rows else 0))


# ── the values of single facts ───────────────────────────────────────────────


def profiles(world: World) -> Iterator[None]:
    for profile in (*Profile, None):
        world.profile = profile
        yield


def holders_of(role: Role) -> Step:
    def step(world: World) -> Iterator[None]:
        for holder in (_SOMEBODY, None):
            world.holders[role] = holder
            for reads in (True, False) if holder is not None and role is Role.COUNSEL else (world.reads,):
                world.reads = reads
                yield

    return step


def stages_of(stage: StageId, states: tuple[StageState, ...]) -> Step:
    def step(world: World) -> Iterator[None]:
        for state in states:
            world.stages[stage] = state
            yield

    return step


COUNTRIES = ("PL", "IN", "VN", "CN", "DE", "CZ", "US", "JP")
"""Any will do, and no condition needs more rows of them than these."""


def rows_of(register: RegisterId, most: int, marked: bool, countries: bool = False) -> Step:
    """From one row to ``most``, and none; where a mark of theirs is asked for, the last may have been named late."""
    named = (country_id(code) for code in COUNTRIES) if countries else (ItemId(f"{register}-{n}") for n in range(most))
    known = tuple(named)[:most]

    def step(world: World) -> Iterator[None]:
        for count in (*range(1, len(known) + 1), 0):
            rows = world.rows[register] = known[:count]
            for late in (None, *rows[-1:]) if marked else (None,):
                world.late[register] = late
                yield

    return step


def held_of(fact: BookFact, number: int, conditions: Iterable[Condition]) -> Step:
    """What can be held of the country of that number: each word, the figures around those asked for, nothing."""
    found: tuple[Decimal | str, ...]
    if fact.field in NUMBERED:
        numbers, days = {Decimal(0)}, set[dt.date]()
        for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
            if isinstance(leaf, Compare) and leaf.fact == fact:
                _note_limit(leaf.other, numbers, days)
        found = tuple(sorted(numbers))
    elif fact.field in TREATIES:
        found = ("yes", "no")
    else:
        found = (*sorted(LISTS), NO_LIST) if fact.field is CountryField.SPECIAL_301 else (SAID,)

    def step(world: World) -> Iterator[None]:
        for held in (*found, None):
            world.held[fact.field, number] = held
            yield

    return step


class Told(msgspec.Struct, frozen=True):
    """What conditions ask of one question: its words, the numbers and days around which its value matters, its
    standing, and whether it was put off.
    """

    words: tuple[str, ...]
    numbers: frozenset[Decimal]
    days: frozenset[dt.date]
    standings: tuple[tuple[Standing, bool], ...]
    moves: bool = False

    @staticmethod
    def of(question: QuestionId, conditions: Iterable[Condition]) -> Told:
        words: dict[str, None] = {}
        numbers, days = {Decimal(1)}, {TODAY}
        standings, moves = [(Standing.CLAIMED, False)], False
        for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
            match leaf:
                case Is(fact=AnswerFact() as fact, words=named) if called(fact.flow, fact.question) == question:
                    words |= dict.fromkeys(named)
                case IsThe(fact=fact) if called(fact.flow, fact.question) == question:
                    words |= dict.fromkeys(COUNTRIES[:2])
                case Has(fact=AnswerFact() | MarkFact() as fact, status=status) if (
                    called(fact.flow, fact.question) == question
                ):
                    standings += _STANDINGS.get(status, ())
                    moves = moves or status is Status.PUT_OFF
                case Compare(fact=fact, other=other):
                    for limit in (fact, other):
                        _note_limit(limit, numbers, days)
                case _:
                    pass
        return Told(tuple(words), frozenset(numbers), frozenset(days), tuple(dict.fromkeys(standings)), moves)

    def answers(self, question: Question, spot: Spot, world: World) -> Iterator[Answer]:
        for value in self._values(question, world):
            for standing, word in self.standings:  # a lawyer's is another's
                found = Answer(spot, AnswerState.VALUE, _SOMEBODY, _AT, 1, value, standing=standing)
                told = msgspec.structs.replace(found, lawyer=word, by_another=word)
                yield told
                if self.moves:
                    yield msgspec.structs.replace(told, put_off=TODAY)
        for state in (AnswerState.NOT_SURE, AnswerState.SKIPPED):
            yield Answer(spot, state, _SOMEBODY, _AT, 1)

    def _values(self, question: Question, world: World) -> Iterator[Value]:
        match question.kind:
            case Kind.YES_NO:
                yield from (YesNo(True), YesNo(False))
            case Kind.ONE_OF:
                yield from (Choice(word) for word in self._and_another(tuple(o.id for o in question.options)))
            case Kind.MANY_OF:
                words = self._and_another(tuple(option.id for option in question.options))
                yield from (Choices(some) for some in _subsets(words))
            case Kind.COUNTRY:
                words = self._and_another(COUNTRIES[:3])
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
            case Kind.FILE:
                yield from (Documents((Document(one, one, one),)) for one in ("one.pdf", "other.pdf"))
            case Kind.TEXT | Kind.MONEY | Kind.PERSON:
                yield _SOMETHING[question.kind]
            case _:
                assert_never(question.kind)

    def _and_another(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """The words that are asked for, and one that is not, if there is any."""
        named = tuple(word for word in self.words if word != NONE_OF_THEM or word in known)
        return (*named, *(word for word in known if word not in named))[: len(named) + 1]


_STANDINGS = {
    Status.EVIDENCED: ((Standing.EVIDENCED, False),),
    Status.VERIFIED: ((Standing.EVIDENCED, False), (Standing.VERIFIED, False)),
    Status.BY_LAWYER: ((Standing.VERIFIED, False), (Standing.VERIFIED, True)),
    Status.BY_ANOTHER: ((Standing.VERIFIED, False), (Standing.VERIFIED, True)),
}
"""How well an answer may be backed, and whether by another's word, a lawyer's, where a condition asks for that."""
_SOMETHING: dict[Kind, Value] = {
    Kind.TEXT: Text("something"),
    Kind.MONEY: Money(Decimal(1), "EUR"),
    Kind.PERSON: People((_SOMEBODY,)),
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
    """All combinations, small ones first and none last: they are tried one by one, until one will do or patience ends."""
    for size in (*range(1, len(words) + 1), 0):
        yield from itertools.combinations(words, size)
