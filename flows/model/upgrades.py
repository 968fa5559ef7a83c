"""What can happen to a session of which a newer version of its flow is there."""

from __future__ import annotations

import msgspec

from flows.model.ids import SessionId


class Upgraded(msgspec.Struct, frozen=True, tag="upgraded"):
    """The session is to run on the version of its flow that has this hash, which was shown with what it would bring."""

    session: SessionId
    to: str


class UpgradeRested(msgspec.Struct, frozen=True, tag="upgrade_rested"):
    """Not now: the newer version is not to be offered for a while."""

    session: SessionId
