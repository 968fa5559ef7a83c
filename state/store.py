"""What a store promises: the protocols that every store keeps and every use case is written against. No implementation.

A store is opened by its own module (``state.memory``, ``state.sqlite``) and used through these. All times are aware; a
store has no clock of its own. What raises here raises :class:`state.errors.StoreError`; then nothing of that call was
kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol, TypeVar

from flows.model.effects import Effect, Entry, Outcome, Posting, Reminded
from flows.model.flow import Flow
from flows.model.ids import ChannelId, ClaimKey, FlowHash, PersonId, ProgrammeId, SessionId, TeamId
from flows.model.programme import Snapshot
from flows.model.reminders import Due, Habits, Workload
from state.lanes import direct, lane, place
from state.pseudonyms import Pseudonym
from state.records import (
    Address,
    AddressKind,
    AtRest,
    DirtyCard,
    Everything,
    HeldEvent,
    Load,
    Parked,
    Receipt,
    Unopened,
)

__all__ = [
    "Address",
    "AddressKind",
    "Addresses",
    "AtRest",
    "Cards",
    "Decide",
    "DirtyCard",
    "Everything",
    "HeldEvent",
    "Inbox",
    "Load",
    "Outbox",
    "Parked",
    "People",
    "Programmes",
    "Receipt",
    "Store",
    "Unopened",
    "Upkeep",
    "Weigh",
    "direct",
    "lane",
    "place",
]

T = TypeVar("T")

MOVED = "moved"
"""The note under a programme's former id that tells its present one."""

Decide = Callable[[Snapshot], Outcome]
"""A decision: pure and synchronous. It may be called on a thread of the store's, once per turn."""


class Programmes(Protocol):
    """Programmes and the turns that change them."""

    async def turn(self, key: ClaimKey, programme: ProgrammeId, decide: Decide, at: dt.datetime) -> Receipt:
        """
        Claim ``key``, decide, save, queue what should follow, and commit, all or nothing.

        Turns of one programme are serial. The receipt comes after the commit: what it acknowledges survives a crash.

        A refused outcome keeps the claim and its reply, and saves nothing. If ``decide`` raises, nothing is kept, not
        even the claim, so that the same event may be told again; turns that share the commit are not touched by it.

        :param key: what happened; a key claimed before is not decided again
        :param programme: the programme it happened to, whether or not it exists yet
        :param decide: called with the programme as it stands
        :param at: when it happened; claims are pruned by it
        :return: the receipt, not ``fresh`` for a key claimed before
        :raises state.errors.Misplaced: if the outcome saves what is not of ``programme``
        :raises Exception: whatever ``decide`` raised, as it was
        """
        ...

    async def read(self, programme: ProgrammeId, view: Callable[[Snapshot], T]) -> T:
        """
        Look at a programme as it stands, every turn acknowledged before this call included.

        :param view: called once with a snapshot that is only good within the call; pure and synchronous
        :return: what ``view`` returned
        """
        ...

    async def audit(self, programme: ProgrammeId) -> tuple[Entry, ...]:
        """Return who did what, oldest first. Empty for a programme that does not exist."""
        ...

    async def everything(self, programme: ProgrammeId) -> Everything | None:
        """Return all that is kept of a programme, for its export; ``None`` if there is none."""
        ...

    async def programmes(self, team: TeamId | None = None) -> tuple[ProgrammeId, ...]:
        """Return the programmes of a workspace, or of all, sorted by id."""
        ...

    async def waking(self, now: dt.datetime, limit: int) -> tuple[ProgrammeId, ...]:
        """Return programmes whose time to be woken (:attr:`Programme.wakes`) has come, the longest due first."""
        ...

    async def keep_flow(self, flow: Flow) -> None:
        """Keep a compiled flow under its hash. Does nothing if it is kept already: one hash is one flow."""
        ...

    async def flow(self, flow_hash: FlowHash) -> Flow | None:
        """Return the flow kept under a hash, or ``None``."""
        ...


Weigh = Callable[[Workload], Reminded | None]
"""A decision about one person: pure and synchronous, like :data:`Decide`. None: nothing is to be kept of them, nor are they to be looked at."""


