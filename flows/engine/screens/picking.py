"""Which of several sessions is meant: what waits for whoever asks first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.engine.screens.overview import LABEL, open_spot
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import phrase, plain, shortened, text
from flows.model.effects import Mention
from flows.model.ids import PersonId
from flows.model.screens import Button, Buttons, Prose, Quiet, Ref, Screen
from flows.model.session import Spot

MOST_PRESSES = 25
"""Sessions, and questions handed to somebody, to pick from; more would not fit beside each other."""
MOST_HANDED = 10
"""Of these, questions handed to somebody; the others stand on their Home."""


def which_session(texts: Mapping[str, str], do: str, scenes: Sequence[Scene], by: PersonId) -> Screen:
    """Which of several sessions is meant, in the order given. Where the way on is asked for (``continue``), what waits for whoever asks comes first:
    a leak that is still open, the questions handed to them, then the sessions whose open question they may answer; those of others come last, and it
    is said whose they are.
    """
    line, on = texts["pick.session"], do == "continue"
    if not on:
        return Screen((Prose(((line,),)), Buttons(_sessions(do, scenes))), line)
    handed = [
        Button(Ref("open", scene.session.id, one.spot), _handed(scene, one.spot))
        for scene in scenes
        for one in scene.session.assignments
        if one.to == by and scene.facts.applies(one.spot)
    ]
    others = {scene.session.id: who for scene in scenes if (who := _waits_for(scene)) not in (None, by)}
    theirs = sorted(scenes, key=lambda scene: scene.session.id in others)
    leaks = _sessions(do, [scene for scene in theirs if scene.in_leak])
    rest = _sessions(do, [scene for scene in theirs if not scene.in_leak])
    with_others = tuple(
        text(texts, "pick.session.with", title=scene.title, who=Mention(who))
        for scene in theirs
        if (who := others.get(scene.session.id)) is not None
    )
    parts = (Prose(((line,),)), Buttons((*leaks, *handed[:MOST_HANDED], *rest)[:MOST_PRESSES]))
    return Screen((*parts, *((Quiet(with_others),) if with_others else ())), line)


def _sessions(do: str, scenes: Sequence[Scene]) -> tuple[Button, ...]:
    return tuple(Button(Ref(do, scene.session.id), scene.title[:LABEL]) for scene in scenes)


def _handed(scene: Scene, spot: Spot) -> str:
    words = plain(phrase(scene, scene.question(spot).text, spot))
    return shortened(plain(text(scene.texts, "which.own", question=words)), LABEL)


def _waits_for(scene: Scene) -> PersonId | None:
    """Who alone may answer the open question of a session; None where anybody may, or nobody holds that part."""
    spot = open_spot(scene.session)
    role = scene.question(spot).role if spot is not None else None
    return scene.programme.holder(role) if role else None
