"""What the summary of a first response to a leak tells in place of a readiness: what was found and done and when, and what the ledger holds of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import answer_line, asked_line, rule_named, rule_phrase, text, unstopped
from flows.model.effects import Mention, On
from flows.model.ids import ItemId
from flows.model.programme import ActionState, ActionWhy
from flows.model.screens import Divide, Line, Part, Prose, Strong

MOST_TOLD = 12
"""What is told of a leak before the rest is counted."""


def is_response(scene: Scene) -> bool:
    """Whether a run is the first response to a leak."""
    return scene.library.answers_leak(scene.plan.flow)


def happened(scene: Scene) -> list[Part]:
    """Each answer and each finding's work that was done, in the order in which it came; nothing of any other run."""
    told = sorted((*_said(scene), *_done(scene)), key=lambda one: one[0]) if is_response(scene) else []
    if not told:
        return []
    lines: list[Line] = [(Strong(scene.texts["response.title"]),)]
    lines += [("• ", *_when(scene, at), *line) for at, line in told[:MOST_TOLD]]
    left = len(told) - MOST_TOLD
    lines += [text(scene.texts, "summary.more", count=left)] if left > 0 else []
    return [Divide(), Prose(tuple(lines))]


def about_leak(scene: Scene) -> frozenset[ItemId]:
    """The rows about which a first response records what leaked; nothing of a ledger is about another."""
    return frozenset(item for section in scene.plan.recording for item in scene.facts.rounds(section) if item)


def _said(scene: Scene) -> Iterator[tuple[dt.datetime, Line]]:
    for spot in scene.facts.spots():
        answer = scene.session.answer_at(spot)
        if answer is not None:
            shown = answer_line(scene, answer)
            yield answer.at, (*asked_line(scene, spot), " ", *shown, " · ", Mention(answer.by))


def _done(scene: Scene) -> Iterator[tuple[dt.datetime, Line]]:
    for action in scene.actions:
        if action.state is ActionState.DONE and action.why is ActionWhy.FINDING and action.closed is not None:
            rule = rule_named(scene.question(action.spot), action.rule)
            yield (
                action.closed,
                text(scene.texts, "response.done", what=unstopped(rule_phrase(scene, rule, rule.do, action.spot))),
            )


def _when(scene: Scene, at: dt.datetime) -> Line:
    here = at.astimezone(ZoneInfo(scene.programme.settings.zone))
    return On(here.date()), f", {here:%H:%M}: "
