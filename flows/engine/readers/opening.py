"""A wish to have a phase opened or closed, said in a command's place: "open trial", "can we start the pilot?", "close the phase Trial"."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from flows.engine.readers.likeness import find, telling
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.wording import hear, key
from flows.model.ids import ItemId
from flows.model.programme import Item

_WISH = Pattern(
    r"(?:(?:please|lets|let us|can|could|may|shall|should|i|we|you|want|need|would|like|id|to|now|already) )*"
    r"(?:(?P<asks>ask (?:to|for|that we)|request(?: to)?|apply for) ?)?(?:the )?"
    r"(?P<verb>(?:re)?open(?:ing)?(?! source)|unlock|clos(?:e|ing)|shut|start(?:ing)?|begin(?:ning)?|enter)?(?: up| with| of)? ?"
    r"(?:(?:the|our|this) )?(?P<kind>(?:phase|gate)s?(?: of| for| called| named)? ?)?(?:the )?"
    r"(?P<name>.*?)(?P<after> (?:phase|gate))?(?: (?:phase|now|please|today|already|yet|again|pls))*"
)


class Wish(msgspec.Struct, frozen=True):
    """What a phase may be called that is to open or to close. ``plainly``: it is about some phase, whatever that is called."""

    name: str
    plainly: bool


def wishes_phase(text: str) -> Wish | None:
    """The wish that a message is; None where it is none."""
    found = _WISH.fullmatch(hear(text).key)
    if found is None or not (found["asks"] or found["verb"]):
        return None
    kind = bool(found["kind"] or found["after"])
    name = found["name"].strip()
    return Wish(name, kind or not name)


def phase_named(wish: Wish, phases: Sequence[Item]) -> ItemId | None:
    """The phase that is meant; None where it is not plain which. ``phases``: all that there are."""
    names = [tuple(key(said) for said in (row.name, *row.formerly)) for row in phases]
    found = find(wish.name, names)
    if not found.sure:
        return None
    # "Start the build of the contract" is about no phase that is called "Build".
    longest = max(len(telling(name)) for name in names[found.hits[0]])
    return phases[found.hits[0]].id if wish.plainly or len(telling(wish.name)) <= longest else None
