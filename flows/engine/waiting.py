"""A yes, a no or a pick to what waits for one: a reading that is not certain, or a change shown with its consequences."""

from __future__ import annotations

import msgspec

from flows.engine.changing import drop
from flows.engine.giving import ask_whether, closed, consider, give, not_yours
from flows.engine.readers import Heard, Read, Unclear, read
from flows.engine.readers.bare import bare
from flows.engine.readers.correcting import behind_no
from flows.engine.readers.yes_no import says_more
from flows.engine.thread import aloud, context, once
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, Tell
from flows.model.events import Confirmed, Replied
from flows.model.session import Change, Draft, Reading, Rethink, Spot
from flows.model.values import Kind, YesNo

_YES_OR_NO = bare(Kind.YES_NO)
_LISTS = (Kind.MANY_OF, Kind.ITEM, Kind.COUNTRY, Kind.PERSON)
"""Kinds in which more may be named behind a yes."""


def to_what_waits(turn: Turn, event: Replied) -> Outcome | None:
    """A yes, a no or a number to a reading or a change that waits; None when the reply is something else."""
    waiting = turn.session.pending
    if waiting is None or isinstance(waiting, Rethink):
        return None
    others = len(waiting.others) if isinstance(waiting, Reading) else 0
    picked = event.text.strip().rstrip(".)")
    if others and picked.isdecimal() and 1 <= int(picked) <= others + 1:
        return aloud(turn, confirmed(turn, Confirmed(turn.session.id, waiting.spot, int(picked) - 1)))
    heard = read(_YES_OR_NO, event.text, context(turn, _YES_OR_NO, event.names))
    yes = _yes(heard)
    if isinstance(waiting, Reading) and turn.question(waiting.spot).kind is Kind.YES_NO:
        # Asked whether it is a yes on a condition, a bare yes says that it is, or that it is a yes: it counts as neither.
        if yes and not others and waiting.draft.given == YesNo(False):
            # Asked whether it is a no, a yes says that it is, or is the answer.
            return ask_whether(turn, Reading(waiting.draft, (YesNo(True),)))
        bounded = isinstance(waiting.draft.given, YesNo) and bool(waiting.draft.given.condition)
        if not bounded or yes is None:
            return None
        turn.follow(Tell(turn.session.id, (Note("reading.which", {"count": others + 1}),), waiting.spot))
        return turn.outcome()
    if yes is None:
        # "Both" is no yes; but where it answers the question, it is another answer.
        open_word = isinstance(heard, Unclear) and not isinstance(
            _as_answer(turn, event, waiting.spot, event.text), Read | Unclear
        )
        return once(turn, (Note("waiting.yes_or_no"),)) if open_word else None
    instead = _instead(turn, event, waiting) if not yes else None
    if instead is not None:
        return instead
    if yes and _says_other(turn, event, waiting):
        return None
    if not yes:
        drop(turn)
        return turn.outcome()
    if others:
        return once(turn, (Note("reading.which", {"count": others + 1}),))
    return aloud(turn, confirmed(turn, Confirmed(turn.session.id, waiting.spot)))


def _instead(turn: Turn, event: Replied, waiting: Reading | Change) -> Outcome | None:
    """What stands behind a no, where that answers the question: "no, just the app" is not only a no."""
    question = turn.question(waiting.spot)
    words = "" if question.adds or question.kind is Kind.TEXT else behind_no(event.text)  # "no, leave it" is no text
    heard = _as_answer(turn, event, waiting.spot, words) if words else None
    draft = Draft(waiting.spot, turn.by, raw=words, message=event.message)
    if isinstance(heard, Unclear):
        return ask_whether(
            turn, Reading(msgspec.structs.replace(draft, given=heard.values[0], hedged=heard.hedged), heard.values[1:])
        )
    if isinstance(heard, Read):
        return aloud(
            turn, give(turn, msgspec.structs.replace(draft, given=heard.value, hedged=heard.hedged), revision=None)
        )
    return None


def _says_other(turn: Turn, event: Replied, waiting: Reading | Change) -> bool:
    """Whether a yes with more behind it is another answer than what waits: "yes, and the logs too" is no press of the yes."""
    question = turn.question(waiting.spot)
    if question.adds or question.kind not in _LISTS or not says_more(event.text):
        return False
    heard = _as_answer(turn, event, waiting.spot, event.text)
    shown = (waiting.draft.given, *(waiting.others if isinstance(waiting, Reading) else ()))
    values = heard.values if isinstance(heard, Unclear) else (heard.value,) if isinstance(heard, Read) else shown
    return not set(values) <= set(shown)


def _as_answer(turn: Turn, event: Replied, spot: Spot, words: str) -> Heard:
    """What words would be as an answer to the question of what waits."""
    question = turn.question(spot)
    return read(question, words, context(turn, question, event.names))


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
