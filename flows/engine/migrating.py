"""A session goes on to a newer version of its flow: values are taken over as they are, never read anew; what does not fit is asked again.

No answer is lost: one for which the new version has no place is laid aside, and comes back with a version that has. What is asked under another
name goes on there with all that stands at it: its finding and how that was settled, its work, whom it waits for. Findings and the work
on them are judged afresh. The log keeps all that happened under the version under which it did.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.engine.asking import let_go, put_again
from flows.engine.facts import SessionFacts
from flows.engine.findings import judge_again
from flows.engine.lifecycle import settle_stages
from flows.engine.machine import Plan, plan_of
from flows.engine.offering import RESTS, RESTS_FINISHED
from flows.engine.registers import record_rounds
from flows.engine.roles import judge_others
from flows.engine.turn import Turn, refuse
from flows.engine.versions import carried, in_order, moves, newer, renamed
from flows.model.effects import Note, On, Outcome, RefreshRoot, Tell, Whispered
from flows.model.programme import AT_NO_QUESTION, Action, ActionState, ActionWhy
from flows.model.session import Offer, Session, SessionState, Spot


def upgrade(turn: Turn, to: str) -> Outcome:
    """Let the session in hand run on the newer version that was shown. Refused where there is none any more, or another one."""
    session, old = turn.session, turn.plan
    found = newer(turn.library, session, old.flow)
    if found is None or found.hash != to:
        return refuse(Note("upgrade.none"), ("continue",), session.id)
    let_go(turn)
    new = plan_of(found)
    moved = _moved(turn, new)
    after = carried(turn.session, old, new, moved)
    _leave_what_is_gone(turn, after, new, moved)
    turn.pin(after)
    for was, there in moved.items():
        turn.note("answer_moved", spot=there, about=was.key)
        turn.settle(there)
    turn.note("upgraded", about=f"{old.flow.version} to {found.version}")
    notes = _judged(turn)
    turn.follow(RefreshRoot(session.id))
    told = (Note("upgrade.done"), *notes)
    if session.state is SessionState.PAUSED:
        turn.follow(Tell(session.id, told, None, ("resume",)))
    else:
        put_again(turn, told)
    return turn.outcome()


def _moved(turn: Turn, new: Plan) -> dict[Spot, Spot]:
    """Where everything that stands at a spot goes on, where that is another one."""
    same = renamed(turn.session, turn.plan, new)
    rows = {register.id: turn.rows(register.id) for register in new.flow.registers}
    supposed = carried(turn.session, turn.plan, new, same)
    return same | moves(SessionFacts(new, supposed, turn.programme, rows, turn.today, turn.others))


def _judged(turn: Turn) -> tuple[Note, ...]:
    """What the new version makes of the answers: rows, findings, work, and the runs that read them."""
    record_rounds(turn)
    settle_stages(turn)
    notes = judge_again(turn)
    judge_others(turn, rows=True)
    return notes


def _leave_what_is_gone(turn: Turn, after: Session, new: Plan, moved: Mapping[Spot, Spot]) -> None:
    """Settle the postings of questions that are no more, and close the work that answers laid aside and findings without a rule left behind. What
    goes on at another spot goes there with its day and whose it is."""
    session = turn.session
    put = (
        *(answer.spot for answer in in_order(session.answers.values())),
        *((session.spot,) if session.spot is not None else ()),
    )
    for spot in put:
        if spot.question not in new.questions and spot not in moved:
            turn.settle(spot)
    for finding in turn.session.findings:
        if (moved.get(finding.spot, finding.spot).question, finding.rule) not in new.rules:
            turn.note("finding_withdrawn", spot=finding.spot, about=finding.rule, severity=finding.severity)
    for action in turn.actions():
        if action.why in AT_NO_QUESTION:
            continue
        now = msgspec.structs.replace(action, spot=moved.get(action.spot, action.spot))
        if action.state is ActionState.OPEN and not _has_reason(now, after, new):
            now = msgspec.structs.replace(action, state=ActionState.WITHDRAWN, closed=turn.at)
        if now != action:
            turn.put_action(now)


def _has_reason(action: Action, after: Session, new: Plan) -> bool:
    """Whether the new version can still say what an action is about, and the answer that left it is carried over."""
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
