"""Small things to test with: flows out of a few lines, people, and a team at a table that says what a test wants said."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import msgspec

from flows.authoring.library import load_library
from flows.authoring.table import Table
from flows.authoring.tree import read_tree
from flows.model.effects import Ask, Confirm, Effect, Note, Outcome, ShowReview, Tell, Whisper, Whispered
from flows.model.events import (
    Answered,
    BackAsked,
    ChangeAsked,
    Confirmed,
    Dropped,
    NotSure,
    Replied,
    Skipped,
    Started,
)
from flows.model.flow import Flow, Library, Stage
from flows.model.ids import FlowHash, FlowId, ItemId, PersonId, QuestionId, StageId
from flows.model.session import Answer, Session, SessionState, Spot
from flows.model.values import Document, Given, YesNo

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
"""A Monday."""
MARIA, JON, PRIYA, DEV = (PersonId(name) for name in ("UMARIA", "UJON", "UPRIYA", "UDEV"))
NAMES = {MARIA: "Maria Kowalska", JON: "Jon Smith", PRIYA: "Priya Patel", DEV: "Dev Jones"}
YES, NO = YesNo(True), YesNo(False)

_HEAD = """\
flow: {name}
version: {version}
title: A sample
stage: {stage}
reviewed: 2026-11-20
intro: We begin.
registers:
  asset: {{one: asset, many: assets}}
  country: {{one: country, many: countries}}
  licence: {{one: licence, many: licences}}
  disclosure: {{one: disclosure, many: disclosures}}
sources:
  method: {{title: The method, publisher: Its publisher, as_of: 2026-11-01}}
