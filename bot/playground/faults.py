"""Faults on demand: what a method answers wrongly, how often, and whether it did its work all the same."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.playground.records import Json


@dataclass(slots=True)
class Fault:
    """``error``: ratelimited, http_500, timeout, slow (a good answer, late), half, badjson, or any of Slack's names.

    ``channel``, ``thread``, ``ts``: only for calls about that channel, thread or message. ``after_accept``: the work is done first. ``method`` may
    also be ``respond`` or ``upload``: the addresses beside the Web API.
    """

    method: str
    error: str
    times: int = 1
    retry_after: int = 1
    channel: str = ""
    thread: str = ""
    ts: str = ""
    after_accept: bool = False


@dataclass(frozen=True, slots=True)
class Storm:
    """Faults by chance: a share of all calls (0 to 1) meets one of ``kinds``, half of them after the work was done. Whoever is told that they
    were too fast was not served, and a good answer that comes late is a good one."""

    chance: random.Random
    share: float
    kinds: Sequence[str]

    def fault(self, method: str) -> Fault | None:
        """What a call meets now, if anything."""
        if self.chance.random() >= self.share:
            return None
        kind, wait = self.chance.choice(self.kinds), self.chance.randint(1, 3)
        done = kind == "slow" or (kind != "ratelimited" and self.chance.random() < 0.5)
        return Fault(method, kind, retry_after=wait, after_accept=done)


class Faults:
    """The faults still to come. While there is a ``storm``, calls meet its faults too; ``met`` counts each kind that was met."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.storm: Storm | None = None
        self.met: Counter[str] = Counter()

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    @property
    def waiting(self) -> int:
        """How many are still to come."""
        return len(self._waiting)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str, arguments: Json) -> Fault | None:
        """The fault that this call meets, if any."""
        for fault in self._waiting:
            if fault.method in (method, "*") and _is_about(fault, arguments):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return self._counted(fault)
        return self._counted(self.storm.fault(method)) if self.storm is not None else None

    def _counted(self, fault: Fault | None) -> Fault | None:
        if fault is not None:
            self.met[fault.error] += 1
        return fault


def _is_about(fault: Fault, arguments: Json) -> bool:
    return (
        fault.channel in ("", arguments.get("channel"))
        and fault.thread in ("", arguments.get("thread_ts"))
        and fault.ts in ("", arguments.get("ts"))
    )
