"""What the names in a flow mean: questions, marks, registers, stages, and what can be asked of each. Facts about names
only.

Built from the schema's documents before anything is compiled, so that a condition can be resolved wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

import msgspec
from iso3166 import countries_by_alpha2

from flows.authoring.schema import FlowDoc, QuestionDoc, SectionDoc
from flows.model.conditions import (
    LAWYER,
    AnswerFact,
    BookFact,
    Fact,
    MarkFact,
    ProfileFact,
    RoleFact,
    ScoreFact,
    StageFact,
    Status,
    TodayFact,
)
from flows.model.country import TREATIES
from flows.model.countryfields import CountryField
from flows.model.ids import FlowId, QuestionId, RegisterId, SectionId, StageId, question_id
from flows.model.people import Profile, Role
from flows.model.programme import StageState
from flows.model.scorecard import ScoreVerdict
from flows.model.values import NONE_OF_THEM, Kind
from flows.rules.countries import COUNTRY, LISTS, NO_LIST, NUMBERED

RESERVED = frozenset(
    {"profile", "role", "stage", "book", "today", "here", "any", "every", "no", "and", "or", "not", "is", "in", "the"}
)
"""Words of the grammar that nothing else may be called."""


class Sort(StrEnum):
    """What can be asked of a fact beside whether it is known."""

    YES_NO = "yes or no"
    WORDS = "a choice"
    NUMBER = "a number"
    DAY = "a day"
    OPAQUE = "known or not"


_SORTS = {
    Kind.YES_NO: Sort.YES_NO,
    Kind.ONE_OF: Sort.WORDS,
    Kind.MANY_OF: Sort.WORDS,
    Kind.COUNTRY: Sort.WORDS,
    Kind.ITEM: Sort.WORDS,
    Kind.NUMBER: Sort.NUMBER,
    Kind.SCALE: Sort.NUMBER,
    Kind.DATE: Sort.DAY,
    Kind.TEXT: Sort.OPAQUE,
    Kind.MONEY: Sort.OPAQUE,
    Kind.PERSON: Sort.OPAQUE,
    Kind.FILE: Sort.OPAQUE,
}
_ANSWER_STATUSES = frozenset(Status)
_PLAIN_STATUSES = frozenset({Status.KNOWN, Status.UNKNOWN})


SCORE = "score"
"""What a scorecard's reading is called: ``vendor.score``."""
_NO_CARDS: Mapping[str, str] = {}


class Known(msgspec.Struct, frozen=True):
    """A fact as conditions see it: what it is called, what may be asked of it, and from where on it can be known.

    ``each``: the register whose items it is about, one by one. ``order``: the place on the page (-1: always known).
    ``picks``: the register whose rows it names. ``own_run``: asked once in a flow that runs for each row of ``each``, and by that flow
    itself: known of the row that the run is for, and of no other. ``papers``: files may come with it. ``countries``: it names some.
    """

    name: str
    fact: Fact
    sort: Sort
    words: frozenset[str] = frozenset()
    statuses: frozenset[Status] = _ANSWER_STATUSES
    each: RegisterId | None = None
    order: int = -1
    picks: RegisterId | None = None
    own_run: bool = False
    papers: bool = False
    countries: bool = False

    @property
    def whole(self) -> str:
        """Its whole name: flow, section and question."""
        fact = self.fact
        if not isinstance(fact, AnswerFact):
            return self.name
        return fact.question if fact.flow is None else f"{fact.flow}.{fact.question}"

    @property
    def of_item(self) -> str:
        """An item's fact by the name that holds wherever such an item is at hand."""
        of = f"{self.each}."
        return self.name if self.name.startswith((of, "book.")) else f"{of}{self.name.partition('.')[2]}"


