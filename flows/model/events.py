"""What can happen: the closed union of events that the engine understands, already read out of Slack's JSON.

An :class:`Envelope` says who, when and where; its event says what. Nothing here is Slack's shape.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.model.askings import HideAsked, MeaningAsked, ReadingsAsked, SheetAsked
from flows.model.country import CountryField
from flows.model.effects import ShowSummary, Tell
from flows.model.erasure_events import ErasureEvent
from flows.model.ids import (
    ChannelId,
    ClaimKey,
    FlowId,
    ItemId,
    PersonId,
    ProgrammeId,
    QuestionId,
    SectionId,
    SessionId,
    TeamId,
)
from flows.model.ladder_events import LadderEvent
from flows.model.leaving_events import LeavingEvent
from flows.model.own_questions import OwnEvent
from flows.model.people import Capacity, Role
from flows.model.placing import Placed
from flows.model.programme import DigestForm, Reach
from flows.model.rowevents import RowEvent
from flows.model.session import Spot
from flows.model.settling import SettleEvent
from flows.model.sharing import SharingEvent
from flows.model.upgrades import Upgraded, UpgradeRested
from flows.model.values import Document, Given


class Started(msgspec.Struct, frozen=True, tag="started"):
    """Someone starts a flow here (and the programme, if this is the first). A flow already open is resumed instead.

    Of a flow that runs once for each row of a register: ``item``, the row; or ``name``, what it is called, which adds it where there is none.
    """

    flow: FlowId
    channel_name: str = ""
    zone: str = "UTC"
    locale: str = "en_GB"
    item: ItemId | None = None
    name: str = ""


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    """A click, a menu, a picker or a modal gave a value for a question. ``revision`` is that of the question when it was shown. ``papers``: files
    that came with it and prove it."""

    session: SessionId
    spot: Spot
    revision: int
    given: Given
    raw: str = ""
    papers: tuple[Document, ...] = ()


class AnsweredApart(msgspec.Struct, frozen=True, tag="answered_apart"):
    """One person's answers to the scenarios of a section that two people answer apart: option ids by question."""

    session: SessionId
    section: SectionId
    chosen: dict[QuestionId, str]


class VendorRead(msgspec.Struct, frozen=True, tag="vendor_read"):
    """What the vendor ticked on its sheet of scenarios, entered by one of us: option ids by question, and the ``day`` on which it came back."""

    session: SessionId
    section: SectionId
    day: dt.date
    chosen: dict[QuestionId, str]


class NotSure(msgspec.Struct, frozen=True, tag="not_sure"):
    """ "Not sure": nobody here knows; opens an action."""

    session: SessionId
    spot: Spot
    revision: int


class Skipped(msgspec.Struct, frozen=True, tag="skipped"):
    """ "Skip": leave it open for now; opens an action."""

    session: SessionId
    spot: Spot
    revision: int


class Replied(msgspec.Struct, frozen=True, tag="replied"):
    """A message in a session's thread, Slack's escapes undone but mentions kept as ``<@U…>``.

    ``names`` are the display names of the channel's members by id, so that "maria" can be read as a person. ``message`` is its ts.
    ``spot``: the question that it was said to, where it was said to one: to the bot alone, or with a press that says which was meant.
    """

    session: SessionId
    text: str
    message: str
    documents: tuple[Document, ...] = ()
    names: dict[PersonId, str] = {}
    spot: Spot | None = None


class Edited(msgspec.Struct, frozen=True, tag="edited"):
    """The message ``message`` of a session's thread now reads ``text``. Only if it gave an answer does it matter."""

    session: SessionId
    text: str
    message: str
    names: dict[PersonId, str] = {}


class Confirmed(msgspec.Struct, frozen=True, tag="confirmed"):
    """The waiting reading or change is right. ``index`` picks among the readings (0: the first). ``alone``: it is what was said to the bot alone."""

    session: SessionId
    spot: Spot
    index: int = 0
    alone: bool = False


class Dropped(msgspec.Struct, frozen=True, tag="dropped"):
    """The waiting reading, change or rethink is not wanted; the open question is asked again. ``alone`` as in :class:`Confirmed`."""

    session: SessionId
    spot: Spot
    alone: bool = False


