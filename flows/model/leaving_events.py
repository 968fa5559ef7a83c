"""What can happen about people who go: from the company or from the channel, and to a programme that nobody owns."""

from __future__ import annotations

import msgspec

from flows.model.ids import PersonId


class PersonLeft(msgspec.Struct, frozen=True, tag="person_left"):
    """Somebody is no longer with the company: what they held and what they had to do falls to others."""

    person: PersonId


class SteppedOut(msgspec.Struct, frozen=True, tag="stepped_out"):
    """Somebody left the programme's channel, and is still with the company: what is with them they no longer see there."""

    person: PersonId


class OwnerOffered(msgspec.Struct, frozen=True, tag="owner_offered"):
    """Somebody of the company acts in a programme that nobody owns: they are offered it."""


class OwnerClaimed(msgspec.Struct, frozen=True, tag="owner_claimed"):
    """Somebody takes over a programme that nobody owns."""


LeavingEvent = PersonLeft | SteppedOut | OwnerOffered | OwnerClaimed
