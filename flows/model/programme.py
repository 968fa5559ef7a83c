"""The programme: one channel's outsourcing effort, its head, its register rows, its actions, and how the engine sees them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

import msgspec

from flows.model.flow import Flow
from flows.model.ids import (
    ActionId,
    ChannelId,
    FlowHash,
    FlowId,
    ItemId,
    PersonId,
    ProgrammeId,
    RegisterId,
    SessionId,
    StageId,
    TeamId,
)
from flows.model.people import Capacity, Profile, Role
from flows.model.session import Session, SessionState, Spot
from flows.model.values import Value


class StageState(StrEnum):
    """How far a stage is. What is not recorded is open or locked, as its gate says."""

    LOCKED = "locked"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    REVIEW = "review"
    DONE = "done"
    REOPENED = "reopened"


class DigestForm(StrEnum):
    """How much a digest tells: everything, or only what is stuck and what comes due."""

    FULL = "full"
    QUIET = "quiet"


class DigestSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the weekly digest comes, in the programme's zone, and how.

    ``weekday``: 0 is Monday. ``hour``: 0 to 23. ``silent``: say nothing where there is nothing new (rather than one line).
    ``snoozed``: none before that day. ``muted``: none at all.
    """

    weekday: int = 0
    hour: int = 9
    form: DigestForm = DigestForm.FULL
    silent: bool = False
    snoozed: dt.date | None = None
    muted: bool = False


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a team may choose. ``zone`` is an IANA name, ``locale`` an identifier such as ``en_GB`` (day before month) or ``en_US``.

    ``hold``: a legal hold: nothing of the programme is erased, whoever asks and whatever becomes of the channel or the app.
    """

    zone: str = "UTC"
    locale: str = "en_GB"
    four_eyes: bool = False
    hold: bool = False
    digest: DigestSettings = DigestSettings()


class Reached(msgspec.Struct, frozen=True):
    """How far the readiness had come on a day of the programme's zone, in per cent."""

    day: dt.date
    percent: int


