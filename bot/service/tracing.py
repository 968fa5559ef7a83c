"""Trace ids: one word in the log for all that follows from one arrival, from its claim to the last post.

A trace is a hash of the claim key, so the same event told twice has the same, and the log repeats nothing of the key. While the process
lives, a posting is logged under the trace of the turn that queued it; across a restart its number, which both lines hold, leads back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager

import structlog

from flows.model.ids import ClaimKey

KEPT = 10_000
"""Postings whose trace is remembered; the oldest are forgotten first."""


def trace_of(key: ClaimKey) -> str:
    """The trace of an arrival: twelve hexadecimal digits."""
    return hashlib.blake2b(key.encode(), digest_size=6).hexdigest()


@contextmanager
def traced(key: ClaimKey) -> Generator[None]:
    """Every line logged inside, and by tasks begun inside, carries the trace of this key."""
    with structlog.contextvars.bound_contextvars(trace=trace_of(key)):
        yield


class Traces:
    """Which posting follows from what."""

    def __init__(self) -> None:
        self._of: dict[int, str] = {}

    def follow(self, key: ClaimKey, postings: tuple[int, ...]) -> str:
        """These postings follow from what is under way here, or else from that key; its trace."""
        bound = structlog.contextvars.get_contextvars().get("trace")
        trace = bound if isinstance(bound, str) else trace_of(key)
        self._of.update(dict.fromkeys(postings, trace))
        while len(self._of) > KEPT:
            del self._of[next(iter(self._of))]
        return trace

    @contextmanager
    def following(self, posting: int) -> Generator[None]:
        """Every line logged inside carries the posting's number, and its trace where it is known."""
        trace = self._of.get(posting)
        known = {"trace": trace} if trace else {}
        with structlog.contextvars.bound_contextvars(posting=posting, **known):
            yield

    def done(self, posting: int) -> None:
        """That posting is no longer on its way."""
        self._of.pop(posting, None)
