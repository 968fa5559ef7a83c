"""What happens to a programme as a whole: roles, settings, who is looking, whether it can be reached, the export."""

from __future__ import annotations

import msgspec

from flows.engine.asking import put_again, settle_open
from flows.engine.roles import give_role, judge_others, put_what_waited
from flows.engine.turn import Turn, refuse
from flows.engine.waking import set_alarm
from flows.model.effects import (
    HideSaid,
    Mention,
    Note,
    Outcome,
    Piece,
    RefreshRoot,
    SendExport,
    Term,
    Whisper,
    Whispered,
)
from flows.model.events import Moved, OutsidersSeen, ReachChanged, RoleGiven, SettingsChanged, Undelivered
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import Reach, Settings
from flows.model.session import SessionState
from flows.rules.calendar import is_zone


def role_given(turn: Turn, event: RoleGiven) -> Outcome:
    """The owner says who plays a part. Whoever gets one is told; a question that waited for it is put to them."""
    barred = _may_not_move(turn, {event.role: event.to})
    if barred is not None:
        return barred
    _move_roles(turn, {event.role: event.to})
    role = Term(f"role.{event.role}")
    given = Note("role.given", {"role": role, "who": Mention(event.to)}) if event.to else None
    return turn.outcome(Whispered((given or Note("role.emptied", {"role": role}), *_unsaid(turn))))


def _may_not_move(turn: Turn, roles: dict[Role, PersonId | None]) -> Outcome | None:
    """Why these roles can't be given by this person."""
    if turn.by != turn.programme.owner:
        return refuse(Note("role.owner_names", {"owner": Mention(turn.programme.owner)}))
    if roles.get(Role.OWNER, turn.by) is None:
        return refuse(Note("role.owner_needed"))
    return None


def _move_roles(turn: Turn, roles: dict[Role, PersonId | None]) -> None:
    """Give roles, and put to their new holders what waited for them."""
    moved = {role: person for role, person in roles.items() if turn.programme.holder(role) != person}
    for role, person in moved.items():
        give_role(turn, role, person)
    put_what_waited(turn, moved.keys())


def settings_changed(turn: Turn, event: SettingsChanged) -> Outcome:
    """New settings and roles in one go. Only the owner changes roles; an unknown time zone is refused and nothing is changed."""
    programme = turn.programme
    if event.zone is not None and not is_zone(event.zone):
        return refuse(Note("settings.zone_unknown", {"zone": event.zone}), field="zone")
    moved = {role: person for role, person in event.roles.items() if programme.holder(role) != person}
    barred = _may_not_move(turn, moved) if moved else None
    if barred is not None:
        return barred
    chosen = {"zone": event.zone, "locale": event.locale, "four_eyes": event.four_eyes}
    given = {name: value for name, value in chosen.items() if value is not None}
    settings = msgspec.structs.replace(programme.settings, **given)
    turn.put_programme(settings=settings)
    set_alarm(turn)
    turn.note("settings", about=told(settings))
    if event.capacity is not None and event.capacity is not programme.capacities.get(turn.by):
        turn.put_programme(capacities={**programme.capacities, turn.by: event.capacity})
        turn.note("capacity", about=event.capacity)
        judge_others(turn)
    _move_roles(turn, moved)
    return turn.outcome(Whispered((Note("settings.saved"), *_unsaid(turn))))


def _unsaid(turn: Turn) -> tuple[Note, ...]:
    """That an owner who plays counsel's part too is taken for no lawyer until they say what they are."""
    counsel = turn.programme.holder(Role.COUNSEL)
    unsaid = counsel == turn.by == turn.programme.owner and counsel not in turn.programme.capacities
    return (Note("capacity.unsaid"),) if unsaid else ()


def told(settings: Settings) -> str:
    """Settings as one line of the audit log."""
    return f"zone={settings.zone} locale={settings.locale} four_eyes={'yes' if settings.four_eyes else 'no'}"


def outsiders(turn: Turn, event: OutsidersSeen) -> Outcome:
    """Somebody from outside came in or left: what stands open is shown anew, and the owner is told what still stands."""
    turn.note("outsiders" if event.present else "outsiders_gone")
    for ref in turn.programme.sessions:
        turn.open_session(ref.id)
        settle_open(turn)
    turn.follow(*(RefreshRoot(ref.id) for ref in turn.programme.sessions))
    key = "outsiders.came" if event.present else "outsiders.left"
    buttons = ("hide",) if event.present else ()
    turn.follow(Whisper(turn.programme.owner, (Note(key, {"channel": turn.programme.name}),), buttons=buttons))
    return turn.outcome()


