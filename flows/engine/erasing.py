"""The end of a programme: who may have it erased, who else has to agree, and when it is due. A legal hold beats all of it."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import msgspec

from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, On, Outcome, Whisper, Whispered
from flows.model.erasure_events import EraseAsked, EraseConfirmed, EraseDropped, HoldSet
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import Erasure, Programme

ALONE = dt.timedelta(days=7)
"""How long an owner waits for whom nobody else can confirm."""


def happened(turn: Turn, event: EraseAsked | EraseConfirmed | EraseDropped | HoldSet) -> Outcome:
    """What is said about the programme's end."""
    match event:
        case EraseAsked():
            return _asked(turn)
        case EraseConfirmed():
            return _confirmed(turn)
        case EraseDropped():
            return _dropped(turn)
        case HoldSet(on=on):
            return _hold_set(turn, on)
        case _:
            assert_never(event)


def others(programme: Programme, asker: PersonId) -> tuple[PersonId, ...]:
    """Who else holds a part in a programme, and so can confirm what ``asker`` asked for."""
    return tuple(sorted({programme.owner, *programme.roles.values()} - {asker}))


def is_due(programme: Programme, now: dt.datetime, after: dt.timedelta) -> bool:
    """Whether everything of a programme is to be erased now: it was asked for and agreed to, or its channel or the app is gone for
    longer than ``after``. Never under a legal hold."""
    if programme.settings.hold:
        return False
    asked = programme.erasure is not None and programme.erasure.due is not None and programme.erasure.due <= now
    return asked or (programme.lost is not None and programme.lost + after <= now)


def _asked(turn: Turn) -> Outcome:
    programme = turn.programme
    if turn.by != programme.owner:
        return refuse(Note("erase.not_yours", {"owner": Mention(programme.owner)}))
    if programme.settings.hold:
        return refuse(Note("erase.held"))
    if programme.erasure is not None:
        return refuse(Note("erase.asked_already"))
    turn.note("erase_asked")
    seconds = others(programme, turn.by)
    if seconds:
        turn.put_programme(erasure=Erasure(turn.by, turn.at))
        wanted = Note("erase.wanted", {"who": Mention(turn.by), "channel": programme.name})
        turn.follow(*(Whisper(who, (wanted,), buttons=("erase_confirm", "erase_drop")) for who in seconds))
        return turn.outcome(Whispered((Note("erase.asked"),)))
    turn.put_programme(erasure=Erasure(turn.by, turn.at, turn.at + ALONE))
    return turn.outcome(Whispered((Note("erase.alone", {"day": On(turn.today + ALONE)}),)))


def _confirmed(turn: Turn) -> Outcome:
    programme, erasure = turn.programme, turn.programme.erasure
    if programme.settings.hold:
        return refuse(Note("erase.held"))
    if erasure is None:
        return refuse(Note("erase.none"))
    if turn.by not in others(programme, erasure.by):
        return refuse(Note("erase.not_second"))
    turn.put_programme(erasure=Erasure(erasure.by, erasure.at, turn.at))
    turn.note("erase_confirmed")
    return turn.outcome(Whispered((Note("erase.done"),)))


def _dropped(turn: Turn) -> Outcome:
    programme, erasure = turn.programme, turn.programme.erasure
    if erasure is None:
        return refuse(Note("erase.none"))
    if turn.by not in (erasure.by, *others(programme, erasure.by)):
        return refuse(Note("erase.not_second"))
    turn.put_programme(erasure=None)
    turn.note("erase_dropped")
    if turn.by != erasure.by:
        told = Note("erase.refused", {"who": Mention(turn.by), "channel": programme.name})
        turn.follow(Whisper(erasure.by, (told,)))
    return turn.outcome(Whispered((Note("erase.dropped"),)))


def _hold_set(turn: Turn, on: bool) -> Outcome:
    """Owner or counsel lays a legal hold on the programme, which ends an erasure that was asked for; or lifts it."""
    programme = turn.programme
    if turn.by not in (programme.owner, programme.holder(Role.COUNSEL)):
        return refuse(Note("hold.not_yours", {"owner": Mention(programme.owner)}))
    erasure = None if on else programme.erasure
    turn.put_programme(settings=msgspec.structs.replace(programme.settings, hold=on), erasure=erasure)
    turn.note("hold", about="on" if on else "off")
    return turn.outcome(Whispered((Note("hold.laid" if on else "hold.lifted"),)))
