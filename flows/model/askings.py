"""What somebody asks to be sent to them alone, as events: a part of the closed union of `flows.model.events`."""

from __future__ import annotations

import msgspec

from flows.model.ids import SessionId


class SheetAsked(msgspec.Struct, frozen=True, tag="sheet_asked"):
    """Somebody wants the scenarios of an agreement's review as a file for the vendor."""

    session: SessionId


class ReadingsAsked(msgspec.Struct, frozen=True, tag="readings_asked"):
    """Counsel wants to be told once more how the clauses of an agreement read."""

    session: SessionId


class MeaningAsked(msgspec.Struct, frozen=True, tag="meaning_asked"):
    """Counsel wants to be told what passages (by id) mean in law, which answered what they asked."""

    passages: tuple[str, ...]


class HideAsked(msgspec.Struct, frozen=True, tag="hide_asked"):
    """Somebody wants what the bot has said in the channel to tell nothing any more: somebody from outside can read it."""
