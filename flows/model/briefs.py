"""What counsel is told: at once what cannot wait, the rest in one brief a day. Effects, apart from the others for want of room there."""

from __future__ import annotations

import msgspec

from flows.model.ids import PersonId, ProgrammeId, SessionId


class Brief(msgspec.Struct, frozen=True, tag="brief", omit_defaults=True):
    """To the counsel lane, at once: the legal meaning of findings just raised (by key) of a session, those that cannot wait for the next morning's
    brief (:class:`SendBrief`). Goes to counsel, or to the owner where there is none.

    ``readings``: how each clause of the agreement reads by the playbook, before counsel decides, in place of single findings.
    """

    session: SessionId
    findings: tuple[str, ...]
    readings: bool = False


class News(msgspec.Struct, frozen=True):
    """What a brief tells of one programme: what was raised after its news of number ``after``, up to ``until``."""

    programme: ProgrammeId
    after: int
    until: int


class SendBrief(msgspec.Struct, frozen=True, tag="daily_brief"):
    """Counsel's brief of the day: what was raised since the last, over all programmes whose counsel one person is (or which they own, where there
    is none), of what is still open when it is sent. By direct message."""

    to: PersonId
    of: tuple[News, ...]
