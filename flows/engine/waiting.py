"""A yes, a no or a pick to what waits for one: a reading that is not certain, or a change shown with its consequences. In the thread it is
anybody's who may answer there; to the bot alone it is that of whoever said what was read."""

from __future__ import annotations

from typing import assert_never

import msgspec

from flows.engine.changing import drop
from flows.engine.doubting import as_guessed
from flows.engine.giving import ask_whether, closed, consider, doubt_of, give, let_doubt_go, not_yours
from flows.engine.placing import asked_last
from flows.engine.readers import Heard, Read, Unclear, read
from flows.engine.readers.bare import bare
from flows.engine.readers.bounding import tells_which
from flows.engine.readers.correcting import adds, behind_no, takes
from flows.engine.readers.counting import place
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear, key
from flows.engine.readers.yes_no import says_more
from flows.engine.resting import added_to, taken_from
from flows.engine.thread import aloud, context, once
from flows.engine.turn import Turn, refuse
from flows.model.effects import Note, Outcome, Whispered, Words
from flows.model.events import Confirmed, Dropped, Replied
from flows.model.session import Change, Draft, Reading, Rethink, Spot
from flows.model.values import Choices, Document, Items, Kind, YesNo

_YES_OR_NO = bare(Kind.YES_NO)
_LISTS = (Kind.MANY_OF, Kind.ITEM, Kind.COUNTRY, Kind.PERSON)
"""Kinds in which more may be named behind a yes."""


class Picked(msgspec.Struct, frozen=True):
    """A yes to the reading of that index, or to the change."""

    index: int = 0


class No(msgspec.Struct, frozen=True):
    """It is not meant."""


Verdict = Picked | No | Note | Reading | Draft
"""What a reply is to what waits: a yes, a no, a word that settles nothing (with what to say of it), another reading, another answer."""


def to_what_waits(turn: Turn, event: Replied) -> Outcome | None:
    """A yes, a no or a number to a reading or a change that waits in the thread; None when the reply is something else."""
    waiting = turn.session.pending
    if waiting is None or isinstance(waiting, Rethink):
        return None
    said = _verdict(turn, event, waiting)
    match said:
        case None:
            return None
        case Picked(index=index):
            return aloud(turn, confirmed(turn, Confirmed(turn.session.id, waiting.spot, index)))
        case No():
            drop(turn)
            return turn.outcome()
        case Note():
            by_press = said.key == "reading.which" and asked_last(turn) is not None
            return once(turn, (Note("reading.which_press", said.values) if by_press else said,))
        case Reading():
            return ask_whether(turn, said)
        case Draft():
            return aloud(turn, give(turn, said, revision=None))
        case _:
            assert_never(said)


def to_doubt(turn: Turn, event: Replied, spot: Spot) -> Outcome | Draft | None:
    """The same to what whoever replies said to the bot alone; a draft is to be given. None where nothing of theirs waits, or it is another answer."""
    waiting = doubt_of(turn.session, spot, turn.by)
    said = _verdict(turn, event, waiting) if waiting is not None else None
    if waiting is not None and isinstance(said, Picked | Note):
        waiting = _backed(turn, event, waiting)
    match said:
        case None | Draft():
            return said
        case Picked(index=index):
            return confirmed(turn, Confirmed(turn.session.id, spot, index, alone=True))
        case No():
            return dropped_alone(turn, Dropped(turn.session.id, spot, alone=True))
        case Note():
            return turn.outcome(Whispered((said,), (), turn.session.id, spot, reading=waiting))
        case Reading():
            return ask_whether(turn, said)
        case _:
            assert_never(said)


def _backed(turn: Turn, event: Replied, waiting: Reading) -> Reading:
    """The reading that waits alone, backed by the files too that came with a reply to it."""
    papers = _proofs(turn, event, waiting.spot)
    backed = msgspec.structs.replace(
        waiting, draft=msgspec.structs.replace(waiting.draft, papers=(*waiting.draft.papers, *papers))
    )
    turn.put_session(doubted=tuple(backed if one == waiting else one for one in turn.session.doubted))
    return backed


def _proofs(turn: Turn, event: Replied, spot: Spot) -> tuple[Document, ...]:
    """The files of a reply that back an answer at a spot."""
    return event.documents if turn.question(spot).evidence else ()


