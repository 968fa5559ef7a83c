"""How often: rates, buckets that keep to them, and the pace of all that the bot sends. Pure; the time is passed in, in seconds of any clock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """Once in ``every`` seconds in the long run, and up to ``burst`` at once after a rest. Where ``every`` is 0 there is no limit."""

    every: float
    burst: int = 1


class Bucket:
    """Keeps to a rate, for each key by itself."""

    def __init__(self, rate: Rate) -> None:
        self._every, self._room = rate.every, (rate.burst - 1) * rate.every
        self._full: dict[str, float] = {}
        """When each bucket is empty again; those that are, are left out."""

    def wait(self, key: str, now: float) -> float:
        """How long until there is room."""
        return max(0.0, self._full.get(key, now) - self._room - now)

    def take(self, key: str, now: float) -> float:
        """0 where there is room, and some of it is taken; else how long until there is."""
        wait = self.wait(key, now)
        if not wait and self._every:
            self._full[key] = max(now, self._full.get(key, now)) + self._every
        return wait

    def give_back(self, key: str) -> None:
        """What was taken last was not needed."""
        if key in self._full:
            self._full[key] -= self._every

    def waits(self, now: float) -> dict[str, float]:
        """How long each key that has no room waits for it. Forgets the empty ones."""
        self._full = {key: until for key, until in self._full.items() if until > now}
        return {key: wait for key in self._full if (wait := self.wait(key, now)) > 0}


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the bot may send and ask, in seconds; the defaults keep to what Slack documents without its leave for bursts.

    ``channel``: from the end of one new message to the next in the same conversation (Slack: one a second). ``workspace``: new messages, 300
    a minute (Slack: a few hundred), burst included, so that what goes out a little late does not make all that follow it late. ``edits``, and
    ``looks`` at channels: 50 a minute, burst included; ``people``, and who is in a channel: 100. ``cards``: 30 of the edits.
    """

    channel: float = 1.0
    workspace: Rate = Rate(60 / 297, 3)
    edits: Rate = Rate(1.5, 10)
    cards: Rate = Rate(2.4, 5)
    looks: Rate = Rate(4 / 3, 5)
    people: Rate = Rate(0.75, 20)


PACE = Pace()
FREE = Pace(0.0, Rate(0.0), Rate(0.0), Rate(0.0), Rate(0.0), Rate(0.0))
"""As fast as it goes: for a local workspace, and for tests of something else."""
