"""Plays the conversations of a case file through the engine and says where one does not come out as its author wrote.

What is typed in a case is read by kind, as in a thread. Nothing here judges a flow: it only tells what happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import msgspec

from flows.authoring.branches import Walked, walk
from flows.authoring.casefile import CaseDoc, Line
from flows.authoring.expectations import Seen, foreseen, open_now, unmet
from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.setting import NAMES, PEOPLE, Unfit, item_names
from flows.authoring.staging import set_table
from flows.authoring.table import Table
from flows.engine.changing import consequences
from flows.engine.placing import provable
from flows.engine.readers import Context, Read, read
from flows.model.countryfields import CountryField
from flows.model.effects import Ask, Note, Outcome, ShowReview, Tell, Whisper, Whispered
from flows.model.events import (
    Answered,
    AnsweredApart,
    ChangeAsked,
    Confirmed,
    Deepened,
    Dropped,
    Event,
    FigureEntered,
    Replied,
    Ticked,
    VendorRead,
    Verified,
)
from flows.model.flow import Flow, Library
from flows.model.ids import PersonId, QuestionId, SectionId, SessionId
from flows.model.placing import Placed
from flows.model.session import Change, Spot
from flows.model.values import Choice, Document


class Played(msgspec.Struct, frozen=True):
    """What came of a flow's cases: what failed, which outcomes were walked, and which case covered which statement
    first.
    """

    problems: tuple[Problem, ...] = ()
    walked: frozenset[Walked] = frozenset()
    covered: dict[str, str] = {}
    cases: int = 0


def play_cases(flow: Flow, cases: tuple[CaseDoc, ...], sheet: Sheet, library: Library) -> Played:
    """Play all cases of a flow, those that continue another after it."""
    run = _Run(flow, cases, sheet, library)
    run.all()
    return Played(tuple(sorted(run.problems)), frozenset(run.walked), run.covered, len(cases))


class _Run:
    """One run through a case file."""

    def __init__(self, flow: Flow, cases: tuple[CaseDoc, ...], sheet: Sheet, library: Library) -> None:
        self.flow = flow
        self.cases = cases
        self.sheet = sheet
        self.library = library
        self.problems: list[Problem] = []
        self.walked: set[Walked] = set()
        self.covered: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._tables: dict[int, Table | None] = {}

    def all(self) -> None:
        for number, case in enumerate(self.cases):
            if self._numbers.setdefault(case.case, number) != number:
                self._note(
                    (number, "case"),
                    ProblemKind.DUPLICATE,
                    "Another case has this name",
                    "Say what sets this one apart",
                )
        for number in range(len(self.cases)):
            for one in reversed(self._line(number)):
                if one not in self._tables:
                    self._tables[one] = self._play(one)

    def _line(self, number: int) -> list[int]:
        """A case and those that it continues, one by one, up to one that begins by itself or that was played already."""
        line = [number]
        while line[-1] not in self._tables:
            before = self._numbers.get(self.cases[line[-1]].continues or "")
            if before is None:
                break
            if before in line:
                why = "These cases continue each other"
                self._note((before, "continues"), ProblemKind.ENDLESS, why, "Let one begin by itself")
                break
            line.append(before)
        return line

    def _play(self, number: int) -> Table | None:
        """The table as the case leaves it; None when it could not be played to its end."""
        case = self.cases[number]
        try:
            table = self._begin(number, case)
            if table is None:
                return None
            self._watch(table)
            talk = _Talk(table, self._watch)
            for at, line in enumerate(case.talk):
                talk.line(("talk", at), line)
        except Unfit as bad:
            self._note((number, *bad.path), ProblemKind.CASE_FAILS, bad.why, bad.mend)
            return None
        self._cover(case, talk)
        for path, found in unmet(case.expect, table, talk.seen):
            why = f"The case `{case.case[:80]}` does not come out as expected; {found}"
            self._note((number, "expect", *path), ProblemKind.CASE_FAILS, why, "Mend the flow, or what is expected")
        return table

    def _begin(self, number: int, case: CaseDoc) -> Table | None:
        if case.continues is not None and "given" in case.model_fields_set:
            raise Unfit(("given",), "A case that continues another begins where that one ended", "Take `given` out")
        if case.continues is None:
            return set_table(case.given, self.flow, self.library)
        if case.continues not in self._numbers:
            mend = did_you_mean(case.continues, self._numbers)
            self._note(
                (number, "continues"), ProblemKind.UNKNOWN_REFERENCE, f"There is no case `{case.continues}`", mend
            )
            return None
        before = self._tables.get(self._numbers[case.continues])
        return before.copy() if before is not None else None

    def _watch(self, table: Table) -> None:
        self.walked.update(walk(table.scene()))

    def _cover(self, case: CaseDoc, talk: _Talk) -> None:
        """A statement is covered by the first case whose talk raised a finding that cites it."""
        rules = {rule.id: rule for section in self.flow.sections for q in section.questions for rule in q.findings}
        for rule in sorted(talk.raised):
            for statement in rules[rule].covers:
                self.covered.setdefault(statement, case.case)

    def _note(self, path: Path, kind: ProblemKind, why: str, mend: str) -> None:
        self.problems.append(self.sheet.place(path).problem(kind, why, mend))


class _Talk:
    """The talk of one case: what people do, line by line. ``watch`` is called after every turn."""

    def __init__(self, table: Table, watch: Callable[[Table], None]) -> None:
        self.table = table
        self.watch = watch
        self.seen = Seen()
        self.raised: set[str] = set()
        self._turns = 0

    def line(self, path: Path, line: Line) -> None:
        """One line. Raises Unfit when it can't be said now."""
        self.seen = Seen()
        by = PEOPLE[line.by]
        session = self.table.open_session.id
        if line.file is not None:
            self._drop(by, session, Document(line.file, line.file, line.file))
        elif line.verify is not None:
            self._say(by, Verified(session, self._answered(path, line.verify, line.about)))
        elif line.apart:
            self._say(by, AnsweredApart(session, *self._chosen((*path, "apart"), line.apart)))
        elif line.vendor:
            section, chosen = self._chosen((*path, "vendor"), line.vendor)
            self._say(by, VendorRead(session, section, self.table.now.date(), chosen))
        elif line.figure is not None:
            self._enter(path, by, line, line.figure)
        elif line.later:
            self._pass(line.later)
        elif line.do is not None:
            self._do(path, by, line.do)
        elif line.change:
            self._change(path, by, line)
        elif self._comes_unasked(line.question):
            self._come_with(path, by, line)
        elif (handed := self._in_hand(line)) is not None:
            self._say(by, Replied(session, line.text, "", (), NAMES, handed))
        else:
            self._at(path, line)
            self._reply(by, line.text)

    def _drop(self, by: PersonId, session: SessionId, file: Document) -> None:
        """A file in the thread. Where it is asked which answer it proves, that is the one given last which it may prove."""
        message = self._ts()
        self._say(by, Replied(session, "", message, (file,), NAMES))
        here = self.table.open_session
        if any(one.message == message for one in here.unplaced):
            scene = self.table.scene()
            spots = (spot for spot in provable(scene.plan, scene.facts, here) if spot in here.trail)
            self._say(by, Placed(session, message, next(spots, None)))

    def _at(self, path: Path, line: Line) -> None:
        """The question of the line must be the open one."""
        session = self.table.open_session
        spot = session.pending.spot if session.pending is not None else session.spot
        name = self._about(spot)
        if spot is None or spot.question != line.question or (line.about is not None and line.about != name):
            why = f"The open question is `{open_now(self.table)}`" + (f" about {name}" if name else "")
            raise Unfit(path, f"{why}, not `{line.question}`", "Answer that one first, or mend what comes before")

    def _in_hand(self, line: Line) -> Spot | None:
        """Where the question of the line waits for one person; it is answered by direct message."""
        spots = (spot for spot in self.table.scene().facts.handed() if spot.question == line.question)
        return next((one for one in spots if line.about in (None, self._about(one))), None)

    def _comes_unasked(self, name: str) -> bool:
        question = self.table.scene().plan.questions.get(QuestionId(name))
        return question is not None and question.unasked

    def _come_with(self, path: Path, by: PersonId, line: Line) -> None:
        """What is never asked is given in a form, by whoever comes with it."""
        scene, session = self.table.scene(), self.table.open_session
        question = scene.plan.questions[QuestionId(line.question)]
        spots = (Spot(question.id, item) for item in scene.facts.where(question))
        spot = next((one for one in spots if line.about in (None, self._about(one))), None)
        heard = read(question, line.text, Context(self.table.now, "UTC", "en_GB"))
        if spot is None or not isinstance(heard, Read):
            raise Unfit(path, f"`{line.text}` can't be said to `{line.question}`", "Mend it, or what comes before")
        self._say(by, Answered(session.id, spot, session.revision(spot), heard.value))

    def _chosen(self, path: Path, said: Mapping[str, str]) -> tuple[SectionId, dict[QuestionId, str]]:
        """What somebody chooses in the form of a section that is answered apart, or ticks on its sheet, read as typed."""
        scene = self.table.scene()
        context = Context(self.table.now, "UTC", "en_GB")
        chosen: dict[QuestionId, str] = {}
        for name, text in said.items():
            question = scene.plan.questions.get(QuestionId(name))
            heard = read(question, text, context) if question is not None else None
            if question is None or not isinstance(heard, Read) or not isinstance(heard.value, Choice):
                raise Unfit((*path, name), f"`{text}` is no reading of `{name}`", "Write one of its options")
            chosen[question.id] = heard.value.option
        return SectionId(next(iter(said)).partition(".")[0]), chosen

    def _change(self, path: Path, by: PersonId, line: Line) -> None:
        session = self.table.open_session.id
        spot = self._answered(path, line.question, line.about)
        self._say(by, ChangeAsked(session, spot))
        self._reply(by, line.text)
        if isinstance(self.table.open_session.pending, Change) and line.confirm:
            self._say(by, Confirmed(session, spot))

    def _answered(self, path: Path, question: str, about: str | None) -> Spot:
        """Where that question was answered last (about that item)."""
        trail = [spot for spot in self.table.open_session.trail if spot.question == question]
        spots = [spot for spot in trail if about in (None, self._about(spot))]
        if not spots:
            raise Unfit(path, f"`{question}` has no answer yet", "Answer it in a line before")
        return spots[-1]

    def _enter(self, path: Path, by: PersonId, line: Line, field: CountryField) -> None:
        """A figure of the team's own for the country that the case runs for."""
        country = self.table.scene().facts.country(None)
        entered = FigureEntered(country, field, line.value, line.source or "", line.year)
        if not country or self._say(by, entered).refused:
            why, mend = (
                f"`{field}` can't be entered so",
                "Give a `value` that fits, its `source` and `year`, for a country at hand",
            )
            raise Unfit(path, why, mend)

    def _pass(self, days: int) -> None:
        """So many days pass, in which nobody does anything; then the programme is woken, if it wanted to be."""
        self.table.now += dt.timedelta(days=days)
        self._say(PersonId(""), Ticked(outsiders=False))

    def _do(self, path: Path, by: PersonId, what: str) -> None:
        session = self.table.open_session
        if what == "deepen":
            self._say(by, Deepened(session.id))
        elif what in ("confirm", "drop"):
            if session.pending is None:
                raise Unfit(path, f"Nothing waits for `{what}`", "Take the line out, or mend what comes before")
            spot = session.pending.spot
            self._say(by, Confirmed(session.id, spot) if what == "confirm" else Dropped(session.id, spot))
        else:
            self._reply(by, what)

    def _reply(self, by: PersonId, text: str) -> None:
        self._say(by, Replied(self.table.open_session.id, text, self._ts(), (), NAMES))

    def _say(self, by: PersonId, event: Event) -> Outcome:
        before = {finding.key for finding in self.table.open_session.findings}
        outcome = self.table.say(by, event)
        session = self.table.open_session
        self.raised |= {finding.rule for finding in session.findings if finding.key not in before}
        preview = self.seen.preview
        if isinstance(session.pending, Change):
            scene = self.table.scene()
            found = consequences(scene.facts, session.pending.draft, scene.others)
            preview = tuple(dict.fromkeys(foreseen(one) for one in found))
        self.seen = Seen(self.seen.said | frozenset(_keys(outcome)), preview)
        self.watch(self.table)
        return outcome

    def _about(self, spot: Spot | None) -> str:
        return next(item_names(self.table, (spot.item,)), "") if spot is not None and spot.item else ""

    def _ts(self) -> str:
        self._turns += 1
        return f"1700000000.{self._turns:06}"


def _keys(outcome: Outcome) -> Iterator[str]:
    """The keys of every sentence that an outcome says."""
    notes: list[Note] = list(outcome.reply.notes) if isinstance(outcome.reply, Whispered) else []
    for effect in outcome.effects:
        if isinstance(effect, Ask | Tell | Whisper | ShowReview):
            notes.extend(effect.notes)
    return (note.key for note in notes)
