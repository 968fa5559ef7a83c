"""What goes to one person by direct message at their word: files, each made of what stands when it is sent. A part of the closed union of
`flows.model.effects`.
"""

from __future__ import annotations

import msgspec

from flows.model.ids import ItemId, PersonId, RegisterId


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
