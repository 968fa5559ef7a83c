"""What can happen to the disclosure ledger: somebody asks what may go out, says that it goes, or went, or corrects an entry. Events only."""

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


class DisclosureCorrected(msgspec.Struct, frozen=True, tag="disclosure_corrected"):
    """An entry of the ledger was wrong: this is how it was, and why it is corrected. ``vendor``: whoever got it; a name that is no vendor's stays
    words. ``day``, ``under_nda`` and ``nda`` as in the ledger."""

    line: ItemId
    asset: Side
    vendor: Side
    why: str
    day: dt.date | None = None
    under_nda: bool | None = None
    nda: ItemId | None = None


SharingEvent = ShareAsked | Disclosed | DisclosureCorrected
