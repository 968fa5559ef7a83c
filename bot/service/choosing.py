"""What somebody was just asked to choose from, so that the number they say next picks it: "the first", where two questions wait for them."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.readers.counting import place
from flows.engine.readers.wording import key
from flows.model.ids import PersonId, ProgrammeId, SessionId, TeamId
from flows.model.session import Spot

FOR = dt.timedelta(minutes=30)
"""How long a number counts as a choice."""
MOST = 1000
"""People of whom it is remembered; the one asked longest ago is forgotten first."""


class Asked(msgspec.Struct, frozen=True):
    """A question that was put to one person by direct message."""

    programme: ProgrammeId
    session: SessionId
    spot: Spot


class Offer(msgspec.Struct, frozen=True):
    """What somebody said, and the questions that it may be for, in the order of the numbers shown."""

    said: str
    among: tuple[Asked, ...]
    at: dt.datetime


class Choosing:
    """The last choice that each person was offered by the bot alone. It is kept in memory only: after a restart the presses are left."""

    def __init__(self) -> None:
        self._offers: dict[tuple[TeamId, PersonId], Offer] = {}

    def offer(self, team: TeamId, by: PersonId, offer: Offer) -> None:
        """Remember what somebody was asked to choose from."""
        self._offers[team, by] = offer
        if len(self._offers) > MOST:
            del self._offers[next(iter(self._offers))]

    def picked(self, team: TeamId, by: PersonId, text: str, at: dt.datetime) -> tuple[str, Asked] | None:
        """What they said before and the one that ``text`` picks for it. Whatever they say, the choice is over by that."""
        offer = self._offers.pop((team, by), None)
        if offer is None or at - offer.at > FOR:
            return None
        number = place(key(text), len(offer.among), letters=False)
        return (offer.said, offer.among[number]) if number is not None else None
