"""Counsel's playbook, drawn from where it is authored: the questions that grade a clause, their options, and what their findings mean.

Nothing of it is written down a second time. It tells what our content would have one do, and nothing that a team said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from flows.engine.passages import rows_called, without_team
from flows.engine.readers.questions import asked
from flows.engine.readers.wording import key
from flows.model.conditions import AnswerFact, Condition, Is, Or
from flows.model.flow import Column, FindingRule, Flow, Library, Question, Source
from flows.model.ids import FlowId, QuestionId
from flows.model.people import Role


class Position(msgspec.Struct, frozen=True):
    """One column of a clause. ``label``: what the clause then reads like; ``more``: what belongs to it; ``reason``: what it means, or why it will
    do and what one gives up, "" where nothing is authored for it; ``approver``: the role without whose word it is not signed, "" where nobody
    has to be asked."""

    column: Column
    label: str
    more: str
    reason: str
    approver: str


class Clause(msgspec.Struct, frozen=True):
    """One clause of the playbook. ``asked``: the question that grades it; ``source``: what it rests on;
    ``passage``: how the id of what `ask` knows of it begins."""

    number: int
    name: str
    asked: str
    why: str
    help: str
    positions: tuple[Position, ...]
    source: Source
    reviewed: dt.date
    passage: str


def clauses(library: Library) -> tuple[Clause, ...]:
    """All clauses, by their numbers."""
    found = (_clause(flow, question) for flow in library.flows.values() for question in _graded(flow))
    return tuple(sorted(found, key=lambda one: one.number))


def named(known: tuple[Clause, ...], words: str) -> tuple[Clause, ...]:
    """The clauses that somebody names: by number ("6", "clause 6"), else by words of the name; none where no name has them all."""
    number, said = key(words).removeprefix("clause ").strip(), set(asked(words).words)
    by_number = tuple(one for one in known if number == str(one.number))
    return by_number or tuple(one for one in known if said and said <= set(key(one.name).split()))


def called(question: Question) -> str:
    """A clause's name in plain words."""
    return question.called or question.name.replace("_", " ").capitalize().replace(" ip", " IP")


def _graded(flow: Flow) -> Iterator[Question]:
    return (question for section in flow.sections for question in section.questions if question.clause is not None)


def _clause(flow: Flow, question: Question) -> Clause:
    rows = rows_called(flow)
    source = next(one for one in flow.sources if one.id == question.source)
    return Clause(
        question.clause or 0,
        called(question),
        without_team(rows, question.text),
        without_team(rows, question.why),
        without_team(rows, question.help) if question.help is not None else "",
        tuple(_position(flow, question, column) for column in Column if column in {o.id for o in question.options}),
        source,
        question.reviewed,
        passage_of(flow.id, question.id),
    )


def passage_of(flow: FlowId, question: QuestionId) -> str:
    """The id of the passage that tells how a clause is graded."""
    return f"{flow}/{question}/playbook"


def _position(flow: Flow, question: Question, column: Column) -> Position:
    option = next(one for one in question.options if one.id == column)
    rule = next((one for one in question.findings if raises(one.when, question.id, column)), None)
    meant = question.why if column is Column.PREFERRED else rule.counsel if rule is not None else None
    reason = option.reason or (without_team(rows_called(flow), meant) if meant is not None else "")
    return Position(column, option.label, option.description, reason, _approver(rule))


def _approver(rule: FindingRule | None) -> str:
    return str(rule.owner) if rule is not None and rule.owner in set(Role) else ""


def raises(when: Condition, question: QuestionId, option: str) -> bool:
    """Whether a condition holds by this answer to its own question alone, whatever else is known."""
    match when:
        case Is(fact=AnswerFact(question=about, flow=None), words=words):
            return about == question and option in words
        case Or(parts=parts):
            return any(raises(part, question, option) for part in parts)
        case _:
            return False
