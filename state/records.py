"""Values that only a store gives or takes: receipts, addresses, held events, parked postings. No behaviour."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from flows.model.effects import Entry, Posting, Reply, Whispered
from flows.model.ids import ChannelId, ClaimKey, ProgrammeId, SessionId, TeamId
from flows.model.programme import Action, Item, Programme
from flows.model.session import Session


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a turn, given after it is durable.

    ``fresh``: it was decided now; otherwise the same key was claimed before, and ``reply`` is what was replied then
    (None if there was nothing to say), and ``refused`` stays so. ``version``: the programme's turns so far, 0 where there is no programme.
    ``queued``: how many postings it put into the outbox; ``first``: the number of the first of them, the others count up
    from there (0 where there is none). ``card``: the card is to be rendered anew.
    """

    fresh: bool
    reply: Reply | None
    refused: bool = False
    version: int = 0
    queued: int = 0
    card: bool = False
    first: int = 0

    @property
    def postings(self) -> tuple[int, ...]:
        """The numbers of the postings that the turn put into the outbox."""
        return tuple(range(self.first, self.first + self.queued))


def repeated(reply: Reply | None, version: int) -> Receipt:
    """The receipt of a key that was claimed before: what was refused then is refused."""
    return Receipt(False, reply, isinstance(reply, Whispered) and reply.refused, version)


class AddressKind(StrEnum):
    """What a message of the bot is."""

    ROOT = "root"
    QUESTION = "question"
    CARD = "card"
    LOOK = "look"
    REVIEW = "review"
    SUMMARY = "summary"
    NOTE = "note"
    COUNSEL = "counsel"
    DIGEST = "digest"
    HANDED = "handed"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message of the bot stands. One message per (programme, kind, session, name); a newer takes the older's
    place.

    ``name`` tells several of a kind apart: the ``asked`` number of a question, the number of a posting. ``channel`` may be
    another than the programme's (a direct message). ``session`` is None for what belongs to the whole programme (the
    card).
    """

    programme: ProgrammeId
    kind: AddressKind
    channel: ChannelId
    ts: str
    session: SessionId | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class DirtyCard:
    """A card that is out of date since turn ``version`` of its programme."""

    programme: ProgrammeId
    version: int


@dataclass(frozen=True, slots=True)
class Unopened:
    """A posting whose document does not open (another key, damage): all that is known of it. ``why``: the error's name."""

    number: int
    programme: ProgrammeId
    lane: str
    tries: int
    why: str


@dataclass(frozen=True, slots=True)
class Parked:
    """A posting that was given up, since when and why (an error's name, never a text)."""

    posting: Posting | Unopened
    why: str
    at: dt.datetime


NOBODY = TeamId("")
"""Before every workspace in the alphabet."""


@dataclass(frozen=True, slots=True)
class AtRest:
    """To whom nothing is sent now: workspaces, and places (:func:`state.lanes.place`). ``after``: the workspace that was served last;
    those that follow it in the alphabet are served first."""

    teams: frozenset[TeamId] = frozenset()
    places: frozenset[str] = frozenset()
    after: TeamId = NOBODY


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to do at a moment.

    ``waiting``: postings that wait or are leased. ``since``: when the oldest of these was queued, None where there is none. ``parked``:
    postings that were given up. ``due``: programmes whose time to be woken has come.
    """

    waiting: int = 0
    since: dt.datetime | None = None
    parked: int = 0
    due: int = 0


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """An event that waits for a message ``thread_ts`` that is sent but not yet recorded: a reply below it, or its
    deletion. ``payload`` is the holder's own bytes."""

    key: ClaimKey
    team: TeamId
    channel: ChannelId
    thread_ts: str
    payload: bytes
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is kept of one programme, for its export. ``actions`` and ``entries`` oldest first, ``items`` by
    register and number."""

    programme: Programme
    sessions: tuple[Session, ...]
    items: tuple[Item, ...]
    actions: tuple[Action, ...]
    entries: tuple[Entry, ...]
