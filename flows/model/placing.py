"""Files that came where none was asked for: they are kept, and it is asked in the thread which answer they prove. Data only."""

from __future__ import annotations

import msgspec

from flows.model.ids import SessionId
from flows.model.sendings import Said
from flows.model.session import Spot


class Place(Said, frozen=True, tag="place", omit_defaults=True):
    """Ask in a session's thread which answer the files of ``message`` prove. ``asked`` names this posting; ``told``: it was said, and the posting
    is edited to tell so."""

    session: SessionId
    message: str
    asked: int
    told: bool = False


class Placed(msgspec.Struct, frozen=True, tag="placed"):
    """Somebody says which answer the files of ``message`` prove: the one at ``spot``, or None of those that were offered."""

    session: SessionId
    message: str
    spot: Spot | None
