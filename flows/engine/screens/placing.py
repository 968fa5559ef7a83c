"""Which answer files prove that nobody asked for: one press for each answer that they may prove, the nearest first."""

from __future__ import annotations

from flows.engine.placing import MOST_PRESSES, expected, provable
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import phrase, plain, shortened, text
from flows.model.placing import Place
from flows.model.screens import Button, Buttons, Entry, Menu, Part, Prose, Quiet, Ref, Screen
from flows.model.session import Spot

LONGEST_LABEL = 75
"""Characters of a question on a press."""


def place(scene: Scene, asked: Place) -> Screen:
    """What came, and which answers it may prove; once that was said, where it belongs."""
    texts, session = scene.texts, scene.session
    kept = next(one for one in session.unplaced if one.message == asked.message)
    files = ", ".join(document.name for document in kept.documents)
    if kept.spot is not None:
        about = phrase(scene, scene.question(kept.spot).text, kept.spot)
        line = text(texts, "place.belongs", files=files, question=about)
        return Screen((Prose((line,)),), plain(line))
    if kept.beside:
        line = text(texts, "place.beside", files=files)
        return Screen((Prose((line,)),), plain(line))
    asked_for = expected(scene.plan, scene.facts, session)
    line = text(texts, "place.ask_wanted" if asked_for else "place.ask", files=files)
    spots = provable(scene.plan, scene.facts, session)
    near, far = spots[:MOST_PRESSES], spots[MOST_PRESSES:]
    none = Button(Ref("proves", session.id, arg=asked.message), texts["button.proves.none"])
    presses = tuple(
        Button(Ref("proves", session.id, arg=f"{asked.message} {spot.key}"), _label(scene, spot)) for spot in near
    )
    entries = tuple(Entry(f"{asked.message} {spot.key}", _label(scene, spot)) for spot in far)
    more: tuple[Part, ...] = (Menu(Ref("proves", session.id), texts["place.others"], entries),) if entries else ()
    foot = Quiet((text(texts, "place.foot"),))
    return Screen((Prose((line,)), Buttons((*presses, none)), *more, foot), plain(line))


def _label(scene: Scene, spot: Spot) -> str:
    return shortened(plain(phrase(scene, scene.question(spot).text, spot)), LONGEST_LABEL)
