"""Where many are gone through one after another: what is wrong with one ends with that one, told and counted."""

from __future__ import annotations

from types import TracebackType

import structlog

from bot.service.meter import Meter
from state.errors import DocumentError, StoreError

log = structlog.get_logger(__name__)


class Apart:
    """Around what is done for one programme or one person: whoever comes behind goes on, whatever goes wrong inside.

    A store that fails is nobody's own trouble and is raised. ``what`` names the log's line, ``of`` whom it is about; ``well``: nothing went wrong.
    """

    def __init__(self, meter: Meter, what: str, **of: str) -> None:
        self._meter, self._what, self._of = meter, what, of
        self.well = True

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception) or (isinstance(error, StoreError) and not isinstance(error, DocumentError)):
            return False
        self.well = False
        self._meter.failed(type(error).__name__)
        # A document that does not open says all by its name; of anything else it must be seen where it comes from.
        shown = None if isinstance(error, DocumentError) else error
        log.error(self._what, error=type(error).__name__, exc_info=shown, **self._of)
        return True
