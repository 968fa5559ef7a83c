"""Logs: structured, with ids and never with answers, message texts or file names."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.config import LogFormat

NEVER = frozenset({"text", "raw", "value", "answer", "blocks", "payload", "body", "view", "token", "name", "file"})
"""Keys that are cut from every log line, should one slip in."""


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
            structlog.processors.format_exc_info if form is LogFormat.JSON else _brief_errors,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries log payloads at DEBUG: whatever our own level, theirs stays at WARNING.
    logging.basicConfig(
        level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr, force=True
    )


def withhold(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Cut what must never be logged."""
    for key in NEVER & event.keys():
        event[key] = "(withheld)"
    return event


def _brief_errors(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """On a terminal an error is its type; its message may quote what a person wrote."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
    return event