def hidden(turn: Turn) -> Outcome:
    """What was said in the channel is to tell nothing any more: the owner's word, or counsel's. What is stored stays as it is."""
    programme = turn.programme
    if turn.by not in (programme.owner, programme.holder(Role.COUNSEL)):
        return refuse(Note("hide.not_yours", {"owner": Mention(programme.owner)}))
    turn.note("hidden")
    turn.follow(HideSaid())
    return turn.outcome(Whispered((Note("hide.coming", {"channel": programme.name}),)), card=False)


def reach_changed(turn: Turn, event: ReachChanged) -> Outcome:
    """The channel can, or can no longer, be spoken in. The owner is told once of a loss; on return the open question is put again."""
    if event.reach is turn.programme.reach:
        return turn.outcome()
    before = turn.programme.reach
    lost = (turn.programme.lost or turn.at) if event.reach in (Reach.DELETED, Reach.UNINSTALLED) else None
    turn.put_programme(reach=event.reach, lost=lost)
    turn.note("reach", about=event.reach.value)
    if event.reach is Reach.OPEN:
        for ref in turn.programme.sessions:
            if ref.state is SessionState.ASKING:
                turn.open_session(ref.id)
                put_again(turn, (Note("reach.back"),))
        turn.leave_session()
        set_alarm(turn)
    elif before is Reach.OPEN and event.reach is not Reach.UNINSTALLED:
        turn.follow(Whisper(turn.programme.owner, (Note(f"reach.{event.reach}", {"channel": turn.programme.name}),)))
    return turn.outcome()


def renamed(turn: Turn, name: str) -> Outcome:
    """The channel has a new name; so has the programme."""
    if name != turn.programme.name:
        turn.put_programme(name=name)
        turn.note("renamed")
    return turn.outcome()


def moved(turn: Turn, event: Moved) -> Outcome:
    """The channel has another id: what stands there is shown anew, so that its buttons name the programme as it is called now."""
    turn.note("moved", about=event.before)
    turn.follow(*(RefreshRoot(ref.id) for ref in turn.programme.sessions))
    return turn.outcome()


def exported(turn: Turn) -> Outcome:
    """Everything of the programme, to the owner or counsel only, by direct message, and noted."""
    programme = turn.programme
    if not programme.exports_to(turn.by):
        return refuse(Note("export.not_yours", {"owner": Mention(programme.owner)}))
    turn.note("exported")
    turn.follow(SendExport(turn.by))
    return turn.outcome(Whispered((Note("export.coming"),)))


_FORBIDDEN, _PERSON, _BROKEN = "undelivered.forbidden", "undelivered.person", "undelivered.broken"
_SLACK, _SEALED = "undelivered.slack", "undelivered.sealed"
_WHY = {
    "restricted_action": _FORBIDDEN,
    "posting_to_channel_denied": _FORBIDDEN,
    "missing_scope": "undelivered.scope",
    "cannot_dm_bot": _PERSON,
    "user_disabled": _PERSON,
    "user_not_found": _PERSON,
    "person_unknown": _SLACK,
    "not_looked_for": _SLACK,
    "down_for_days": "undelivered.outage",
    "fails_alone": _SLACK,
    "internal_error": _SLACK,
    "fatal_error": _SLACK,
    "service_unavailable": _SLACK,
    "request_timeout": _SLACK,
    "TimeoutError": _SLACK,
    "invalid_blocks": _BROKEN,
    "msg_too_long": _BROKEN,
    "no_text": _BROKEN,
    "DocumentSealed": _SEALED,
    "DocumentDamaged": _SEALED,
    "DocumentNewer": _SEALED,
}
"""Why a message was given up -> the sentence about it; whatever else it was has one of its own."""


def undelivered(turn: Turn, event: Undelivered) -> Outcome:
    """A message was given up: the owner hears why, and what leads on."""
    programme = turn.programme
    if not programme.ownerless:
        said: dict[str, Piece] = {"channel": programme.name, "reason": event.reason, "number": str(event.number)}
        turn.follow(Whisper(programme.owner, (Note(_WHY.get(event.reason, "undelivered.other"), said),)))
    turn.note("undelivered", about=event.reason)
    return turn.outcome(card=False)
