"""What a run knows no more: a finding that went only since "not sure" stands in place of a value counts in the readiness as it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from flows.engine.facts import SessionFacts
from flows.engine.turn import Turn
from flows.model.flow import Severity
from flows.model.session import Answer, AnswerState, Fallen, Spot
from flows.rules.readiness import SEVERITY_ORDER


def weighing(facts: SessionFacts) -> tuple[Fallen, ...]:
    """All that takes from the readiness of a run: the findings of what is known, and what was lost."""
    answers, value = facts.session.answers, AnswerState.VALUE
    known = (
        Fallen(finding.spot, finding.severity)
        for finding in facts.session.findings
        if (answer := answers.get(finding.spot.key)) is not None and answer.state is value
        if facts.applies(finding.spot)
    )
    return (*known, *lost(facts))


def lost(facts: SessionFacts) -> tuple[Fallen, ...]:
    """The findings that went since something is not known any more: for as long as that is asked and not known, and what they are about was not
    answered anew."""
    return tuple(one for answer in facts.session.answers.values() if answer.fell for one in _of(facts, answer))


def _of(facts: SessionFacts, answer: Answer) -> Iterator[Fallen]:
    for one in answer.fell if facts.applies(answer.spot) else ():
        about = facts.session.answer_at(one.spot)
        if one.spot.question in facts.plan.questions and about is not None and about.at <= answer.at:
            yield one


def keep_lost(turn: Turn, spot: Spot, before: Iterable[Fallen]) -> None:
    """Let an answer that was just left open keep what went by it. ``before``: what took from the readiness until then."""
    answer = turn.session.answers[spot.key]
    if answer.state is AnswerState.VALUE:
        return
    now = by_spot(weighing(turn.facts))
    fell = tuple(
        Fallen(at, severity)
        for at, severity in by_spot(before).items()
        if at not in now or SEVERITY_ORDER.index(severity) < SEVERITY_ORDER.index(now[at])
    )
    if fell:
        turn.put_session(answers={**turn.session.answers, spot.key: msgspec.structs.replace(answer, fell=fell)})


def by_spot(found: Iterable[Fallen]) -> dict[Spot, Severity]:
    """The worst at each spot."""
    gathered = dict[Spot, list[Severity]]()
    for one in found:
        gathered.setdefault(one.spot, []).append(one.severity)
    return {spot: min(severities, key=SEVERITY_ORDER.index) for spot, severities in gathered.items()}
