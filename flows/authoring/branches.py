"""The branches of a flow: every condition with its two outcomes, and which of them a conversation walked through.

An outcome counts only where it mattered: a question's condition once the conversation has come past it, a finding's
once its question is answered, a look's once it was shown. "Not true" holds both false and unknown, since both keep the
door shut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from flows.authoring.problems import Problem, ProblemKind
from flows.authoring.reader import Path, Sheet
from flows.engine.screens.scene import Scene
from flows.model.conditions import Condition
from flows.model.flow import Flow, Look, Question, Section
from flows.model.ids import ItemId
from flows.model.session import SessionState, Spot
from flows.rules.conditions import judge
from flows.rules.inputs import reads, reads_elsewhere, reads_scores, registers_in


class Walked(msgspec.Struct, frozen=True):
    """One outcome of the condition at ``path`` of the flow's file."""

    path: Path
    holds: bool


def branches(flow: Flow) -> Iterator[tuple[Path, Condition]]:
    """Every condition of a flow that decides something, with its place in the file."""
    for at, section in enumerate(flow.sections):
        path: Path = ("sections", at)
        yield from _there((*path, "open_when"), section.open_when)
        yield from _there((*path, "where"), section.where)
        for number, question in enumerate(section.questions):
            yield from _of_question((*path, "questions", number), question)
    for at, look in enumerate(flow.looks):
        for number, one in enumerate(look.lists):
            yield from _there(("looks", at, "lists", number, "when"), one.when)


def _of_question(path: Path, question: Question) -> Iterator[tuple[Path, Condition]]:
    yield from _there((*path, "only_when"), question.only_when)
    for number, finding in enumerate(question.findings):
        here = (*path, "findings", number)
        yield (*here, "when"), finding.when
        for step, level in enumerate(finding.severity):
            yield from _there((*here, "severity", step, "when"), level.when)
    for number, decision in enumerate(question.decides):
        yield from _there((*path, "decides", number, "when"), decision.when)
    for number, one in enumerate(question.proposes):
        yield (*path, "proposes", number, "when"), one.when


def _there(path: Path, condition: Condition | None) -> Iterator[tuple[Path, Condition]]:
    if condition is not None:
        yield path, condition


def not_walked(flow: Flow, sheet: Sheet, walked: Iterable[Walked]) -> Iterator[Problem]:
    """A problem for each outcome that no case came through."""
    seen = frozenset(walked)
    for path, _ in branches(flow):
        for holds in (True, False):
            if Walked(path, holds) not in seen:
                outcome = "holds" if holds else "does not hold"
                why = f"No case walks the branch where this `{path[-1]}` {outcome}"
                mend = "Add a case that does, or take the condition out"
                yield sheet.place(path).problem(ProblemKind.BRANCH_NOT_WALKED, why, mend)


def walk(scene: Scene) -> Iterator[Walked]:
    """The outcomes that matter in the session as it stands."""
    observer = _Observer(scene)
    for at, section in enumerate(scene.plan.flow.sections):
        yield from observer.section(("sections", at), at, section)
    for at, look in enumerate(scene.plan.flow.looks):
        if look.id in scene.session.looked:
            yield from observer.look(("looks", at), look)


class _Observer:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.facts = scene.facts
        session, sections = scene.session, scene.plan.flow.sections
        self.over = session.state in (SessionState.REVIEW, SessionState.DONE)
        self.here = -1
        if session.spot is not None:
            self.here = sections.index(scene.plan.sections[scene.question(session.spot).section])

    def section(self, path: Path, at: int, section: Section) -> Iterator[Walked]:
        if section.deeper and not self.scene.session.deeper:
            return
        passed = self.over or at < self.here
        if section.open_when is not None:
            yield from self._outcome((*path, "open_when"), section.open_when, None, passed)
        if section.where is not None:
            for item in self._rows(section):
                yield from self._outcome((*path, "where"), section.where, item, passed)
        for item in self.facts.rounds(section):
            for number, question in enumerate(section.questions):
                here = (*path, "questions", number)
                yield from self._question(
                    here, question, Spot(question.id, item), passed or self._behind(section, number, item)
                )

    def _question(self, path: Path, question: Question, spot: Spot, passed: bool) -> Iterator[Walked]:
        if question.only_when is not None:
            yield from self._outcome((*path, "only_when"), question.only_when, spot.item, passed)
        if spot.key not in self.scene.session.answers or not self.facts.applies(spot):
            return
        for number, one in enumerate(question.proposes):
            yield Walked((*path, "proposes", number, "when"), self._true(one.when, spot.item))
        for number, finding in enumerate(question.findings):
            here = (*path, "findings", number)
            holds = self._true(finding.when, spot.item)
            yield Walked((*here, "when"), holds)
            if holds:
                levels = [
                    ((*here, "severity", step, "when"), level.when) for step, level in enumerate(finding.severity)
                ]
                yield from self._first_that_holds(levels, spot.item)
        decisions = [((*path, "decides", number, "when"), one.when) for number, one in enumerate(question.decides)]
        yield from self._first_that_holds(decisions, spot.item)

    def look(self, path: Path, look: Look) -> Iterator[Walked]:
        for row in self.scene.rows.get(look.each, ()):
            lists = [((*path, "lists", number, "when"), one.when) for number, one in enumerate(look.lists)]
            yield from self._first_that_holds(lists, row.id)

    def _first_that_holds(self, steps: list[tuple[Path, Condition | None]], item: ItemId | None) -> Iterator[Walked]:
        for path, when in steps:
            if when is None:
                return
            holds = self._true(when, item)
            yield Walked(path, holds)
            if holds:
                return

    def _outcome(self, path: Path, condition: Condition, item: ItemId | None, passed: bool) -> Iterator[Walked]:
        """True shows at once, and so does false where answers alone decide; the rest once nothing before it can change
        it.
        """
        verdict = judge(condition, self.facts, item)
        asked = reads(condition) or reads_elsewhere(condition) or reads_scores(condition)
        answered = verdict is False and bool(asked) and not registers_in(condition)
        if verdict or answered or passed:
            yield Walked(path, verdict is True)

    def _true(self, condition: Condition, item: ItemId | None) -> bool:
        return judge(condition, self.facts, item) is True

    def _rows(self, section: Section) -> tuple[ItemId, ...]:
        return self.facts.items(section.each) if section.each else ()

    def _behind(self, section: Section, number: int, item: ItemId | None) -> bool:
        """Whether the conversation, within this section, has come past that question of that item."""
        spot = self.scene.session.spot
        if spot is None or self.scene.question(spot).section != section.id:
            return False
        rounds = self.facts.rounds(section)
        asked = next(at for at, question in enumerate(section.questions) if question.id == spot.question)
        return (rounds.index(item), number) < (rounds.index(spot.item) if spot.item in rounds else 0, asked)