def _verdict(turn: Turn, event: Replied, waiting: Reading | Change) -> Verdict | None:
    """What a reply is to what waits; None where it is none of that."""
    others = len(waiting.others) if isinstance(waiting, Reading) else 0
    line = key(event.text)
    if isinstance(waiting, Change) and (_CHANGES.fullmatch(line) or _LEAVES.fullmatch(line)):
        return Picked() if _CHANGES.fullmatch(line) else No()
    pointed = _pointed(turn, event, waiting) if isinstance(waiting, Reading) and others else None
    other = pointed or _more(turn, event, waiting) or _less(turn, event, waiting)
    if other is not None:
        return other
    heard = read(_YES_OR_NO, event.text, context(turn, _YES_OR_NO, event.names))
    yes = _yes(heard)
    if isinstance(waiting, Reading) and turn.question(waiting.spot).kind is Kind.YES_NO:
        return _to_yes_or_no(turn, waiting, yes, event.text)
    if yes is None and (instead := _instead(turn, event, waiting)) is not None:
        return instead  # "no, only the app"
    if yes is None:
        # "Both" is no yes; but where it answers the question, it is another answer.
        open_word = isinstance(heard, Unclear) and not isinstance(
            _as_answer(turn, event, waiting.spot, event.text), Read | Unclear
        )
        return Note("waiting.yes_or_no") if open_word else None
    if not yes:
        return _instead(turn, event, waiting) or No()
    if _says_other(turn, event, waiting):
        return None
    return Note("reading.which", {"count": others + 1}) if others else Picked()


_CHANGES = Pattern(
    r"(?:(?:yes|yep|yeah|ok|okay|sure|please|do) )*(?:change|correct|update) (?:it|that|this)(?: please| then)?"
)
_LEAVES = Pattern(
    r"(?:(?:no|nope|please|just) )*(?:leave|keep) (?:it|that|this)(?: (?:as (?:it (?:is|was)|is)|alone|be))?(?: please| then)?"
)
"""The presses of a change, by word."""


def _pointed(turn: Turn, event: Replied, waiting: Reading) -> Picked | Reading | No | None:
    """One of several readings by its place, and what more is said of it: "the first one, without the logs"."""
    head, _, rest = event.text.partition(",")
    readings = (waiting.draft.given, *waiting.others)
    at = place(key(head), len(readings), letters=False)
    if at is None:
        return None
    if not key(rest):
        return Picked(at)
    only = Reading(msgspec.structs.replace(waiting.draft, given=readings[at]))
    said = msgspec.structs.replace(event, text=rest)
    out = takes(rest)
    if out and isinstance(readings[at], Choices) and _without(turn, event, only, out) is None:
        return Picked(at)  # what is taken out is not in it
    return _more(turn, said, only) or _less(turn, said, only) or only


def _less(turn: Turn, event: Replied, waiting: Reading | Change) -> Reading | No | None:
    """The readings of a list that wait, without what words take out: "no logs". A no where nothing is left of them."""
    out = takes(event.text)
    fewer = _without(turn, event, waiting, out) if out else None
    if fewer is None:
        return None
    draft = msgspec.structs.replace(waiting.draft, by=turn.by, raw=event.text, message=event.message)
    left = [one for one in fewer if one.options]
    return Reading(msgspec.structs.replace(draft, given=left[0]), tuple(left[1:])) if left else No()


def _without(turn: Turn, event: Replied, waiting: Reading | Change, out: str) -> list[Choices] | None:
    """Each list that waits, without what is called ``out``; None where none of them holds that."""
    question = turn.question(waiting.spot)
    stood = (waiting.draft.given, *(waiting.others if isinstance(waiting, Reading) else ()))
    lists = [one for one in stood if isinstance(one, Choices)]
    heard = _as_answer(turn, event, waiting.spot, out)
    fewer = [taken_from(question, one, heard) for one in lists]
    if not any(one is not None for one in fewer):
        return None
    return list(dict.fromkeys(less or one for one, less in zip(lists, fewer, strict=True)))


def _to_yes_or_no(turn: Turn, waiting: Reading, yes: bool | None, said: str) -> Verdict | None:
    """Asked whether it is a yes on a condition, a bare yes says that it is, or that it is a yes: it counts as neither; asked whether it is a plain
    one, it says so. Asked whether it is a no, a yes says that it is, or is the answer."""
    readings = (waiting.draft.given, *waiting.others)
    if yes and readings == (YesNo(False),):
        return Reading(waiting.draft, (YesNo(True),))
    if yes is False and not says_more(said) and waiting.spot != turn.session.spot:
        return No()  # another question is open, so it is no answer to that which waits
    conditions = [at for at, one in enumerate(readings) if isinstance(one, YesNo) and one.condition]
    if not conditions:
        return None
    as_bound = tells_which(hear(said).key)
    if as_bound is not None:
        return Picked(conditions[0] if as_bound else readings.index(YesNo(True)))
    if yes and readings[0] == YesNo(True) and not says_more(said):
        return Picked()
    return Note("reading.which", {"count": len(readings)}) if yes is not None else None


