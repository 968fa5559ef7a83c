"""References: what a press means, as a button's value and back. Versioned, bound to a programme, refused when they are not ours."""

from __future__ import annotations

import msgspec

from flows.model.ids import ProgrammeId
from flows.model.screens import DOES, Ref

VERSION = 1
MOST = 2000
"""Slack's limit of a button's value, in characters."""


class Spoiled(Exception):
    """A reference that cannot be understood: garbage, of another version, or of a word that we do not know."""


class _Written(msgspec.Struct, frozen=True, array_like=True):
    version: int
    programme: ProgrammeId
    ref: Ref


_DECODER = msgspec.json.Decoder(_Written)


def write(programme: ProgrammeId, ref: Ref) -> str:
    """A reference as text of at most 2,000 characters."""
    return msgspec.json.encode(_Written(VERSION, programme, ref)).decode()


def read(text: str) -> tuple[ProgrammeId, Ref]:
    """The programme and what is meant. Raises Spoiled."""
    if len(text) > MOST:
        raise Spoiled("too long")
    try:
        written = _DECODER.decode(text.encode())
    except msgspec.MsgspecError as error:
        raise Spoiled("unreadable") from error
    if written.version != VERSION or written.ref.do not in DOES:
        raise Spoiled("unknown")
    return written.programme, written.ref


HOLD = "hold"
"""The action_id of an element whose pick waits for a press on Save: on its own it means nothing."""


def bind(do: str, number: int, programme: ProgrammeId, ref: Ref) -> str:
    """An action_id that carries a reference, for menus and pickers, whose options are too short to carry one."""
    return f"{do}:{number}:{write(programme, ref)}"


def bound(action_id: str) -> tuple[ProgrammeId, Ref]:
    """The reference in an action_id. Raises Spoiled."""
    _, _, rest = action_id.partition(":")
    _, _, text = rest.partition(":")
    return read(text)
