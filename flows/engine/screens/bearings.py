"""What somebody new is told who asks what goes on here: what it is, whose it is, and what waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.engine.screens.reminder import Told
from flows.engine.screens.wording import plain, text
from flows.model.effects import Mention
from flows.model.programme import Programme
from flows.model.screens import Button, Buttons, Line, Prose, Ref, Screen

MOST_WAITING = 3
"""Things of theirs that are named; all of them stand behind a press."""


def here(texts: Mapping[str, str], programme: Programme, waiting: Sequence[Told]) -> Screen:
    """Where a programme runs. ``waiting``: what is open there with whoever asks, soonest first."""
    owner = texts["bearings.nobody"] if programme.ownerless else Mention(programme.owner)
    what = text(texts, "bearings.here", programme=programme.name, owner=owner)
    if not waiting:
        presses = Buttons((_press(texts, "status", "primary"), _press(texts, "continue")))
        return Screen((Prose(((*what, " ", *text(texts, "bearings.nothing")),)), presses), plain(what))
    lines: list[Line] = [text(texts, "bearings.waits", count=len(waiting))]
    lines += [("• ", *one.what) for one in waiting[:MOST_WAITING]]
    left = len(waiting) - MOST_WAITING
    lines += [text(texts, "bearings.more", count=left)] if left > 0 else []
    presses = Buttons((_press(texts, "mine", "primary"), _press(texts, "status")))
    return Screen((Prose((what,)), Prose(tuple(lines)), presses), plain(what))


def nowhere(texts: Mapping[str, str], way: Screen) -> Screen:
    """Where none runs: what Ringfence is, above the ``way`` to one."""
    what = text(texts, "home.none.what")
    return Screen((Prose((what,)), *way.parts), f"{plain(what)} {way.text}")


def _press(texts: Mapping[str, str], do: str, style: str = "") -> Button:
    return Button(Ref(do), texts[f"button.{do}"], style)
