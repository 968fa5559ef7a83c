"""Logs: structured, with ids and never with answers, message texts or file names."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

from bot.config import LogFormat

NEVER = frozenset({"text", "raw", "value", "answer", "blocks", "payload", "body", "view", "token", "name", "file"})
"""Keys that are cut from every log line, should one slip in."""
FRAMES = 8

log = structlog.get_logger(__name__)


def configure(level: str, form: LogFormat) -> None:
    """Set up logging for the process: one line an event, to standard error."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            withhold,
            brief_errors,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", Unbroken(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    # Libraries log payloads at DEBUG: whatever our own level, theirs stays at WARNING.
    logging.basicConfig(level=logging.WARNING, handlers=[Libraries()], force=True)
    sys.excepthook = _brief_end


def leave_no_dump() -> None:
    """Let a crash of this process leave no core file: its memory holds keys, tokens and answers."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def brief_fault(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What nobody caught on the event loop, as :func:`brief_errors` has it; asyncio's own words would quote the error."""
    log.error("uncaught", told=context["message"], exc_info=context.get("exception"))


def _brief_end(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """What ends the process, likewise."""
    log.critical("ended", exc_info=error)


class Unbroken:
    """A stream where a line that cannot be written (a full disk, a closed pipe) is lost, and what it tells of goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, if that can be done."""
        with contextlib.suppress(OSError):
            return self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Let it reach the outside, if that can be done."""
        with contextlib.suppress(OSError):
            self._stream.flush()


class Libraries(logging.Handler):
    """What libraries log, in our own form: the first line, which names what happened, and not what follows, which may quote."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        about = {"exc_info": error} if error is not None else {}
        log = structlog.get_logger(record.name)
        log.log(record.levelno, record.getMessage().partition("\n")[0], library=record.name, **about)


def withhold(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Cut what must never be logged."""
    for key in NEVER & event.keys():
        event[key] = "(withheld)"
    return event


def brief_errors(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An error is its type and the way it came, innermost first; its message and its locals may quote what a person wrote."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["at"] = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in way(error))
    return event


def way(error: BaseException) -> list[traceback.FrameSummary]:
    """The last frames that an error came through, innermost first, at most :data:`FRAMES`."""
    frames = traceback.extract_tb(error.__traceback__)
    return list(reversed(frames))[:FRAMES]
