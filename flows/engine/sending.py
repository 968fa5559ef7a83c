"""What goes to one person alone because they asked for it: who may have it, and that it is sent, once, by the outbox."""

from __future__ import annotations

from typing import assert_never

from flows.engine.turn import Turn, refuse
from flows.model.askings import MeaningAsked, ReadingsAsked, SheetAsked
from flows.model.effects import Brief, Note, Outcome, Whispered
from flows.model.people import Role
from flows.model.sendings import SendMeaning, SendSheet


def asked_for(turn: Turn, event: SheetAsked | ReadingsAsked | MeaningAsked) -> Outcome:
    """Counsel has it sent (the owner, where there is none); the sheet for the vendor the owner too. Nothing of it is written down."""
    counsel = turn.programme.holder(Role.COUNSEL) or turn.programme.owner
    match event:
        case SheetAsked(session=session):
            if turn.by not in (counsel, turn.programme.owner):
                return refuse(Note("agreements.sheet.not_yours"))
            turn.follow(SendSheet(turn.by, session))
            return turn.outcome(Whispered((Note("sheet.sent"),), ("vendor_read",), session), card=False)
        case ReadingsAsked(session=session):
            if turn.by != counsel:
                return refuse(Note("agreements.brief.not_yours"))
            turn.follow(Brief(session, (), readings=True))
            said = Note("agreements.brief.sent")
        case MeaningAsked(passages=passages):
            if turn.by != counsel:
                return refuse(Note("ask.not_counsel"))
            turn.follow(SendMeaning(turn.by, passages))
            said = Note("ask.sent")
        case _:
            assert_never(event)
    return turn.outcome(Whispered((said,)), card=False)