class People(Protocol):
    """What is open with whom over all programmes of a workspace, and when somebody is to be looked at."""

    async def dues(self, team: TeamId, person: PersonId) -> tuple[Due, ...]:
        """Return what is open with a person, soonest first (:func:`state.agenda.soonest`).

        It follows from what turns save: open actions with an owner, questions in other hands, open questions for one person alone, days that
        answers named, an erasure that waits for a second person.
        """
        ...

    async def leads(self, team: TeamId, person: PersonId) -> frozenset[ProgrammeId]:
        """Return the programmes that a person owns or is counsel of."""
        ...

    async def habits(self, team: TeamId, person: PersonId) -> Habits | None:
        """Return how somebody wants to be reminded, or ``None`` where they were never reminded and have said nothing."""
        ...

    async def reminding(self, now: dt.datetime, limit: int) -> tuple[tuple[TeamId, PersonId], ...]:
        """Return people whose time to be looked at has come, the longest due first.

        Whoever gets new or other work is due at once; else it is as the last :meth:`weigh` has left it.
        """
        ...

    async def look_later(self, team: TeamId, person: PersonId, at: dt.datetime) -> None:
        """Look at this person again at ``at``, for whoever cannot decide about them now; nothing else of them is read or changed."""
        ...

    async def weigh(self, team: TeamId, person: PersonId, weigh: Weigh, at: dt.datetime) -> bool:
        """
        Decide about one person, keep what comes of it, and queue what is to be said, all or nothing.

        :param weigh: called with the person as they stand; if it raises, nothing is changed
        :return: whether what it wanted to queue was queued: ``False`` where its claim was claimed before (all else is kept then too), or it came
            to nothing
        """
        ...


class Outbox(Protocol):
    """Postings on their way, at least once each, in order within their lane (:func:`state.lanes.lane`)."""

    async def lease(
        self, now: dt.datetime, limit: int, lease_for: dt.timedelta, rest: AtRest | None = None
    ) -> tuple[Posting | Unopened, ...]:
        """
        Take postings to deliver: the head of each lane, in the order they were queued, none before its time.

        While a posting is leased its lane rests. One whose lease ran out may have been delivered or not: it is leased
        again, marked ``doubtful``. ``tries`` counts the leases before this one. One whose document does not open is
        taken like any other, so that its lane does not stop for it: whoever took it parks it.

        :param limit: at most so many
        :param lease_for: how long the caller has to call :meth:`sent`, :meth:`retry` or :meth:`park`
        :param rest: where given, one posting of each workspace at most, the workspaces in turn, and none for whom and
            where it names
        """
        ...

    async def sent(self, posting: Posting, address: Address | None = None) -> None:
        """
        A posting was delivered: drop it, and remember where it stands, in one commit.

        Does nothing for a posting that is gone already (delivered by whoever leased it next, or erased).
        """
        ...

    async def retry(
        self, posting: Posting, at: dt.datetime, why: str, doubtful: bool | None = None, *, failed: bool = True
    ) -> bool:
        """
        A posting was not delivered; it stays the head of its lane, to be leased again at ``at``.

        :param why: the error's name, kept for whoever looks
        :param doubtful: whether it may have been delivered all the same (a timeout); ``None`` leaves the mark as it is
        :param failed: whether it counts as a failure; a wait for its turn does not
        :return: ``False``, with nothing changed, if the lease ran out and somebody else has the posting now
        """
        ...

    async def park(self, posting: Posting | Unopened, why: str, at: dt.datetime) -> bool:
        """
        A posting cannot be delivered: put it aside, so that its lane goes on without it.

        :return: ``False``, with nothing changed, if somebody else has the posting now
        """
        ...

    async def waiting(
        self, programme: ProgrammeId, lane: str, kind: type[Effect] | None = None
    ) -> tuple[Posting | Unopened, ...]:
        """Return what waits in a lane or is leased, in order; not what was put aside. Of one ``kind`` where given: nothing else is opened for it."""
        ...

    async def parked(self, programme: ProgrammeId | None = None) -> tuple[Parked, ...]:
        """Return what was put aside, of one programme or of all, oldest first."""
        ...

    async def replay(self, number: int) -> bool:
        """Put a parked posting back at its old place in its lane, due at once and without its failures. ``False`` if none
        of that number is parked."""
        ...

    async def reclaim(self) -> int:
        """
        End every running lease, for a courier that starts and knows that no other is at work: they come again at once,
        doubtful.

        :return: how many there were
        """
        ...

    async def outbox_depth(self) -> int:
        """Return how many postings wait or are leased; parked ones do not count."""
        ...


class Cards(Protocol):
    """The dirty mark of each programme's card: latest wins, and a mark made while the card is rendered is not lost."""

    async def dirty_cards(self, now: dt.datetime, limit: int = 100) -> tuple[DirtyCard, ...]:
        """Return cards that are out of date and not put off; once rendered or put off, a card makes room for others."""
        ...

    async def card_done(self, programme: ProgrammeId, version: int) -> None:
        """The card was rendered from the programme as it stood at ``version`` or later; marks made after stay."""
        ...

    async def card_later(self, programme: ProgrammeId, at: dt.datetime) -> None:
        """Do not offer this card before ``at`` (a rate limit, a fault)."""
        ...


