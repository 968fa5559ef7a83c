"""Word of a leak to whoever is not in its thread: that something may have got out, and how that ended."""

from __future__ import annotations

from flows.engine.turn import Turn
from flows.model.effects import Mention, Note, Piece, Whisper
from flows.model.ids import PersonId


def raised(turn: Turn) -> None:
    """Whoever owns the programme or plays a part in it is told at once that something may have got out, wherever they are just now."""
    _tell(turn, "leak.told", {})


def over(turn: Turn, because: str) -> None:
    """The same people, and whoever raised it, are told that the first response in hand is finished: what they were asked to do at once is to be done
    no more where it proved to be nothing (``because`` says why; "" where it did not), and stands in the lists of work where it did not."""
    _tell(turn, "leak.none" if because else "leak.over", {"because": because}, turn.session.started_by)


def again(turn: Turn) -> None:
    """The same people are told that a first response which was finished goes on, since something of it was answered anew."""
    _tell(turn, "leak.again", {}, turn.session.started_by)


def true(turn: Turn) -> None:
    """The same people are told that what was called off as no leak is one, where all that is to be answered of it stands already."""
    _tell(turn, "leak.true", {}, turn.session.started_by)


def _tell(turn: Turn, key: str, values: dict[str, Piece], *more: PersonId) -> None:
    programme = turn.programme
    note = Note(key, {"who": Mention(turn.by), "channel": programme.name, **values})
    for person in dict.fromkeys((programme.owner, *programme.roles.values(), *more)):
        if person != turn.by:
            turn.follow(Whisper(person, (note,)))
