"""A newer version of a flow, and a session as it would stand on it: values are taken over as they are, never read anew. Pure; nothing is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from itertools import count, islice
from types import MappingProxyType
from typing import TypeVar

import msgspec

from flows.engine.facts import SessionFacts
from flows.engine.fitting import fits_still
from flows.engine.machine import Plan
from flows.model.flow import Flow, Library, Question
from flows.model.ids import ItemId, QuestionId
from flows.model.session import (
    Answer,
    Assignment,
    Deadline,
    Fallen,
    Finding,
    Session,
    SessionState,
    Spot,
    Unplaced,
    VendorReading,
    spot_of,
)
from flows.model.values import Items

_Stands = TypeVar("_Stands", Finding, Assignment, Deadline, Fallen, Unplaced)
"""What stands at a spot, beside its answer."""
_NOWHERE: Mapping[Spot, Spot] = MappingProxyType({})
"""Where nothing moves."""


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


def carried(session: Session, old: Plan, new: Plan, moved: Mapping[Spot, Spot] = _NOWHERE) -> Session:
    """The session as it would stand on another version of its flow, its findings aside. What waits for a yes is not carried.

    ``moved``: where what stood at a spot goes on, see :func:`renamed` and :func:`moves`; all else that stands there goes with the answer.
    """
    arrived = {to: answer for was, to in moved.items() if (answer := _going(session, was, to, old, new)) is not None}
    gone = {id(answer) for answer in arrived.values()}
    here = {to.key: msgspec.structs.replace(answer, spot=to) for to, answer in arrived.items()}
    aside: dict[str, Answer] = {}
    for answer in (*session.answers.values(), *session.aside.values()):
        if id(answer) in gone:
            continue
        if answer.spot.key not in here and _has_place(answer, old, new):
            here[answer.spot.key] = answer
        else:
            aside[_free(answer.spot.key, aside)] = answer

    def now(spot: Spot) -> Spot:
        return moved.get(spot, spot)

    def stays(spot: Spot) -> bool:
        return spot in moved or has_spot(spot, old, new)

    names = {question.was: question.id for question in new.questions.values() if question.was is not None}
    kept = {one.spot.key: _as_shown(one, now, new) for one in in_order(here.values())}
    known = {answer.spot for answer in kept.values()}
    stood = tuple(spot for spot in dict.fromkeys(map(now, session.trail)) if spot in known)
    handed = {now(one.spot): _at(one, now) for one in reversed(session.assignments) if stays(one.spot)}
    open_ = session.spot if session.spot is not None and stays(session.spot) else None
    postings = {moved[spot].key if (spot := spot_of(key)) in moved else key: n for key, n in session.postings.items()}
    return msgspec.structs.replace(
        session,
        flow_hash=new.flow.hash,
        answers=kept,
        aside=aside,
        findings=tuple(finding for one in session.findings if has_rule(finding := _at(one, now), new)),
        trail=(*stood, *(answer.spot for answer in kept.values() if answer.spot not in stood)),
        assignments=tuple(reversed(handed.values())),
        awaits=None,
        deadlines=tuple(day for one in session.deadlines if (day := _at(one, now)).spot in known),
        postings={key: n for key, n in postings.items() if spot_of(key).question in new.questions},
        apart={person: _chosen_still(chosen, names, new) for person, chosen in session.apart.items()},
        vendor=_vendor_still(session.vendor, names, new),
        spot=now(open_) if open_ is not None else None,
        pending=None,
        doubted=(),
        last=None,
        offered=None,
        unplaced=tuple(_at(one, now) for one in session.unplaced),
        moved=_found_by(session, moved, new),
    )


def renamed(session: Session, old: Plan, new: Plan) -> dict[Spot, Spot]:
    """Where what stands at a spot goes on that the new version asks under another name, about the same row: its answer, also one that was laid
    aside or left open, and without one what waits there. Of what was answered under both names the question's own counts."""
    names = {question.was: question.id for question in new.questions.values() if question.was is not None}
    answers = in_order((*session.answers.values(), *session.aside.values()))
    at = (*(one.spot for one in answers), *(one.spot for one in session.assignments), session.spot)
    own = {answer.spot for answer in answers if _has_place(answer, old, new)}
    return {
        spot: to
        for spot in dict.fromkeys(at)
        if spot is not None and spot.question in names
        if (to := Spot(names[spot.question], spot.item)) not in own and has_spot(spot, old, new, to.question)
    }


