"""A session as its conditions see it: which questions apply, what is known and what is still open.

Built afresh for a turn, memoised within it. An answer counts only while its question applies; nothing is deleted for that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import compress
from typing import NamedTuple, Protocol

from flows.engine.holdings import Holdings
from flows.engine.machine import Plan
from flows.model.country import CountryBook, CountryField, Held
from flows.model.flow import Proposal, Question, Section
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId, country_code
from flows.model.people import Profile, Role
from flows.model.programme import Item, Programme, StageState
from flows.model.scorecard import ScoreVerdict
from flows.model.session import Answer, AnswerState, Session, Spot, spot_key, spot_keys
from flows.model.values import Items
from flows.rules.columns import judge_each
from flows.rules.conditions import judge
from flows.rules.names import known_as

_NOTHING = Holdings(CountryBook(), dt.date.min)
"""What is held where nothing stands beside a run."""


class Others(Protocol):
    """What stands beside a run: the other runs of the programme, and what is held of countries."""

    @property
    def holdings(self) -> Holdings:
        """What is held of countries."""
        ...

    def of(self, flow: FlowId, item: ItemId | None, reader: FlowId | None) -> SessionFacts | None:
        """What the latest run of a flow (for that row) knows, as far as the ``reader`` may read it."""
        ...

    def scored(self, card: str, item: ItemId | None, reader: FlowId | None) -> ScoreVerdict | None:
        """How a row stands on a scorecard, likewise; None where it has no run."""
        ...


class Asked(NamedTuple):
    """A section that is asked now. For every spot of it that applies, question by question: the weight of the question, what was answered,
    and whether that is a value."""

    section: Section
    weights: list[int]
    answers: list[Answer | None]
    known: list[bool]


class SessionFacts:
    """Implements `model.facts.Facts` and `engine.machine.Terrain` over one session.

    ``rows``: the live rows of each register that the flow names, by number. ``today``: in the programme's zone. ``others``: where its
    conditions read other runs; without, what those know is unknown.
    """

    def __init__(
        self,
        plan: Plan,
        session: Session,
        programme: Programme,
        rows: Mapping[RegisterId, tuple[Item, ...]],
        today: dt.date,
        others: Others | None = None,
    ) -> None:
        self.plan = plan
        self.others = others
        self.session = session
        self._programme = programme
        self._rows = rows
        self._today = today
        self._handed = frozenset(a.spot for a in session.assignments)
        self._where: dict[QuestionId, tuple[ItemId | None, ...]] = {}
        self._about: dict[QuestionId, frozenset[ItemId | None]] = {}
        self._moved: dict[Spot, tuple[tuple[Held, Held], ...]] = {}
        self._rounds: dict[str, tuple[ItemId | None, ...]] = {}
        self._by_id: dict[ItemId, Item] | None = None

    # ── Facts ──

    @property
    def profile(self) -> Profile | None:
        return self._programme.profile

    @property
    def today(self) -> dt.date:
        return self._today

    def later(self, days: int) -> SessionFacts:
        """The same run as it will be in so many days if nothing but the day moves."""
        today = self._today + dt.timedelta(days=days)
        return SessionFacts(self.plan, self.session, self._programme, self._rows, today, self.others)

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        answer = self.session.answers.get(spot_key(question, item if question in self.plan.repeated else None))
        return answer if answer is not None and self.applies(answer.spot) and not self._is_void(answer) else None

    def answers(self, question: QuestionId, items: tuple[ItemId | None, ...]) -> Sequence[Answer | None]:
        if question not in self.plan.repeated:
            return [self.answer(question, None)] * len(items)
        answers: Iterable[Answer | None] = map(self.session.answers.get, spot_keys(question, items))
        asked = self.plan.questions[question]
        if self.where(asked) is not items:  # it is not asked about all of them
            counting = self._asked_about(asked)
            answers = [answer if item in counting else None for item, answer in zip(items, answers, strict=True)]
        return [None if answer is None or self._is_void(answer) else answer for answer in answers]

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        """Yes for an item that was picked, no for one that was there and was not. A row named after the question was answered is unknown.

        Where the question does not apply, and surely so, nothing was to be picked: no.
        """
        if not self._knows(question):
            return None
        spot = Spot(question)
        if not self.applies(spot):
            return False if self._ruled_out(question) else None
        answer = self.session.answers.get(spot.key)
        if answer is None or item is None or self._names_nothing(answer) or not isinstance(answer.value, Items):
            return None
        if item in answer.value.items:
            return True
        row = self.row(item)
        return None if row is None or row.at > answer.at else False

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> SessionFacts | None:
        return self.others.of(flow, item, self.plan.flow.id) if self.others is not None else None

    def scored(self, card: str, item: ItemId | None) -> ScoreVerdict | None:
        return self.others.scored(card, item, self.plan.flow.id) if self.others is not None else None

    def at_hand(self, register: RegisterId) -> ItemId | None:
        return self.session.item if register == self.plan.flow.per else None

    def book(self, field: CountryField, item: ItemId | None) -> Decimal | str | None:
        code = self.country(item)
        return self.holdings.known(code, field) if code else None

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return tuple(row.id for row in self._rows.get(register, ()))

    def holder(self, role: Role) -> PersonId | None:
        return self._programme.holder(role)

    @property
    def lawyer(self) -> PersonId | None:
        return self._programme.lawyer

    def stage(self, stage: StageId) -> StageState:
        return self._programme.stages.get(stage, StageState.LOCKED)

    # ── Terrain ──

    def open(self, question: Question, item: ItemId | None) -> bool:
        spot = Spot(question.id, item)
        never = question.unasked or self.plan.sections[question.section].taken
        if never or spot in self._handed or not self.wanted(spot):
            return False
        return self.applies(spot)

    def rounds(self, section: Section) -> tuple[ItemId | None, ...]:
        known = self._rounds.get(section.id)
        if known is None:
            known = self._rounds[section.id] = self._find_rounds(section)
        return known

    # ── what follows ──

    @property
    def programme(self) -> Programme:
        """The programme as these facts see it."""
        return self._programme

    def supposing(self, session: Session, programme: Programme, gone: frozenset[ItemId]) -> SessionFacts:
        """Another session and programme, without some rows, in the same circumstances: to work out what a change would bring."""
        rows = {register: tuple(row for row in live if row.id not in gone) for register, live in self._rows.items()}
        return SessionFacts(self.plan, session, programme, rows if gone else self._rows, self._today, self.others)

    def row(self, item: ItemId) -> Item | None:
        """The live row of that id, of any register the flow names."""
        if self._by_id is None:
            self._by_id = {row.id: row for rows in self._rows.values() for row in rows}
        return self._by_id.get(item)

    def outdated(self, spot: Spot) -> bool:
        """Whether an answer is not enough any more: rows were named since a marking question was answered, and nobody was asked about
        those; or it does not count any more."""
        return self.late_rows(spot) or self.void(spot) or self.late_proposals(spot)

    def void(self, spot: Spot) -> bool:
        """Whether the answer at a spot counts no more until it is given again: what it leaned on says something else now, or every row that it
        names was taken out, or the answer came after which it is given anew. It counts again by itself once that is undone."""
        answer = self.session.answer_at(spot)
        return answer is not None and self._is_void(answer)

    def _is_void(self, answer: Answer) -> bool:
        # By its type: to ask whether a struct is of a class that it isn't of takes Python many times as long.
        return (
            (type(answer.value) is Items and self._names_nothing(answer))
            or (bool(answer.leaned) and bool(self.moved(answer.spot)))
            or (answer.spot.question in self.plan.following and self.overtaken(answer))
        )

    def overtaken(self, answer: Answer) -> bool:
        """Whether the answer came after which this one is given anew (``Question.after``)."""
        return self.followed(answer.spot) > answer.follows

    def followed(self, spot: Spot) -> int:
        """The revision at which the answer stands after which the one at ``spot`` is given anew; 0 where there is none, or it was left open."""
        after = self.plan.following.get(spot.question)
        before = self.session.answers.get(spot_key(after, spot.item)) if after is not None else None
        return before.revision if before is not None and before.state is AnswerState.VALUE else 0

    def _names_nothing(self, answer: Answer) -> bool:
        """Whether an answer names rows of which none is left."""
        value = answer.value
        return isinstance(value, Items) and bool(value.items) and all(self.row(item) is None for item in value.items)

    def late_rows(self, spot: Spot) -> bool:
        """Whether rows were named since the marking question at a spot was answered, so that it is asked again about those."""
        question = self.plan.questions[spot.question]
        answer = self.session.answers.get(spot.key)
        if not question.sets or question.register is None or answer is None or not isinstance(answer.value, Items):
            return False
        known, asked = answer.value.items, answer.passed or answer.at
        return any(row.at > asked and row.id not in known for row in self._rows.get(question.register, ()))

    def stands(self, spot: Spot) -> tuple[ItemId, ...]:
        """The rows that stand picked where a marking question is asked again since others were named; () where it is not, or none is left."""
        answer = self.session.answer_at(spot)
        if answer is None or not isinstance(answer.value, Items) or not self.late_rows(spot):
            return ()
        return tuple(item for item in answer.value.items if self.row(item) is not None)

    def proposed(self, spot: Spot) -> tuple[Proposal, ...]:
        """The rows that the question at a spot puts forward as things stand, whatever was said of them."""
        proposes = self.plan.questions[spot.question].proposes
        return tuple(one for one in proposes if judge(one.when, self, spot.item) is True)

    def undecided(self, spot: Spot) -> tuple[Proposal, ...]:
        """Those that were neither taken nor declined: nobody has named rows there, or an answer of which they come was given since."""
        found, answer = self.proposed(spot), self.session.answers.get(spot.key)
        if not found or answer is None or not isinstance(answer.value, Items):
            return found
        since = {one.spot.question for one in self.session.answers.values() if one.at > answer.at}
        late = (one for one in found if not since.isdisjoint(one.of))
        rows = self._rows.get(self.plan.questions[spot.question].register or RegisterId(""), ())
        return tuple(
            one for one in late if (row := known_as(rows, one.name)) is None or row.id not in answer.value.items
        )

    def late_proposals(self, spot: Spot) -> bool:
        """Whether there are such since rows were named at a spot, so that it is asked again about those."""
        answer = self.session.answers.get(spot.key)
        return answer is not None and isinstance(answer.value, Items) and bool(self.undecided(spot))

    @property
    def holdings(self) -> Holdings:
        """What is held of countries."""
        return self.others.holdings if self.others is not None else _NOTHING

    def country(self, item: ItemId | None) -> str:
        """The code of the country at hand: of the item, else of the row that the session runs for; "" where there is none."""
        return country_code(item) or country_code(self.session.item)

    def moved(self, spot: Spot) -> tuple[tuple[Held, Held], ...]:
        """What the answer at ``spot`` leaned on and what says something else now: as it was, and as it is."""
        answer = self.session.answers.get(spot.key)
        if answer is None or not answer.leaned:
            return ()
        known = self._moved.get(spot)
        if known is None:
            known = self._moved[spot] = self.holdings.moved(self.country(spot.item), answer.leaned)
        return known

    def applies(self, spot: Spot) -> bool:
        """Whether the question at ``spot`` is part of this conversation now. Unknown does not open it; nor does what another version asked."""
        question = self.plan.questions.get(spot.question)
        return question is not None and spot.item in self._asked_about(question)

    def _asked_about(self, question: Question) -> frozenset[ItemId | None]:
        """The same as :meth:`where`, to look an item up in: a register may hold hundreds, and each of them is looked up."""
        known = self._about.get(question.id)
        if known is None:
            known = self._about[question.id] = frozenset(self.where(question))
        return known

    def where(self, question: Question) -> tuple[ItemId | None, ...]:
        """What a question is asked about now: items, ``(None,)`` in a section asked once, or nothing."""
        known = self._where.get(question.id)
        if known is None:
            rounds = self.rounds(self.plan.sections[question.section])
            if question.only_when is not None:
                verdicts = judge_each(question.only_when, self, rounds)
                rounds = rounds if all(verdicts) else tuple(compress(rounds, verdicts))
            known = self._where[question.id] = rounds
        return known

    def asked(self) -> Iterator[tuple[Question, Spot]]:
        """Every question that applies, and where, in the order of the page, item by item."""
        for section in self.plan.flow.sections:
            rounds = self.rounds(section)
            asked = [(question, self._asked_about(question)) for question in section.questions] if rounds else []
            for item in rounds:
                for question, items in asked:
                    if item in items:
                        yield question, Spot(question.id, item)

    @cached_property
    def tally(self) -> tuple[Asked, ...]:
        """Every spot that applies and is asked at, section by section: for what only counts."""
        return tuple(self._tallied())

    def _tallied(self) -> Iterator[Asked]:
        get, value = self.session.answers.get, AnswerState.VALUE
        for section in self.plan.flow.sections:
            rounds = self.rounds(section)
            weights, answers = list[int](), list[Answer | None]()
            for question in section.questions if rounds else ():
                if question.unasked:
                    continue
                items = rounds if question.only_when is None else self.where(question)
                weights += [question.weight] * len(items)
                answers += map(get, spot_keys(question.id, items))
            known = [answer is not None and answer.state is value for answer in answers]
            yield Asked(section, weights, answers, known)

    def spots(self) -> Iterator[Spot]:
        """Every spot that applies, likewise."""
        return (spot for _, spot in self.asked())

    def handed(self) -> tuple[Spot, ...]:
        """Spots that wait for the colleague they were handed to; not one that was open again for a row that is gone meanwhile."""
        return tuple(a.spot for a in self.session.assignments if self.applies(a.spot) and self.wanted(a.spot))

    def wanted(self, spot: Spot) -> bool:
        """Whether a spot has no answer, or none that covers all there is now."""
        return spot.key not in self.session.answers or self.outdated(spot)

    def section_open(self, section: Section) -> bool:
        """Whether anything of a section still wants an answer here."""
        return any(self.open(question, item) for item in self.rounds(section) for question in section.questions)

    def _find_rounds(self, section: Section) -> tuple[ItemId | None, ...]:
        if section.deeper and not self.session.deeper:
            return ()
        if self.session.item is not None and self.row(self.session.item) is None:
            return ()  # the row that all of it is about was taken out
        if section.open_when is not None and judge(section.open_when, self, None) is not True:
            return ()
        if section.each is None:
            return (None,)
        rows = self.items(section.each) if not section.taken else self._told(section, section.each)
        return tuple(row for row in rows if section.where is None or judge(section.where, self, row) is True)

    def _told(self, section: Section, register: RegisterId) -> tuple[ItemId, ...]:
        """The rows that were entered with what a section takes from them."""
        names = {question.name for question in section.questions}
        return tuple(row.id for row in self._rows.get(register, ()) if not names.isdisjoint(row.fields))

    def _ruled_out(self, question: QuestionId) -> bool:
        """Whether a question asked once is surely no part of this conversation (rather than perhaps)."""
        asked = self.plan.questions[question]
        section = self.plan.sections[asked.section]
        guards = (section.open_when, asked.only_when)
        return any(guard is not None and judge(guard, self, None) is False for guard in guards)

    def _knows(self, question: QuestionId) -> bool:
        """Whether the flow has a question of that name: another flow may be pinned to a version of which this one knows nothing."""
        return question in self.plan.questions
