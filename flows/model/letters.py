"""Direct messages that put a question to one person, once it waits for them no more. Data only."""

from __future__ import annotations

import msgspec

from flows.model.ids import PersonId, SessionId
from flows.model.session import Spot


class SettleLetter(msgspec.Struct, frozen=True, tag="settle_letter"):
    """The direct message by which the question at ``spot`` was put to somebody tells how it stands when this is sent."""

    to: PersonId
    session: SessionId
    spot: Spot
