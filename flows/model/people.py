"""Who does what: the roles of a programme and the words for an action's owner."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A part that one named person plays in a programme. An empty role is filled by asking the owner."""

    OWNER = "owner"
    COUNSEL = "counsel"
    SECURITY = "security"
    APPROVER = "approver"


class Profile(StrEnum):
    """What kind of work leaves the company; it changes which questions are asked and how they are worded."""

    SOFTWARE = "software"
    MANUFACTURING = "manufacturing"
    SERVICES = "services"


class Capacity(StrEnum):
    """What somebody says that they are themself: whether they read the law as a lawyer."""

    IN_HOUSE = "in_house"
    OUTSIDE = "outside"
    NO_LAWYER = "no_lawyer"
