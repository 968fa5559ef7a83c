"""Who may be sent to now: a paced lane for each workspace and for each place in it, so that a slow one holds up no other.

A posting is leased only when its workspace and its place have room; what would have to wait stays in the outbox. Paces are kept in memory
and by a clock that only goes forward: after a restart all begin rested.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto

from bot.service.pacing import Bucket, Pace
from flows.model.ids import ProgrammeId, TeamId, split_programme
from state.store import AtRest, place

AT_ONCE = 8
"""Postings and cards under way at most, over all."""
SHARE = 4
"""Of these for one workspace at most: its hanging calls leave room for the others."""
CARDS = 2
"""Of its share for cards at most: they leave room for what people wait for."""
MOMENT = 0.05
"""Seconds after which a place that somebody else is just writing to is tried again."""
FULL = 0.2
"""Seconds after which a card is tried again of a workspace that has its share under way."""
PATIENCE = 1.0
"""Seconds that a turn is waited for in place; one that comes later is waited for in the outbox."""


async def turn_of(wait: Callable[[], float]) -> float:
    """Wait for a turn that comes soon. 0 when it has come, else how long it still is. ``wait``: as the waits of :class:`Lanes`."""
    left = PATIENCE
    while 0 < (seconds := wait()) <= left:
        await asyncio.sleep(seconds)
        left -= seconds
    return seconds


OUT_OF_TURN = "pace"
AUDIENCE_CHANGED = "audience_changed"


@dataclass(frozen=True, slots=True)
class Waits:
    """Not sent: its turn comes in so many seconds. ``why``: the bot's own pace, or that others are in the channel by now than those for whom it
    was put into words."""

    seconds: float
    why: str = OUT_OF_TURN


class Call(Enum):
    """What is asked of the messenger. It limits new messages by conversation, the others by workspace."""

    POST = auto()
    EDIT = auto()
    FILE = auto()


class Lanes:
    """The lanes of one courier. ``ticks``: seconds of a clock that never goes back."""

    def __init__(self, pace: Pace, ticks: Callable[[], float] = time.monotonic) -> None:
        self._pace, self._ticks = pace, ticks
        self._workspaces, self._edits, self._cards = Bucket(pace.workspace), Bucket(pace.edits), Bucket(pace.cards)
        self._serving: Counter[str] = Counter()
        self._drawing: Counter[str] = Counter()
        self._under_way: Counter[str] = Counter()
        self._resting: dict[tuple[Call, str], float] = {}
        self._after = TeamId("")
        self._ready: float | None = None

    # ── postings ──

    def at_rest(self) -> AtRest:
        """To whom nothing is to be leased now."""
        now = self._ticks()
        self._resting = {pair: until for pair, until in self._resting.items() if until > now}
        full = {TeamId(team) for team, count in self._serving.items() if count >= SHARE}
        waits = self._workspaces.waits(now)
        self._ready = min((*self._resting.values(), *(now + wait for wait in waits.values())), default=None)
        waiting = {TeamId(team) for team in waits}
        resting = {where for call, where in self._resting if call is Call.POST}
        return AtRest(frozenset(full | waiting), frozenset(resting | self._under_way.keys()), self._after)

    def begin(self, programme: ProgrammeId, lane: str) -> None:
        """A posting of that lane is under way: a new message, as far as is known."""
        team, _ = split_programme(programme)
        self._serving[team] += 1
        self._under_way[place(programme, lane)] += 1
        self._workspaces.take(team, self._ticks())
        self._after = team

    def begin_card(self, programme: ProgrammeId) -> None:
        """A card is under way: it counts for its workspace, whose pace for cards is another one (:meth:`card_wait`)."""
        team, _ = split_programme(programme)
        self._serving[team] += 1
        self._drawing[team] += 1

    def end_card(self, programme: ProgrammeId) -> None:
        """It is not any more."""
        team, _ = split_programme(programme)
        _drop(self._serving, team)
        _drop(self._drawing, team)

    def end(self, programme: ProgrammeId, lane: str) -> None:
        """It is not any more."""
        team, _ = split_programme(programme)
        _drop(self._serving, team)
        _drop(self._under_way, place(programme, lane))

    def spare(self, programme: ProgrammeId) -> None:
        """What was begun last for this workspace is no new message, so it does not count."""
        self._workspaces.give_back(split_programme(programme)[0])

    # ── calls ──

    def post_wait(self, where: str, own: str = "") -> float:
        """In how many seconds a new message may be written there; 0 now. ``own``: the place of the lane that asks."""
        if where != own and self._under_way[where]:
            return max(MOMENT, self._pace.channel)
        return self._rest(Call.POST, where)

    @contextmanager
    def posting(self, where: str) -> Generator[None]:
        """A new message is written there while inside; then the place rests."""
        self._under_way[where] += 1
        try:
            yield
        finally:
            _drop(self._under_way, where)
            if self._pace.channel:
                self._rest_until(Call.POST, where, self._ticks() + self._pace.channel)

    def edit_wait(self, team: TeamId) -> float:
        """In how many seconds a message of this workspace may be edited; 0 now, and it is counted."""
        return self._rest(Call.EDIT, team) or self._edits.take(team, self._ticks())

    def card_wait(self, team: TeamId) -> float:
        """In how many seconds a card of this workspace may be refreshed; 0 now, and it is counted."""
        if self._serving[team] >= SHARE or self._drawing[team] >= CARDS:
            return FULL
        return self._cards.take(team, self._ticks())

    def file_wait(self, team: TeamId) -> float:
        """In how many seconds a file may be sent in this workspace; 0 now."""
        return self._rest(Call.FILE, team)

    def limited(self, call: Call, where: str, seconds: float) -> None:
        """The messenger wants no such call there for so long: a place for new messages, a workspace for the others. Nobody else waits."""
        self._rest_until(call, where, self._ticks() + seconds)

    def ready_in(self) -> float | None:
        """In how many seconds the first of those who rested at the last :meth:`at_rest` is ready; None where nobody did."""
        return None if self._ready is None else max(0.0, self._ready - self._ticks())

    def _rest_until(self, call: Call, where: str, until: float) -> None:
        self._resting[call, where] = max(until, self._resting.get((call, where), until))

    def _rest(self, call: Call, where: str) -> float:
        return max(0.0, self._resting.get((call, where), 0.0) - self._ticks())


def _drop(counter: Counter[str], key: str) -> None:
    """One less; what none is left of is left out."""
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
