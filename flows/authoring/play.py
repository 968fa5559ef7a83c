"""Runs a flow at a terminal for its author: the real engine, the real readers, the words a team would see. Opens and
prints nothing itself.

Lines are typed as in a thread. ``jon: ...`` speaks as Jon (the people of the cases are there); ``deeper`` goes on past
the core path; ``quit`` leaves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from flows.authoring.paper import lines_of
from flows.authoring.problems import did_you_mean
from flows.authoring.setting import MARIA, NAMES, PEOPLE
from flows.authoring.table import Table, with_open_gates
from flows.engine.screens import asides, counsel, held, looks, pending, question, review
from flows.model.effects import (
    Ask,
    Brief,
    Confirm,
    Effect,
    Entry,
    Outcome,
    ShowCountry,
    ShowLook,
    ShowReview,
    ShowSummary,
    Tell,
    Whispered,
)
from flows.model.events import Deepened, Event, Replied, Started
from flows.model.flow import Flow, Library
from flows.model.ids import FlowId, PersonId, SessionId
from flows.model.screens import Screen
from flows.model.session import SessionState

SHOWN: dict[str, str] = {str(person): name for person, name in NAMES.items()}
"""How people are called on the screen."""


def play(library: Library, flow: str, ask: Callable[[str], str], say: Callable[[str], None], now: dt.datetime) -> int:
    """Play a flow until it is finished or left. ``ask`` prompts and returns a line (EOFError ends), ``say`` shows one.
    The exit code.
    """
    if FlowId(flow) not in library.flows:
        say(f"There is no flow `{flow}`. {did_you_mean(flow, library.flows)}")
        return 1
    table = Table(with_open_gates(library), now)
    outcome = _begun(table, library.flows[FlowId(flow)], ask, say)
    if outcome is None:
        return 0
    _show(table, outcome, say)
    while table.open_session.state is not SessionState.DONE:
        line = _asked(ask)
        if line is None:
            break
        by, text = _speaker(line)
        _show(table, table.say(by, _event(table, text)), say)
    return 0


def _begun(table: Table, flow: Flow, ask: Callable[[str], str], say: Callable[[str], None]) -> Outcome | None:
    """The start of the flow; of one that runs for a row, for the one that is named first. None to leave."""
    if flow.per is None:
        return table.say(MARIA, Started(flow.id, "here"))
    while True:
        say(f"For which {flow.per}?")
        name = _asked(ask)
        outcome = table.say(MARIA, Started(flow.id, "here", name=name)) if name is not None else None
        if outcome is None or not outcome.refused:
            return outcome


def _asked(ask: Callable[[str], str]) -> str | None:
    """What is typed next; None to leave."""
    try:
        line = ask("> ").strip()
    except (EOFError, KeyboardInterrupt):
        return None
    return None if line == "quit" else line


def _speaker(line: str) -> tuple[PersonId, str]:
    """Who speaks, and what."""
    name, colon, rest = line.partition(":")
    return (PEOPLE[name], rest.strip()) if colon and name in PEOPLE else (MARIA, line)


def _event(table: Table, text: str) -> Event:
    session = table.open_session.id
    return Deepened(session) if text == "deeper" else Replied(session, text, f"{table.now.timestamp():.6f}", (), NAMES)


def _show(table: Table, outcome: Outcome, say: Callable[[str], None]) -> None:
    for screen in _screens(table, outcome):
        say("")
        for line in lines_of(screen, SHOWN):
            say(line)


def _screens(table: Table, outcome: Outcome) -> Iterator[Screen]:
    """What the people would see of a turn."""
    scene = table.scene()
    if isinstance(outcome.reply, Whispered):
        yield asides.whispered(scene, outcome.reply)
    meant = counsel.brief(scene, _raised(outcome, scene.session.id))
    if meant is not None:
        yield meant
    for effect in outcome.effects:
        screen = _screen(table, effect)
        if screen is not None:
            yield screen


def _raised(outcome: Outcome, session: SessionId) -> list[str]:
    """The findings that a turn raised. Counsel hears of most of them the next morning only; an author sees at once what that will be."""
    entries = (save for save in outcome.saves if isinstance(save, Entry) and save.what == "finding_raised")
    return [f"{e.about}@{e.spot.key}" for e in entries if e.session == session and e.spot is not None]


def _screen(table: Table, effect: Effect) -> Screen | None:
    scene = table.scene()
    match effect:
        case Ask(spot=spot, notes=notes):
            return question.asked(scene, spot, notes)
        case Tell(notes=notes, buttons=buttons, spot=spot):
            return asides.notes(scene, notes, buttons, spot)
        case Confirm(spot=spot):
            return pending.confirming(scene, spot)
        case Brief(readings=True):
            return counsel.briefed(scene, effect)
        case ShowCountry():
            return held.opening(scene)
        case ShowLook(look=look):
            return looks.look(scene, look)
        case ShowReview(notes=notes):
            return review.review(scene, notes)
        case ShowSummary():
            return review.summary(scene)
        case _:
            return None