class Names:
    """All names of one flow. ``stages`` are the stages of the library; ``earlier`` the flows that it may read, ``later`` those it may not.

    ``foreign``: the facts of earlier flows by their whole names, ``flow.section.question``. ``ahead``: every name of a later flow, with
    that flow's title. ``unlisted``: the names that would be there if the flow listed their register, with that register. ``cards``: the
    scorecard of each flow that has one.
    """

    def __init__(
        self,
        doc: FlowDoc,
        stages: frozenset[str],
        earlier: Iterable[FlowDoc] = (),
        later: Iterable[FlowDoc] = (),
        cards: Mapping[str, str] = _NO_CARDS,
    ) -> None:
        earlier, later = tuple(earlier), tuple(later)
        self._told = (doc, stages, (*earlier, *later), cards)
        self.per = RegisterId(doc.per) if doc.per else None
        self.registers = frozenset(RegisterId(name) for name in doc.registers)
        self.sections: dict[str, RegisterId | None] = {
            s.section: RegisterId(s.each) if s.each else None for s in doc.sections
        }
        self.full: dict[str, Known] = {}
        self.by_register: dict[RegisterId, dict[str, list[Known]]] = {name: {} for name in self.registers}
        self.always = {known.name: known for known in _always(stages)}
        if COUNTRY in self.registers:
            self.always |= {known.name: known for known in map(_of_book, CountryField)}
        for order, (section, question) in enumerate(_in_order(doc)):
            self._add(section, question, order)
        self.foreign: dict[str, Known] = {}
        self.unlisted: dict[str, RegisterId] = {}
        self.ahead: dict[str, str] = {}
        for other in earlier:
            for known, short in facts_of(other, cards):
                self._add_foreign(known, short)
        for other in later:
            for known, _ in facts_of(other, cards):
                self.ahead[known.name] = other.title

    @cached_property
    def wide(self) -> Names:
        """The names that a finding may use: those of later flows too, since no condition reads a finding (ADR 0021)."""
        doc, stages, others, cards = self._told
        return Names(doc, stages, others, cards=cards)

    def question(self, question: QuestionId) -> Known:
        """The facts of a question by its full id."""
        return self.full[question]

    def order(self, section: str, ask: str) -> int:
        """The place of a question on the page."""
        return self.full[f"{section}.{ask}"].order

    def _add(self, section: SectionDoc, question: QuestionDoc, order: int) -> None:
        each = RegisterId(section.each) if section.each else None
        id_ = question_id(SectionId(section.section), question.ask)
        self.full[id_] = _known(id_, AnswerFact(id_), question, each, order)
        if each:
            self._of_item(each, question.ask, msgspec.structs.replace(self.full[id_], name=f"{each}.{question.ask}"))
        elif self.per:
            alias = _known(f"{self.per}.{question.ask}", AnswerFact(id_), question, self.per, order)
            self._of_item(self.per, question.ask, msgspec.structs.replace(alias, own_run=True))
        if question.sets and question.register_:
            mark = _mark(RegisterId(question.register_), MarkFact(id_), question.sets)
            self._of_item(RegisterId(question.register_), question.sets, msgspec.structs.replace(mark, order=order))

    def _add_foreign(self, known: Known, short: str) -> None:
        """A fact of another flow, by its short name over a register, or by its whole name where it has none."""
        if known.each is None or not short:
            self.foreign[known.name] = known
        elif known.each in self.registers:
            self._of_item(known.each, short, known)
        else:
            self.unlisted[known.name] = known.each

    def _of_item(self, register: RegisterId, short: str, known: Known) -> None:
        self.by_register.setdefault(register, {}).setdefault(short, []).append(known)


def library_names(docs: Iterable[FlowDoc], stages: frozenset[str], cards: Mapping[str, str] = _NO_CARDS) -> Names:
    """The names of a condition that belongs to no flow: every flow's facts, over every register."""
    docs = tuple(docs)
    registers = {name: register for doc in docs for name, register in doc.registers.items()}
    return Names(FlowDoc.model_construct(sections=[], registers=registers, per=None), stages, earlier=docs, cards=cards)


def facts_of(doc: FlowDoc, cards: Mapping[str, str] = _NO_CARDS) -> Iterator[tuple[Known, str]]:
    """What other flows may know of a flow: each fact by its whole name (with ""), and by its short one where it is about a row.

    What is asked about each row of one register in a run for each row of another would need two rows at hand, and has no name.
    """
    flow = FlowId(doc.flow)
    per = RegisterId(doc.per) if doc.per else None
    for section, question in _in_order(doc):
        each = RegisterId(section.each) if section.each else None
        if each is not None and per is not None:
            continue
        id_ = question_id(SectionId(section.section), question.ask)
        about = each or per
        whole = _known(f"{flow}.{id_}", AnswerFact(id_, flow), question, about, -1)
        yield whole, ""
        if about is not None:
            yield msgspec.structs.replace(whole, name=f"{about}.{question.ask}"), question.ask
        if question.sets and question.register_ and per is None:
            yield _mark(RegisterId(question.register_), MarkFact(id_, flow), question.sets), question.sets
    if per is not None and flow in cards:
        yield _score(doc, per, cards[flow]), SCORE


