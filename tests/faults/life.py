"""One life of a bot, in a process of its own: `ringfence run`, by a clock that is set from outside, telling of each receipt before it is
acknowledged, and perhaps killing itself at a chosen point."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from ctypes import c_double
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import run_bot
from bot.config import load_settings
from bot.service.pacing import FREE, Pace
from bot.slack.line import Bounds
from state.records import Receipt
from state.store import Store
from tests.crash.doom import Doom, Doomed, Point, Wrapped


@dataclass(frozen=True, slots=True)
class Life:
    """``shift``: seconds that its clock is ahead of the machine's, shared with whoever sets it. ``receipts``: the file for the keys of the
    turns whose receipts it had. It dies at passage ``passages`` of ``point``."""

    environment: dict[str, str]
    log: Path
    receipts: Path
    shift: c_double
    point: Point | None = None
    passages: int = 0
    bounds: Bounds = field(default_factory=Bounds)
    pace: Pace = FREE


class ShiftedClock:
    """The machine's time, moved. Implements `service.ports.Clock`."""

    def __init__(self, shift: c_double) -> None:
        self._shift = shift

    def now(self) -> dt.datetime:
        """Now, as this bot believes."""
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self._shift.value)


class Receipted(Wrapped):
    """Writes down the key of each turn that was committed, before anybody hears of it. What is written outlives the process."""

    def __init__(self, inner: Any, doom: Doom, path: Path) -> None:
        super().__init__(inner, doom)
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def turn(self, key: Any, *given: Any) -> Receipt:
        receipt: Receipt = await self._inner.turn(key, *given)
        with contextlib.suppress(OSError):  # where nothing can be written, that is what is tried
            os.write(self._file, f"{key}\n".encode())
        return receipt


class Witnessed(Doomed):
    """A bot that may kill itself, and tells of its receipts."""

    def __init__(self, doom: Doom, receipts: Path) -> None:
        super().__init__(doom)
        self._receipts = receipts

    def store(self, store: Store) -> Any:
        return Receipted(super().store(store), self._doom, self._receipts)


def live(life: Life) -> None:
    """Live, until killed or told to stop."""
    os.environ.update(life.environment)
    with life.log.open("a") as kept:
        os.dup2(kept.fileno(), sys.stdout.fileno())
        os.dup2(kept.fileno(), sys.stderr.fileno())
    around = Witnessed(Doom(life.point, life.passages), life.receipts)
    sys.exit(run_bot(load_settings(), around, life.bounds, life.pace, ShiftedClock(life.shift)))
