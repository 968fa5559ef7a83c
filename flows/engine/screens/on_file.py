"""The files that a question for one may mean, as they are shown with it: by name, by the day on which they came, by fingerprint."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine.screens.scene import Scene
from flows.engine.screens.sign_off import SHOWN_HASH
from flows.engine.screens.wording import plain, shortened, text, value_line
from flows.model.effects import On
from flows.model.flow import Question
from flows.model.papers import Kept
from flows.model.screens import Button, Entry, Line, Menu, Part, PickMany, Prose, Ref
from flows.model.values import Documents, NewItems, Value

MOST_LISTED = 10
"""Files that are listed above a question, the newest; a menu has all."""
MOST_NAME = 80
MOST_LABEL = 75
"""Characters on a button or in a menu."""


def inputs(scene: Scene, question: Question, ref: Ref, most: int) -> tuple[list[Part], tuple[Button, ...]]:
    """The list of what is kept, and a press for each: as buttons where they are at most so many, else as a menu. Nothing where none is."""
    if not scene.files:
        return [], ()
    parts: list[Part] = [Prose((text(scene.texts, "files.head"), *_listed(scene)))]
    entries = kept(scene)
    if question.many:
        return [*parts, PickMany(ref, scene.texts["pick.files"], entries, scene.texts["button.save"])], ()
    if len(entries) > most:
        return [*parts, Menu(ref, scene.texts["pick.file"], entries)], ()
    press = (Button(Ref("answer", ref.session, ref.spot, ref.revision, one.value), one.label) for one in entries)
    return parts, tuple(press)


def kept(scene: Scene) -> tuple[Entry, ...]:
    """Every file that is kept, to pick from."""
    return tuple(Entry(one.document.file, _label(scene, one)) for one in scene.files)


def value(scene: Scene, question: Question, given: Value | NewItems) -> Line:
    """A value that a reply may have meant; of a file with what tells it from another of that name."""
    if not isinstance(given, Documents):
        return value_line(scene, question, given)
    known = {kept.document.file: kept for kept in scene.files}
    lines = [_line(scene, known[one.file]) if one.file in known else (one.name,) for one in given.documents]
    return tuple(span for at, line in enumerate(lines) for span in ((", ", *line) if at else line))


def _listed(scene: Scene) -> Iterator[Line]:
    older = len(scene.files) - MOST_LISTED
    if older > 0:
        yield text(scene.texts, "files.older", count=older)
    for number, kept in enumerate(scene.files, 1):
        if number > older:
            yield (f"{number}. ", *_line(scene, kept))


def _line(scene: Scene, kept: Kept) -> Line:
    known = kept.document.sha256[:SHOWN_HASH]
    key = "files.proof" if kept.proof else "files.added"
    added = text(scene.texts, key, name=shortened(kept.document.name, MOST_NAME), day=On(kept.at.date()))
    return (*added, *text(scene.texts, "files.print" if known else "files.print.none", hash=known))


def _label(scene: Scene, kept: Kept) -> str:
    """Its name; of several of one name with the fingerprint, or the day while there is none."""
    document = kept.document
    if sum(one.document.name == document.name for one in scene.files) == 1:
        return shortened(document.name, MOST_LABEL)
    apart = document.sha256[:SHOWN_HASH] or plain((On(kept.at.date()),))
    return f"{shortened(document.name, MOST_LABEL - len(apart) - 3)} ({apart})"
