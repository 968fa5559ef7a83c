"""A bot that kills itself: the one of `ringfence run`, with a SIGKILL at the n-th passage of a named point. Runs in a process of its own.

The points lie where the bot's own parts meet: in front of and behind the store, the service and the sender. Only the one just
before COMMIT lies deeper, where all rows of a turn are written: SQLite tells of every statement that begins.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.app import Around, run_bot
from bot.config import load_settings
from bot.service.messenger import Result, Sender, Sent
from bot.service.pacing import FREE
from bot.service.ports import Answer, Arrival, CommandGiven, FormSent, MessageSaid, Pressed, Service
from flows.model.effects import Outcome
from flows.model.ids import ClaimKey, ProgrammeId
from state.records import Receipt
from state.store import Decide, Store


class Point(StrEnum):
    """Where the bot dies."""

    CLAIM = "before claim"
    COMMIT = "before COMMIT"
    COMMITTED = "after COMMIT"
    ACK = "before ack"
    POST = "before post"
    ACCEPTED = "after Slack accepted"


class Doom:
    """Dies at the passage number ``passages`` of a point; never where there is none."""

    def __init__(self, point: Point | None, passages: int = 1) -> None:
        self._point, self._left = point, passages

    def passes(self, point: Point) -> None:
        if point is self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Wrapped:
    """A part with something around some of its calls; all else goes straight through."""

    def __init__(self, inner: Any, doom: Doom) -> None:
        self._inner, self._doom = inner, doom

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class DoomedStore(Wrapped):
    _decided = False

    async def turn(self, key: ClaimKey, programme: ProgrammeId, decide: Decide, at: dt.datetime) -> Receipt:
        def decided(snapshot: Any) -> Outcome:
            outcome = decide(snapshot)
            if not outcome.refused:
                snapshot._connection.set_trace_callback(self._begins)
                self._decided = True
            return outcome

        self._doom.passes(Point.CLAIM)
        receipt: Receipt = await self._inner.turn(key, programme, decided, at)
        if receipt.fresh and not receipt.refused:
            self._doom.passes(Point.COMMITTED)
        return receipt

    def _begins(self, statement: str) -> None:
        """A statement begins, on the connection's thread. The COMMIT after a decision is its turn's."""
        if statement == "COMMIT" and self._decided:
            self._decided = False
            self._doom.passes(Point.COMMIT)


class DoomedService(Wrapped):
    async def arrived(self, arrival: Arrival, at: dt.datetime) -> Answer:
        answer: Answer = await self._inner.arrived(arrival, at)
        if isinstance(arrival, CommandGiven | Pressed | FormSent | MessageSaid):
            self._doom.passes(Point.ACK)
        return answer


class DoomedSender(Wrapped):
    async def post(self, *args: Any, **kwargs: Any) -> Result:
        return await self._sent(self._inner.post(*args, **kwargs))

    async def direct(self, *args: Any, **kwargs: Any) -> Result:
        return await self._sent(self._inner.direct(*args, **kwargs))

    async def _sent(self, sending: Any) -> Result:
        self._doom.passes(Point.POST)
        result: Result = await sending
        if isinstance(result, Sent):
            self._doom.passes(Point.ACCEPTED)
        return result


class Doomed(Around):
    def __init__(self, doom: Doom) -> None:
        self._doom = doom

    def store(self, store: Store) -> Any:
        return DoomedStore(store, self._doom)

    def sender(self, sender: Sender) -> Any:
        return DoomedSender(sender, self._doom)

    def service(self, service: Service) -> Any:
        return DoomedService(service, self._doom)


def live(environment: Mapping[str, str], log: Path, point: Point | None, passages: int) -> None:
    """One life of the bot, by the settings of the environment."""
    os.environ.update(environment)
    with log.open("a") as kept:
        os.dup2(kept.fileno(), sys.stdout.fileno())
        os.dup2(kept.fileno(), sys.stderr.fileno())
    sys.exit(run_bot(load_settings(), Doomed(Doom(point, passages)), pace=FREE))