class Addresses(Protocol):
    """Where the bot's messages stand. Written by the courier after it posted, not by turns."""

    async def remember(self, address: Address) -> bool:
        """Remember where a message stands, in place of an older one. ``False`` if its programme is gone: nothing is
        kept."""
        ...

    async def address(
        self, programme: ProgrammeId, kind: AddressKind, session: SessionId | None = None, name: str = ""
    ) -> Address | None:
        """Return where that message stands, or ``None``."""
        ...

    async def session_at(self, team: TeamId, channel: ChannelId, thread_ts: str) -> SessionId | None:
        """Return the session whose thread begins with that message, or ``None``."""
        ...

    async def message_at(self, channel: ChannelId, ts: str) -> Address | None:
        """Return what message of the bot's that is, or ``None``."""
        ...

    async def said(self, programme: ProgrammeId, channel: ChannelId) -> tuple[Address, ...]:
        """Return where all messages stand that are remembered of a programme in that channel, as they were remembered."""
        ...

    async def forget(self, address: Address) -> None:
        """That message is gone; forget it if it is still the remembered one."""
        ...

    async def forget_thread(self, programme: ProgrammeId, session: SessionId, root: str) -> None:
        """All of a session's messages are gone, its root too; forget them if its thread still is the one that began with
        the message ``root`` ("" where none was recorded)."""
        ...


class Inbox(Protocol):
    """Events that wait until a message is recorded."""

    async def hold(self, held: HeldEvent) -> bool:
        """Keep an event. ``False`` if one of that key is held already: the first stays."""
        ...

    async def held(self, channel: ChannelId, thread_ts: str) -> tuple[HeldEvent, ...]:
        """Return the events that wait for that message, in the order they were held."""
        ...

    async def stranded(self) -> tuple[tuple[ChannelId, str], ...]:
        """Return the messages (channel, ts) for which events wait although they are recorded: whoever was to take those
        up died."""
        ...

    async def release(self, key: ClaimKey) -> None:
        """That event was taken up; drop it. Call it after its turn's receipt: the claim key guards against a second
        time."""
        ...


class Upkeep(Protocol):
    """Housekeeping."""

    async def put_note(self, scope: str, key: str, value: str) -> None:
        """Keep a small word under a workspace's or a programme's id (settings, "told once"). It goes when its scope is
        erased."""
        ...

    async def note(self, scope: str, key: str) -> str | None:
        """Return that word, or ``None``."""
        ...

    async def move(self, programme: ProgrammeId, to: ChannelId) -> bool:
        """
        Its channel has the id ``to`` from now on: all that is kept of a programme goes by it, in one commit.

        The note :data:`MOVED` under the old id tells the new one, however often it moves, until the programme is
        erased.

        :return: ``False``, with nothing changed, if there is no such programme, or if one is at ``to`` already
        """
        ...

    async def erase(self, programme: ProgrammeId, still: Callable[[Snapshot], bool] | None = None) -> bool:
        """
        Erase all that is kept of a programme: head, parts, history, postings, addresses, replies.

        :param still: asked in the same commit whether it is to be so; pure and synchronous
        :return: ``False`` if there is no such programme, or if ``still`` says no; then nothing was changed
        """
        ...

    async def disguise(self, programme: ProgrammeId, pseudonym: Pseudonym) -> None:
        """Let somebody stand under a made-up name in all that is kept of a programme, its history too, in one commit; not in what
        waits in the inbox. Claims whose key is made of their id and the programme's are dropped. The card is rendered anew."""
        ...

    async def forget_person(self, team: TeamId, person: PersonId) -> None:
        """Drop how somebody wants to be reminded, the direct messages to them that are on their way, and the claims whose key is made of their id
        and the workspace's."""
        ...

    async def erase_team(self, team: TeamId) -> int:
        """Erase all that is kept of a workspace; return how many programmes that were."""
        ...

    async def prune(self, before: dt.datetime) -> int:
        """Drop claims and held events from before that time; return how many. Seven days back is safe: Slack retries
        for minutes."""
        ...

    async def come_loose(self, after: dt.datetime) -> int:
        """
        Whatever waits for a time after ``after`` was put off, or leased, by a clock that ran ahead: let it come at once.

        A lease that ends so leaves its posting doubtful. Cards that were put off come too.

        :return: how many postings there were
        """
        ...

    async def load(self, now: dt.datetime) -> Load:
        """Return how much there is to do now: postings on their way, postings given up, programmes to be woken."""
        ...

    async def ping(self) -> None:
        """Raise unless the store can be written to now."""
        ...

    async def close(self) -> None:
        """Finish what was begun, then close. Calls made after raise :class:`state.errors.StoreClosed`. Closing twice
        is fine."""
        ...


class Store(Programmes, People, Outbox, Cards, Addresses, Inbox, Upkeep, Protocol):
    """All of it, as the composition root holds it. Take the narrowest of the protocols above where you can."""
