"""What arrives for the use cases, and who is there: closed unions and protocols, in our own words, not Slack's shapes.

`bot.slack` reads Slack's JSON into arrivals and implements the protocols, of which that of the messenger stands in `messenger`; `bot.service` knows
nothing else of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import msgspec

from flows.model.errors import RingfenceError
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, TeamId
from flows.model.screens import Filled, Form, Ref, Screen
from flows.model.values import Document
from flows.rules.calendar import is_zone

# ── arrivals ─────────────────────────────────────────────────────────────────


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What every arrival tells: a key for what happened (ClaimKey), the workspace, who did it, from which workspace, where."""

    key: ClaimKey
    team: TeamId
    by: PersonId
    by_team: TeamId
    channel: ChannelId


class CommandGiven(Came, frozen=True, kw_only=True, tag=True):
    """``/ringfence text``. ``trigger`` opens a form within three seconds; ``answer_url`` answers where the bot is no member."""

    text: str
    channel_name: str
    trigger: str
    answer_url: str


class Pressed(Came, frozen=True, kw_only=True, tag=True):
    """A button, a menu or a picker of one of the bot's messages (``ts``). ``programme``: what its reference was made for. ``home``: on the
    person's Home, which is in no channel. ``alone``: on a private note, which only this person sees."""

    ref: Ref
    filled: Filled
    programme: ProgrammeId
    ts: str
    trigger: str
    answer_url: str
    home: bool = False
    alone: bool = False


class ShortcutUsed(Came, frozen=True, kw_only=True, tag=True):
    """A shortcut of the bot's in the menu of a message: which (``what``), and what the message says (``text``)."""

    what: str
    text: str
    trigger: str
    answer_url: str


class FormSent(Came, frozen=True, kw_only=True, tag=True):
    """A form was submitted. ``ref`` and ``programme`` are what it was opened for. ``home``: on the person's Home, which is in no channel.
    ``place``: the direct messages in which it was opened, if it was; what is said at once is said there."""

    ref: Ref
    filled: Filled
    programme: ProgrammeId
    documents: tuple[Document, ...] = ()
    home: bool = False
    place: ChannelId = ChannelId("")


Press = Pressed | FormSent


class MessageSaid(Came, frozen=True, kw_only=True, tag=True):
    """Somebody wrote. ``thread`` is the root's ts in a thread. ``mentioned``: the bot was named; its mention is cut from ``text``.

    ``direct``: to the bot alone. ``below_bot``: the thread's root is a message of the bot's. ``twin``: it is told once more, as a mention."""

    ts: str
    text: str
    thread: str = ""
    documents: tuple[Document, ...] = ()
    mentioned: bool = False
    direct: bool = False
    below_bot: bool = False
    twin: bool = False


class MessageEdited(Came, frozen=True, kw_only=True, tag=True):
    """A person's message ``ts`` now reads ``text``."""

    ts: str
    text: str
    thread: str = ""


class MessageDeleted(Came, frozen=True, kw_only=True, tag=True):
    """The message ``ts`` is gone. ``ours``: the bot had written it."""

    ts: str
    ours: bool = False


class Joined(Came, frozen=True, kw_only=True, tag=True):
    """``who`` came into the channel (``left``: went). ``bot``: it is the bot itself."""

    who: PersonId
    left: bool = False
    bot: bool = False


class ChannelChanged(Came, frozen=True, kw_only=True, tag=True):
    """The channel: renamed (``name``), archived, unarchived, deleted, shared, unshared, moved (``to``)."""

    what: str
    name: str = ""
    to: ChannelId | None = None


class PersonChanged(Came, frozen=True, kw_only=True, tag=True):
    """``who`` has another name or other rights; ``gone``: they are no longer with the company."""

    who: PersonId
    gone: bool = False


class AppGone(Came, frozen=True, kw_only=True, tag=True):
    """The app was uninstalled, or its tokens were revoked."""


class HomeOpened(Came, frozen=True, kw_only=True, tag=True):
    """Somebody opened the app's home."""


class Spoiled(Came, frozen=True, kw_only=True, tag=True):
    """Something pressed that cannot be understood: an unknown button, one of an older version, one made elsewhere."""

    answer_url: str = ""
    home: bool = False


Arrival = (
    CommandGiven | Pressed | ShortcutUsed | FormSent | MessageSaid | MessageEdited | MessageDeleted | Joined | ChannelChanged | PersonChanged
    | AppGone | HomeOpened | Spoiled
)  # fmt: skip


# ── answers given at once ────────────────────────────────────────────────────


