"""Faults on demand: what a method answers wrongly, how often, and whether it did its work all the same."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.records import Json


@dataclass(slots=True)
class Fault:
    """``error``: ratelimited, http_500, timeout, slow (a good answer, late), half, badjson, or any of Slack's names.

    ``after_accept``: the work is done first.
    """

    method: str
    error: str
    times: int = 1
    retry_after: int = 1
    channel: str = ""
    after_accept: bool = False


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str, arguments: Json) -> Fault | None:
        """The fault that this call meets, if any."""
        for fault in self._waiting:
            if fault.method in (method, "*") and fault.channel in ("", arguments.get("channel")):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
