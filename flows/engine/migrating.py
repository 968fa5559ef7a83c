"""An open session goes on to a newer version of its flow: values are taken over as they are, never read anew; what does not fit is asked again.

No answer is lost: one for which the new version has no place is laid aside, and comes back with a version that has. Findings and the work
on them are judged afresh. The log keeps all that happened under the version under which it did.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.engine.asking import let_go, put_again
from flows.engine.findings import judge_again
from flows.engine.fitting import fits_still
from flows.engine.lifecycle import settle_stages
from flows.engine.machine import Plan, plan_of
from flows.engine.offering import RESTS, newer
from flows.engine.registers import record_rounds
from flows.engine.roles import judge_others
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, On, Outcome, RefreshRoot, Tell, Whispered
from flows.model.ids import QuestionId
from flows.model.programme import AT_NO_QUESTION, Action, ActionState, ActionWhy
from flows.model.session import Answer, Finding, Offer, Session, SessionState, Spot, VendorReading


def carried(session: Session, old: Plan, new: Plan) -> Session:
    """The session as it would stand on another version of its flow, its findings aside. What waits for a yes is not carried."""
    answers = {**session.aside, **session.answers}
    kept = {key: answer for key, answer in answers.items() if _has_place(answer, old, new)}
    known = {answer.spot for answer in kept.values()}
    stood = tuple(spot for spot in session.trail if spot in known)
    here = session.spot is not None and has_spot(session.spot, old, new)
    return msgspec.structs.replace(
        session,
        flow_hash=new.flow.hash,
        answers=kept,
        aside={key: answer for key, answer in answers.items() if key not in kept},
        findings=tuple(finding for finding in session.findings if _has_rule(finding, new)),
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
        last=None,
        offered=None,
    )


def has_spot(spot: Spot, old: Plan, new: Plan) -> bool:
    """Whether the new version asks the question of that name, and about the same kind of row."""
    if spot.question not in new.questions:
        return False
    after = new.sections[new.questions[spot.question].section].each
    before = old.questions.get(spot.question)
    return (
        after == old.sections[before.section].each
        if before is not None
        else (after is not None) == (spot.item is not None)
    )


def _has_place(answer: Answer, old: Plan, new: Plan) -> bool:
    """Whether an answer counts under the new version as it stands."""
    if not has_spot(answer.spot, old, new):
        return False
    before, after = old.questions.get(answer.spot.question), new.questions[answer.spot.question]
    if before is not None and before.register != after.register:
        return False
    return answer.value is None or fits_still(after, answer.value)


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


def _has_rule(finding: Finding, plan: Plan) -> bool:
    return (finding.spot.question, finding.rule) in plan.rules


# ── turns ────────────────────────────────────────────────────────────────────


def upgrade(turn: Turn, to: str) -> Outcome:
    """Let the session in hand run on the newer version that was shown. Refused where there is none any more, or another one."""
    session, old = turn.session, turn.plan
    found = newer(turn.library, session, old.flow)
    if found is None or found.hash != to:
        return refuse(Note("upgrade.none"), ("continue",), session.id)
    let_go(turn)
    new = plan_of(found)
    after = carried(turn.session, old, new)
    _leave_what_is_gone(turn, after, new)
    turn.pin(after)
    turn.note("upgraded", about=f"{old.flow.version} to {found.version}")
    notes = _judged(turn)
    turn.follow(RefreshRoot(session.id))
    told = (Note("upgrade.done"), *notes)
    if session.state is SessionState.PAUSED:
        turn.follow(Tell(session.id, told, None, ("resume",)))
    else:
        put_again(turn, told)
    return turn.outcome()


def _judged(turn: Turn) -> tuple[Note, ...]:
    """What the new version makes of the answers: rows, findings, work, and the runs that read them."""
    record_rounds(turn)
    settle_stages(turn)
    notes = judge_again(turn)
    judge_others(turn, rows=True)
    return notes


def _leave_what_is_gone(turn: Turn, after: Session, new: Plan) -> None:
    """Settle the postings of questions that are no more, and close the work that answers laid aside and findings without a rule left behind."""
    session = turn.session
    put = (
        *(answer.spot for answer in session.answers.values()),
        *((session.spot,) if session.spot is not None else ()),
    )
    for spot in put:
        if spot.question not in new.questions:
            turn.settle(spot)
    for finding in turn.session.findings:
        if not _has_rule(finding, new):
            turn.note("finding_withdrawn", spot=finding.spot, about=finding.rule, severity=finding.severity)
    for action in turn.actions():
        if action.state is ActionState.OPEN and not _has_reason(action, after, new):
            turn.put_action(msgspec.structs.replace(action, state=ActionState.WITHDRAWN, closed=turn.at))


def _has_reason(action: Action, after: Session, new: Plan) -> bool:
    """Whether the new version can still say what an action is about, and the answer that left it is carried over."""
    if action.why in AT_NO_QUESTION:
        return True
    if action.why is ActionWhy.FINDING:
        return (action.spot.question, action.rule) in new.rules
    return action.spot.key in after.answers


def rest(turn: Turn) -> Outcome:
    """Do not offer the newer version for a while."""
    found = newer(turn.library, turn.session, turn.plan.flow)
    if found is None:
        return refuse(Note("upgrade.none"), ("continue",), turn.session.id)
    day = turn.today + RESTS
    turn.put_session(offered=Offer(found.hash, day))
    return turn.outcome(Whispered((Note("upgrade.rests", {"day": On(day)}),)))
