"""A newer version of a flow, and a session as it would stand on it: values are taken over as they are, never read anew. Pure; nothing is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from flows.engine.facts import SessionFacts
from flows.engine.fitting import fits_still
from flows.engine.machine import Plan
from flows.model.flow import Flow, Library, Question
from flows.model.ids import ItemId, QuestionId
from flows.model.session import Answer, Finding, Session, SessionState, Spot, VendorReading
from flows.model.values import Items


def newer(library: Library, session: Session, pinned: Flow) -> Flow | None:
    """The version that a session can go on to: of a higher number, for the same kind of row. None for one that stays as it is once it is finished, or
    that a newer round replaced."""
    found = library.flows.get(session.flow)
    done = session.state is SessionState.DONE
    if found is None or found.version <= pinned.version or session.superseded or (done and pinned.closes):
        return None
    return found if found.per == pinned.per else None


def due(session: Session, flow: Flow, today: dt.date) -> bool:
    """Whether that version may be offered today: it was not put off, or that is over."""
    before = session.offered
    if before is None or before.flow_hash != flow.hash:
        return True
    return before.rests is None or before.rests <= today


def in_order(answers: Iterable[Answer]) -> list[Answer]:
    """Answers in the order in which they were given: each store may hold them in an order of its own."""
    return sorted(answers, key=lambda answer: (answer.at, answer.spot.key))


def carried(session: Session, old: Plan, new: Plan) -> Session:
    """The session as it would stand on another version of its flow, its findings aside. What waits for a yes is not carried."""
    answers = {one.spot.key: one for one in in_order({**session.aside, **session.answers}.values())}
    kept = {key: _leaning_still(answer, new) for key, answer in answers.items() if _has_place(answer, old, new)}
    known = {answer.spot for answer in kept.values()}
    stood = tuple(spot for spot in session.trail if spot in known)
    here = session.spot is not None and has_spot(session.spot, old, new)
    return msgspec.structs.replace(
        session,
        flow_hash=new.flow.hash,
        answers=kept,
        aside={key: answer for key, answer in answers.items() if key not in kept},
        findings=tuple(finding for finding in session.findings if has_rule(finding, new)),
        trail=(*stood, *(answer.spot for answer in kept.values() if answer.spot not in stood)),
        assignments=tuple(one for one in session.assignments if has_spot(one.spot, old, new)),
        awaits=None,
        deadlines=tuple(one for one in session.deadlines if one.spot in known),
        postings={
            key: number
            for key, number in session.postings.items()
            if QuestionId(key.partition("/")[0]) in new.questions
        },
        apart={person: _chosen_still(chosen, new) for person, chosen in session.apart.items()},
        vendor=_vendor_still(session.vendor, new),
        spot=session.spot if here else None,
        pending=None,
        doubted=(),
        last=None,
        offered=None,
    )


def moves(facts: SessionFacts) -> dict[Spot, Spot]:
    """Where answers belong that were laid aside and have exactly one place: what was answered once for all, at the only row that it is asked about
    now, if that was there when it was answered; and what has another name now. ``facts``: of a session that was carried.

    Only what was known: what nobody knew of all rows together is asked again of each, with work of its own.
    """
    session, moved = facts.session, dict[Spot, Spot]()
    for section in facts.plan.flow.sections:
        for question in section.questions:
            laid_aside = [session.aside[name] for name in (question.id, question.was) if name in session.aside]
            rounds = facts.rounds(section) if laid_aside else ()
            spots = [Spot(question.id, item) for item in rounds] if len(rounds) == 1 else []
            moved |= {a.spot: spot for spot in spots for a in laid_aside if _may_move(a, spot, question, facts)}
    return moved


def placed(session: Session, moved: Mapping[Spot, Spot]) -> Session:
    """The session with these answers out of those laid aside, each at its new spot, with the findings there and what was said of them."""
    answers = [msgspec.structs.replace(session.aside[was.key], spot=spot) for was, spot in moved.items()]
    gone = {was.key for was in moved}
    return msgspec.structs.replace(
        session,
        answers={**session.answers, **{answer.spot.key: answer for answer in answers}},
        aside={key: answer for key, answer in session.aside.items() if key not in gone},
        findings=tuple(
            msgspec.structs.replace(finding, spot=moved.get(finding.spot, finding.spot)) for finding in session.findings
        ),
        trail=(*session.trail, *moved.values()),
    )


def _may_move(answer: Answer, spot: Spot, question: Question, facts: SessionFacts) -> bool:
    """Whether what was answered once for all, or under another name, can be said of a spot."""
    row = facts.row(spot.item) if spot.item is not None else None
    if spot.key in facts.session.answers or answer.value is None or (row is not None and row.at > answer.at):
        return False
    if isinstance(answer.value, Items) and not set(answer.value.items).issubset(_live(question, facts)):
        return False
    return fits_still(question, answer.value)


def _live(question: Question, facts: SessionFacts) -> tuple[ItemId, ...]:
    return facts.items(question.register) if question.register is not None else ()


def has_spot(spot: Spot, old: Plan, new: Plan) -> bool:
    """Whether the new version asks the question of that name, and about the same kind of row."""
    if spot.question not in new.questions:
        return False
    after = new.sections[new.questions[spot.question].section].each
    before = old.questions.get(spot.question)
    alike = (after is not None) == (spot.item is not None)
    return alike and (before is None or after == old.sections[before.section].each)


def _has_place(answer: Answer, old: Plan, new: Plan) -> bool:
    """Whether an answer counts under the new version as it stands."""
    if not has_spot(answer.spot, old, new):
        return False
    before, after = old.questions.get(answer.spot.question), new.questions[answer.spot.question]
    if before is not None and before.register != after.register:
        return False
    return answer.value is None or fits_still(after, answer.value)


def _leaning_still(answer: Answer, new: Plan) -> Answer:
    """The answer, leaning on no more than what the new version shows beside its question."""
    shown = new.questions[answer.spot.question].book
    leaned = tuple(held for held in answer.leaned if held.field in shown)
    told = tuple(held for held in answer.told if held.field in shown)
    return msgspec.structs.replace(answer, leaned=leaned, told=told) if leaned != answer.leaned else answer


def _chosen_still(chosen: Mapping[QuestionId, str], plan: Plan) -> dict[QuestionId, str]:
    """What one of two people chose apart, of what can still be chosen."""
    offered = {question.id: {option.id for option in question.options} for question in plan.questions.values()}
    return {name: option for name, option in chosen.items() if option in offered.get(name, ())}


def _vendor_still(vendor: VendorReading | None, plan: Plan) -> VendorReading | None:
    """How the vendor reads what is still asked."""
    if vendor is None:
        return None
    chosen, ours = _chosen_still(vendor.chosen, plan), _chosen_still(vendor.ours, plan)
    return msgspec.structs.replace(vendor, chosen=chosen, ours=ours)


def has_rule(finding: Finding, plan: Plan) -> bool:
    return (finding.spot.question, finding.rule) in plan.rules
