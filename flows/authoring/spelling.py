"""Writes a compiled condition as an author would: the inverse of reading it. For diagrams, and for saying why something
is not asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from flows.model.conditions import (
    And,
    AnswerFact,
    BookFact,
    Compare,
    Condition,
    DayLimit,
    Fact,
    ForItems,
    Has,
    Is,
    IsThe,
    MarkFact,
    Not,
    NumberLimit,
    Or,
    OtherHand,
    ProfileFact,
    RoleFact,
    SameText,
    ScoreFact,
    StageFact,
    TodayFact,
)
from flows.model.flow import Flow
from flows.model.ids import QuestionId


def marks_of(flow: Flow) -> dict[QuestionId, str]:
    """What each question that sets a mark calls it: ``asset.crown_jewel``."""
    asked = (question for section in flow.sections for question in section.questions)
    return {question.id: f"{question.register}.{question.sets}" for question in asked if question.sets}


def spelled(condition: Condition, marks: Mapping[QuestionId, str], item: str = "row") -> str:
    """The condition in words, all names in full. ``marks`` as :func:`marks_of` gives them; ``item``: what the row looked at is."""
    match condition:
        case Is(fact=fact, words=words):
            return f"{_fact(fact, marks)} " + (f"is {words[0]}" if len(words) == 1 else f"in [{', '.join(words)}]")
        case Has(fact=fact, status=status):
            return f"{_fact(fact, marks)} is {status}"
        case Compare(fact=fact, comparison=comparison, other=other):
            return f"{_fact(fact, marks)} {comparison} {_fact(other, marks)}"
        case IsThe(fact=fact, of=of):
            return f"{_fact(fact, marks)} is the {of or item}"
        case OtherHand(fact=fact, other=other):
            return f"{_fact(fact, marks)} is by_another_than {_fact(other, marks)}"
        case SameText(fact=fact, other=other):
            return f"{_fact(fact, marks)} is the {_fact(other, marks)}"
        case Not(inner=inner):
            return f"not ({spelled(inner, marks, item)})"
        case And(parts=parts):
            return " and ".join(f"({spelled(part, marks, item)})" for part in parts)
        case Or(parts=parts):
            return " or ".join(f"({spelled(part, marks, item)})" for part in parts)
        case ForItems(quantifier=quantifier, register=register, inner=inner):
            return f"{quantifier} {register} ({spelled(inner, marks, register)})"
        case _:
            assert_never(condition)


def _fact(fact: Fact | NumberLimit | DayLimit, marks: Mapping[QuestionId, str]) -> str:
    match fact:
        case AnswerFact(question=question, flow=flow) | MarkFact(question=question, flow=flow) if flow is not None:
            return f"{flow}.{question}"
        case AnswerFact(question=question):
            return question
        case MarkFact(question=question):
            return marks[question]
        case ProfileFact():
            return "profile"
        case RoleFact(role=role):
            return f"role.{role}"
        case ScoreFact(card=card):
            return f"{card}.score"
        case StageFact(stage=stage):
            return f"stage.{stage}"
        case BookFact(field=field):
            return f"book.{field}"
        case TodayFact(days=days):
            return f"today {'-' if days < 0 else '+'} {abs(days)} days" if days else "today"
        case NumberLimit(number=number):
            return f"{number:f}"
        case DayLimit(day=day):
            return day.isoformat()
        case _:
            assert_never(fact)