def moves(facts: SessionFacts) -> dict[Spot, Spot]:
    """Where answers belong that were laid aside and have exactly one place: what was answered once for all, at the only row that it is asked about
    now, if that was there when it was answered. Of what was answered under both names the question's own counts. ``facts``: of a session that
    was carried.

    Only what was known: what nobody knew of all rows together is asked again of each, with work of its own.
    """
    session, moved = facts.session, dict[Spot, Spot]()
    for section in facts.plan.flow.sections:
        for question in section.questions if section.each is not None else ():
            laid_aside = [session.aside[name] for name in (question.id, question.was) if name in session.aside]
            rounds = facts.rounds(section) if laid_aside else ()
            spots = [Spot(question.id, item) for item in rounds] if len(rounds) == 1 else []
            places = ((a.spot, spot) for spot in spots for a in laid_aside if _may_move(a, spot, question, facts))
            moved |= dict(islice(places, 1))
    return moved


def _going(session: Session, was: Spot, to: Spot, old: Plan, new: Plan) -> Answer | None:
    """The answer that goes from one spot to another: the one that counted, or else the latest that was laid aside. None where none of them fits
    there."""
    found = (*session.answers.values(), *sorted(session.aside.values(), key=lambda one: one.at, reverse=True))
    return next((a for a in found if a.spot == was and _fits_at(a, to.question, old, new)), None)


def _free(key: str, taken: Mapping[str, Answer]) -> str:
    """The key of an answer that is laid aside: that of its spot, and of a further one there the next that is free."""
    keys = (f"{key}#{number}" if number else key for number in count())
    return next(one for one in keys if one not in taken)


def _found_by(session: Session, moved: Mapping[Spot, Spot], new: Plan) -> dict[str, Spot]:
    """Where everything that ever moved is now, but for what the new version asks again where it was."""
    every = {key: moved.get(spot, spot) for key, spot in session.moved.items()} | {
        was.key: to for was, to in moved.items()
    }
    return {key: spot for key, spot in every.items() if not has_spot(spot_of(key), new, new)}


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


def has_spot(spot: Spot, old: Plan, new: Plan, name: QuestionId | None = None) -> bool:
    """Whether the new version asks the question of that name (under the other ``name``, where it is given), and about the same kind of row."""
    asked = name or spot.question
    if asked not in new.questions:
        return False
    after = new.sections[new.questions[asked].section].each
    before = old.questions.get(spot.question)
    alike = (after is not None) == (spot.item is not None)
    return alike and (before is None or after == old.sections[before.section].each)


def _has_place(answer: Answer, old: Plan, new: Plan) -> bool:
    """Whether an answer counts under the new version as it stands."""
    return has_spot(answer.spot, old, new) and _fits_at(answer, answer.spot.question, old, new)


def _fits_at(answer: Answer, name: QuestionId, old: Plan, new: Plan) -> bool:
    """Whether an answer can be one to the question of that name in the new version."""
    before, after = old.questions.get(answer.spot.question), new.questions[name]
    if before is not None and before.register != after.register:
        return False
    return answer.value is None or fits_still(after, answer.value)


def _as_shown(answer: Answer, now: Callable[[Spot], Spot], new: Plan) -> Answer:
    """The answer, leaning on no more than what the new version shows beside its question."""
    shown = new.questions[answer.spot.question].book
    leaned = tuple(held for held in answer.leaned if held.field in shown)
    told = tuple(held for held in answer.told if held.field in shown)
    fell = tuple(_at(one, now) for one in answer.fell)
    same = (leaned, fell) == (answer.leaned, answer.fell)
    return answer if same else msgspec.structs.replace(answer, leaned=leaned, told=told, fell=fell)


def _at(one: _Stands, now: Callable[[Spot], Spot]) -> _Stands:
    """The same at the spot where that is now."""
    return msgspec.structs.replace(one, spot=now(one.spot)) if one.spot is not None else one


def _chosen_still(
    chosen: Mapping[QuestionId, str], names: Mapping[QuestionId, QuestionId], plan: Plan
) -> dict[QuestionId, str]:
    """What one of two people chose apart, of what can still be chosen. ``names``: what questions are called now, by what they were called."""
    offered = {question.id: {option.id for option in question.options} for question in plan.questions.values()}
    now = {names[name]: option for name, option in chosen.items() if name in names} | dict(chosen)
    return {name: option for name, option in now.items() if option in offered.get(name, ())}


def _vendor_still(
    vendor: VendorReading | None, names: Mapping[QuestionId, QuestionId], plan: Plan
) -> VendorReading | None:
    """How the vendor reads what is still asked."""
    if vendor is None:
        return None
    chosen, ours = _chosen_still(vendor.chosen, names, plan), _chosen_still(vendor.ours, names, plan)
    return msgspec.structs.replace(vendor, chosen=chosen, ours=ours)


def has_rule(finding: Finding, plan: Plan) -> bool:
    return (finding.spot.question, finding.rule) in plan.rules
