"""A sign-off in words, wherever one is shown: its state in passing, and below it what it is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import SHOWN_CONDITION, shortened, text
from flows.engine.signing import SignedState, SignOff, sign_off
from flows.model.effects import Mention, On
from flows.model.screens import Line, Part, Prose, Strong

SHOWN_HASH = 8
"""Characters of a file's SHA-256 that are shown: enough to tell one draft from the next."""
Texts = Mapping[str, str]


def state_key(one: SignOff | None) -> str:
    """The text that says in passing how a sign-off stands."""
    return f"agreements.{one.state}" if one is not None else "agreements.not_signed_off"


def sign_off_lines(texts: Texts, one: SignOff, *, whole: bool = False) -> Iterator[Line]:
    """Whose decision it is and on which text, what it covers, and under what and until when it counts. ``whole``: with all of its conditions."""
    who = Mention(one.by)
    capacity: Line = (f" ({one.capacity})",) if one.capacity else ()
    yield text(texts, "sign_off.by", who=(who, *capacity), day=On(one.on))
    for file in one.files:
        key = "sign_off.file" if file.sha256 else "sign_off.file.unknown"
        yield text(texts, key, name=file.name, hash=file.sha256[:SHOWN_HASH])
    if not one.files:
        yield text(texts, "sign_off.no_file")
    covers = [
        text(texts, f"sign_off.{key}", what=what) for key, what in (("points", one.points), ("law", one.law)) if what
    ]
    yield from covers
    yield from bounds(texts, one, whole=whole)


def bounds(texts: Texts, one: SignOff, *, whole: bool = False) -> Iterator[Line]:
    """What bounds a sign-off: its conditions, as far as there is room for them or ``whole``, and its end."""
    if one.conditions:
        yield text(
            texts, "sign_off.conditions", words=one.conditions if whole else shortened(one.conditions, SHOWN_CONDITION)
        )
    if one.until is None:
        yield text(texts, "sign_off.no_end")
    else:
        key = "sign_off.over" if one.state is SignedState.OVER else "sign_off.until"
        yield text(texts, key, day=On(one.until))


def in_short(texts: Texts, agreement: str, one: SignOff) -> tuple[Line, ...]:
    """A sign-off below what leans on it, under the name of its agreement: by whom, how it stands, and below that what bounds it."""
    state = text(texts, state_key(one))
    head = text(texts, "sign_off.short", agreement=(Strong(agreement),), state=state, who=Mention(one.by))
    return (head, *(("◦ ", *line) for line in bounds(texts, one)))


def sign_off_panel(scene: Scene) -> list[Part]:
    """The sign-off that a run holds, as a part of its summary or of counsel's brief; nothing where it holds none."""
    one = sign_off(scene.facts, scene.programme.settings.zone)
    if one is None:
        return []
    head: Line = (Strong(scene.texts["sign_off.title"]), ": ", *text(scene.texts, state_key(one)))
    return [Prose((head, *sign_off_lines(scene.texts, one, whole=True)))]


def lawyer_read(scene: Scene) -> bool:
    """Whether a lawyer reviewed what a run holds: whoever is counsel is one, or signed it off as one."""
    one = sign_off(scene.facts, scene.programme.settings.zone)
    return scene.programme.lawyer is not None or (one is not None and one.state is SignedState.BY_LAWYER)
