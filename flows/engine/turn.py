"""One turn in the making: what was there, what is being changed, what should follow. Lives for one call of `advance`.

The only mutable thing of the engine; it holds no judgement of its own. Whatever is decided elsewhere is noted here and becomes the Outcome.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.facts import SessionFacts
from flows.engine.letters import let_go, told_anew
from flows.engine.living import flow_of
from flows.engine.machine import Plan, plan_of
from flows.engine.neighbours import Neighbours
from flows.model.effects import (
    Ask,
    Confirm,
    Effect,
    Entry,
    Note,
    Outcome,
    RefreshCard,
    Reply,
    Save,
    SaveAction,
    SaveItem,
    SaveProgramme,
    SaveSession,
    Settle,
    SettleReview,
    ShowReview,
    Silent,
    Whispered,
)
from flows.model.errors import NotHere
from flows.model.events import Envelope
from flows.model.flow import Flow, Library, Question, Section
from flows.model.ids import ActionId, ItemId, PersonId, QuestionId, RegisterId, SessionId
from flows.model.people import Role
from flows.model.phasing import APPROVALS
from flows.model.programme import Action, Item, Programme, SessionRef, Snapshot
from flows.model.sendings import Said
from flows.model.session import CONFIRMING, REVIEWED, Session, Spot

_SEEN_OF_SESSION = frozenset({"answers", "assignments", "deeper"})
_SEEN_OF_PROGRAMME = frozenset({"profile", "roles", "owner", "stages", "settings"})
"""What the facts are read from: a change of anything else leaves them as they are."""


class Turn:
    """The state of one turn. ``at`` is when it happens."""

    def __init__(self, snapshot: Snapshot, envelope: Envelope, library: Library) -> None:
        self.snapshot = snapshot
        self.envelope = envelope
        self.library = library
        self.at: dt.datetime = envelope.at
        self.by = envelope.by
        self._programme = snapshot.programme
        self._session: Session | None = None
        self._plan: Plan | None = None
        self._facts: SessionFacts | None = None
        self.others = Neighbours(self)
        self._rows: dict[RegisterId, tuple[Item, ...]] = {}
        self._live: dict[RegisterId, tuple[Item, ...]] = {}
        self._work: dict[SessionId, dict[ActionId, Action]] = {}
        self._moved_programme = False
        self._sessions: dict[SessionId, Session] = {}
        self._items: dict[ItemId, Item] = {}
        self._actions: dict[ActionId, Action] = {}
        self._entries: list[Entry] = []
        self._effects: list[Effect] = []

    # ── what is there ──

    @property
    def has_programme(self) -> bool:
        return self._programme is not None

    @property
    def programme(self) -> Programme:
        if self._programme is None:
            raise NotHere("there is no programme in this channel yet; /ringfence start makes one")
        return self._programme

    @property
    def in_hand(self) -> SessionId | None:
        """The session in hand, if one is."""
        return self._session.id if self._session is not None else None

    @property
    def moved_rows(self) -> bool:
        """Whether this turn has added, changed or taken out a row."""
        return bool(self._items)

    @property
    def moved_sessions(self) -> Iterable[Session]:
        """The sessions that this turn has begun or changed, as it has left them."""
        return self._sessions.values()

    @property
    def session(self) -> Session:
        assert self._session is not None  # noqa: S101  (only what has opened a session asks for it)
        return self._session

    @property
    def plan(self) -> Plan:
        assert self._plan is not None  # noqa: S101  (it comes and goes with the session)
        return self._plan

    @property
    def today(self) -> dt.date:
        """The day of the turn, in the zone that the programme had when it was first asked for."""
        return self._day

    @cached_property
    def _day(self) -> dt.date:
        zone = self._programme.settings.zone if self._programme else "UTC"
        return self.at.astimezone(ZoneInfo(zone)).date()

    @property
    def facts(self) -> SessionFacts:
        """The session's facts as they are now; read afresh after each change that they can see."""
        if self._facts is None:
            live = {register.id: self.rows(register.id) for register in self.plan.flow.registers}
            self._facts = SessionFacts(self.plan, self.session, self.programme, live, self.today, self.others)
        return self._facts

    @property
    def named(self) -> str:
        """What the session in hand is about: the row that it runs for, or else its flow."""
        row = self.facts.row(self.session.item) if self.session.item is not None else None
        return row.name if row is not None else self.plan.flow.title

    def stored(self, session: SessionId) -> Session:
        """A session as this turn has left it, without taking it in hand. Raises NotHere for one that this programme does not hold."""
        found = self._sessions.get(session) or (self.snapshot.session(session) if self._programme else None)
        if found is None:
            raise NotHere(f"session {session} is not part of this programme")
        return found

    def open_session(self, session: SessionId) -> None:
        """Take a session in hand. Raises NotHere for one that this programme does not hold."""
        found = self.stored(session)
        self._take(found, plan_of(self.flow_of(found)))

    def flow_of(self, session: Session | SessionRef) -> Flow:
        """The version of its flow that a session is pinned to (see :func:`flows.engine.living.flow_of`)."""
        return flow_of(self.snapshot, self.library, session)

    def leave_session(self) -> None:
        """Take no session in hand: what follows is about the programme again."""
        self._session = self._plan = self._facts = None

    def _take(self, session: Session, plan: Plan) -> None:
        self._session, self._plan, self._facts = session, plan, None

    def question(self, spot: Spot) -> Question:
        """The question at a spot. Raises NotHere when the session's flow has none of that name."""
        found = self.plan.questions.get(spot.question)
        if found is None:
            raise NotHere(f"question {spot.question} is not part of flow {self.plan.flow.id}")
        return found

    def section(self, question: QuestionId) -> Section:
        return self.plan.sections[self.plan.questions[question].section]

    def rows(self, register: RegisterId) -> tuple[Item, ...]:
        """The live rows of a register as this turn has left them, by number."""
        if register not in self._live:
            self._live[register] = tuple(row for row in self.all_rows(register) if not row.removed)
        return self._live[register]

    def all_rows(self, register: RegisterId) -> tuple[Item, ...]:
        """All rows of a register as this turn has left them, those taken out included."""
        if register not in self._rows:
            self._rows[register] = self.snapshot.items(register)
        return self._rows[register]

    def actions(self, session: SessionId | None = None) -> tuple[Action, ...]:
        """The actions of a session (of the one in hand by default) as this turn has left them, oldest first."""
        return tuple(self._work_of(session or self.session.id).values())

    def _work_of(self, session: SessionId) -> dict[ActionId, Action]:
        if session not in self._work:
            self._work[session] = {action.id: action for action in self.snapshot.actions(session)}
        return self._work[session]

    def holder(self, owner: str, spot: Spot) -> tuple[Role | None, PersonId | None]:
        """The role and the person that an author's owner word means: a role, or "asker" for whoever answered at the spot."""
        if owner == "asker":
            return None, self.session.answers[spot.key].by
        role = Role(owner)
        return role, self.programme.holder(role)

    # ── what changes ──

    def put_programme(self, **changes: object) -> None:
        self._programme = msgspec.structs.replace(self.programme, **changes)
        self._moved_programme = True
        if not _SEEN_OF_PROGRAMME.isdisjoint(changes):
            self._facts = None
            self.others.forget()

    def found(self, programme: Programme) -> None:
        """A programme that begins with this turn."""
        self._programme, self._moved_programme = programme, True

    def put_session(self, **changes: object) -> None:
        before = self.session
        self._session = self._sessions[before.id] = msgspec.structs.replace(before, **changes)
        if not _SEEN_OF_SESSION.isdisjoint(changes):
            self._facts = None
            self.others.forget(before.id)
        elif self._facts is not None:
            self._facts.session = self._session
        if before.state is not self._session.state:
            self._list_session()

    def _list_session(self) -> None:
        """Bring the programme's list of sessions up to date with the session in hand."""
        session = self.session
        ref = SessionRef(session.id, session.flow, session.flow_hash, session.state, session.item)
        others = self.programme.sessions
        known = any(other.id == session.id for other in others)
        self.put_programme(
            sessions=tuple(ref if other.id == session.id else other for other in others) if known else (*others, ref)
        )

    def pin(self, session: Session) -> None:
        """The session in hand runs on another version of its flow from here on, as ``session`` says."""
        self._session = self._sessions[session.id] = session
        self._list_session()
        self.others.forget()
        self.open_session(session.id)

    def begin(self, session: Session, plan: Plan) -> None:
        """A session that begins with this turn."""
        self._take(session, plan)
        self._sessions[session.id] = session
        self._list_session()

    def number(self) -> int:
        """The next free number of the programme, for a new row, session or action."""
        self.put_programme(created=self.programme.created + 1)
        return self.programme.created

    def put_item(self, item: Item) -> None:
        """Add or change a row."""
        self._items[item.id] = item
        rows = {row.id: row for row in self.all_rows(item.register)} | {item.id: item}
        self._rows[item.register] = tuple(sorted(rows.values(), key=lambda row: row.number))
        self._live.pop(item.register, None)
        self._facts = None
        self.others.forget()

    def put_action(self, action: Action) -> None:
        self._actions[action.id] = self._work_of(action.session)[action.id] = action

    def note(self, what: str, **more: object) -> None:
        """One line for the audit log, about the session in hand where there is one."""
        session = self._session
        about = {"session": session.id, "flow_hash": session.flow_hash} if session is not None else {}
        self._entries.append(msgspec.structs.replace(Entry(what=what, by=self.by, at=self.at), **about, **more))

    # ── what follows ──

    def follow(self, *effects: Effect) -> None:
        """Effects, in order."""
        self._effects.extend(effects)

    def ahead(self, effect: Effect) -> None:
        """An effect before the question that this turn asks, so that the question stays the last thing said."""
        asks = (at for at, known in enumerate(self._effects) if isinstance(known, Ask))
        self._effects.insert(next(asks, len(self._effects)), effect)

    def settle(self, spot: Spot) -> None:
        """Bring the latest posting of a spot's question up to date with how it stands when that is sent."""
        self._settle(spot, spot.key)

    def settle_confirming(self, spot: Spot) -> None:
        """Bring the latest question for a yes up to date: it was about ``spot``."""
        self._settle(spot, CONFIRMING)

    def _settle(self, spot: Spot, posted: str) -> None:
        asked = self.session.postings.get(posted)
        settle = Settle(self.session.id, spot, asked) if asked is not None else None
        if settle is not None and settle not in self._effects:
            self._effects.append(settle)

    def review(self, notes: tuple[Note, ...] = ()) -> None:
        """Show the review below ``notes``; an earlier one then says that a newer stands further down."""
        self.settle_review()
        self.follow(ShowReview(self.session.id, self.posting(REVIEWED), notes))

    def settle_review(self) -> None:
        """Bring the latest review up to date with how the session stands when that is sent."""
        asked = self.session.postings.get(REVIEWED)
        if asked is not None:
            self.follow(SettleReview(self.session.id, asked))

    def posting(self, key: str | None = None, **changes: object) -> int:
        """A new name for a posting, remembered as the latest under ``key``; with further changes of the session."""
        asked = self.session.asked + 1
        postings = {**self.session.postings, key: asked} if key else self.session.postings
        self.put_session(asked=asked, postings=postings, **changes)
        return asked

    def confirm(self, spot: Spot) -> None:
        """Ask for a yes to what waits at a spot."""
        self.follow(Confirm(self.session.id, spot, self.posting(CONFIRMING)))

    def outcome(self, reply: Reply | None = None, *, card: bool = True) -> Outcome:
        """What the turn comes to: saves in parts, effects in order, and the card where anything moved that it shows."""
        saves: list[Save] = []
        if self._moved_programme:
            saves.append(SaveProgramme(self.programme))
        saves.extend(SaveSession(session) for session in self._sessions.values())
        saves.extend(SaveItem(item) for item in self._items.values())
        saves.extend(SaveAction(action) for action in self._actions.values())
        saves.extend(self._entries)
        settled = let_go(self.snapshot, self._sessions.values(), self._actions.values()) if self._programme else ()
        requests = told_anew(self.snapshot, [row for row in self._items.values() if row.register == APPROVALS])
        effects: tuple[Effect, ...] = (*map(self._back, self._effects), *settled, *requests)
        if card and (saves or effects):
            effects = (*effects, RefreshCard())
        return Outcome(saves=tuple(saves), effects=effects, reply=reply or Silent())

    def _back(self, effect: Effect) -> Effect:
        """What is said in a thread is said back to whoever acts, and what could not be said before to whom it was to be said."""
        if not isinstance(effect, Said) or effect.by is not None:
            return effect
        return msgspec.structs.replace(effect, by=self.by or None)


def refuse(
    note: Note,
    buttons: tuple[str, ...] = (),
    session: SessionId | None = None,
    spot: Spot | None = None,
    field: str = "",
) -> Outcome:
    """Nothing changes, and the one who acted is told why, kindly, with the way on. ``field``: of the form, what it is about."""
    return Outcome(reply=Whispered((note,), buttons, session, spot, field, refused=True), refused=True)
