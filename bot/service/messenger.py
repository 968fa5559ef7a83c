"""What is asked of the messenger, and what comes of it, in our own words. `bot.slack.sender` implements it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol, assert_never

import msgspec

from flows.model.ids import ChannelId, PersonId, ProgrammeId
from flows.model.screens import Home, Screen


class Sent(msgspec.Struct, frozen=True):
    """Delivered, and where it stands."""

    channel: ChannelId
    ts: str


class Limited(msgspec.Struct, frozen=True):
    """Too fast: again after so many seconds, for this method and place only."""

    retry_after: float


class Gone(msgspec.Struct, frozen=True):
    """It cannot be delivered, now or later; ``reason`` is the messenger's word (is_archived, not_in_channel, message_not_found…)."""

    reason: str


UNINSTALLED = frozenset(
    {"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired", "app_uninstalled"}
)
"""The messenger's words for a workspace that has let the app go."""


class Doubt(msgspec.Struct, frozen=True):
    """It may have been delivered or not (a timeout, a broken answer); ``reason`` is an error's name."""

    reason: str


class Failed(msgspec.Struct, frozen=True):
    """It was surely not delivered this time, but may be later."""

    reason: str


Result = Sent | Limited | Gone | Doubt | Failed


class Print(msgspec.Struct, frozen=True):
    """A file was read: its SHA-256, in hexadecimal."""

    sha256: str


def reason_of(result: Result) -> str:
    """Why it was not delivered; "" where it was."""
    match result:
        case Sent():
            return ""
        case Limited():
            return "ratelimited"
        case Gone(reason=reason) | Doubt(reason=reason) | Failed(reason=reason):
            return reason
        case _:
            assert_never(result)


class Found(msgspec.Struct, frozen=True):
    """Whether a posting in doubt is there: ``ts`` if so, with its ``channel``; "" if surely not, or if it cannot be looked up
    (``known`` False). ``again``: it may be looked up in so many seconds; 0 where that helps nothing."""

    ts: str = ""
    known: bool = True
    channel: ChannelId = ChannelId("")
    again: float = 0.0


CARD = -1
"""The mark of a programme's card. Postings are marked by their number, which counts up from one."""


class Sender(Protocol):
    """Sends to the messenger. Never raises for what the messenger answers: see Result.

    ``posting`` marks a message so that it can be found."""

    def post(
        self, channel: ChannelId, screen: Screen, programme: ProgrammeId, *, thread: str = "", posting: int = 0
    ) -> Awaitable[Result]: ...

    def edit(self, channel: ChannelId, ts: str, screen: Screen, programme: ProgrammeId) -> Awaitable[Result]: ...

    def direct(
        self, to: PersonId, screen: Screen, programme: ProgrammeId, *, posting: int = 0
    ) -> Awaitable[Result]: ...
    def file(self, to: PersonId, name: str, content: bytes, said: str, *, posting: int = 0) -> Awaitable[Result]: ...

    def fingerprint(self, file: str) -> Awaitable[Print | Limited | Gone | Failed]:
        """Read a file by its id for its SHA-256; ``Gone`` where it can't be had at all."""
        ...

    def find(self, channel: ChannelId, thread: str, posting: int) -> Awaitable[Found]:
        """Look once for a message by its mark, in a thread (or among the latest of the channel, ``thread`` "")."""
        ...

    def find_direct(self, to: PersonId, posting: int) -> Awaitable[Found]:
        """Look once for a direct message by its mark, among the latest to that person."""
        ...

    def make_channel(self, name: str, members: tuple[PersonId, ...]) -> Awaitable[Result]:
        """A new private channel with the bot and these people in it; ``Sent.ts`` is empty."""
        ...

    def publish(self, to: PersonId, made: Home, locale: str) -> Awaitable[Result]:
        """Somebody's Home, in place of the one before; ``Sent`` is empty."""
        ...

    def link(self, channel: ChannelId, ts: str) -> Awaitable[str]:
        """A link to a message; "" where none can be had."""
        ...
