"""Whose Home is to be published anew, and with what on top: the latest for each person, one publishing at a time.

Kept in memory alone: a Home is a view of what is stored, and whoever opens theirs gets it anew. So a bot that dies owes nobody one.
"""

from __future__ import annotations

import asyncio

import msgspec

from flows.model.ids import PersonId, ProgrammeId, TeamId
from flows.model.screens import Shelf
from state.records import Address, AddressKind

PUT = frozenset({AddressKind.QUESTION, AddressKind.REVIEW})
"""What stands in a thread once a session was resumed."""


class Due(msgspec.Struct, frozen=True):
    """A Home to publish. ``said``: what came of the person's last press. ``page``: of their programmes; None is the one they are on.

    ``tries``: how often it was tried before. ``hidden``: it stands already as one of which nothing could be looked up.
    """

    team: TeamId
    person: PersonId
    said: Shelf | None = None
    page: int | None = None
    tries: int = 0
    hidden: bool = False


class DirtyHomes:
    """The Homes that are out of date, the pages that people are on, and who waits for a question to stand in its thread again."""

    def __init__(self) -> None:
        self._due: dict[PersonId, Due] = {}
        self._under_way: set[PersonId] = set()
        self._pages: dict[PersonId, int] = {}
        self._following: dict[PersonId, tuple[ProgrammeId, Due]] = {}
        self._resting: dict[PersonId, asyncio.TimerHandle] = {}
        self._bell = asyncio.Event()

    def want(self, due: Due) -> None:
        """Publish it, in place of what was wanted for that person before."""
        if (resting := self._resting.pop(due.person, None)) is not None:
            resting.cancel()
        self._due[due.person] = due
        if due.page is not None:
            self._pages[due.person] = due.page
        self._bell.set()

    def later(self, due: Due, seconds: float) -> None:
        """Publish it after a while, unless something newer is wanted for that person until then."""
        if due.person not in self._due:
            self._resting[due.person] = asyncio.get_running_loop().call_later(seconds, self.want, due)

    def follow(self, programme: ProgrammeId, due: Due) -> None:
        """Publish it, and once more when that programme's question was put again, with the way to where it stands then."""
        self._following[due.person] = (programme, due)
        self.want(due)

    def posted(self, address: Address) -> None:
        """A message stands now. Where it is what somebody waits for, their Home leads there."""
        if address.kind in PUT:
            for person, (programme, due) in list(self._following.items()):
                if programme == address.programme:
                    del self._following[person]
                    self.want(due)

    def opened(self, team: TeamId, person: PersonId) -> None:
        """Somebody looks at their Home: from its first page, and without what was said before."""
        self._following.pop(person, None)
        self.want(Due(team, person, page=0))

    def page(self, person: PersonId) -> int:
        """The page that somebody is on, from 0."""
        return self._pages.get(person, 0)

    async def next(self) -> Due:
        """The next to publish, once there is one; whoever takes it calls :meth:`done`."""
        while True:
            self._bell.clear()
            person = next((one for one in self._due if one not in self._under_way), None)
            if person is not None:
                self._under_way.add(person)
                return self._due.pop(person)
            await self._bell.wait()

    def done(self, person: PersonId) -> None:
        """That person's Home is published, put off, or given up."""
        self._under_way.discard(person)
        self._bell.set()