class Private(msgspec.Struct, frozen=True, tag=True):
    """Shown only to the one who acted. ``programme``: whose its buttons are, where that is not the one of the channel. ``instead``: in the place
    of the private note on which they pressed; where they pressed on none, beside it."""

    screen: Screen
    programme: ProgrammeId = ProgrammeId("")
    instead: bool = False


class Later(msgspec.Struct, frozen=True, tag=True):
    """As :class:`Private`, but put together after the acknowledgement, since the messenger has to be asked for it. It writes nothing.
    ``made`` raises what an arrival may raise."""

    made: Callable[[], Coroutine[Any, Any, Private]]


class OpenForm(msgspec.Struct, frozen=True, tag=True):
    """A form to open while the trigger lives. ``home``: on the person's Home."""

    form: Form
    programme: ProgrammeId
    home: bool = False


class FormWrong(msgspec.Struct, frozen=True, tag=True):
    """The form stays open: field name -> what is wrong with it."""

    errors: dict[str, str]


class Nothing(msgspec.Struct, frozen=True, tag=True):
    """Nothing to show at once."""


Answer = Private | Later | OpenForm | FormWrong | Nothing


class Service(Protocol):
    """The front door of the use cases."""

    def arrived(self, arrival: Arrival, at: dt.datetime) -> Awaitable[Answer]:
        """Take an arrival in. What it acknowledges is durable. Raises when nothing was saved, so that whoever sent it may send it again."""
        ...


# ── people and places ─────────────────────────────────────────────────────────


class Person(msgspec.Struct, frozen=True):
    """Somebody in a channel. ``outside``: of another company, a guest, or unknown. ``zone`` an IANA name, ``locale`` like en_GB.

    ``unknown``: why they could not be looked up (the messenger's word). ``again``: they may be in so many seconds; 0 where looking again
    helps nothing."""

    id: PersonId
    name: str
    outside: bool = True
    zone: str = "UTC"
    locale: str = "en_GB"
    gone: bool = False
    bot: bool = False
    unknown: str = ""
    again: float = 0.0

    def clock(self, now: dt.datetime) -> dt.datetime:
        """What the time is where they are; in UTC where their zone is none that we know."""
        return now.astimezone(ZoneInfo(self.zone if is_zone(self.zone) else "UTC"))


class Audience(msgspec.Struct, frozen=True):
    """Who is looking at a channel. ``unknown``: why it could not be looked at (the messenger's word); then nothing else of it counts.

    ``private``: only members see it. ``member``: the bot is one. ``external``: shared beyond the company, or unknown. ``again``: it may be
    looked at in so many seconds; 0 where that helps nothing."""

    channel: ChannelId
    name: str
    private: bool
    member: bool
    external: bool
    people: tuple[Person, ...] = ()
    direct: bool = False
    archived: bool = False
    unknown: str = ""
    again: float = 0.0

    @property
    def outsiders(self) -> bool:
        """Whether somebody from outside may be looking. Unknown counts as outside."""
        return self.external or any(person.outside and not person.bot for person in self.people)


class Audiences(Protocol):
    """Looks at channels and people; never raises: what cannot be looked up counts as outside."""

    def look(self, channel: ChannelId, *, fresh: bool = False) -> Awaitable[Audience]:
        """Who is looking; at most ten minutes old, or looked up now."""
        ...

    def person(self, person: PersonId) -> Awaitable[Person]:
        """Who somebody is; looked up at most a day ago, and since they changed as far as the messenger told."""
        ...

    def channels_of(self, person: PersonId) -> Awaitable[frozenset[ChannelId] | None]:
        """The channels that somebody is in, of those that the bot may know of; None where that cannot be looked up."""
        ...

    def forget(self, channel: ChannelId) -> None:
        """Something changed there: the next look is fresh. Who the people in it are has not changed."""
        ...

    def forget_places(self, person: PersonId) -> None:
        """Which channels somebody is in is looked up afresh next time."""
        ...

    def forget_person(self, person: PersonId) -> None:
        """Somebody has another name or other rights: the next look at them, and at channels where they are, is fresh."""
        ...


class Unsure(RingfenceError):
    """Nobody could say who is looking or who somebody is, so nothing was done. In a moment it may go well.

    ``why``: the messenger's word, or what could not be looked up. ``again``: it may be in so many seconds; 0 where the messenger refuses for
    good."""

    def __init__(self, why: str, again: float = 0.0) -> None:
        super().__init__(why)
        self.why, self.again = why, again


class Clock(Protocol):
    """The time, aware, in UTC."""

    def now(self) -> dt.datetime: ...