def _score(doc: FlowDoc, per: RegisterId, card: str) -> Known:
    """How a row stands on the scorecard that reads the runs of a flow."""
    asked = tuple(question_id(SectionId(s.section), q.ask) for s, q in _in_order(doc) if s.each is None)
    words = frozenset(verdict.value for verdict in ScoreVerdict)
    return Known(f"{per}.{SCORE}", ScoreFact(card, FlowId(doc.flow), asked), Sort.WORDS, words, _PLAIN_STATUSES, per)


def _known(name: str, fact: AnswerFact, question: QuestionDoc, each: RegisterId | None, order: int) -> Known:
    picks = RegisterId(question.register_) if question.register_ else None
    papers = question.evidence or question.kind is Kind.FILE
    comes_round = question.kind is Kind.DATE and question.after is not None
    statuses = _ANSWER_STATUSES if comes_round else _ANSWER_STATUSES - {Status.PUT_OFF}
    sort, words = _SORTS[question.kind], _words(question)
    places = question.kind is Kind.COUNTRY
    return Known(
        name, fact, sort, words, statuses, each=each, order=order, picks=picks, papers=papers, countries=places
    )


def _mark(of: RegisterId, fact: MarkFact, sets: str) -> Known:
    return Known(f"{of}.{sets}", fact, Sort.YES_NO, frozenset({"yes", "no"}), each=of)


def _in_order(doc: FlowDoc) -> Iterator[tuple[SectionDoc, QuestionDoc]]:
    """The questions in the order in which they are asked: the core path, then what is kept for later."""
    for deeper in (False, True):
        for section in doc.sections:
            if section.deeper is deeper:
                for question in section.questions:
                    yield section, question


def _words(question: QuestionDoc) -> frozenset[str]:
    match question.kind:
        case Kind.YES_NO:
            return frozenset({"yes", "no"})
        case Kind.ONE_OF:
            return frozenset(question.options)
        case Kind.MANY_OF:
            return frozenset({*question.options, NONE_OF_THEM})
        case Kind.COUNTRY:
            return frozenset({*countries_by_alpha2, NONE_OF_THEM})
        case Kind.ITEM:
            return frozenset({NONE_OF_THEM})
        case _:
            return frozenset()


def _always(stages: frozenset[str]) -> Iterator[Known]:
    """What is not an answer of this flow."""
    yield Known("profile", ProfileFact(), Sort.WORDS, frozenset(p.value for p in Profile), _PLAIN_STATUSES)
    yield Known("today", TodayFact(), Sort.DAY, statuses=_PLAIN_STATUSES)
    for role in Role:
        is_counsel = role is Role.COUNSEL
        sort, words = (Sort.WORDS, frozenset({LAWYER})) if is_counsel else (Sort.OPAQUE, frozenset[str]())
        yield Known(f"role.{role}", RoleFact(role), sort, words, _PLAIN_STATUSES)
    for stage in sorted(stages):
        yield Known(
            f"stage.{stage}",
            StageFact(StageId(stage)),
            Sort.WORDS,
            frozenset(s.value for s in StageState),
            _PLAIN_STATUSES,
        )


def _of_book(field: CountryField) -> Known:
    """What is held of the country at hand."""
    if field in NUMBERED:
        sort, words = Sort.NUMBER, frozenset[str]()
    elif field in TREATIES:
        sort, words = Sort.YES_NO, frozenset({"yes", "no"})
    elif field is CountryField.SPECIAL_301:
        sort, words = Sort.WORDS, frozenset({*LISTS, NO_LIST})
    else:
        sort, words = Sort.OPAQUE, frozenset[str]()
    return Known(f"book.{field}", BookFact(field), sort, words, _PLAIN_STATUSES, each=COUNTRY)
