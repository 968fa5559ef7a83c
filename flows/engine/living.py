"""What lives on in a finished run whose flow is closed for good goes with the newest version: the days that come round, and what is shown for them.

All else of such a run stays as it was asked and answered. Nothing is carried and nothing judged: no answer has another place, and what the newer
version asks after the first day is asked once somebody comes with something to show. Only how the two versions are put together is said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from flows.engine.machine import ByHash
from flows.model.conditions import AnswerFact, MarkFact
from flows.model.flow import Flow, Library, Question, Section
from flows.model.ids import FlowHash, QuestionId
from flows.model.programme import SessionRef, Snapshot
from flows.model.session import Session, SessionState
from flows.rules.inputs import facts_in


def flow_of(snapshot: Snapshot, library: Library, session: Session | SessionRef) -> Flow:
    """The version of its flow that a session is pinned to; of one that is closed for good, with what lives on in it as the newest version has it.
    Raises ``KeyError`` where that version is kept nowhere."""
    current = library.flows.get(session.flow)
    if current is not None and current.hash == session.flow_hash:
        return current
    pinned = snapshot.flow(session.flow_hash) or library.flow(session.flow_hash)
    done = session.finished is not None if isinstance(session, Session) else session.state is SessionState.DONE
    if current is None or not done or not pinned.closes or current.version <= pinned.version:
        return pinned
    return _lives_on(ByHash(pinned), ByHash(current))


@lru_cache(maxsize=64)
def _lives_on(pinned: ByHash, current: ByHash) -> Flow:
    """The one version with what comes round as the other has it; itself where there is nothing of the kind."""
    old, new = pinned.flow, current.flow
    newer = {section.id: section for section in new.sections}
    asked = frozenset(question.id for section in old.sections for question in section.questions)
    sections = tuple(_renewed(one, newer.get(one.id), asked) for one in old.sections)
    if sections == old.sections:
        return old
    known = {source.id for source in old.sources}
    sources = (*old.sources, *(source for source in new.sources if source.id not in known))
    found = FlowHash(f"{old.hash}+{new.hash}")
    return msgspec.structs.replace(old, sections=sections, sources=sources, hash=found)


def _renewed(old: Section, new: Section | None, asked: frozenset[QuestionId]) -> Section:
    """A section with the ring of the newer one in the place of what it has of that: only where it asks of the same rows for some of it, all of it
    lives on, and none of it looks at what this run never asks."""
    ring = {question.id: question for question in _ring(new)} if new is not None and new.each == old.each else {}
    had = [question for question in old.questions if question.id in ring]
    alike = all(one.lives and one.kind is ring[one.id].kind for one in had)
    known = asked | ring.keys()
    if not had or not alike or not all(one.lives and _reads(one) <= known for one in ring.values()):
        return old
    first, kept = old.questions.index(had[0]), [one for one in old.questions if one.id not in ring]
    return msgspec.structs.replace(old, questions=(*kept[:first], *ring.values(), *kept[first:]))


def _ring(section: Section) -> Iterator[Question]:
    """The questions that are given anew after one another, where something is shown among them, and how often that is: in the order of the page."""
    follows = {question.id: question.after for question in section.questions if question.after is not None}
    if any(question.unasked and question.id in follows for question in section.questions):
        ring = {*follows, *follows.values(), *(question.every for question in section.questions)}
        yield from (question for question in section.questions if question.id in ring)


def _reads(question: Question) -> frozenset[QuestionId]:
    """What decides about a question: all that its conditions look at, whoever asks it."""
    found = [rule.when for rule in question.findings]
    found += [one.when for rule in question.findings for one in rule.severity if one.when is not None]
    found += [question.only_when] if question.only_when is not None else []
    facts = (fact for condition in found for fact in facts_in(condition))
    return frozenset(fact.question for fact in facts if isinstance(fact, AnswerFact | MarkFact))