sections:
"""


@lru_cache(maxsize=64)
def flow_of(
    sections: str, name: str = "sample", version: int = 1, stage: str = "first", per: str = "", *, closes: bool = False
) -> Flow:
    """A flow whose sections (and looks) are written as an author would; texts, reasons and sources that are not in question
    are filled in. ``per``: the register for whose rows it runs. Fails where it is wrong."""
    head = _HEAD.format(name=name, version=version, stage=stage)
    if closes:
        head = f"closes: true\n{head}"
    if per:
        head = f"per: {per}\n" + head.replace("sources:\n", "  vendor: {one: vendor, many: vendors}\nsources:\n", 1)
    files = {
        "stages.yaml": f"- {{stage: {stage}, title: The stage, flow: {name}}}\n".encode(),
        "statements.yaml": b"S1: List what could be exposed.\n",
        "texts/en.yaml": b"greeting: Hello.\n",
        f"flows/{name}/flow.yaml": (head + sections).encode(),
    }
    tree = read_tree(files)
    assert not tree.problems, "\n".join(str(problem) for problem in tree.problems)
    return tree.library().flows[FlowId(name)]


@lru_cache(maxsize=1)
def shipped() -> Library:
    """The content that came with the package."""
    return load_library()


def library_of(*flows: Flow, stages: tuple[Stage, ...] | None = None) -> Library:
    """A library of these flows, each with an open stage of its own unless ``stages`` are given, and the shipped texts."""
    own = tuple(Stage(id=flow.stage, title=f"Stage {flow.stage}", flow=flow.id) for flow in flows)
    return Library(
        flows={flow.id: flow for flow in flows},
        stages=stages if stages is not None else own,
        texts=shipped().texts,
        statements=shipped().statements,
    )


def stage(name: str, title: str = "A stage") -> Stage:
    """A stage without a flow and without a gate."""
    return Stage(id=StageId(name), title=title)


def spot(question: str, item: str | None = None) -> Spot:
    """A spot by its names."""
    return Spot(QuestionId(question), ItemId(item) if item else None)


class Team(Table):
    """A team at a table. Each verb is one turn through `advance`; what it saves is kept. Maria starts, so she owns."""

    def __init__(self, library: Library, now: dt.datetime = NOW) -> None:
        super().__init__(library, now)
        self.kept_flows: dict[FlowHash, Flow] = {}
        self.messages = 0

    @classmethod
    def at(cls, *flows: Flow, library: Library | None = None, zone: str = "UTC") -> Team:
        """A team that has started the first of these flows."""
        team = cls(library or library_of(*flows))
        team.start(flows[0], zone=zone)
        return team

    def flow(self, flow: FlowHash) -> Flow | None:
        return self.kept_flows.get(flow)

    # ── what stands ──

    @property
    def now_open(self) -> str:
        """The open question's spot as a key; the session's state where none is open."""
        session = self.open_session
        return session.spot.key if session.state is SessionState.ASKING and session.spot else session.state.value

    @property
    def ref(self) -> Session:
        """The session begun last."""
        return self.open_session

    def answer(self, question: str, item: str | None = None) -> Answer | None:
        """What stands at a spot."""
        return self.open_session.answers.get(spot(question, item).key)

    def item(self, name: str) -> ItemId:
        """The id of the row of that name."""
        return next(row.id for row in self.rows.values() if row.name == name)

    def live(self, register: str) -> list[str]:
        """The names of the live rows of a register, by number."""
        rows = sorted(self.rows.values(), key=lambda row: row.number)
        return [row.name for row in rows if row.register == register and not row.removed]

    def finding_keys(self) -> list[str]:
        """The open findings."""
        return [finding.key for finding in self.open_session.findings]

    # ── what people do ──

    def start(self, flow: Flow, by: PersonId = MARIA, zone: str = "UTC") -> Outcome:
        return self.say(by, Started(flow.id, "atlas", zone=zone))

    def click(
        self, given: Given, question: str | Spot | None = None, by: PersonId = MARIA, revision: int | None = None
    ) -> Outcome:
        """A value given by a click, a menu or a form: at the open question unless one is named."""
        where = self._where(question)
        seen = self.open_session.revision(where) if revision is None else revision
        return self.say(by, Answered(self.open_session.id, where, seen, given))

    def not_sure(self, question: str | Spot | None = None, by: PersonId = MARIA) -> Outcome:
        where = self._where(question)
        return self.say(by, NotSure(self.open_session.id, where, self.open_session.revision(where)))

    def skip(self, question: str | Spot | None = None, by: PersonId = MARIA) -> Outcome:
        where = self._where(question)
        return self.say(by, Skipped(self.open_session.id, where, self.open_session.revision(where)))

    def reply(self, text: str, by: PersonId = MARIA, documents: tuple[Document, ...] = ()) -> Outcome:
        """A message in the thread; its ts counts up from "m1"."""
        self.messages += 1
        return self.say(by, Replied(self.open_session.id, text, f"m{self.messages}", documents, NAMES))

    def change(self, question: str | Spot, by: PersonId = MARIA) -> Outcome:
        return self.say(by, ChangeAsked(self.open_session.id, self._where(question)))

    def confirm(self, question: str | Spot | None = None, by: PersonId = MARIA, index: int = 0) -> Outcome:
        return self.say(by, Confirmed(self.open_session.id, self._where(question), index))

    def drop(self, question: str | Spot | None = None, by: PersonId = MARIA) -> Outcome:
        return self.say(by, Dropped(self.open_session.id, self._where(question)))

    def back(self, by: PersonId = MARIA) -> Outcome:
        return self.say(by, BackAsked(self.open_session.id))

    def _where(self, question: str | Spot | None) -> Spot:
        if isinstance(question, Spot):
            return question
        if question is not None:
            return spot(question)
        session = self.open_session
        where = session.pending.spot if session.pending is not None else session.spot
        assert where is not None, f"nothing is open: {session.state}"
        return where


# ── reading outcomes ─────────────────────────────────────────────────────────


def told(outcome: Outcome) -> list[str]:
    """The keys of every sentence that an outcome says, in order: the private reply first."""
    notes: list[Note] = list(outcome.reply.notes) if isinstance(outcome.reply, Whispered) else []
    for effect in outcome.effects:
        if isinstance(effect, Ask | Tell | Whisper | ShowReview):
            notes.extend(effect.notes)
    return [note.key for note in notes]


def kinds(outcome: Outcome) -> list[str]:
    """The names of the effects, in order, the card aside."""
    return [name for effect in outcome.effects if (name := type(effect).__name__) != "RefreshCard"]


def asked(outcome: Outcome) -> list[str]:
    """The spots whose questions an outcome puts."""
    return [effect.spot.key for effect in outcome.effects if isinstance(effect, Ask)]


def confirming(outcome: Outcome) -> list[str]:
    """The spots for which an outcome asks for a yes."""
    return [effect.spot.key for effect in outcome.effects if isinstance(effect, Confirm)]


def effects_of(outcome: Outcome, kind: type[Effect]) -> list[Effect]:
    """The effects of one kind."""
    return [effect for effect in outcome.effects if isinstance(effect, kind)]


def is_refused(outcome: Outcome, key: str) -> bool:
    """Whether an event was refused with that sentence, and nothing else came of it."""
    return outcome.refused and not outcome.saves and not outcome.effects and told(outcome) == [key]


def without(outcome: Outcome) -> bytes:
    """An outcome as bytes, to compare two of them whole."""
    return msgspec.json.encode(outcome)
