"""The blast radius of a value: where answers leaned on it and it says something else now, they are asked for again, with the reason.

Whether an answer still counts is told by `facts.SessionFacts.moved` at any time; this module tells people.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from flows.engine.asking import proceed
from flows.engine.findings import judge_again
from flows.engine.ripples import ripple
from flows.engine.turn import Turn
from flows.model.country import LAW, Held
from flows.model.effects import Note, Outcome, Piece, Tell, Term, Whisper, Words
from flows.model.people import Role
from flows.model.session import SessionState, Spot

MOST_WORDS = 80
"""Characters of a value where it is told what became of it."""
MOST_TOLD = 3
"""Values told of one answer."""


def countries_moved(turn: Turn) -> Outcome:
    """What is held of countries may have become another with new content."""
    reopen_moved(turn)
    return turn.outcome()


def reopen_moved(turn: Turn) -> None:
    """Ask again, in every session, for what leaned on a value that says something else now; tell its approver, once for each new value."""
    here = turn.in_hand
    for ref in turn.programme.sessions:
        turn.open_session(ref.id)
        if turn.plan.booked:
            _reopen(turn)
    turn.leave_session()
    if here is not None:
        turn.open_session(here)


def _reopen(turn: Turn) -> None:
    moved = [(spot, pairs) for spot, pairs in leaned_on_moved(turn) if not _known(turn, spot, pairs)]
    if not moved:
        _show_anew(turn)
        return
    for spot, pairs in moved:
        answer = turn.session.answers[spot.key]
        told = msgspec.structs.replace(answer, told=tuple(now for _, now in pairs))
        turn.put_session(answers={**turn.session.answers, spot.key: told})
        turn.note("reopened", spot=spot, about=", ".join(now.field for _, now in pairs), before=answer)
        turn.settle(spot)
    notes = (*(note for spot, pairs in moved for note in _told(turn, spot, pairs)), *judge_again(turn))
    for spot, _ in moved:
        ripple(turn, spot)
    _tell_approver(turn, moved[-1][0], notes)
    if turn.session.state in (SessionState.REVIEW, SessionState.DONE):
        proceed(turn, None, notes)
    else:
        turn.follow(Tell(turn.session.id, notes))
        _show_anew(turn)


Pairs = tuple[tuple[Held, Held], ...]
"""Values as they were, each with what it is now."""


def leaned_on_moved(turn: Turn) -> Iterator[tuple[Spot, Pairs]]:
    """Where an answer of the session in hand leaned on what says something else now."""
    for answer in turn.session.answers.values():
        pairs = turn.facts.moved(answer.spot)
        if pairs and turn.facts.applies(answer.spot):
            yield answer.spot, pairs


def _known(turn: Turn, spot: Spot, pairs: Pairs) -> bool:
    """Whether just this was told before."""
    return turn.session.answers[spot.key].told == tuple(now for _, now in pairs)


def _told(turn: Turn, spot: Spot, pairs: Pairs) -> Iterator[Note]:
    yield Note("country.moved", {"question": Words(turn.session.id, spot, "text")})
    yield from moved_notes(pairs)


def moved_notes(pairs: Pairs) -> Iterator[Note]:
    """What became of values, one by one."""
    for before, now in pairs[:MOST_TOLD]:
        yield Note("country.moved.value", became(before, now))


def became(before: Held, now: Held) -> dict[str, Piece]:
    """What fills a sentence about a value that says something else now."""
    return {"field": Term(f"country.field.{now.field}"), "was": _said(before), "now": _said(now)}


def _said(held: Held) -> Piece:
    """A value in a few words."""
    if held.field in LAW and held.says:
        return held.says if len(held.says) <= MOST_WORDS else f"{held.says[: MOST_WORDS - 1].rstrip()}…"
    return f"{held.value} ({held.of})" if held.value else Term("country.moved.nothing")


def _tell_approver(turn: Turn, spot: Spot, notes: tuple[Note, ...]) -> None:
    """By direct message; not whoever brought it about."""
    role = turn.question(spot).role or Role.APPROVER
    to = turn.programme.holder(role) or turn.programme.owner
    if to != turn.by:
        turn.follow(Whisper(to, notes, turn.session.id, spot, ("continue",)))


def _show_anew(turn: Turn) -> None:
    """The open question shows what is held as it is now."""
    spot = turn.session.spot
    if spot is not None and turn.question(spot).book:
        turn.settle(spot)
