"""What can happen to a finding by hand; part of the union of `events`. A finding is named by its rule and where it was raised."""

from __future__ import annotations

import msgspec

from flows.model.flow import Severity
from flows.model.ids import SessionId
from flows.model.session import Spot


class FindingSettled(msgspec.Struct, frozen=True, tag="finding_settled"):
    """Somebody settles a finding, with a reason. ``severity``: how grave it was when they were shown it."""

    session: SessionId
    spot: Spot
    rule: str
    severity: Severity
    reason: str


class FindingTakenUp(msgspec.Struct, frozen=True, tag="finding_taken_up"):
    """Somebody takes a settled finding up again."""

    session: SessionId
    spot: Spot
    rule: str


SettleEvent = FindingSettled | FindingTakenUp
