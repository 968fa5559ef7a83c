"""The sample that is measured: a flow of seventy-five questions, eight assets, and a session of three hundred answers, played by the engine.

The last ninety questions are the ones that are measured: their events and what each leaves to be saved are kept as a script.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from flows.engine.advance import advance
from flows.model.conditions import AnswerFact, Is, MarkFact, Not
from flows.model.effects import Outcome, Save, SaveAction, SaveItem, SaveProgramme, SaveSession
from flows.model.events import Answered, Envelope, Replied
from flows.model.flow import (
    FindingRule,
    Flow,
    Library,
    Option,
    Phrase,
    Question,
    Register,
    Section,
    Severity,
    SeverityRule,
    Stage,
)
from flows.model.ids import (
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
    programme_id,
)
from flows.model.programme import Action, Item, Programme, SessionRef
from flows.model.session import Answer, AnswerState, Session, SessionState, Spot
from flows.model.values import Choice, Items, Kind, Value, YesNo
from state.parts import Parts
from state.seal import Seal, key_of

DAY = dt.date(2026, 11, 1)
START = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ASSET = RegisterId("asset")
OPTIONS = tuple(Option(name, name.title()) for name in ("employee", "contractor", "bought"))
KINDS = (Kind.YES_NO, Kind.ONE_OF, Kind.TEXT)
PER_ASSET, ONCE = 45, 30
MEASURED = 90
"""How many questions are left open."""


def _finding(section: str, name: str) -> FindingRule:
    when = Is(AnswerFact(QuestionId(f"{section}.{name}")), ("no",))
    severity = (
        SeverityRule(Severity.CRITICAL, Is(MarkFact(QuestionId("once.jewels")), ("yes",))),
        SeverityRule(Severity.HIGH),
    )
    words = Phrase("Something about {asset} is open.")
    return FindingRule(f"{section}_{name}", when, severity, words, words, words, "counsel", 14, SourceId("s"), DAY)


def _question(section: str, number: int, per_asset: bool) -> Question:
    kind = KINDS[number % 3]
    name = f"q{number}"
    guard = Not(Is(AnswerFact(QuestionId(f"{section}.q{number - 1}")), ("bought",))) if number % 3 == 2 else None
    return Question(
        id=QuestionId(f"{section}.{name}"),
        section=SectionId(section),
        name=name,
        kind=kind,
        text=Phrase(f"Question number {number} about {{asset}}?" if per_asset else f"Question number {number}?"),
        why=Phrase("Because it matters."),
        source=SourceId("s"),
        reviewed=DAY,
        options=OPTIONS if kind is Kind.ONE_OF else (),
        only_when=guard,
        findings=(_finding(section, name),) if kind is Kind.YES_NO and per_asset else (),
    )


def _items(name: str, **more: object) -> Question:
    base = Question(
        QuestionId(f"once.{name}"),
        SectionId("once"),
        name,
        Kind.ITEM,
        Phrase(f"{name}?"),
        Phrase("why"),
        SourceId("s"),
        DAY,
    )
    return msgspec.structs.replace(base, register=ASSET, many=True, **more)


def flow() -> Flow:
    """The flow."""
    once = (
        _items("assets", adds=True),
        _items("jewels", sets="jewel"),
        *(_question("once", n, False) for n in range(ONCE - 2)),
    )
    sections = (
        Section(SectionId("once"), "Once", once),
        *(
            Section(
                SectionId(f"each{part}"),
                f"Part {part}",
                tuple(_question(f"each{part}", n, True) for n in range(15)),
                each=ASSET,
            )
            for part in range(PER_ASSET // 15)
        ),
    )
    bare = Flow(
        FlowId("bench"),
        1,
        "Bench",
        StageId("bench"),
        DAY,
        Phrase("Hello"),
        sections,
        (Register(ASSET, "asset", "assets"),),
    )
    return msgspec.structs.replace(bare, hash=FlowHash("b" * 64))


def library(texts: dict[str, str]) -> Library:
    """The library with that one flow."""
    one = flow()
    return Library({one.id: one}, (Stage(one.stage, "Bench", one.id),), texts, {})


TEAM, WHO = TeamId("T0BENCH"), PersonId("U0BENCH")
SESSION = SessionId("bench-1")
SEAL = Seal((key_of(bytes(32)),))
ITEMS = tuple(Item(ItemId(f"asset-{n}"), ASSET, f"Asset {n}", n, WHO, START) for n in range(1, 9))
OPTION = "employee"
REPLY = "An answer of ordinary length, as somebody would type it."


def channel(number: int) -> ChannelId:
    """The channel of a programme."""
    return ChannelId(f"C{number:09d}")


def key(number: int, team: TeamId = TEAM) -> ProgrammeId:
    """The id of a programme."""
    return programme_id(team, channel(number))


@dataclass(frozen=True, slots=True)
class Step:
    """One turn: the spot, the kind of its question, and what the engine decided (of programme 0)."""

    spot: Spot
    kind: Kind
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Played:
    """A programme in the middle of its work, as saves, and the turns that follow."""

    saves: tuple[Save, ...]
    steps: tuple[Step, ...]


def event(step: Step, number: int) -> Answered | Replied:
    """The event of a step: a press where there is something to press, else a reply. ``number`` makes its ts."""
    if step.kind is Kind.TEXT:
        return Replied(SESSION, REPLY, f"17{number:08d}.000100")
    return Answered(SESSION, step.spot, 0, YesNo(says_yes(step.spot)) if step.kind is Kind.YES_NO else Choice(OPTION))


def says_yes(spot: Spot) -> bool:
    """Whether a yes/no question is answered yes: one a round of fifteen is not, and raises a finding."""
    return not spot.question.endswith(".q6")


@lru_cache
def begun() -> tuple[Save, ...]:
    """What is asked once is answered; the rounds of the assets begin."""
    one = flow()
    answers: dict[str, Answer] = {}
    for number, question in enumerate(one.sections[0].questions):
        value: Value = Choice("employee")
        if question.kind is Kind.ITEM:
            value = Items(tuple(item.id for item in ITEMS[: 8 if question.adds else 2]))
        elif question.kind is Kind.YES_NO:
            value = YesNo(number % 4 != 0)
        spot = Spot(question.id)
        answers[spot.key] = Answer(spot, AnswerState.VALUE, WHO, START, 1, value)
    first = Spot(one.sections[1].questions[0].id, ITEMS[0].id)
    trail = tuple(answer.spot for answer in answers.values())
    session = Session(
        SESSION, key(0), one.id, one.hash, WHO, START, spot=first, answers=answers, trail=trail, asked=len(answers)
    )
    ref = SessionRef(SESSION, one.id, one.hash, SessionState.ASKING)
    head = Programme(key(0), TEAM, channel(0), "#bench-0", WHO, START, sessions=(ref,), created=40)
    return (SaveProgramme(head), SaveSession(session), *(SaveItem(item) for item in ITEMS))


class _Standing:
    """The programme as it stands while it is played."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    @property
    def programme(self) -> Programme | None:
        return self.parts.programme

    def session(self, session: SessionId) -> Session | None:
        return self.parts.sessions.get(session)

    def items(self, register: RegisterId) -> tuple[Item, ...]:
        return self.parts.register(register)

    def actions(self, session: SessionId) -> tuple[Action, ...]:
        return self.parts.opened_by(session)

    def flow(self, flow: FlowHash) -> None:
        return None


