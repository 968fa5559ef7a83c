"""The disclosure ledger: what went to whom, on which day, under which paper, filed or not. Data only; its rows are a register's."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from flows.model.ids import ItemId, PersonId, RegisterId

LEDGER = RegisterId("disclosure")
ASSETS, VENDORS, AGREEMENTS = RegisterId("asset"), RegisterId("vendor"), RegisterId("agreement")


class Filing(StrEnum):
    """How it stood with the filing of an invention on the day it was shown."""

    NONE = "none"
    FILED = "filed"
    TO_FILE = "to_file"
    WITHHELD = "secret"
    RELEASED = "released"
    OPEN = "open"


class Disclosure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the ledger. ``by`` entered it, at ``at``.

    ``recipient``: a row of the vendors where it is one, and always the words for it. ``day``: None where nobody knows. ``under_nda``: None
    likewise; ``nda``: the agreement that covers it. ``early``: it went out before its gate was open. ``number`` is what people call the entry by.
    A correction is an entry of its own: it ``replaces`` another, and says ``why``; ``replaced``: the entry that corrects this one.
    ``entered_as``: what the entry was called when it was made, where what it names is called otherwise now. ``noticed``: of what leaked, the day on
    which somebody first noticed; it went out on that day or before.
    """

    id: ItemId
    asset: ItemId | None
    what: str
    recipient: str
    by: PersonId
    at: dt.datetime
    vendor: ItemId | None = None
    day: dt.date | None = None
    under_nda: bool | None = None
    nda: ItemId | None = None
    filing: Filing | None = None
    early: bool = False
    number: int = 0
    replaces: ItemId | None = None
    why: str = ""
    replaced: ItemId | None = None
    entered_as: str = ""
    noticed: dt.date | None = None
