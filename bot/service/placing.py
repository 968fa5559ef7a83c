"""Presses that say which answer files prove that came unasked."""

from __future__ import annotations

from bot.service.ports import FormSent, Pressed
from flows.model.events import Event
from flows.model.placing import Placed
from flows.model.session import spot_of

PRESSES = frozenset({"proves"})
"""Words that let something happen to the session."""


def event_of(came: Pressed | FormSent) -> Event | None:
    """The event that one of :data:`PRESSES` means; None where no session is named."""
    picked = next((value for values in came.filled.values.values() for value in values), "")
    message, _, key = (came.ref.arg or picked).partition(" ")
    return Placed(came.ref.session, message, spot_of(key) if key else None) if came.ref.session is not None else None