class ChangeAsked(msgspec.Struct, frozen=True, tag="change_asked"):
    """Someone wants to give another answer at a spot; the question is put again."""

    session: SessionId
    spot: Spot


class BackAsked(msgspec.Struct, frozen=True, tag="back"):
    """ "Back": put the question answered last once more."""

    session: SessionId


class UndoAsked(msgspec.Struct, frozen=True, tag="undo"):
    """ "Undo": take the last answer back. ``spot`` and ``revision`` name it where a button did, so that a late undo is known as late."""

    session: SessionId
    spot: Spot | None = None
    revision: int = 0


class Paused(msgspec.Struct, frozen=True, tag="paused"):
    session: SessionId


class Resumed(msgspec.Struct, frozen=True, tag="resumed"):
    """Go on: put the open question again, at the end of the thread."""

    session: SessionId


class ReviewAsked(msgspec.Struct, frozen=True, tag="review"):
    """Show all answers so far."""

    session: SessionId


class Deepened(msgspec.Struct, frozen=True, tag="deepened"):
    """Go on past the core path to the sections kept for later."""

    session: SessionId


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """The review is right: close the session and tell the summary."""

    session: SessionId


class NewRound(msgspec.Struct, frozen=True, tag="new_round"):
    """A run that is closed for good is to be done once more, for the same row."""

    session: SessionId


class Handed(msgspec.Struct, frozen=True, tag="handed"):
    """A question is handed to a colleague; ``to`` None: to whoever holds the role that alone may answer it. Without a day it is due in seven."""

    session: SessionId
    spot: Spot
    to: PersonId | None
    due: dt.date | None = None


class Fingerprinted(msgspec.Struct, frozen=True, tag="fingerprinted"):
    """Files of a session were read: their SHA-256 by file id."""

    session: SessionId
    prints: dict[str, str]


class Verified(msgspec.Struct, frozen=True, tag="verified"):
    """Whoever holds the question's role (or the owner) confirms an answer. ``doubt``: only that it is so, where it was given with a doubt."""

    session: SessionId
    spot: Spot
    doubt: bool = False


class RoleGiven(msgspec.Struct, frozen=True, tag="role_given"):
    """A role gets its holder; None empties it. For ``owner`` it hands the programme over."""

    role: Role
    to: PersonId | None


class SettingsChanged(msgspec.Struct, frozen=True, tag="settings"):
    """New settings; None leaves one as it is. ``capacity``: what whoever sends them says that they are."""

    zone: str | None = None
    locale: str | None = None
    four_eyes: bool | None = None
    roles: dict[Role, PersonId | None] = {}
    capacity: Capacity | None = None


class ActionClosed(msgspec.Struct, frozen=True, tag="action_closed"):
    """An action is done."""

    session: SessionId
    action: str


class ActionReopened(msgspec.Struct, frozen=True, tag="action_reopened"):
    """An action that was marked as done is not done after all."""

    session: SessionId
    action: str


class WorkMoved(msgspec.Struct, frozen=True, tag="work_moved"):
    """An open action, or (where ``action`` is empty) the question at ``spot`` that waits for somebody, gets another day."""

    session: SessionId
    due: dt.date
    action: str = ""
    spot: Spot | None = None


class WorkGiven(msgspec.Struct, frozen=True, tag="work_given"):
    """An open action, or a question that waits for somebody, goes to another person. What it is as in :class:`WorkMoved`."""

    session: SessionId
    to: PersonId
    action: str = ""
    spot: Spot | None = None


class ThreadLost(msgspec.Struct, frozen=True, tag="thread_lost"):
    """A session's thread (its root, or the channel's memory of it) is gone: it gets a new one with the same question.

    ``unsaid``: what was to be said in it and was not. ``coming``: a new thread is on its way already, and only that is to be said in it."""

    session: SessionId
    unsaid: Tell | ShowSummary | None = None
    coming: bool = False


class OutsidersSeen(msgspec.Struct, frozen=True, tag="outsiders"):
    """People from outside came into (or left) the channel: the open card and questions are shown neutral, the owner is told."""

    present: bool


