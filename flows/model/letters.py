"""Direct messages that put a question to one person, once it waits for them no more. Data only."""

from __future__ import annotations

import msgspec

from flows.model.ids import ItemId, PersonId, QuestionId, SessionId
from flows.model.session import Spot

REQUEST = QuestionId("gate.request")
"""The question of the spot by which a request for somebody's word is found; its item is the request. No flow has a question of that name."""


class SettleLetter(msgspec.Struct, frozen=True, tag="settle_letter"):
    """The direct message by which the question at ``spot`` was put to somebody tells how it stands when this is sent. ``session`` None: it was a
    request for their word."""

    to: PersonId
    session: SessionId | None
    spot: Spot


def request_spot(request: ItemId) -> Spot:
    """Where a request for somebody's word stands among what is asked of people."""
    return Spot(REQUEST, request)


def is_request(spot: Spot | None) -> bool:
    """Whether a spot is that of a request."""
    return spot is not None and spot.question == REQUEST
