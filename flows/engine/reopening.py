"""The blast radius of a value: where answers leaned on it and it says something else now, they are asked for again, with the reason.

Whether an answer still counts is told by `facts.SessionFacts.moved` at any time; this module tells people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import msgspec

from flows.engine.asking import keep_course, proceed
from flows.engine.facts import SessionFacts
from flows.engine.findings import judge_again
from flows.engine.machine import plan_of
from flows.engine.ripples import ripple
from flows.engine.screens.country import in_words
from flows.engine.screens.days import since_text
from flows.engine.screens.scene import Scene
from flows.engine.turn import Turn
from flows.model.country import LAW, Held
from flows.model.effects import Note, Outcome, Piece, Tell, Term, Whisper, Words
from flows.model.flow import Library
from flows.model.people import Role
from flows.model.programme import Snapshot
from flows.model.session import SessionState, Spot

MOST_WORDS = 80
"""Characters of a value where it is told what became of it."""
MOST_TOLD = 3
"""Values told of one answer."""


def countries_moved(turn: Turn) -> Outcome:
    """What is held of countries may have become another with new content."""
    reopen_moved(turn)
    return turn.outcome()


def untold(snapshot: Snapshot, library: Library, now: dt.datetime) -> bool:
    """Whether an answer leaned on a value that says something else now, and nobody was told yet."""
    head = snapshot.programme
    for ref in head.sessions if head is not None else ():
        flow = library.flows.get(ref.flow)
        if flow is not None and plan_of(flow).booked and _turned(Scene(snapshot, ref.id, library, now).facts):
            return True
    return False


def reopen_moved(turn: Turn) -> int:
    """Ask again, in every session, for what leaned on a value that says something else now; tell its approver, once for each new value. How many
    answers are asked for again."""
    again = 0
    for ref in turn.programme.sessions:
        turn.open_session(ref.id)
        if turn.plan.minds_book:
            again += _follow(turn)
    turn.leave_session()
    return again


Pairs = tuple[tuple[Held, Held], ...]
"""Values as they were, each with what it is now."""


def _turned(facts: SessionFacts) -> dict[Spot, Pairs]:
    """Where what an answer leaned on says something else than was told last: what moved; nothing where all is again as it was."""
    turned: dict[Spot, Pairs] = {}
    for answer in facts.session.answers.values():
        pairs = facts.moved(answer.spot) if answer.leaned else ()
        if answer.told != tuple(now for _, now in pairs) and facts.applies(answer.spot):
            turned[answer.spot] = pairs
    return turned


def _follow(turn: Turn) -> int:
    """Let the session in hand follow what is held now. How many of its answers are asked for again."""
    turned = _turned(turn.facts)
    for spot, pairs in turned.items():
        before = turn.session.answers[spot.key]
        answer = msgspec.structs.replace(before, told=tuple(now for _, now in pairs))
        turn.put_session(answers={**turn.session.answers, spot.key: answer})
        turn.note("reopened" if pairs else "counts_again", spot=spot, before=before)
        turn.settle(spot)
    told = [note for spot, pairs in turned.items() if pairs for note in _told(turn, spot, pairs)]
    notes = (*told, *judge_again(turn))
    for spot in turned:
        ripple(turn, spot)
    again = [spot for spot, pairs in turned.items() if pairs]
    if told:
        _tell_approver(turn, again[-1], tuple(told))
    _go_on(turn, notes)
    return len(again)


def _go_on(turn: Turn, notes: tuple[Note, ...]) -> None:
    """Put what is open now; a question that stays open shows what is held as it is now."""
    ended = turn.session.state in (SessionState.REVIEW, SessionState.DONE)
    if ended and turn.plan.next_spot(turn.facts, None) is not None:
        proceed(turn, None, notes)
        return
    if notes:
        turn.follow(Tell(turn.session.id, notes))
    keep_course(turn)
    spot = turn.session.spot
    if spot is not None and turn.question(spot).book:
        turn.settle(spot)


def _told(turn: Turn, spot: Spot, pairs: Pairs) -> Iterator[Note]:
    yield Note("country.moved", {"question": Words(turn.session.id, spot, "text")})
    yield from moved_notes(turn.library.texts, pairs)


def moved_notes(texts: Mapping[str, str], pairs: Pairs) -> Iterator[Note]:
    """What became of values, one by one."""
    for before, now in pairs[:MOST_TOLD]:
        yield Note("country.moved.value", became(texts, before, now))


def became(texts: Mapping[str, str], before: Held, now: Held) -> dict[str, Piece]:
    """What fills a sentence about a value that says something else now."""
    return {"field": Term(f"country.field.{now.field}"), "was": _said(texts, before), "now": _said(texts, now)}


def _said(texts: Mapping[str, str], held: Held) -> Piece:
    """A value in a few words."""
    if held.field in LAW and held.says:
        return held.says if len(held.says) <= MOST_WORDS else f"{held.says[: MOST_WORDS - 1].rstrip()}…"
    if not held.value:
        return Term("country.moved.nothing")
    return f"{in_words(texts, held.field, held.value)} ({since_text(held.of)})"


def _tell_approver(turn: Turn, spot: Spot, notes: tuple[Note, ...]) -> None:
    """By direct message; not whoever brought it about."""
    role = turn.question(spot).role or Role.APPROVER
    to = turn.programme.holder(role) or turn.programme.owner
    if to != turn.by:
        turn.follow(Whisper(to, notes, turn.session.id, spot, ("continue",)))
