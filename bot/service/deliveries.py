"""What an effect becomes when it is sent: a screen and the place for it, for the audience that is there now. Pure.

Where somebody from outside is in the channel, nothing of the programme is posted there: what stands is edited to a neutral line, and
what would have been said goes by direct message, which the outsider cannot see, to whoever it answers, and to the owner where it answers nobody. A
question that one person alone may answer goes to that person.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.letters import waits_for
from flows.engine.neighbours import Stored
from flows.engine.own import is_own, lane_of
from flows.engine.phases import Phases
from flows.engine.screens import (
    asides,
    counsel,
    digest,
    held,
    letters,
    looks,
    overview,
    own_questions,
    pending,
    placing,
    question,
    request,
    review,
)
from flows.engine.screens.scene import Scene
from flows.engine.screens.scores import Sheet
from flows.engine.screens.sheet import Scenarios
from flows.engine.screens.sheet import sheet as scenario_sheet
from flows.engine.screens.wording import text
from flows.engine.standings import sheet
from flows.engine.work import ANSWER
from flows.model.effects import (
    Announce,
    Ask,
    AskedElsewhere,
    Brief,
    Confirm,
    Effect,
    Fingerprint,
    HideSaid,
    Mention,
    Note,
    OpenThread,
    PostDigest,
    RefreshCard,
    RefreshRoot,
    Remind,
    SendBrief,
    SendExport,
    SendMeaning,
    SendPortfolio,
    SendQuestions,
    SendRegister,
    SendSheet,
    Settle,
    SettleReview,
    ShowCountry,
    ShowLook,
    ShowReview,
    ShowSummary,
    Tell,
    Which,
    Whisper,
)
from flows.model.errors import NotHere
from flows.model.flow import Library
from flows.model.ids import PersonId, RegisterId, SessionId
from flows.model.letters import SettleLetter, is_request
from flows.model.own_questions import OWN
from flows.model.placing import Place
from flows.model.programme import Programme, Snapshot
from flows.model.reminders import RenewReminder
from flows.model.screens import Line, Prose, Screen
from flows.model.sendings import Said
from flows.model.session import Spot
from state.records import Address, AddressKind


class Post(msgspec.Struct, frozen=True):
    """A new message: in the session's thread, or (``session`` None, or the root itself) in the channel. ``kind`` and ``name`` are how it is
    found again; what is not looked up by a name goes by the posting's number, and a root stands alone in its session."""

    screen: Screen
    kind: AddressKind
    session: SessionId
    name: str = ""


class Announcement(msgspec.Struct, frozen=True):
    """A new message in the channel itself, outside any thread: the digest. Never where somebody from outside is; what ``lasts`` goes to the
    owner instead."""

    screen: Screen
    lasts: bool = False


class Edit(msgspec.Struct, frozen=True):
    """A message that stands is changed; one that is not there any more is left alone. ``at``: where it stands, where the store does not
    keep that."""

    screen: Screen
    kind: AddressKind
    session: SessionId | None
    name: str = ""
    at: Address | None = None


def letter_name(session: SessionId | None, spot: Spot, to: PersonId | None = None) -> str:
    """What the direct message goes by that puts a question, to one person; :func:`letter_of` reads it."""
    return " ".join((session or "", spot.key, *((to,) if to else ())))


def letter_of(name: str) -> tuple[SessionId, str]:
    """The session and the key of the spot that a letter's name holds."""
    session, key, *_ = *name.split(" "), ""
    return SessionId(session), key


class Direct(msgspec.Struct, frozen=True):
    """A direct message to one person. ``name``: how one is found again that puts a question; the others go by their number. ``many``: several of
    the name stand at a time, each with its number."""

    to: PersonId
    screen: Screen
    kind: AddressKind
    name: str = ""
    many: bool = False


class Export(msgspec.Struct, frozen=True):
    """Everything of the programme, as a file by direct message."""

    to: PersonId


class Prints(msgspec.Struct, frozen=True):
    """Files to be read for their fingerprints; nothing is sent."""

    session: SessionId
    files: tuple[str, ...]


class Questions(msgspec.Struct, frozen=True):
    """Questions to send on, as a file by direct message. ``name``: of whom they are asked."""

    to: PersonId
    name: str
    sheet: Sheet


class ScenariosFile(msgspec.Struct, frozen=True):
    """The scenarios for a vendor, as a file by direct message."""

    to: PersonId
    sheet: Scenarios


class RegisterFile(msgspec.Struct, frozen=True):
    """A register as a CSV file by direct message."""

    to: PersonId
    register: RegisterId


class Hide(msgspec.Struct, frozen=True):
    """All that stands in the channel is to say this instead."""

    screen: Screen


class Nothing(msgspec.Struct, frozen=True):
    """It has no point any more: what it was about is gone."""


Delivery = (
    Post | Announcement | Edit | Hide | Direct | Export | Prints | Questions | RegisterFile | ScenariosFile | Nothing
)


