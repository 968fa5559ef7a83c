"""Why a question is asked, beyond the hint that stands below it: how to answer it, what a bad answer is noted as, which part of the method it
serves, how to find out, and on whose word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.model.conditions import Has, Status
from flows.model.effects import Note, On, Words
from flows.model.flow import FindingRule, Flow, Question, Source, SourceKind
from flows.model.ids import SessionId
from flows.model.session import Spot
from flows.rules.inputs import leaves

MOST_RISKS = 2
"""Findings of a question that are told; the first of them are what it is asked for."""
FIRST_HAND = "counsel.source"
KINDS: dict[SourceKind | None, str] = {
    SourceKind.SECONDARY: "counsel.source.second",
    SourceKind.OWN: "counsel.source.own",
}
"""How sources are named that were not read themselves, or are none."""
_OPEN = frozenset({Status.NOT_SURE, Status.SKIPPED, Status.UNKNOWN})


def reasons(
    flow: Flow, question: Question, spot: Spot, session: SessionId, statements: Mapping[str, str], *, hint: bool
) -> tuple[Note, ...]:
    """What there is to say, in the order of use; on whose word stands last. ``statements``: those of the method, by number. ``hint``: begin with
    the hint, since it does not stand there already; it does so too where there is nothing else to say."""
    more = tuple(_more(question, spot, session, statements))
    first = (Note("why", {"why": Words(session, spot, "why")}),) if hint or not more else ()
    return (*first, *more, _source(flow, question))


def _more(question: Question, spot: Spot, session: SessionId, statements: Mapping[str, str]) -> Iterator[Note]:
    if question.help is not None:
        yield Note("why.help", {"help": Words(session, spot, "help")})
    told = {rule.say.default: rule for rule in question.findings if not _is_of_nobody_knowing(rule)}
    for rule in list(told.values())[:MOST_RISKS]:
        yield Note("why.risk", {"risk": Words(session, spot, "say", rule.id)})
    served = (*question.covers, *(number for rule in question.findings for number in rule.covers))
    statement = next((statements[number] for number in served if number in statements), "")
    if statement:
        yield Note("why.serves", {"statement": statement})
    if question.not_sure is not None:
        yield Note("why.find_out", {"how": Words(session, spot, "not_sure")})


def _is_of_nobody_knowing(rule: FindingRule) -> bool:
    """Whether a finding is raised where a question was left open, and not by an answer."""
    return all(isinstance(leaf, Has) and leaf.status in _OPEN for leaf in leaves(rule.when))


def _source(flow: Flow, question: Question) -> Note:
    found = next((source for source in flow.sources if source.id == question.source), None)
    named = found.named if found else str(question.source)
    return Note(source_key(found), {"source": named, "day": On(question.reviewed)})


def source_key(source: Source | None) -> str:
    """The key of the words in which a source is named: by how near it is to what it tells of."""
    return KINDS.get(source.kind, FIRST_HAND) if source is not None else FIRST_HAND
