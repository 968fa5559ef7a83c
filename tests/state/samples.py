"""Small programmes to store: the least that each test needs, with one clock. Values only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from flows.model.effects import (
    Effect,
    Entry,
    Note,
    OpenThread,
    Outcome,
    RefreshCard,
    Reply,
    Save,
    SaveProgramme,
    SaveSession,
    Silent,
    Tell,
    Whispered,
)
from flows.model.flow import Flow, Phrase, Question, Section
from flows.model.ids import (
    ActionId,
    ChannelId,
    ClaimKey,
    FlowHash,
    FlowId,
    ItemId,
    PersonId,
    ProgrammeId,
    QuestionId,
    RegisterId,
    SectionId,
    SessionId,
    SourceId,
    StageId,
    TeamId,
)
from flows.model.programme import Action, ActionWhy, Item, Programme, Snapshot
from flows.model.session import Answer, AnswerState, Session, Spot
from flows.model.values import Kind, Text
from state.seal import Seal, key_of
from state.store import Store

NOW = dt.datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
TEAM = TeamId("T1")
CHANNEL = ChannelId("C1")
HOME = ProgrammeId("T1:C1")
AWAY = ProgrammeId("T1:C2")
ANNA = PersonId("U1")
BEN = PersonId("U2")
IP = SessionId("ip_strategy-1")
HASH = FlowHash("5f" * 32)
SEAL = Seal((key_of(bytes(32)),))

Decision = Callable[[Snapshot], Outcome]


def key(name: str) -> ClaimKey:
    return ClaimKey(f"T1:C1:{name}")


def programme(of: ProgrammeId = HOME, name: str = "Pump controller") -> Programme:
    team, _, channel = of.partition(":")
    return Programme(id=of, team=TeamId(team), channel=ChannelId(channel), name=name, owner=ANNA, started=NOW)


def spot(name: str, item: str | None = None) -> Spot:
    return Spot(QuestionId(f"inventory.{name}"), ItemId(item) if item else None)


def answer(name: str, text: str = "yes", item: str | None = None) -> Answer:
    return Answer(spot(name, item), AnswerState.VALUE, ANNA, NOW, 1, Text(text), raw=text)


def session(*answers: Answer, of: ProgrammeId = HOME, name: SessionId = IP) -> Session:
    return Session(
        id=name,
        programme=of,
        flow=FlowId("ip_strategy"),
        flow_hash=HASH,
        started_by=ANNA,
        started=NOW,
        answers={one.spot.key: one for one in answers},
    )


def item(number: int, register: str = "asset", name: str = "") -> Item:
    return Item(ItemId(f"{register}-{number}"), RegisterId(register), name or f"{register} {number}", number, ANNA, NOW)


def action(number: int, of: SessionId = IP) -> Action:
    return Action(ActionId(f"action-{number}"), of, spot("owner"), ActionWhy.NOT_SURE, dt.date(2026, 11, 30), NOW)


def entry(what: str, flow_hash: FlowHash | None = HASH) -> Entry:
    return Entry(what, ANNA, NOW, IP, flow_hash, spot("owner"), answer("owner"))


def flow(flow_hash: FlowHash = HASH) -> Flow:
    words = Phrase("Who made it?", {"services": "Who does it?"})
    asked = Question(
        QuestionId("inventory.owner"),
        SectionId("inventory"),
        "owner",
        Kind.PERSON,
        words,
        words,
        SourceId("wipo"),
        dt.date(2026, 11, 1),
    )
    return Flow(
        FlowId("ip_strategy"),
        1,
        "IP strategy",
        StageId("ip_strategy"),
        dt.date(2026, 11, 1),
        words,
        (Section(SectionId("inventory"), "Inventory", (asked,)),),
        hash=flow_hash,
    )


def tell(word: str, of: SessionId = IP) -> Tell:
    return Tell(of, (Note(word),))


def decides(*saves: Save, effects: tuple[Effect, ...] = (), reply: Reply | None = None) -> Decision:
    """A decision that looks at nothing."""
    return lambda _: Outcome(saves, effects, reply or Silent())


def refuses(word: str) -> Decision:
    return lambda _: Outcome(reply=Whispered((Note(word),), refused=True), refused=True)


async def begin(store: Store, of: ProgrammeId = HOME, *effects: Effect) -> None:
    """A programme with one session, in the store."""
    saves = (SaveProgramme(programme(of)), SaveSession(session(of=of)), entry("started"))
    follow = effects or (OpenThread(IP), RefreshCard())
    await store.turn(ClaimKey(f"begin {of}"), of, decides(*saves, effects=follow), NOW)


async def queue(store: Store, *effects: Effect, of: ProgrammeId = HOME) -> None:
    """Effects in the outbox, by a turn of their own."""
    depth = await store.outbox_depth()
    await store.turn(ClaimKey(f"queue {of} {depth} {effects}"), of, decides(effects=effects), NOW)
