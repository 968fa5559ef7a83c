"""What can happen to the disclosure ledger: somebody asks whether something may go to somebody, or says that it goes, or went. Events only."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.model.ids import ItemId


class Side(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is shared, or with whom: a row of its register, or the ``name`` of one that is not in it yet."""

    row: ItemId | None = None
    name: str = ""


class ShareAsked(msgspec.Struct, frozen=True, tag="share_asked"):
    """Somebody asks whether an asset may go to a vendor. What is named anew becomes a row."""

    asset: Side
    vendor: Side


class Disclosed(msgspec.Struct, frozen=True, tag="disclosed"):
    """An asset goes to a vendor now, or (``day``) went there on that day: a line of the ledger."""

    asset: Side
    vendor: Side
    day: dt.date | None = None