def worded(
    effect: Effect,
    snapshot: Snapshot,
    library: Library,
    now: dt.datetime,
    outsiders: bool,
    members: frozenset[PersonId] = frozenset(),
) -> Delivery:
    """Put an effect into words, from the state as it stands. ``members``: who is in the channel, and may be answered beside it."""
    programme = snapshot.programme
    if programme is None:
        return Nothing()
    try:
        delivery = _worded(effect, snapshot, programme, library, now)
    except NotHere:
        return Nothing()
    if not outsiders:
        return delivery
    by = effect.by if isinstance(effect, Said | Which) else None
    writer = by if by is not None and by in members else programme.owner
    if isinstance(effect, Ask | AskedElsewhere) and isinstance(delivery, Post | Nothing):
        session = snapshot.session(effect.session)
        newest = session is not None and session.postings.get(effect.spot.key) == effect.asked
        alone = waits_for(session, effect.spot) if session is not None and newest else None
        if alone is not None and alone in members:
            return _elsewhere(effect, delivery, Scene(snapshot, effect.session, library, now), writer, alone)
    return _withheld(delivery, programme, library, writer)


def _elsewhere(
    effect: Ask | AskedElsewhere, delivery: Post | Nothing, scene: Scene, writer: PersonId, alone: PersonId
) -> Delivery:
    """A question that the channel may not hold now, for who ``alone`` may answer it; and to the writer that it went there."""
    channel = scene.programme.name
    if isinstance(delivery, Post):
        line: Line = text(scene.texts, "outsiders.yours", channel=channel)
        put = Screen((Prose((line,)), *delivery.screen.parts), delivery.screen.text)
        return Direct(alone, put, AddressKind.HANDED, letter_name(effect.session, effect.spot, alone))
    if isinstance(effect, Ask) or writer == alone:
        return Nothing()
    here = Note("outsiders.instead", {"channel": channel})
    went = Note("outsiders.theirs", {"who": Mention(alone)})
    return Direct(writer, asides.notes(scene, (here, *effect.notes, went)), AddressKind.NOTE)


def _worded(effect: Effect, snapshot: Snapshot, programme: Programme, library: Library, now: dt.datetime) -> Delivery:
    match effect:
        case Whisper():
            return _whisper(effect, snapshot, library, now, programme)
        case SettleLetter(to=to, session=session, spot=spot):
            if session is None:
                settled = _request(snapshot, library, programme, spot, to, now)
            else:
                settled = letters.settled(Scene(snapshot, session, library, now), spot, to)
            name = letter_name(session, spot, to)
            return Edit(settled, AddressKind.HANDED, None, name) if settled is not None else Nothing()
        case SendExport(to=to):
            return Export(to)
        case HideSaid():
            return Hide(overview.neutral(library, programme))
        case Fingerprint(session=session, files=files):
            return Prints(session, files)
        case SendQuestions(to=to, card=card, item=item):
            return Questions(to, *sheet(snapshot, library, card, item, now))
        case SendRegister(to=to, register=register):
            return RegisterFile(to, register)
        case PostDigest(digest=told):
            scenes = tuple(Scene(snapshot, ref.id, library, now) for ref in programme.sessions)
            return Announcement(digest.digest(library.texts, programme, scenes, told))
        case Announce(notes=notes, buttons=buttons):
            return Announcement(asides.bare(library.texts, notes, buttons), lasts=True)
        case SendSheet(to=to, session=session):
            found = scenario_sheet(Scene(snapshot, session, library, now))
            return ScenariosFile(to, found) if found is not None else Nothing()
        case (
            AskedElsewhere()
            | RefreshCard()
            | Remind()
            | RenewReminder()
            | SendPortfolio()
            | SendBrief()
            | SendMeaning()
        ):
            # The first is for outsiders alone, the second no posting. What the others say is not in this programme alone: see `reminders`,
            # `portfolios`, `briefs` and `asking`.
            return Nothing()
        case Brief(session=session):
            screen = counsel.briefed(Scene(snapshot, session, library, now), effect)
            # Below how the clauses read counsel can put a question of their own.
            name = letter_name(session, Spot(OWN)) if effect.readings else ""
            return Direct(lane_of(programme), screen, AddressKind.COUNSEL, name, many=True) if screen else Nothing()
        case _:
            return _in_thread(effect, Scene(snapshot, effect.session, library, now))


