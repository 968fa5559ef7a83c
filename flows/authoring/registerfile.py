"""The registers as `registers.yaml` lists them: its shape, and every column resolved to the question that fills it.

Takes fitted documents and their sheets; opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field

from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.schema import Doc, FlowDoc, Name, SectionDoc, Short, Words
from flows.model.ids import FlowId, QuestionId, RegisterId
from flows.model.registers import GATHERED, KEPT, Column, From, RegisterView


class ColumnDoc(Short):
    """What a fact is called, and the options of a field that no flow asks for. `once`: a question of a flow that is asked once (`section.question`),
    told of the rows that the fact `of` of that flow marks."""

    short = "title"
    title: Words
    words: dict[Name, Words] = Field(default={})
    once: Words = ""
    of: Name | None = None


class RegisterViewDoc(Doc):
    """A register as people look at it: what it and one row of it are called, what it is for, and the facts beside a row by their short names.
    `within` names the register that shows its rows with more beside them. `first`: people use it first, so the list of registers does not fold it."""

    register_: Name = Field(alias="register")
    title: Words
    one: Words
    about: Words = ""
    within: Name | None = None
    first: bool = False
    also: tuple[Words, ...] = ()
    columns: dict[Name, ColumnDoc] = Field(default={})


def views_of(
    docs: Sequence[RegisterViewDoc], sheet: Sheet, flows: Iterable[FlowDoc]
) -> tuple[tuple[RegisterView, ...], list[Problem]]:
    """The registers, and the problems that stand in their way."""
    flows = tuple(flows)
    known = {str(name) for flow in flows for name in flow.registers} | {str(name) for name in (*GATHERED, *KEPT)}
    problems = [*_twice(docs, sheet)]
    views: list[RegisterView] = []
    for at, doc in enumerate(docs):
        if doc.register_ not in known:
            why, mend = f"No flow works with a register `{doc.register_}`", did_you_mean(doc.register_, known)
            problems.append(sheet.place((at, "register")).problem(ProblemKind.UNKNOWN_REFERENCE, why, mend))
            continue
        if doc.within is not None and doc.within not in known:
            why, mend = f"There is no register `{doc.within}`", did_you_mean(doc.within, known)
            problems.append(sheet.place((at, "within")).problem(ProblemKind.UNKNOWN_REFERENCE, why, mend))
        facts = facts_of(flows, RegisterId(doc.register_))
        columns: list[Column] = []
        for name, column in doc.columns.items():
            if column.once:
                marked = facts.get(column.of or "")
                found = _asked_once(flows, marked, column.once)
                if marked is not None and found is not None:
                    columns.append(Column(name, column.title, From.ONCE, marked[1], found, marked=marked[2]))
                else:
                    why = f"No flow that marks {doc.register_} as `{column.of}` asks `{column.once}` once"
                    mend = "Name a question `section.question` of that flow, in a section without `each`"
                    where = sheet.place((at, "columns", name, "once"))
                    problems.append(where.problem(ProblemKind.UNKNOWN_REFERENCE, why, mend))
            elif name in facts:
                source, flow, question = facts[name]
                columns.append(Column(name, column.title, source, flow, question, dict(column.words)))
            else:
                why = f"Nothing is known as `{name}` of one {doc.register_}"
                where = sheet.place((at, "columns", name))
                problems.append(where.problem(ProblemKind.UNKNOWN_REFERENCE, why, did_you_mean(name, facts)))
        views.append(
            RegisterView(
                RegisterId(doc.register_),
                doc.title,
                doc.one,
                tuple(columns),
                doc.also,
                doc.about,
                _within(doc),
                doc.first,
            )
        )
    return tuple(views), problems


def _within(doc: RegisterViewDoc) -> RegisterId | None:
    return RegisterId(doc.within) if doc.within is not None else None


_Source = tuple[From, FlowId, QuestionId]


def facts_of(flows: Iterable[FlowDoc], register: RegisterId) -> dict[str, _Source]:
    """What is known of one row of a register, by short name, and where it comes from."""
    facts: dict[str, _Source] = {name: (From.OWN, FlowId(""), QuestionId("")) for name in GATHERED.get(register, ())}
    facts |= {name: (From.KEPT, FlowId(""), QuestionId("")) for name in KEPT.get(register, ())}
    for flow in flows:
        for section in flow.sections:
            for name, source, question in _facts(flow, section, register):
                facts.setdefault(name, (source, FlowId(flow.flow), QuestionId(question)))
    for flow in flows:
        for name, question in _of_its_run(flow, register):
            facts.setdefault(name, (From.RUN, FlowId(flow.flow), QuestionId(question)))
    return facts


def _asked_once(flows: Iterable[FlowDoc], marked: _Source | None, named: str) -> QuestionId | None:
    """The question that the flow of a mark asks once under that name; None where it is no mark, or there is no such question."""
    if marked is None or marked[0] is not From.MARK:
        return None
    sections = (s for flow in flows if flow.flow == marked[1] for s in flow.sections if s.each is None)
    names = {f"{section.section}.{question.ask}" for section in sections for question in section.questions}
    return QuestionId(named) if named in names else None


def _of_its_run(flow: FlowDoc, register: RegisterId) -> Iterator[tuple[str, str]]:
    """Of a register into which runs for the rows of another record: that row, by the register's name, and what such a run asks once."""
    if flow.per is None or all(section.records != register for section in flow.sections):
        return
    yield flow.per, ""
    once = (section for section in flow.sections if section.each is None)
    yield from (
        (question.ask, f"{section.section}.{question.ask}") for section in once for question in section.questions
    )


def _facts(flow: FlowDoc, section: SectionDoc, register: RegisterId) -> Iterator[tuple[str, From, str]]:
    about = section.each or flow.per
    for question in section.questions:
        name = f"{section.section}.{question.ask}"
        if about == register:
            yield question.ask, From.ANSWER, name
        if question.sets and question.register_ == register and flow.per is None:
            yield question.sets, From.MARK, name
        if section.records == register:
            yield question.ask, From.FIELD, name


def _twice(docs: Sequence[RegisterViewDoc], sheet: Sheet) -> Iterator[Problem]:
    """Registers that stand twice, and words that two of them are asked for by."""
    seen: dict[str, int] = {}
    for at, doc in enumerate(docs):
        named: list[tuple[Path, str]] = [((at, "register"), doc.register_), ((at, "title"), doc.title)]
        named += [((at, "one"), doc.one), *(((at, "also", number), word) for number, word in enumerate(doc.also))]
        for path, word in named:
            if seen.setdefault(word.casefold(), at) != at:
                why = f"`{word}` is asked for already by another register"
                yield sheet.place(path).problem(ProblemKind.DUPLICATE, why, "Rename one")
