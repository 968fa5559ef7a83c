"""A register of every kind of answer, a team that fills it, and its file: what tests of imports share."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.engine.listing import Shelves, spoken_of, table
from flows.engine.registers_csv import decoded, written
from flows.model.effects import Note, Outcome, Whispered
from flows.model.flow import Library, Stage
from flows.model.ids import QuestionId, RegisterId, StageId
from flows.model.people import Role
from flows.model.registers import Column, From, RegisterView
from flows.model.rowevents import RowsImported
from flows.model.values import (
    NewItems,
)
from tests.builders import MARIA, NAMES, PRIYA, flow_of, library_of, spot
from tests.flows.engine.crew import Crew

ASSET, LICENCE = RegisterId("asset"), RegisterId("licence")
SECTIONS = """\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which?, why: W., source: method}
      - {ask: licences, kind: item, register: licence, adds: true, many: true, text: Which?, why: W., source: method}
      - {ask: jewels, kind: item, register: asset, many: true, sets: jewel, text: Jewels?, why: W., source: method}
  - section: about
    title: About
    each: asset
    questions:
      - ask: ours
        kind: yes_no
        text: Ours?
        why: W.
        source: method
        findings:
          - {when: no, id: theirs, severity: high, say: It is theirs., counsel: C., do: Buy it, owner: asker, due: 7 days, source: method}
      - {ask: by, kind: one_of, text: By?, why: W., source: method, options: {team: Our people, firm: "A firm, or two"}}
      - {ask: parts, kind: many_of, text: Parts?, why: W., source: method, options: {core: Core, tail: "Tail, long", tip: Tip}}
      - {ask: note, kind: text, text: Note?, why: W., source: method}
      - {ask: days, kind: number, unit: days, high: 5000, text: Days?, why: W., source: method}
      - {ask: price, kind: money, text: Price?, why: W., source: method}
      - {ask: filed, kind: date, future: false, text: Filed?, why: W., source: method}
      - {ask: who, kind: person, many: true, text: Who?, why: W., source: method}
      - {ask: where, kind: country, register: country, many: true, text: Where?, why: W., source: method}
      - {ask: uses, kind: item, register: licence, many: true, text: Uses?, why: W., source: method}
      - {ask: mark, kind: scale, text: Mark?, why: W., source: method, ends: [low, high]}
      - {ask: deed, kind: file, text: Deed?, why: W., source: method}
      - {ask: sealed, kind: yes_no, role: counsel, text: Sealed?, why: W., source: method}
      - {ask: why_not, kind: text, only_when: ours is no, text: Why not?, why: W., source: method}
  - section: last
    title: Last
    questions:
      - {ask: best, kind: item, register: asset, sets: best, text: Best?, why: W., source: method}
"""
KINDS = flow_of(SECTIONS, version=2)
OLDER = flow_of("\n".join(line for line in SECTIONS.splitlines() if "ask: note" not in line) + "\n")
CLOSED = flow_of(
    """\
  - section: paper
    title: Paper
    questions:
      - {ask: seen, kind: yes_no, text: Seen?, why: W., source: method}
      - {ask: agreed, kind: yes_no, withdraws: true, role: counsel, text: Agreed?, why: W., source: method}
""",
    "closed",
    per="vendor",
    closes=True,
)
DECIDED = flow_of(
    """\
  - section: paper
    title: Paper
    questions:
      - {ask: text, kind: file, text: Which text?, why: W., source: method}
      - {ask: agreed, kind: yes_no, role: counsel, needs: [text], text: Agreed?, why: W., source: method}
""",
    "decided",
    per="vendor",
)
LATER = flow_of(
    """\
  - section: later
    title: Later
    each: asset
    questions:
      - {ask: done, kind: yes_no, text: Done?, why: W., source: method}
""",
    "later",
    stage="second",
)
ASKED = (
    "ours",
    "by",
    "parts",
    "note",
    "days",
    "price",
    "filed",
    "who",
    "where",
    "uses",
    "mark",
    "deed",
    "sealed",
    "why_not",
)
VIEW = RegisterView(
    ASSET,
    "Assets",
    "asset",
    (
        Column("jewel", "Jewel", From.MARK, KINDS.id, QuestionId("naming.jewels")),
        *(Column(name, name.capitalize(), From.ANSWER, KINDS.id, QuestionId(f"about.{name}")) for name in ASKED),
        Column("done", "Done", From.ANSWER, LATER.id, QuestionId("later.done")),
        Column("best", "Best", From.MARK, KINDS.id, QuestionId("last.best")),
        Column("own", "Own", From.KEPT),
    ),
)
PEOPLE = {**NAMES}


def library() -> Library:
    stages = (Stage(StageId("first"), "First", KINDS.id), Stage(StageId("second"), "Second", LATER.id))
    return msgspec.structs.replace(library_of(KINDS, LATER, stages=stages), registers=(VIEW,))


def team_of(*assets: str) -> Crew:
    """A team that has named assets and three licences, and has a counsel."""
    team = Crew(library())
    team.start(KINDS)
    team.click(NewItems((), assets or ("Engine", "Brand")))
    team.click(NewItems((), ("MIT", "GPL, version 3", "Ours")))
    team.give(Role.COUNSEL, PRIYA)
    return team


def sheet(team: Crew, view: RegisterView = VIEW) -> str:
    """The register as its file says it."""
    assert team.programme is not None
    shelves = Shelves(team, team.programme, team.library, team.now)
    assert spoken_of(shelves, view) <= NAMES.keys()
    text = decoded(written(table(shelves, view, {str(who): name for who, name in NAMES.items()})))
    assert text is not None
    return text


def take(team: Crew, text: str, *, change: bool = False, by: object = MARIA) -> Outcome:
    return team.say(PRIYA if by is PRIYA else MARIA, RowsImported(ASSET, text, change, PEOPLE))


def notes(outcome: Outcome) -> list[Note]:
    assert isinstance(outcome.reply, Whispered)
    return list(outcome.reply.notes)


def keys(outcome: Outcome) -> list[str]:
    return [note.key.removeprefix("register.") for note in notes(outcome)]


def counts(outcome: Outcome) -> Mapping[str, object]:
    return next(note.values for note in notes(outcome) if note.key == "register.import.answers")


def value(team: Crew, name: str, item: str = "Engine") -> object:
    answer = team.sessions[next(iter(team.sessions))].answers.get(spot(f"about.{name}", team.item(item)).key)
    return (answer.value or answer.state) if answer is not None else None