def _in_thread(
    effect: OpenThread
    | RefreshRoot
    | Ask
    | Settle
    | Tell
    | Which
    | Place
    | Confirm
    | ShowCountry
    | ShowLook
    | ShowReview
    | SettleReview
    | ShowSummary,
    scene: Scene,
) -> Delivery:
    session = effect.session
    match effect:
        case OpenThread():
            return Post(overview.root(scene), AddressKind.ROOT, session)
        case RefreshRoot():
            return Edit(overview.root(scene), AddressKind.ROOT, session)
        case Ask(spot=spot, asked=asked, notes=notes):
            if scene.session.postings.get(spot.key) == asked and not scene.facts.applies(spot):
                return Nothing()
            still = scene.session.postings.get(spot.key) == asked and _open(scene, effect)
            screen = question.asked(scene, spot, notes) if still else question.settled(scene, spot, asked)
            return Post(screen, AddressKind.QUESTION, session, str(asked))
        case Settle(spot=spot, asked=asked):
            return Edit(question.settled(scene, spot, asked), AddressKind.QUESTION, session, str(asked))
        case Tell(notes=notes, buttons=buttons, spot=spot):
            return Post(asides.notes(scene, notes, buttons, spot), AddressKind.NOTE, session)
        case Which():
            return Post(asides.which(scene, effect), AddressKind.NOTE, session)
        case Place(asked=asked, told=told):
            screen = placing.place(scene, effect)
            address = (AddressKind.QUESTION, session, str(asked))
            return Edit(screen, *address) if told else Post(screen, *address)
        case Confirm(spot=spot, asked=asked):
            return Post(pending.confirming(scene, spot), AddressKind.QUESTION, session, str(asked))
        case ShowCountry():
            return Post(held.opening(scene), AddressKind.LOOK, session)
        case ShowLook(look=look):
            return Post(looks.look(scene, look), AddressKind.LOOK, session)
        case ShowReview(asked=asked, notes=notes):
            return Post(review.review(scene, notes), AddressKind.REVIEW, session, str(asked))
        case SettleReview(asked=asked):
            return Edit(review.settled(scene, asked), AddressKind.REVIEW, session, str(asked))
        case ShowSummary():
            return Post(review.summary(scene), AddressKind.SUMMARY, session)
        case _:
            assert_never(effect)


def _open(scene: Scene, effect: Ask) -> bool:
    """Whether the question that a posting puts still waits for an answer (or for another one)."""
    waiting = scene.session.pending
    return scene.session.revision(effect.spot) == effect.revision or (
        waiting is not None and waiting.spot == effect.spot
    )


def _whisper(effect: Whisper, snapshot: Snapshot, library: Library, now: dt.datetime, programme: Programme) -> Delivery:
    if effect.spot is not None and is_request(effect.spot):
        asked = _request(snapshot, library, programme, effect.spot, effect.to, now)
        name = letter_name(None, effect.spot, effect.to)
        return Direct(effect.to, asked, AddressKind.HANDED, name) if asked is not None else Nothing()
    if effect.session is None:
        ref = asides.spoken_of(effect.notes, programme)
        if ref is None:
            return Direct(effect.to, asides.bare(library.texts, effect.notes, effect.buttons), AddressKind.NOTE)
        scene = Scene(snapshot, ref, library, now)
        return Direct(effect.to, asides.notes(scene, effect.notes, effect.buttons), AddressKind.NOTE)
    scene = Scene(snapshot, effect.session, library, now)
    if effect.spot is not None and is_own(effect.spot):
        own = own_questions.letter(scene, effect.spot, effect.to)
        name = letter_name(effect.session, effect.spot, effect.to)
        return Direct(effect.to, own, AddressKind.HANDED, name) if own is not None else Nothing()
    if ANSWER in effect.buttons:  # work that an answer ends: the press brings the question as it is then
        return Direct(effect.to, asides.notes(scene, effect.notes, effect.buttons, effect.spot), AddressKind.NOTE)
    if effect.spot is None or not scene.facts.wanted(effect.spot):
        return Direct(effect.to, asides.notes(scene, effect.notes, effect.buttons), AddressKind.NOTE)
    put = asides.handed(scene, effect.spot, effect.notes, effect.buttons)
    return Direct(effect.to, put, AddressKind.HANDED, letter_name(effect.session, effect.spot, effect.to))


def _request(
    snapshot: Snapshot, library: Library, programme: Programme, spot: Spot, to: PersonId, now: dt.datetime
) -> Screen | None:
    """A request for somebody's word, as it stands; None where it is not there any more."""
    if library.ladder is None or spot.item is None:
        return None
    today = now.astimezone(ZoneInfo(programme.settings.zone)).date()
    return request.letter(Phases(Stored(snapshot, library, programme, today)), spot.item, to)


def _withheld(delivery: Delivery, programme: Programme, library: Library, to: PersonId) -> Delivery:
    """The same, where somebody from outside is looking. ``to``: who reads what would have been said."""
    match delivery:
        case Edit(kind=AddressKind.HANDED):
            return delivery  # a direct message
        case Edit(kind=kind, session=session, name=name):
            return Edit(overview.neutral(library, programme), kind, session, name)
        case Announcement(lasts=False):
            note = Note("digest.withheld", {"channel": programme.name})
            return Direct(to, asides.bare(library.texts, (note,), ()), AddressKind.NOTE)
        case Post(screen=screen) | Announcement(screen=screen):
            line: Line = text(library.texts, "outsiders.instead", channel=programme.name)
            return Direct(to, Screen((Prose((line,)), *screen.parts), screen.text), AddressKind.NOTE)
        case Hide() | Direct() | Export() | Prints() | Questions() | RegisterFile() | ScenariosFile() | Nothing():
            return delivery
        case _:
            assert_never(delivery)
