"""Who plays which part, and the profile: what an answer fills of the programme, what a role's new holder takes over, and who is told."""

from __future__ import annotations

from collections.abc import Set

import msgspec

from flows.engine.afresh import moved_rows
from flows.engine.asking import put_again
from flows.engine.findings import judge_again, open_to_counsel
from flows.engine.ripples import follow
from flows.engine.runs import follow_row, row_is_out
from flows.engine.turn import Turn
from flows.model.effects import Mention, Note, Tell, Term, Whisper
from flows.model.flow import Question
from flows.model.ids import PersonId
from flows.model.people import Profile, Role
from flows.model.programme import ActionState, Programme
from flows.model.session import Answer, SessionState
from flows.model.values import Choice, People, Value

PROFILE = "profile"


def give_role(turn: Turn, role: Role, person: PersonId | None) -> None:
    """A role gets its holder (None: nobody), and with it the open actions that wait for that role; the owner has them while nobody does. The
    owner's part is never empty."""
    programme = turn.programme
    if role is Role.OWNER and person is None:
        return
    turn.put_programme(**held(programme, role, person))
    turn.note("role_given", role=role, person=person)
    owner = person or programme.owner
    for ref in programme.sessions:
        for action in turn.actions(ref.id):
            theirs = action.role is role or (role is Role.OWNER and programme.vacant(action) is not None)
            if theirs and action.state is ActionState.OPEN:
                quiet = turn.at if person == turn.by else None
                turn.put_action(msgspec.structs.replace(action, owner=owner, quiet=quiet))
    if person is not None and turn.by and person != turn.by:
        told = Note(
            "role.told", {"role": Term(f"role.{role}"), "who": Mention(turn.by), "channel": turn.programme.name}
        )
        turn.follow(Whisper(person, (told,)))
    if role is Role.COUNSEL and person is not None:
        open_to_counsel(turn, person)
    judge_others(turn)


def take_on(turn: Turn) -> bool:
    """Open work that was stored with nobody, before the owner had what is for parts that nobody plays, becomes the owner's; whether any did."""
    stored = [action for ref in turn.programme.sessions for action in turn.actions(ref.id)]
    found = [action for action in stored if action.owner is None and action.state is ActionState.OPEN]
    for action in found:
        turn.put_action(msgspec.structs.replace(action, owner=turn.programme.owner))
    return bool(found)


def held(programme: Programme, role: Role, person: PersonId | None) -> dict[str, object]:
    """The changes of a programme by which ``person`` holds a role."""
    if role is Role.OWNER:
        return {"owner": person or programme.owner, "ownerless": False}
    others = {key: value for key, value in programme.roles.items() if key is not role}
    return {"roles": others | ({role: person} if person is not None else {})}


def judge_others(turn: Turn, *, rows: bool = False) -> None:
    """The programme as a whole moved (or the ``rows`` of a register): judge every session that may mind afresh, and open a finished one
    again where that asks something, as an answer would; but not the one in hand, whose own turn sees to it."""
    here = turn.in_hand
    for ref in turn.programme.sessions:
        if ref.id != here:
            turn.open_session(ref.id)
            if rows or turn.plan.minds_programme or turn.plan.readers:
                _judge_afresh(turn, rows=rows)
    turn.leave_session()
    if here is not None:
        turn.open_session(here)


def _judge_afresh(turn: Turn, *, rows: bool) -> None:
    """Judge the run in hand. One that is finished opens again where a question does, and says why."""
    if row_is_out(turn) or turn.session.shelved:
        notes = judge_again(turn)
        if notes:
            turn.follow(Tell(turn.session.id, notes))
        follow_row(turn)
        return
    was_done = turn.session.state is SessionState.DONE
    why: tuple[Note, ...] = ()
    if was_done:
        why = moved_rows(turn) if rows else (Note("afresh.programme"),)
    follow(turn, why)
    if was_done and turn.session.state is SessionState.ASKING:
        turn.note("opened_again")


def put_what_waited(turn: Turn, roles: Set[Role], notes: tuple[Note, ...] = ()) -> None:
    """Open questions that are for one of these roles are put again, now to whoever holds it: that of the session in hand below ``notes``."""
    here = turn.in_hand
    for ref in turn.programme.sessions:
        if ref.state is SessionState.ASKING:
            turn.open_session(ref.id)
            spot = turn.session.spot
            if spot is not None and turn.question(spot).role in roles:
                put_again(turn, notes if ref.id == here else ())


# ── what an answer fills ─────────────────────────────────────────────────────


def standing(programme: Programme, question: Question) -> str:
    """What of the programme a question fills, as it stands: the profile, or whoever holds the role; "" where nothing does."""
    if question.fills == PROFILE:
        return programme.profile or ""
    return (programme.holder(Role(question.fills)) or "") if question.fills else ""


def meant(question: Question, value: Value | None) -> str:
    """What an answer says is to stand there; "" where it says nothing of it."""
    match value:
        case Choice(option=option) if question.fills == PROFILE:
            return option
        case People(people=people) if question.fills and people:
            return people[0]
        case _:
            return ""


def refilled(programme: Programme, question: Question, before: Answer | None, value: Value | None) -> str:
    """What stands there once ``value`` has taken the place of ``before``: what it says, else nothing where only ``before`` had said it."""
    now, new = standing(programme, question), meant(question, value)
    said_before = before is not None and meant(question, before.value) == now
    return new or ("" if said_before else now)


def fill(turn: Turn, question: Question, new: str) -> None:
    """Let ``new`` stand as what the question fills."""
    if standing(turn.programme, question) == new:
        return
    if question.fills == PROFILE:
        turn.put_programme(profile=Profile(new) if new else None)
        judge_others(turn)
    else:
        give_role(turn, Role(question.fills), PersonId(new) if new else None)
