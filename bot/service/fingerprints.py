"""Which exact file was given: its SHA-256, read once from the messenger. Its bytes are kept nowhere, and nothing of it is logged but its id."""

from __future__ import annotations

import structlog

from bot.service.desk import Desk
from bot.service.messenger import Failed, Gone, Limited, Print
from flows.model.effects import Posting
from flows.model.events import Fingerprinted
from flows.model.ids import ClaimKey, PersonId, SessionId

log = structlog.get_logger(__name__)


async def taken(desk: Desk, posting: Posting, session: SessionId, files: tuple[str, ...]) -> Limited | Failed | None:
    """Read the files and keep what they are known by; None once that is done, else why it has to be tried again.

    A file that can never be read stays without a fingerprint, and is shown so.
    """
    prints: dict[str, str] = {}
    for file in files:
        told = await desk.sender.fingerprint(file)
        if isinstance(told, Print):
            prints[file] = told.sha256
        elif isinstance(told, Gone):
            log.warning("file_unread", file=file, reason=told.reason)
        else:
            return told
    if prints:
        key, event = ClaimKey(f"print:{posting.programme}:{posting.number}"), Fingerprinted(session, prints)
        await desk.decide(key, posting.programme, PersonId(""), desk.clock.now(), lambda _: event)
    return None