@lru_cache
def played() -> Played:
    """The programme, played to where measuring begins, and the rest of it."""
    content, steps = library({}), list[Step]()
    kinds = {q.id: q.kind for s in flow().sections for q in s.questions}
    parts, middle = Parts(items={}, actions={}).after(begun()), Parts()
    total = PER_ASSET * len(ITEMS)
    for number in range(total):
        if number == total - MEASURED:
            middle = parts
        spot = parts.sessions[SESSION].spot
        assert spot is not None
        bare = Step(spot, kinds[spot.question], Outcome())
        envelope = Envelope(ClaimKey(f"s{number}"), TEAM, channel(0), key(0), WHO, START, event(bare, number))
        outcome = advance(_Standing(parts), envelope, content)
        assert not outcome.refused, spot
        parts = parts.after(outcome.saves)
        steps.append(Step(spot, bare.kind, outcome))
    return Played(_as_saves(middle), tuple(steps[-MEASURED:]))


def _as_saves(parts: Parts) -> tuple[Save, ...]:
    assert parts.programme is not None
    items = (SaveItem(item) for item in (parts.items or {}).values())
    actions = (SaveAction(action) for action in (parts.actions or {}).values())
    return (SaveProgramme(parts.programme), SaveSession(parts.sessions[SESSION]), *items, *actions)


def filled(number: int, team: TeamId = TEAM) -> tuple[Save, ...]:
    """The programme's parts for another channel."""
    head, session, *parts = played().saves
    assert isinstance(head, SaveProgramme)
    assert isinstance(session, SaveSession)
    of = {"id": key(number, team), "team": team, "channel": channel(number), "name": f"#bench-{number}"}
    return (
        SaveProgramme(msgspec.structs.replace(head.programme, **of)),
        SaveSession(msgspec.structs.replace(session.session, programme=key(number, team))),
        *parts,
    )
