"""A session is what was answered in it: the answers that count, given once more by value, make the same session again.

They are given through the engine's front door to a fresh session of the same programme, in the order of the trail; what does not apply
yet waits for what it depends on. Rows, roles and settings stay as they are; drafts, undone answers and detours leave no trace.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from flows.engine.screens.scene import Scene
from flows.model.conditions import Condition, StageFact, TodayFact
from flows.model.effects import Outcome
from flows.model.events import (
    Answered,
    ChangeAsked,
    Confirmed,
    Deepened,
    Dropped,
    Event,
    Handed,
    NotSure,
    Replied,
    RoleGiven,
    Skipped,
    Started,
    Verified,
)
from flows.model.flow import Flow, Question, Section
from flows.model.ids import PersonId, SessionId
from flows.model.people import Role
from flows.model.programme import ActionState, ActionWhy
from flows.model.session import Answer, AnswerState, Reading, Session, Standing
from flows.model.values import Items
from flows.rules.inputs import facts_in
from tests.stateful.holding import Aside, Holding
from tests.stateful.values import answerer


class Essence(NamedTuple):
    """What a session comes to. Who and when is not part of it, nor how often something was asked."""

    answers: dict[str, tuple[object, ...]]
    findings: list[tuple[str, str]]
    open: list[str]
    next: str


def essence(table: Aside, session: SessionId) -> Essence:
    """What counts in a session now, what follows from it, what is still to be asked, and what comes first."""
    scene = Scene(table, session, table.library, table.now)
    counting = [answer for answer in scene.session.answers.values() if scene.facts.applies(answer.spot)]
    answers = {a.spot.key: (a.state, a.value, a.standing, a.evidence) for a in counting}
    findings = sorted((finding.key, finding.severity.value) for finding in scene.session.findings)
    open_ = [spot.key for spot in scene.facts.spots() if scene.facts.open(scene.question(spot), spot.item)]
    first = scene.plan.next_spot(scene.facts, None)
    return Essence(answers, findings, open_, first.key if first is not None else "review")


def work(table: Aside, session: SessionId, *states: ActionState) -> set[tuple[str, str, str]]:
    """The work that a session asks for: what about, why, by which rule."""
    # What counsel asked in their own words no answer asks for.
    of_answers = (action for action in table.actions(session) if action.why is not ActionWhy.COUNSEL)
    actions = [action for action in of_answers if action.state in states]
    return {(action.spot.key, action.why.value, action.rule) for action in actions}


def settled_work(session: Session) -> set[tuple[str, str, str]]:
    """The work of findings that somebody settled: it fell away, though the answers ask for it."""
    settled = (finding for finding in session.findings if finding.settled is not None)
    return {(finding.spot.key, ActionWhy.FINDING.value, finding.rule) for finding in settled}


def replay(held: Holding, before: Aside, session: SessionId) -> Aside:
    """The programme with that session begun anew and its answers given again."""
    programme, old = held.programme, held.sessions[session]
    assert programme is not None
    flow = before.flow(old.flow_hash)
    assert flow is not None
    others = tuple(ref for ref in programme.sessions if ref.id != session)
    number = int(session.rpartition("-")[2])
    table = Aside(held, msgspec.structs.replace(before.library, flows={flow.id: flow}), before.kept, old.started)
    alone = msgspec.structs.replace(programme.settings, four_eyes=False)
    table.programme = msgspec.structs.replace(programme, sessions=others, created=number - 1, settings=alone)
    del table.sessions[session]
    table.work = {}
    table.at(old.started, old.started_by, Started(old.flow))
    if old.deeper:
        table.at(old.started, old.started_by, Deepened(session))
    _Giving(table, before, session).all()
    table.now = before.now
    return table


class _Giving:
    """Gives the answers of a session to its successor of the same name."""

    def __init__(self, table: Aside, before: Aside, session: SessionId) -> None:
        assert before.programme is not None
        self.table, self.before, self.session, self.programme = table, before, session, before.programme
        scene = Scene(before, session, before.library, before.now)
        self.old: Session = scene.session
        self.role_of = {question.id: question.role for question in scene.plan.questions.values()}
        self.left = [spot for spot in self.old.trail if scene.facts.applies(spot)]
        assert {spot.key for spot in self.left} == {
            key for key, answer in self.old.answers.items() if scene.facts.applies(answer.spot)
        }, "the trail is not what was answered"

    def all(self) -> None:
        while self.left:
            given = [spot for spot in self.left if self.give(self.old.answers[spot.key])]
            assert given, f"{self.left[0].key} can't be answered again"
            self.left = [spot for spot in self.left if spot not in given]
            self.restore_roles()
        for answer in self.old.answers.values():
            self.pass_over(answer)
        for one in self.old.assignments:
            to = one.to if self.role_of[one.spot.question] is None else self.by(self.role_of[one.spot.question])
            self.say(one.by, Handed(self.session, one.spot, to, dt.date.max))
        self.restore_roles()

    def give(self, answer: Answer) -> bool:
        """Give one answer as it stands; False where its question is not asked yet."""
        scene = Scene(self.table, self.session, self.table.library, answer.at)
        if not scene.facts.applies(answer.spot):
            return False
        by = self.by(self.role_of[answer.spot.question])
        outcome = self.say(by, self.event(answer), answer)
        pending = self.table.sessions[self.session].pending
        if isinstance(pending, Reading):
            outcome = self.say(by, Confirmed(self.session, answer.spot), answer)
        assert not outcome.refused, f"{answer.spot.key}: {outcome.reply}"
        if answer.evidence or answer.standing is Standing.EVIDENCED:
            self.prove(answer, by)
        if answer.standing is Standing.VERIFIED:
            assert self.table.programme is not None
            self.say(self.table.programme.owner, Verified(self.session, answer.spot), answer)
        return True

    def pass_over(self, answer: Answer) -> None:
        """Leave open again what was left open of the rows that came in since."""
        if answer.passed is None:
            return
        scene = Scene(self.table, self.session, self.table.library, answer.passed)
        if not (scene.facts.applies(answer.spot) and scene.facts.late_rows(answer.spot)):
            return
        asked_for = {action.why for action in self.before.actions(self.session) if action.spot == answer.spot}
        leave = NotSure if ActionWhy.NOT_SURE in asked_for else Skipped
        by, revision = self.by(self.role_of[answer.spot.question]), scene.session.revision(answer.spot)
        outcome = self.table.at(answer.passed, by, leave(self.session, answer.spot, revision))
        assert not outcome.refused, f"{answer.spot.key}: {outcome.reply}"

    def event(self, answer: Answer) -> Event:
        match answer.state:
            case AnswerState.NOT_SURE:
                return NotSure(self.session, answer.spot, 0)
            case AnswerState.SKIPPED:
                return Skipped(self.session, answer.spot, 0)
            case AnswerState.VALUE:
                assert answer.value is not None
                return Answered(self.session, answer.spot, 0, answer.value)

    def prove(self, answer: Answer, by: PersonId) -> None:
        """Papers go to the answer in hand, so it is taken in hand once more."""
        self.say(by, ChangeAsked(self.session, answer.spot), answer)
        self.say(by, Replied(self.session, "", "", answer.evidence), answer)
        self.say(by, Dropped(self.session, answer.spot), answer)

    def by(self, role: Role | None) -> PersonId:
        """Whoever may answer; where nobody may any more, the owner takes the role for that long."""
        programme = self.table.programme
        assert programme is not None
        found = answerer(programme, role)
        if found is None and role is not None:
            self.say(programme.owner, RoleGiven(role, programme.owner))
        return found or programme.owner

    def restore_roles(self) -> None:
        """The roles as they stand: an answer may have filled one that has since changed hands."""
        for role in (*list(Role)[1:], Role.OWNER):
            assert self.table.programme is not None
            wanted = self.programme.holder(role)
            if self.table.programme.holder(role) != wanted:
                self.say(self.table.programme.owner, RoleGiven(role, wanted))

    def say(self, by: PersonId, event: Event, answer: Answer | None = None) -> Outcome:
        return self.table.at(answer.at if answer is not None else self.table.now, by, event)


def moves_by_itself(flow: Flow) -> bool:
    """Whether conditions of the flow look at the day or at a stage: those move while nobody answers, and are judged at the next answer."""
    return any(
        isinstance(fact, TodayFact | StageFact)
        for section in flow.sections
        for question in section.questions
        for condition in conditions_of(section, question)
        for fact in facts_in(condition)
    )


def conditions_of(section: Section, question: Question) -> Iterator[Condition]:
    """All that decides about a question and its findings."""
    levels = [rule.when for finding in question.findings for rule in finding.severity]
    found = (section.open_when, section.where, question.only_when, *(f.when for f in question.findings), *levels)
    return (condition for condition in found if condition is not None)


def cannot_be_given_again(table: Aside, session: SessionId) -> bool:
    """Whether an answer that counts picked a row which nothing names any more, or was given by a role that nobody holds any more."""
    scene = Scene(table, session, table.library, table.now)
    live = {row.id for rows in scene.rows.values() for row in rows}
    for answer in scene.session.answers.values():
        role = scene.question(answer.spot).role
        if scene.facts.applies(answer.spot):
            if isinstance(answer.value, Items) and not live.issuperset(answer.value.items):
                return True
            if role is not None and scene.programme.holder(role) is None:
                return True
    return False


def check_replay(held: Holding, before: Aside, session: SessionId) -> None:
    """The session and its replay come to the same, and ask for the same work, done or not."""
    flow = before.flow(held.sessions[session].flow_hash)
    if flow is None or moves_by_itself(flow) or cannot_be_given_again(before, session):
        return
    after = replay(held, before, session)
    told, again = essence(before, session), essence(after, session)
    assert again == told
    open_ = work(before, session, ActionState.OPEN)
    assert open_ <= work(after, session, ActionState.OPEN), "work that nothing asks for any more is still open"
    done = work(before, session, ActionState.OPEN, ActionState.DONE) | settled_work(held.sessions[session])
    assert work(after, session, ActionState.OPEN) <= done, "work is missing"
