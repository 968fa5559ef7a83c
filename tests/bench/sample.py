"""The sample that is measured: a flow of sixty questions, eight assets, two vendors, and a session of three hundred answers."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.model.conditions import AnswerFact, Is, MarkFact, Not
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
    FlowHash,
    FlowId,
    ItemId,
    PersonId,
    QuestionId,
    RegisterId,
    SectionId,
    SessionId,
    SourceId,
    StageId,
    TeamId,
    programme_id,
)
from flows.model.programme import Item, Programme, SessionRef
from flows.model.session import Answer, AnswerState, Session, SessionState, Spot
from flows.model.values import Choice, Items, Kind, Text, Value, YesNo

DAY = dt.date(2026, 11, 1)
START = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ASSET = RegisterId("asset")
OPTIONS = tuple(Option(name, name.title()) for name in ("employee", "contractor", "bought"))
KINDS = (Kind.YES_NO, Kind.ONE_OF, Kind.TEXT)
PER_ASSET, ONCE = 30, 30


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


def _value(kind: Kind, number: int) -> Value:
    match kind:
        case Kind.YES_NO:
            return YesNo(number % 4 != 0)
        case Kind.ONE_OF:
            return Choice("employee")
        case _:
            return Text(f"An answer of ordinary length, number {number}, as somebody would type it.")


def programme(number: int) -> tuple[Programme, tuple[Item, ...], Session, tuple[Spot, ...]]:
    """A programme in the middle of its work: head, assets, a session, and the spots still open in order."""
    team, channel = TeamId("TBENCH"), ChannelId(f"C{number:09d}")
    who = PersonId("UBENCH")
    key = programme_id(team, channel)
    items = tuple(Item(ItemId(f"asset-{n}"), ASSET, f"Asset {n}", n, who, START) for n in range(1, 9))
    one = flow()
    spots = [
        Spot(q.id, item.id if s.each else None)
        for s in one.sections
        for item in (items if s.each else items[:1])
        for q in s.questions
    ]
    answered, left = spots[: len(spots) - 40], spots[len(spots) - 40 :]
    kinds = {q.id: q for s in one.sections for q in s.questions}
    answers: dict[str, Answer] = {}
    for at, spot in enumerate(answered):
        question = kinds[spot.question]
        value = (
            Items(tuple(i.id for i in items[: 8 if question.adds else 2]))
            if question.kind is Kind.ITEM
            else _value(question.kind, at)
        )
        answers[spot.key] = Answer(spot, AnswerState.VALUE, who, START, 1, value)
    sid = SessionId("bench-1")
    session = Session(
        sid,
        key,
        one.id,
        one.hash,
        who,
        START,
        spot=left[0],
        answers=answers,
        trail=tuple(answered[-20:]),
        asked=len(answered),
    )
    head = Programme(
        key,
        team,
        channel,
        f"#bench-{number}",
        who,
        START,
        sessions=(SessionRef(sid, one.id, one.hash, SessionState.ASKING),),
        created=40,
    )
    return head, items, session, tuple(left)
