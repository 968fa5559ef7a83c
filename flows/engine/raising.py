"""Which findings follow from the answers of a session as they stand, and since when they are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import msgspec

from flows.engine.facts import SessionFacts
from flows.model.facts import Facts
from flows.model.flow import FindingRule, Severity
from flows.model.ids import FlowId, ItemId, QuestionId
from flows.model.people import Profile
from flows.model.scorecard import ScoreVerdict
from flows.model.session import Finding, Session, Spot
from flows.rules.conditions import judge
from flows.rules.readiness import SEVERITY_ORDER


def findings_of(
    facts: SessionFacts, now: dt.datetime, moved: frozenset[QuestionId] | None = None
) -> tuple[Finding, ...]:
    """The findings that follow from a session, in the order of the page; those it has already keep since when they are open.

    Where ``moved`` is given, only the answers to those questions are judged again; the others' findings stand.
    """
    session = facts.session
    stand = () if moved is None else tuple(f for f in session.findings if f.spot.question not in moved)
    judged = tuple(_judged(facts, moved))
    if not judged and len(stand) == len(session.findings):
        return stand
    known = {(finding.spot, finding.rule): finding for finding in session.findings}
    new = (Finding(rule, spot, severity, now) for spot, rule, severity in judged)
    found = (_since(session, known.get((one.spot, one.rule)), one) for one in new)
    return tuple(sorted((*stand, *found), key=partial(_place, facts)))


def _since(session: Session, before: Finding | None, found: Finding) -> Finding:
    """A finding as it is now, raised when it was; one that was settled is raised anew where it is graver, or stands on another answer."""
    if before is None:
        return found
    settled = before.settled
    graver = SEVERITY_ORDER.index(found.severity) < SEVERITY_ORDER.index(before.severity)
    if settled is not None and (graver or session.revision(found.spot) != settled.revision):
        return found
    return msgspec.structs.replace(before, severity=found.severity)


def _place(facts: SessionFacts, finding: Finding) -> tuple[int, int]:
    row = facts.row(finding.spot.item) if finding.spot.item else None
    return facts.plan.places[finding.spot.question, finding.rule], row.number if row else 0


def _judged(facts: SessionFacts, moved: frozenset[QuestionId] | None) -> Iterator[tuple[Spot, str, Severity]]:
    """The findings of the questions that moved (of all where None): where, by which rule, how grave."""
    wide = Wide(facts)
    for question in facts.plan.raising:
        if moved is None or question.id in moved:
            for item in facts.rounds(facts.plan.sections[question.section]):
                spot = Spot(question.id, item)
                if spot.key in facts.session.answers and facts.applies(spot):
                    yield from ((spot, rule.id, severity) for rule, severity in _holding(question.findings, wide, item))


def _holding(
    rules: tuple[FindingRule, ...], wide: Facts, item: ItemId | None
) -> Iterator[tuple[FindingRule, Severity]]:
    """Which of the rules hold for an item, and how grave that is."""
    for rule in rules:
        if judge(rule.when, wide, item) is True:
            yield (
                rule,
                next(one.level for one in rule.severity if one.when is None or judge(one.when, wide, item) is True),
            )


class Wide:
    """The same facts where a finding asks: it may read every other flow, later ones too. No condition reads a finding, so that this can't go
    in circles (ADR 0021). Implements `model.facts.Facts`."""

    def __init__(self, own: SessionFacts) -> None:
        self._own = own
        self._others = own.others
        self.answer, self.mark, self.at_hand, self.items = own.answer, own.mark, own.at_hand, own.items
        self.holder, self.lawyer, self.stage, self.book = own.holder, own.lawyer, own.stage, own.book

    @property
    def profile(self) -> Profile | None:
        return self._own.profile

    @property
    def today(self) -> dt.date:
        return self._own.today

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> SessionFacts | None:
        return self._others.of(flow, item, None) if self._others is not None else None

    def scored(self, card: str, item: ItemId | None) -> ScoreVerdict | None:
        return self._others.scored(card, item, None) if self._others is not None else None
