"""The doubt of an answer ("I think so") is taken off it, by a press or by word: it is as certain then as one that was given without a doubt. No more
than that: what shows it is still a paper, and whoever may confirms that.
"""

from __future__ import annotations

from itertools import chain

import msgspec

from flows.engine.closing import shut_at
from flows.engine.giving import not_yours
from flows.engine.readers import Read, Unclear, read
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear
from flows.engine.thread import aloud, answering, context, once
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, Piece, Tell, Whispered, Words
from flows.model.events import Replied, Verified
from flows.model.session import Spot
from flows.model.values import Kind

_LEAD = r"(?:(?:yes|ok|okay|now|so|well|i|we|can|hereby|am|are|is|its|it|thats|that|this|has been|have|checked|and) )*"
_TAIL = r"(?: (?:it|that|this|now|today|again|the answer|my answer|of (?:it|that)|about (?:it|that)|thanks|thank you))*"
_CONFIRMS = Pattern(rf"{_LEAD}(?:(?:i|we) (?:can )?confirm|confirmed|certain now|sure now|certain|sure){_TAIL}")


def doubtless(turn: Turn, event: Verified) -> Outcome:
    """Whoever may answer says that what was given with a doubt is so."""
    spot = event.spot
    answer = turn.session.answer_at(spot)
    if answer is None or not turn.facts.applies(spot):
        return refuse(Note("verify.nothing"), session=turn.session.id, spot=spot)
    if not answer.unsure:
        return refuse(Note("certain.already", _told(turn, spot)), session=turn.session.id, spot=spot)
    barred = shut_at(turn, spot) or not_yours(turn, spot)
    if barred is not None:
        return barred
    sure = msgspec.structs.replace(answer, hedged=False)
    turn.put_session(answers={**turn.session.answers, spot.key: sure})
    turn.note("certain", spot=spot, answer=sure, before=answer)
    turn.settle(spot)
    turn.settle_review()
    return turn.outcome(Whispered((Note("certain.done", _told(turn, spot)),)))


def by_word(turn: Turn, event: Replied) -> Outcome | None:
    """ "Confirmed" where an answer stands with a doubt: the one that was just given, else the only one. Where it could be the answer to what is open
    as well, nothing counts before a press. None where it is neither."""
    if turn.session.pending is not None or not _CONFIRMS.fullmatch(hear(event.text).key):
        return None
    unsure = [spot for spot in turn.session.trail if _is_unsure(turn, spot)]
    last, taken = turn.session.last, _answers(turn, event)
    latest = [spot for spot in unsure if last is not None and spot == last.spot]
    if not unsure or (taken and not latest and not _is_named_freely(turn)):
        return None
    spot = next(chain(latest, unsure if len(unsure) == 1 else ()), None)
    if spot is None:
        return once(turn, (Note("certain.several"),), ("review",))
    if taken:
        return once(turn, (Note("certain.which", _told(turn, spot)),), ("certain",), spot)
    said = doubtless(turn, Verified(turn.session.id, spot, doubt=True))
    if said.refused:
        return aloud(turn, said)
    turn.ahead(Tell(turn.session.id, (Note("certain.done", _told(turn, spot)),), spot))
    return turn.outcome()


def _is_unsure(turn: Turn, spot: Spot) -> bool:
    answer = turn.session.answer_at(spot)
    return answer is not None and answer.unsure and turn.facts.applies(spot)


def _answers(turn: Turn, event: Replied) -> bool:
    """Whether a reply can be read as an answer to what is open."""
    spot = answering(turn)
    if spot is None:
        return False
    question = turn.question(spot)
    return isinstance(read(question, event.text, context(turn, question, event.names)), Read | Unclear)


def _is_named_freely(turn: Turn) -> bool:
    """Whether what is open takes any words, so that these are hardly meant for it."""
    spot = answering(turn)
    return spot is not None and turn.question(spot).kind in (Kind.TEXT, Kind.ITEM)


def _told(turn: Turn, spot: Spot) -> dict[str, Piece]:
    here = turn.session.id
    return {"question": Words(here, spot, "text"), "answer": Words(here, spot, "answer")}
