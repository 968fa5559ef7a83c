"""What is counted in short is what comes of counting spot by spot, and what is told of a time is what its whole log says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flows.engine.deciding import decided, decision_at
from flows.engine.log import Log
from flows.engine.losing import lost
from flows.engine.screens.question import progress
from flows.engine.screens.review import session_readiness
from flows.engine.screens.scene import Scene
from flows.model.effects import Entry, Words
from flows.model.flow import Library
from flows.model.programme import Snapshot
from flows.model.session import Answer, AnswerState, Spot
from flows.rules.readiness import Readiness, Weighed, readiness, worst


def check_sums(snapshot: Snapshot, library: Library, now: dt.datetime, instants: int = 3) -> None:
    """All that is counted of a programme, and what was decided since its beginning and since so many ``instants`` of its log."""
    programme = snapshot.programme
    if programme is None:
        return
    scenes = tuple(Scene(snapshot, ref.id, library, now) for ref in programme.sessions)
    for scene in scenes:
        assert session_readiness(scene) == weighed(scene)
        assert progress(scene) == counted(scene)
    whole = snapshot.entries(programme.started)
    for since in {programme.started, *(entry.at for entry in whole[:: max(1, len(whole) // instants)])}:
        log = [entry for entry in whole if entry.at >= since]
        assert snapshot.happened(since) == {entry.what for entry in log}
        told = [note.values["what"] for note in decided(scenes, Log(snapshot, since), library) if "what" in note.values]
        spots = [(words.session, words.spot) for words in told if isinstance(words, Words)]
        assert spots == [(scene.session.id, spot) for scene in scenes for spot in decided_anew(scene, log)]


def weighed(scene: Scene) -> Readiness:
    """The readiness of a session, spot by spot; what fell with what is not known any more counts as it did, asked still or not."""
    answers, findings = scene.session.answers, scene.session.findings
    fell = lost(scene.facts)
    asked = {spot: question for question, spot in scene.facts.asked()}
    for one in fell:
        asked.setdefault(one.spot, scene.question(one.spot))
    return readiness(
        Weighed(
            question.weight,
            known := scene.facts.applies(spot) and spot.key in answers and answers[spot.key].state is AnswerState.VALUE,
            worst(one.severity for one in (*(findings if known else ()), *fell) if one.spot == spot),
            any(one.spot == spot for one in fell),
        )
        for spot, question in asked.items()
    )


def counted(scene: Scene) -> tuple[int, int]:
    """Questions answered with what is still enough, and questions that apply."""
    facts, spots = scene.facts, list(scene.facts.spots())
    return sum(spot.key in scene.session.answers and not facts.outdated(spot) for spot in spots), len(spots)


def decided_anew(scene: Scene, log: list[Entry]) -> Iterator[Spot]:
    """Where an answer decides something that stood otherwise when the log begins, in the order in which it was first touched."""
    first: dict[Spot, Answer | None] = {}
    for entry in log:
        if entry.what in ("answered", "undone") and entry.session == scene.session.id and entry.spot is not None:
            first.setdefault(entry.spot, entry.before)
    for spot, before in first.items():
        answer = scene.session.answer_at(spot)
        same = answer is not None and before is not None and answer.value == before.value
        if not same and decision_at(scene, spot) is not None:
            yield spot
