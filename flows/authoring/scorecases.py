"""Plays the cases of a scorecard: answers as they would be typed, how well they are backed, and how the card must then stand."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.scorefile import Backed, ScoreCaseDoc
from flows.authoring.setting import Unfit
from flows.authoring.staging import set_table
from flows.authoring.table import Table
from flows.engine.paths import cheapest
from flows.model.flow import Flow, Library
from flows.model.scorecard import Scorecard
from flows.model.session import AnswerState, Session, Standing
from flows.rules.scorecard import Score, score, wrong_weights


def play_scores(
    card: Scorecard, flow: Flow, cases: tuple[ScoreCaseDoc, ...], sheet: Sheet, library: Library
) -> list[Problem]:
    """Every case that does not come out as its author wrote, and every outcome that none of them shows."""
    run = _Run(card, flow, cases, sheet, library)
    return [*run.all(), *run.unseen()]


class _Run:
    def __init__(
        self, card: Scorecard, flow: Flow, cases: tuple[ScoreCaseDoc, ...], sheet: Sheet, library: Library
    ) -> None:
        self.card = card
        self.flow = flow
        self.cases = cases
        self.sheet = sheet
        self.library = library
        self.seen: set[str] = set()
        self._known: dict[str, ScoreCaseDoc] = {}

    def all(self) -> Iterator[Problem]:
        for number, case in enumerate(self.cases):
            if case.case in self._known:
                yield self._wrong((number, "case"), ProblemKind.DUPLICATE, "Another case has this name", "Rename one")
                continue
            try:
                whole = self._whole(case)
                found = self._score(whole)
            except Unfit as bad:
                yield self._wrong((number, *bad.path), ProblemKind.CASE_FAILS, bad.why, bad.mend)
                continue
            self._known[case.case] = whole
            self.seen |= {f"{found.verdict}", *(stop.id for stop in found.stops), *(cap.id for cap in found.caps)}
            self.seen.add(f"tier {found.tier.tier}")
            for key, why in _unmet(case, found):
                told = f"The case `{case.case[:80]}` does not come out as expected; {why}"
                yield self._wrong(
                    (number, "expect", key), ProblemKind.CASE_FAILS, told, "Mend the card, or what is expected"
                )

    def unseen(self) -> Iterator[Problem]:
        """The tiers, verdicts, stops and caps that no case comes to."""
        card = self.card
        wanted = [*(f"tier {tier.tier}" for tier in card.tiers), "pass", "short", "stopped", "open"]
        wanted += [*(stop.id for stop in card.stops), *(cap.id for cap in card.caps)]
        for name in wanted:
            if name not in self.seen:
                why = f"No case comes to `{name}`"
                yield self._wrong((), ProblemKind.BRANCH_NOT_WALKED, why, "Add one that does")

    def _whole(self, case: ScoreCaseDoc) -> ScoreCaseDoc:
        """A case with the answers of the one that it continues."""
        if case.continues is None:
            return case
        if case.continues not in self._known:
            mend = did_you_mean(case.continues, self._known, "Name one that stands before it")
            raise Unfit(("continues",), f"There is no case `{case.continues}` before this one", mend)
        before = self._known[case.continues]
        told = case.given.model_dump(exclude_unset=True)
        answers = before.given.answers | case.given.answers
        given = before.given.model_copy(update={**{key: getattr(case.given, key) for key in told}, "answers": answers})
        said = case.model_fields_set
        kept = {key: getattr(before, key) for key in ("papers", "seen", "weights") if key not in said}
        return case.model_copy(update={**kept, "given": given})

    def _score(self, case: ScoreCaseDoc) -> Score:
        table = set_table(case.given, self.flow, self.library)
        self._back(table, "papers", case.papers, Standing.EVIDENCED)
        self._back(table, "seen", case.seen, Standing.VERIFIED)
        scene = table.scene()
        weights = self.card.weights(scene.programme.profile) | case.weights
        if wrong_weights(self.card, weights):
            raise Unfit(("weights",), "These weights do not come to 100 over the rows", "Give every row its share")
        return score(self.card, scene.facts, weights, getattr(scene.session, "item", None))

    def _back(self, table: Table, key: str, backed: Backed, standing: Standing) -> None:
        session = table.open_session
        names = _answered(session) if backed == "all" else backed
        for at, name in enumerate(names):
            answer = session.answers.get(name)
            if answer is None:
                raise Unfit((key, at), f"`{name}` has no answer here", "Give it one")
            better = msgspec.structs.replace(answer, standing=standing)
            session = msgspec.structs.replace(session, answers={**session.answers, name: better})
        table.sessions[session.id] = session

    def _wrong(self, path: Path, kind: ProblemKind, why: str, mend: str) -> Problem:
        return self.sheet.place(path).problem(kind, why, mend)


def _answered(session: Session) -> list[str]:
    return [key for key, answer in session.answers.items() if answer.state is AnswerState.VALUE]


def _unmet(case: ScoreCaseDoc, found: Score) -> Iterator[tuple[str, str]]:
    """What is expected and is not so: under which key, and how it is."""
    expect = case.expect
    plain = (
        ("tier", expect.tier, found.tier.tier),
        ("verdict", expect.verdict, found.verdict),
        ("score", expect.score, found.percent),
        ("coverage", expect.coverage, found.coverage),
        ("stops", expect.stops, [stop.id for stop in found.stops]),
        ("caps", expect.caps, [cap.id for cap in found.caps]),
    )
    for key, wanted, is_ in plain:
        if wanted is not None and wanted != is_:
            yield key, f"{key}: {is_}"
    points = {row.criterion.id: "unknown" if row.points is None else row.points for row in found.rows}
    for name, wanted in expect.rows.items():
        if points.get(name) != wanted:
            yield "rows", f"{name}: {points.get(name, 'no such row')}"
    if expect.path is not None:
        path = cheapest(found)
        steps = [step.row.criterion.id for step in path.steps] if path else []
        if steps != expect.path:
            yield "path", f"path: {', '.join(steps) or 'none'}"
