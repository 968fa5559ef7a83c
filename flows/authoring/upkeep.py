"""What a flow needs from its authors as time goes by: fresh reviews, options that matter, statements that are proved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from flows.authoring.branches import branches
from flows.authoring.problems import Problem, ProblemKind
from flows.authoring.reader import Path, Sheet
from flows.authoring.schema import FlowDoc
from flows.authoring.wordings import placeholders
from flows.model.conditions import AnswerFact, Condition, Is
from flows.model.flow import Flow, Phrase, Question
from flows.model.ids import FlowId, QuestionId
from flows.rules.inputs import leaves

STALE_AFTER = dt.timedelta(days=365)
"""Twelve months; what a lawyer read longer ago is read again."""


def check_dates(doc: FlowDoc, sheet: Sheet, today: dt.date) -> Iterator[Problem]:
    """Reviews and sources that are older than twelve months, or that are said to come from the future."""
    return check_days(_dates(doc), sheet, today)


def check_days(days: Iterable[tuple[Path, dt.date]], sheet: Sheet, today: dt.date) -> Iterator[Problem]:
    """The same of some days, each with the way to it."""
    for path, day in days:
        where = sheet.place(path)
        if day > today:
            why = f"{day} has not come yet"
            yield where.problem(ProblemKind.STALE_REVIEW_DATE, why, "Write the day on which it was read")
        elif today - day > STALE_AFTER:
            why = f"This was last read on {day}, more than twelve months ago"
            yield where.problem(ProblemKind.STALE_REVIEW_DATE, why, "Read it again, and write today's date")


def _dates(doc: FlowDoc) -> Iterator[tuple[Path, dt.date]]:
    """Every date that is written; what is left out follows the flow's."""
    yield ("reviewed",), doc.reviewed
    for key, source in doc.sources.items():
        yield ("sources", key, "as_of"), source.as_of
    for at, section in enumerate(doc.sections):
        for number, question in enumerate(section.questions):
            path: Path = ("sections", at, "questions", number)
            if question.reviewed is not None:
                yield (*path, "reviewed"), question.reviewed
            for nr, finding in enumerate(question.findings):
                if finding.reviewed is not None:
                    yield (*path, "findings", nr, "reviewed"), finding.reviewed


def check_options(flow: Flow, sheet: Sheet, elsewhere: Iterable[Condition] = ()) -> Iterator[Problem]:
    """Questions that count in the readiness although none of their options is ever told from the others.

    An option is used where some condition separates it from another option of its question. A question whose answer is
    plain context says ``weight: 0``; one that fills the profile, or whose answer is shown in a text, is used as a
    whole. ``elsewhere``: conditions that do not belong to the flow and may read it.
    """
    own = [leaf for _, condition in branches(flow) for leaf in leaves(condition) if isinstance(leaf, Is)]
    others = [leaf for condition in elsewhere for leaf in leaves(condition) if isinstance(leaf, Is)]
    asked = [*_about(own, None), *_about(others, flow.id)]
    shown = frozenset(name for phrase in _phrases(flow) for name in placeholders(phrase.default))
    for at, section in enumerate(flow.sections):
        for number, question in enumerate(section.questions):
            if not question.options or not question.weight or question.fills or question.id in shown:
                continue
            if not _tells_apart(question, asked):
                options = ", ".join(f"`{option.id}`" for option in question.options)
                why = f"No condition, finding or look tells the options of `{question.id}` apart ({options})"
                where = sheet.place(("sections", at, "questions", number, "options"))
                mend = "Add a finding or a question that follows from one, or say `weight: 0`"
                yield where.problem(ProblemKind.OPTION_NEVER_USED, why, mend)


def _about(asked: list[Is], flow: FlowId | None) -> Iterator[tuple[QuestionId, frozenset[str]]]:
    """The questions of a flow whose words are asked for, and those words."""
    for leaf in asked:
        if isinstance(leaf.fact, AnswerFact) and leaf.fact.flow == flow:
            yield leaf.fact.question, frozenset(leaf.words)


def _tells_apart(question: Question, asked: list[tuple[QuestionId, frozenset[str]]]) -> bool:
    options = frozenset(option.id for option in question.options)
    return any(about == question.id and options & words != options for about, words in asked)


def _phrases(flow: Flow) -> Iterator[Phrase]:
    for section in flow.sections:
        for question in section.questions:
            yield from (phrase for phrase in (question.text, question.why, question.help, question.not_sure) if phrase)
            yield from (decision.say for decision in question.decides)
            told = question.reminds
            yield from (one for one in (told.of, told.words) if one is not None) if told is not None else ()
            for finding in question.findings:
                yield from (finding.say, finding.counsel, finding.do)


def check_statements(flow: Flow, sheet: Sheet, covered: Mapping[str, str]) -> Iterator[Problem]:
    """Statements that a flow says it covers, but that no case proves by a bad answer."""
    seen: set[str] = set()
    for path, statements in _claims(flow):
        for statement in statements:
            if statement not in covered and statement not in seen:
                why = f"{statement} is named here, but no case gives a bad answer that raises a finding which covers it"
                mend = "Add such a case, or a finding that covers it"
                yield sheet.place(path).problem(ProblemKind.STATEMENT_NOT_COVERED, why, mend)
            seen.add(statement)


def _claims(flow: Flow) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for at, section in enumerate(flow.sections):
        path: Path = ("sections", at)
        yield (*path, "covers"), section.covers
        for number, question in enumerate(section.questions):
            yield (*path, "questions", number, "covers"), question.covers
            for nr, finding in enumerate(question.findings):
                yield (*path, "questions", number, "findings", nr, "covers"), finding.covers