class DigestMark(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last digest of a programme: when it was composed, and the readiness it told in per cent (None where nothing was known).

    ``week``: the ISO week ("2026-W48") of the last one by the calendar; there is one a week, whatever is set meanwhile. ``withheld``: the
    last could not be posted because of people from outside, and the owner knows. ``history``: the readiness week by week, oldest first,
    of the last twelve weeks.
    """

    at: dt.datetime
    week: str = ""
    percent: int | None = None
    withheld: bool = False
    history: tuple[Reached, ...] = ()


class Erasure(msgspec.Struct, frozen=True, omit_defaults=True):
    """The owner wants the programme erased. ``due``: from when on it is; None while a second person has to confirm."""

    by: PersonId
    at: dt.datetime
    due: dt.datetime | None = None


class Reach(StrEnum):
    """Whether the bot can still speak in the programme's channel, and why not."""

    OPEN = "open"
    NOT_A_MEMBER = "not_a_member"
    ARCHIVED = "archived"
    DELETED = "deleted"
    UNINSTALLED = "uninstalled"


class SessionRef(msgspec.Struct, frozen=True):
    """A session in the programme's list: enough for a picker without loading it."""

    id: SessionId
    flow: FlowId
    flow_hash: FlowHash
    state: SessionState
    item: ItemId | None = None


class Programme(msgspec.Struct, frozen=True, omit_defaults=True):
    """The head of a programme: what nearly every turn needs. ``version`` counts its turns; the store guards it.

    ``created`` numbers the rows and sessions made so far, so that new ids need no randomness. ``wakes``: when it next wants a tick, for
    its digest, its phases or a day that comes; the store finds it by this. ``digest``: the last digest. ``ownerless``: the owner left the
    company, and nobody has taken over yet. ``lost``: since when its channel is deleted or the app uninstalled.
    ``judged``: the day up to which its runs were judged as days passed. ``erasure``: its erasure, where one was asked for. ``news`` counts the
    turns that raised something for counsel's daily brief; ``news_at`` is when the last of them was. ``capacities``: what people said that they are.
    """

    id: ProgrammeId
    team: TeamId
    channel: ChannelId
    name: str
    owner: PersonId
    started: dt.datetime
    roles: dict[Role, PersonId] = {}
    profile: Profile | None = None
    stages: dict[StageId, StageState] = {}
    settings: Settings = Settings()
    sessions: tuple[SessionRef, ...] = ()
    reach: Reach = Reach.OPEN
    created: int = 0
    wakes: dt.datetime | None = None
    digest: DigestMark | None = None
    ownerless: bool = False
    lost: dt.datetime | None = None
    erasure: Erasure | None = None
    news: int = 0
    news_at: dt.datetime | None = None
    judged: dt.date | None = None
    capacities: dict[PersonId, Capacity] = {}

    def exports_to(self, person: PersonId) -> bool:
        """Whether somebody may have what it holds as a file: its owner, and counsel."""
        return person in (self.owner, self.holder(Role.COUNSEL))

    def holder(self, role: Role) -> PersonId | None:
        """Who holds a role; the owner always holds ``owner``."""
        return self.owner if role is Role.OWNER else self.roles.get(role)

    def vacant(self, action: Action) -> Role | None:
        """The part that nobody plays and whose work an action is, which the owner has meanwhile; None of any other work."""
        meanwhile = action.role is not None and self.holder(action.role) is None and action.owner in (None, self.owner)
        return action.role if meanwhile else None

    @property
    def lawyer(self) -> PersonId | None:
        """Who reads as a lawyer: counsel, by what they say of themself. Of one who has said nothing the part tells, unless they own the programme
        too: then the owner accepts the risk, and that is shown."""
        return lawyer_of(self.holder(Role.COUNSEL), self.owner, self.capacities)


def lawyer_of(counsel: PersonId | None, owner: PersonId, capacities: Mapping[PersonId, Capacity]) -> PersonId | None:
    """Counsel, where they read as a lawyer; see :attr:`Programme.lawyer`."""
    said = capacities.get(counsel) if counsel is not None else None
    reads = counsel != owner if said is None else said is not Capacity.NO_LAWYER
    return counsel if reads else None


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of a register. ``name`` is a code name, never the secret. ``number`` orders rows as they were named. ``formerly``: what it was
    called before, oldest first: it is found by those names too (`rules.names`)."""

    id: ItemId
    register: RegisterId
    name: str
    number: int
    by: PersonId
    at: dt.datetime
    fields: dict[str, Value] = {}
    removed: bool = False
    formerly: tuple[str, ...] = ()


class ActionWhy(StrEnum):
    """What asked for an action."""

    FINDING = "finding"
    NOT_SURE = "not_sure"
    SKIPPED = "skipped"
    ROLE = "role"
    REMOVAL = "removal"
    """A phase closed: what was shared in it is to come back."""
    CONDITION = "condition"
    """Somebody said yes on a condition: it is to be met."""
    SIGN_OFF = "signed_if"
    """Counsel signed an agreement off on conditions: they are to be met."""
    COUNSEL = "counsel_asked"
    """Counsel asked somebody something in words: it is to be answered, by whoever has the work."""


LEFT_OPEN = frozenset({ActionWhy.NOT_SURE, ActionWhy.SKIPPED})
"""What asks for work where an answer was left open."""

AT_NO_QUESTION = frozenset({ActionWhy.REMOVAL, ActionWhy.CONDITION, ActionWhy.SIGN_OFF, ActionWhy.COUNSEL})
"""Work that no question of a flow and no finding asked for. What counsel asked ends with its answer; the rest is done elsewhere, and somebody says
when it is."""


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Action(msgspec.Struct, frozen=True, omit_defaults=True):
    """Owned, dated work. Its words stand in the flow: ``do`` of the finding rule, or ``not_sure`` of the question at ``spot``.

    ``role`` is whose work it is by part; ``owner`` the person who has it: of a role that nobody holds, the owner of the programme (None in what
    was stored before that was so).
    ``quiet``: when its owner moved it or took it on; on that day, as it is where they are, they need no reminder of it. ``about``: of work that
    stands at no question, by name: from whom something is to come back, or what was approved on conditions. ``rows``: what is to come back of a
    phase; none of them where all of it is, None in what was stored before that was so, and of any other work.
    """

    id: ActionId
    session: SessionId
    spot: Spot
    why: ActionWhy
    due: dt.date
    opened: dt.datetime
    rule: str = ""
    role: Role | None = None
    owner: PersonId | None = None
    state: ActionState = ActionState.OPEN
    closed: dt.datetime | None = None
    quiet: dt.datetime | None = None
    about: str = ""
    rows: tuple[ItemId, ...] | None = None


class Snapshot(Protocol):
    """A programme as it stands before a turn, read by the engine part by part: only what is asked for is loaded.

    All methods are synchronous; they read the rows beside which the turn runs.
    """

    @property
    def programme(self) -> Programme | None:
        """The head; None before the first turn, and after erasure."""
        ...

    def session(self, session: SessionId) -> Session | None:
        """A whole session."""
        ...

    def items(self, register: RegisterId) -> tuple[Item, ...]:
        """All rows of a register by number, those taken out (``removed``) included, so that an undo can bring them back."""
        ...

    def actions(self, session: SessionId) -> tuple[Action, ...]:
        """All actions that a session opened, oldest first."""
        ...

    def entries(self, since: dt.datetime, kinds: frozenset[str] | None = None) -> tuple[effects.Entry, ...]:
        """The audit log's lines from that time on, oldest first: of these kinds (see ``Entry.what``), or of all."""
        ...

    def happened(self, since: dt.datetime) -> frozenset[str]:
        """The kinds of line that the audit log has from that time on. Reads no line for it."""
        ...

    def flow(self, flow: FlowHash) -> Flow | None:
        """A compiled flow kept by its hash, for a session whose version is no longer in the library."""
        ...


# Last: a line of the log is one of a turn's saves, and those hold programmes.
import flows.model.effects as effects  # noqa: E402
