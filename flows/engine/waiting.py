"""A yes, a no or a pick to what waits for one: a reading that is not certain, or a change shown with its consequences."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.changing import drop
from flows.engine.giving import closed, consider, not_yours
from flows.engine.readers import Heard, Read, read
from flows.engine.thread import aloud, context, once
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, Tell
from flows.model.events import Confirmed, Replied
from flows.model.flow import Phrase, Question
from flows.model.ids import QuestionId, SectionId, SourceId
from flows.model.session import Change, Reading, Rethink
from flows.model.values import Kind, YesNo

_YES_OR_NO = Question(
    id=QuestionId("waiting.yes"),
    section=SectionId("waiting"),
    name="yes",
    kind=Kind.YES_NO,
    text=Phrase(""),
    why=Phrase(""),
    source=SourceId(""),
    reviewed=dt.date(2026, 11, 23),
)


def to_what_waits(turn: Turn, event: Replied) -> Outcome | None:
    """A yes, a no or a number to a reading or a change that waits; None when the reply is something else."""
    waiting = turn.session.pending
    if waiting is None or isinstance(waiting, Rethink):
        return None
    others = len(waiting.others) if isinstance(waiting, Reading) else 0
    picked = event.text.strip().rstrip(".)")
    if others and picked.isdecimal() and 1 <= int(picked) <= others + 1:
        return aloud(turn, confirmed(turn, Confirmed(turn.session.id, waiting.spot, int(picked) - 1)))
    yes = _yes(read(_YES_OR_NO, event.text, context(turn, _YES_OR_NO, event.names)))
    if isinstance(waiting, Reading) and turn.question(waiting.spot).kind is Kind.YES_NO:
        # Asked whether it is a yes on a condition, a bare yes says that it is, or that it is a yes: it counts as neither.
        bounded = isinstance(waiting.draft.given, YesNo) and bool(waiting.draft.given.condition)
        if not bounded or yes is None:
            return None
        turn.follow(Tell(turn.session.id, (Note("reading.which", {"count": others + 1}),), waiting.spot))
        return turn.outcome()
    if yes is None:
        return None
    if not yes:
        drop(turn)
        return turn.outcome()
    if others:
        return once(turn, (Note("reading.which", {"count": others + 1}),))
    return aloud(turn, confirmed(turn, Confirmed(turn.session.id, waiting.spot)))


def _yes(heard: Heard) -> bool | None:
    return heard.value.yes if isinstance(heard, Read) and isinstance(heard.value, YesNo) else None


def confirmed(turn: Turn, event: Confirmed) -> Outcome:
    """A yes to what waits. It is admitted anew: what it was read from may have moved since."""
    session, waiting = turn.session, turn.session.pending
    settled = refuse(Note("stale.nothing_waits"), buttons=("continue",), session=session.id)
    if waiting is None or isinstance(waiting, Rethink) or waiting.spot != event.spot:
        return settled
    barred = closed(turn, event.spot) or not_yours(turn, event.spot)
    if barred is not None:
        return barred
    if isinstance(waiting, Change):
        return consider(turn, waiting.draft, waiting)
    readings = (waiting.draft.given, *waiting.others)
    if not 0 <= event.index < len(readings):
        return settled
    return consider(turn, msgspec.structs.replace(waiting.draft, given=readings[event.index]), waiting)