def _more(turn: Turn, event: Replied, waiting: Reading | Change) -> Reading | None:
    """The reading of a list that waits, with what words add to it: "no wait, the log too"."""
    words, stood = adds(event.text), waiting.draft.given
    if not words or not isinstance(stood, Choices):
        return None
    heard = _as_answer(turn, event, waiting.spot, words)
    read_as = heard.values if isinstance(heard, Unclear) else (heard.value,) if isinstance(heard, Read) else ()
    values = [one for one in added_to(turn.question(waiting.spot), stood, read_as) if one != stood]
    draft = msgspec.structs.replace(waiting.draft, by=turn.by, raw=event.text, message=event.message)
    return Reading(msgspec.structs.replace(draft, given=values[0]), tuple(values[1:])) if values else None


def _instead(turn: Turn, event: Replied, waiting: Reading | Change) -> Reading | Draft | None:
    """What stands behind a no, where that answers the question: "no, just the app" is not only a no."""
    question = turn.question(waiting.spot)
    words = "" if question.kind is Kind.TEXT else behind_no(event.text)  # "no, leave it" is no text
    heard = as_guessed(turn, waiting.spot, _as_answer(turn, event, waiting.spot, words)) if words else None
    heard = _of_known(heard) if question.adds and heard is not None else heard
    papers = (*waiting.draft.papers, *_proofs(turn, event, waiting.spot))
    draft = Draft(waiting.spot, turn.by, raw=words, message=event.message, papers=papers, private=waiting.draft.private)
    if isinstance(heard, Unclear):
        return Reading(msgspec.structs.replace(draft, given=heard.values[0], hedged=heard.hedged), heard.values[1:])
    if isinstance(heard, Read):
        return msgspec.structs.replace(draft, given=heard.value, hedged=heard.hedged)
    return None


def _of_known(heard: Heard) -> Heard | None:
    """What of it names rows that are known: "no, Kodex" names one, and "no, leave it" no new one."""
    if isinstance(heard, Read):
        return heard if isinstance(heard.value, Items) and heard.value.items else None
    if not isinstance(heard, Unclear):
        return None
    known = tuple(one for one in heard.values if isinstance(one, Items) and one.items)
    return Unclear(known, heard.hedged) if known else None


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
    session = turn.session
    waiting = doubt_of(session, event.spot, turn.by) if event.alone else session.pending
    if waiting is None or isinstance(waiting, Rethink) or waiting.spot != event.spot:
        return _settled(turn)
    barred = closed(turn, event.spot) or not_yours(turn, event.spot)
    if barred is not None:
        return barred
    if isinstance(waiting, Change):
        return consider(turn, waiting.draft, waiting)
    readings = (waiting.draft.given, *waiting.others)
    if not 0 <= event.index < len(readings):
        return _settled(turn)
    outcome = consider(turn, msgspec.structs.replace(waiting.draft, given=readings[event.index]), waiting)
    return taken(turn, event.spot) if event.alone and not outcome.refused else outcome


def _settled(turn: Turn) -> Outcome:
    return refuse(Note("stale.nothing_waits"), buttons=("continue",), session=turn.session.id)


def taken(turn: Turn, spot: Spot) -> Outcome:
    """What was said to the bot alone counts, and whoever said it is told as what."""
    shown = Note("hand.taken", {"answer": Words(turn.session.id, spot, "answer")})
    return turn.outcome(Whispered((shown,), (), turn.session.id, spot))


def dropped_alone(turn: Turn, event: Dropped) -> Outcome:
    """A reading of what was said to the bot alone is not wanted: nothing of it is kept, and the question is put to whoever said it once more."""
    if doubt_of(turn.session, event.spot, turn.by) is None:
        return _settled(turn)
    let_doubt_go(turn, event.spot, turn.by)
    again = Note("hand.again", {"question": Words(turn.session.id, event.spot, "text")})
    return turn.outcome(Whispered((again,), ("form",), turn.session.id, event.spot))
