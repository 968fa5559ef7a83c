"""What a sign-off is bound to, as work: somebody sees that its conditions are met, by a day."""

from __future__ import annotations

import hashlib

import msgspec

from flows.engine.signing import decision_of, sign_off
from flows.engine.turn import Turn
from flows.model.effects import Mention, Note, On
from flows.model.ids import ActionId
from flows.model.people import Role
from flows.model.programme import Action, ActionState, ActionWhy
from flows.model.session import Spot
from flows.rules.phasing import MET_WITHIN, working_days


def keep_conditions(turn: Turn) -> tuple[Note, ...]:
    """Open the work that the conditions of the run's sign-off ask for, once for each wording of them, and withdraw that of any other. It is the
    owner's, whom nobody bound: who has the agreement signed. What was marked as done stays done. Says with whom new work is, and by when."""
    decision = decision_of(turn.facts)
    if decision is None:
        return ()
    known = [action for action in turn.actions() if action.why is ActionWhy.SIGN_OFF]
    one = sign_off(turn.facts, turn.programme.settings.zone)
    mark = _mark(one.conditions) if one is not None and one.conditions else ""
    for action in known:
        if action.rule != mark and action.state is ActionState.OPEN:
            turn.put_action(msgspec.structs.replace(action, state=ActionState.WITHDRAWN, closed=turn.at))
    stands = any(action.rule == mark and action.state is not ActionState.WITHDRAWN for action in known)
    if not mark or stands:
        return ()
    owner = turn.programme.owner
    action = Action(
        id=ActionId(f"action-{turn.number()}"),
        session=turn.session.id,
        spot=Spot(decision.id),
        why=ActionWhy.SIGN_OFF,
        due=working_days(turn.today, MET_WITHIN),
        opened=turn.at,
        rule=mark,
        role=Role.OWNER,
        owner=owner,
        quiet=turn.at if owner == turn.by else None,
        about=turn.named,
    )
    turn.put_action(action)
    return (Note("noted.on_conditions", {"who": Mention(owner), "due": On(action.due)}),)


def _mark(conditions: str) -> str:
    """What tells one wording from another without its words: work is told in the channel."""
    return hashlib.sha256(conditions.casefold().encode()).hexdigest()[:16]