class ReachChanged(msgspec.Struct, frozen=True, tag="reach"):
    """The bot can, or can no longer, speak in the channel."""

    reach: Reach


class Renamed(msgspec.Struct, frozen=True, tag="renamed"):
    name: str


class Moved(msgspec.Struct, frozen=True, tag="moved"):
    """The channel has another id than ``before``; the programme goes by the new one already."""

    before: ChannelId


class Exported(msgspec.Struct, frozen=True, tag="exported"):
    """Owner or counsel asked for everything of the programme, confirmed; it goes to them by direct message."""


class Ticked(msgspec.Struct, frozen=True, tag="ticked"):
    """The time that the programme wanted to be woken at has come. ``outsiders``: somebody from outside is in the channel now."""

    outsiders: bool = False


class DigestChanged(msgspec.Struct, frozen=True, tag="digest_changed"):
    """When and how the digest comes; None leaves a preference as it is. ``snooze``: none for so many weeks; 0 ends a snooze."""

    weekday: int | None = None
    hour: int | None = None
    form: DigestForm | None = None
    silent: bool | None = None
    muted: bool | None = None
    snooze: int | None = None
    zone: str | None = None


class DigestSent(msgspec.Struct, frozen=True, tag="digest_sent"):
    """Somebody wants the digest posted now. The next one by the calendar tells from here on. ``outsiders``: as in :class:`Ticked`."""

    outsiders: bool = False


class Undelivered(msgspec.Struct, frozen=True, tag="undelivered"):
    """A message of the bot was given up: ``reason`` is the messenger's word or an error's name, ``number`` the posting's."""

    reason: str
    number: int


class FigureEntered(msgspec.Struct, frozen=True, tag="figure_entered"):
    """Somebody entered a figure of the team's own for a country (ISO code), with what it is taken from and its year."""

    country: str
    field: CountryField
    value: str
    source: str
    year: int


class WeightsSettled(msgspec.Struct, frozen=True, tag="weights_settled"):
    """The weights of a scorecard are settled, before the first score is seen: those given, or the card's own where none are."""

    card: str
    weights: dict[str, int] = {}


class QuestionsAsked(msgspec.Struct, frozen=True, tag="questions_asked"):
    """Somebody wants the questions that are open about a row of a scorecard as a file, to send on."""

    card: str
    item: ItemId


class CountriesMoved(msgspec.Struct, frozen=True, tag="countries_moved"):
    """With new content, what is held of countries may have become another than what answers leaned on."""


class Looked(msgspec.Struct, frozen=True, tag="looked"):
    """Someone asks for the card: it is refreshed where it stands."""


SessionEvent = (
    Answered | NotSure | Skipped | Replied | Edited | Confirmed | Dropped | ChangeAsked | BackAsked | UndoAsked | Paused | Resumed | ReviewAsked
    | Deepened | Finished | Placed | NewRound | AnsweredApart | VendorRead | Handed | Verified | Fingerprinted | ActionClosed | ActionReopened
    | WorkMoved | WorkGiven | ThreadLost | Upgraded | UpgradeRested | SettleEvent | OwnEvent
)  # fmt: skip
ProgrammeEvent = (
    Started | RoleGiven | SettingsChanged | OutsidersSeen | ReachChanged | Renamed | Moved | LeavingEvent | ErasureEvent
    | Exported | Looked | Ticked | DigestChanged | DigestSent | Undelivered | FigureEntered | SharingEvent
    | LadderEvent | WeightsSettled | HideAsked | QuestionsAsked | CountriesMoved | RowEvent | SheetAsked | ReadingsAsked | MeaningAsked
)  # fmt: skip
Event = SessionEvent | ProgrammeEvent


class Envelope(msgspec.Struct, frozen=True):
    """One event with its circumstances. ``at`` is aware, in UTC. ``key`` names what happened (see ClaimKey)."""

    key: ClaimKey
    team: TeamId
    channel: ChannelId
    programme: ProgrammeId
    by: PersonId
    at: dt.datetime
    event: Event
