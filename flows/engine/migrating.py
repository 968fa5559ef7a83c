"""A session goes on to a newer version of its flow: values are taken over as they are, never read anew; what does not fit is asked again.

No answer is lost: one for which the new version has no place is laid aside, and comes back with a version that has. Findings and the work
on them are judged afresh. The log keeps all that happened under the version under which it did.
"""

from __future__ import annotations

import msgspec

from flows.engine.asking import let_go, put_again
from flows.engine.findings import judge_again
from flows.engine.lifecycle import settle_stages
from flows.engine.machine import Plan, plan_of
from flows.engine.offering import RESTS, RESTS_FINISHED
from flows.engine.registers import record_rounds
from flows.engine.roles import judge_others
from flows.engine.turn import Turn, refuse
from flows.engine.versions import carried, has_rule, in_order, moves, newer, placed
from flows.model.effects import Note, On, Outcome, RefreshRoot, Tell, Whispered
from flows.model.programme import AT_NO_QUESTION, Action, ActionState, ActionWhy
from flows.model.session import Offer, Session, SessionState


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
    _put_in_place(turn)
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
        *(answer.spot for answer in in_order(session.answers.values())),
        *((session.spot,) if session.spot is not None else ()),
    )
    for spot in put:
        if spot.question not in new.questions:
            turn.settle(spot)
    for finding in turn.session.findings:
        if not has_rule(finding, new):
            turn.note("finding_withdrawn", spot=finding.spot, about=finding.rule, severity=finding.severity)
    for action in turn.actions():
        if action.state is ActionState.OPEN and not _has_reason(action, after, new):
            turn.put_action(msgspec.structs.replace(action, state=ActionState.WITHDRAWN, closed=turn.at))


def _put_in_place(turn: Turn) -> None:
    """Answers that have exactly one new place stand there, and what they asked to be done goes on there with its day and whose it is."""
    moved = moves(turn.facts)
    turn.pin(placed(turn.session, moved))
    for action in turn.actions():
        if action.why is ActionWhy.FINDING and action.spot in moved:
            turn.put_action(msgspec.structs.replace(action, spot=moved[action.spot]))


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
    day = turn.today + (RESTS_FINISHED if turn.session.state is SessionState.DONE else RESTS)
    turn.put_session(offered=Offer(found.hash, day))
    return turn.outcome(Whispered((Note("upgrade.rests", {"day": On(day)}),)))
