"""How often Slack lets an app call: by method, for the workspace or for one channel. Off until limits are set; what was refused is counted.

Stricter than Slack, which lets short bursts pass: never more than so many calls in any so many seconds.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass

TOO_SOON = 0.1
"""By what part of its time a call may come too soon: calls are not equally long on their way."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` calls of a method in ``seconds``: in the workspace, or (``per_channel``) in each channel."""

    method: str
    count: int
    seconds: float
    per_channel: bool = False


SLACK = (
    Limit("chat.postMessage", 1, 1.0, per_channel=True),
    Limit("chat.postMessage", 300, 60.0),
    Limit("chat.update", 50, 60.0),
    Limit("chat.postEphemeral", 100, 60.0),
    Limit("conversations.info", 50, 60.0),
    Limit("conversations.members", 100, 60.0),
    Limit("conversations.history", 50, 60.0),
    Limit("conversations.replies", 50, 60.0),
    Limit("conversations.open", 50, 60.0),
    Limit("users.info", 100, 60.0),
    Limit("views.open", 100, 60.0),
    Limit("views.publish", 100, 60.0),
    Limit("files.getUploadURLExternal", 100, 60.0),
    Limit("files.completeUploadExternal", 100, 60.0),
)
"""What Slack documents (its tiers, and one message a second in a channel), read November 2026."""

RESPOND = "respond"
"""What the response addresses are called here; what limits them Slack does not say."""

Place = tuple[str, str]
"""A workspace and a channel; no channel where the limit is the workspace's."""


class RateLimits:
    """Counts calls against limits. ``calls`` and ``refused``: how many there were, by method."""

    def __init__(self, *limits: Limit) -> None:
        self._limits = limits
        self._taken: dict[tuple[Limit, Place], deque[float]] = {}
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def set(self, *limits: Limit) -> None:
        """From now on these hold, and nothing of the past counts."""
        self._limits = limits
        self._taken.clear()
        self.calls.clear()
        self.refused.clear()

    def take(self, method: str, workspace: str, channel: str, now: float) -> float:
        """Count a call at a time in seconds. 0 where it may be; else in how many seconds there is room, and it takes none."""
        self.calls[method] += 1
        mine = [(one, (workspace, channel if one.per_channel else "")) for one in self._limits if one.method == method]
        wait = max((self._wait(one, place, now) for one, place in mine), default=0.0)
        if wait > 0:
            self.refused[method] += 1
            return wait
        for one, place in mine:
            self._taken[one, place].append(now)
        return 0.0

    def _wait(self, limit: Limit, place: Place, now: float) -> float:
        taken = self._taken.setdefault((limit, place), deque())
        long = limit.seconds * (1 - TOO_SOON)
        while taken and taken[0] <= now - long:
            taken.popleft()
        return taken[0] + limit.seconds - now if len(taken) >= limit.count else 0.0
