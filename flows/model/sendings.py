"""What goes to one person by direct message at their word, each made of what stands when it is sent, and whose word what is said in a thread
follows from. A part of the closed union of `flows.model.effects`.
"""

from __future__ import annotations

import msgspec

from flows.model.ids import ItemId, PersonId, RegisterId, SessionId


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all that is said in a session's thread has. ``by``: who wrote or pressed what it answers, None where nobody did. It is their direct
    message where the thread may not hold it."""

    by: PersonId | None = None


class SendExport(msgspec.Struct, frozen=True, tag="export"):
    """Send everything of the programme as a JSON file to one person by direct message."""

    to: PersonId


class SendQuestions(msgspec.Struct, frozen=True, tag="questions"):
    """Send the questions that are open about a row of a scorecard as a file to one person by direct message."""

    to: PersonId
    card: str
    item: ItemId


class SendRegister(msgspec.Struct, frozen=True, tag="register"):
    """Send a register as a CSV file to one person by direct message."""

    to: PersonId
    register: RegisterId


class SendSheet(msgspec.Struct, frozen=True, tag="sheet"):
    """Send the scenarios of an agreement's review as a file to one person by direct message, for the vendor: without anybody's answers."""

    to: PersonId
    session: SessionId


class SendMeaning(msgspec.Struct, frozen=True, tag="meaning"):
    """Tell one person by direct message what passages (by id) mean in law, if they still are counsel when it is sent."""

    to: PersonId
    passages: tuple[str, ...]


class SendPortfolio(msgspec.Struct, frozen=True, tag="portfolio"):
    """How all programmes stand whose channels one person is in when it is sent, by direct message."""

    to: PersonId
