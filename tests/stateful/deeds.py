"""What people do, and what happens to them: every kind of event, mostly as the conversation wants it, often enough not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from flows.engine.machine import plan_of
from flows.model.events import (
    ActionClosed,
    ActionReopened,
    Answered,
    BackAsked,
    ChangeAsked,
    Confirmed,
    Deepened,
    Dropped,
    Edited,
    Event,
    Exported,
    Finished,
    Handed,
    Looked,
    NotSure,
    OutsidersSeen,
    Paused,
    ReachChanged,
    Renamed,
    Replied,
    Resumed,
    ReviewAsked,
    RoleGiven,
    SettingsChanged,
    Skipped,
    Started,
    ThreadLost,
    UndoAsked,
    Verified,
    WorkGiven,
    WorkMoved,
)
from flows.model.flow import Flow, Question, Severity
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, SessionId
from flows.model.own_questions import CounselAnswered, CounselAsked, CounselDone, CounselWithdrew
from flows.model.people import Role
from flows.model.programme import ActionWhy, Programme, Reach
from flows.model.session import Rethink, Session, SessionState, Spot
from flows.model.settling import FindingSettled, FindingTakenUp
from flows.model.upgrades import Upgraded, UpgradeRested
from flows.rules.settling import settlers
from tests.builders import JON, MARIA
from tests.builders import NAMES as CALLED
from tests.stateful.dice import Dice
from tests.stateful.holding import Holding
from tests.stateful.values import DEED, MISFITS, PAPER, PEOPLE, STRANGER, TYPED, TYPED_FOR, answerer, fitting

FORGED = (
    Spot(QuestionId("triage.nothing")),
    Spot(QuestionId("nowhere")),
    Spot(QuestionId("triage.q1"), ItemId("asset-99")),
    Spot(QuestionId("")),
)
GONE = SessionId("one-99")


class Deed(msgspec.Struct, frozen=True):
    """Somebody does something."""

    by: PersonId
    event: Event


class Doer:
    """Picks what is done next, with one session in mind."""

    def __init__(self, dice: Dice, held: Holding, flows: dict[str, Flow], names: tuple[FlowId, ...]) -> None:
        self.dice, self.held, self.flows, self.names = dice, held, flows, names
        self.messages = sum(len(session.trail) + session.asked for session in held.sessions.values())

    def deed(self) -> Deed:
        """Something to do: more often than not what helps the conversation on. Shrinks towards a look at the card, which changes nothing."""
        if self.held.programme is None or not self.held.sessions:
            return self.start()
        return self.help_on() if self.dice.number(9) > 3 else self.dice.one(DEEDS)(self)

    def help_on(self) -> Deed:
        """What a session waits for, by somebody who may."""
        session = self.session
        waits = session.pending
        spot = waits.spot if waits is not None else session.spot
        question = self.question(session, spot) if spot is not None else None
        if session.state is SessionState.PAUSED:
            return Deed(self.anyone, Resumed(session.id))
        if spot is None or question is None:
            return self.after_all(session)
        by = answerer(self.programme, question.role)
        if by is None:
            assert question.role is not None
            return Deed(self.programme.owner, RoleGiven(question.role, self.dice.one(PEOPLE)))
        if waits is not None and not isinstance(waits, Rethink):
            return Deed(by, self.dice.one((Confirmed, Confirmed, Confirmed, Dropped))(session.id, spot))
        if self.dice.once_in(5):
            self.messages += 1
            text = self.dice.one(TYPED_FOR[question.kind])
            return Deed(by, Replied(session.id, text, f"m{self.messages}", (), CALLED))
        given = fitting(self.dice, question, self.held.rows)
        return Deed(by, Answered(session.id, spot, session.revision(spot), given))

    def after_all(self, session: Session) -> Deed:
        """Nothing is open: somebody thinks again, goes deeper, or is done."""
        if session.answers and self.dice.number(5):
            spot = self.dice.one(list(session.answers.values())).spot
            return Deed(self.role_holder(self.question(session, spot)), ChangeAsked(session.id, spot))
        return Deed(self.anyone, self.dice.one((Deepened, Finished))(session.id))

    def start(self) -> Deed:
        flow = self.dice.one(self.names) if self.dice.number(9) else FlowId("none_such")
        return Deed(MARIA if self.held.programme is None else self.anyone, Started(flow, "#atlas", "Europe/Warsaw"))

    # ── who and what ──

    @property
    def anyone(self) -> PersonId:
        return STRANGER if self.dice.once_in(12) else self.dice.one(PEOPLE)

    @property
    def programme(self) -> Programme:
        assert self.held.programme is not None
        return self.held.programme

    @property
    def session(self) -> Session:
        return self.dice.one(tuple(self.held.sessions.values())[::-1])

    @property
    def sid(self) -> SessionId:
        return GONE if self.dice.once_in(20) else self.session.id

    def question(self, session: Session, spot: Spot) -> Question | None:
        return plan_of(self.flows[session.flow_hash]).questions.get(spot.question)

    def spot(self, session: Session) -> Spot:
        """Usually where the session stands; else any that was answered, any of the flow, or none of it."""
        dice = self.dice
        here = session.pending.spot if session.pending is not None else session.spot
        if here is not None and dice.number(4):
            return here
        if session.answers and dice.number(2):
            return dice.one(list(session.answers.values())).spot
        if dice.once_in(4):
            return dice.one(FORGED)
        flow = self.flows[session.flow_hash]
        section = dice.one(flow.sections)
        rows = [row.id for row in self.held.rows if row.register == section.each]
        return Spot(dice.one(section.questions).id, dice.one(rows) if rows else None)

    def revision(self, session: Session, spot: Spot) -> int:
        return session.revision(spot) + (self.dice.one((-1, 1, 7)) if self.dice.once_in(10) else 0)

    def role_holder(self, question: Question | None) -> PersonId:
        """Usually whoever may answer."""
        right = answerer(self.programme, question.role) if question is not None else None
        return right if right is not None and self.dice.number(5) else self.anyone

    # ── answers ──

    def answer(self) -> Deed:
        session = self.session
        spot = self.spot(session)
        question = self.question(session, spot)
        if question is None or self.dice.once_in(8):
            given = self.dice.one(MISFITS)
        else:
            given = fitting(self.dice, question, self.held.rows)
        return Deed(self.role_holder(question), Answered(session.id, spot, self.revision(session, spot), given))

    def leave_open(self) -> Deed:
        session = self.session
        spot = self.spot(session)
        kind = self.dice.one((Skipped, NotSure))
        return Deed(
            self.role_holder(self.question(session, spot)), kind(session.id, spot, self.revision(session, spot))
        )

    def reply(self) -> Deed:
        session = self.session
        here = session.pending.spot if session.pending is not None else session.spot
        documents = self.dice.one(((PAPER,), (DEED, PAPER))) if self.dice.once_in(5) else ()
        by = self.role_holder(self.question(session, here) if here else None)
        message = f"m{self.messages}"
        return Deed(by, Replied(session.id, self.dice.one(TYPED), message, documents, CALLED))

    def edit(self) -> Deed:
        session = self.session
        said = [answer for answer in session.answers.values() if answer.message]
        answer = self.dice.one(said) if said else None
        question = self.question(session, answer.spot) if answer else None
        text = self.dice.one(TYPED_FOR[question.kind] if question else TYPED)
        return Deed(
            answer.by if answer else self.anyone, Edited(session.id, text, answer.message if answer else "m1", CALLED)
        )

    def to_what_waits(self) -> Deed:
        waiting = [one for one in self.held.sessions.values() if one.pending is not None]
        session = self.dice.one(waiting) if waiting else self.session
        spot = session.pending.spot if session.pending is not None else self.spot(session)
        by = self.role_holder(self.question(session, spot))
        if self.dice.once_in(3):
            return Deed(by, Dropped(session.id, spot))
        index = self.dice.one((-1, 1, 9)) if self.dice.once_in(6) else 0
        return Deed(by, Confirmed(session.id, spot, index))

    def change(self) -> Deed:
        session = self.session
        known = [answer.spot for answer in session.answers.values()] + [one.spot for one in session.assignments]
        spot = self.dice.one(known) if known and self.dice.number(4) else self.spot(session)
        return Deed(self.role_holder(self.question(session, spot)), ChangeAsked(session.id, spot))

    def undo(self) -> Deed:
        session = self.session
        last = session.last
        if last is None or self.dice.once_in(3):
            return Deed(self.anyone, UndoAsked(self.sid))
        return Deed(self.anyone, UndoAsked(session.id, last.spot, self.revision(session, last.spot)))

    # ── the course ──

    def course(self) -> Deed:
        event = self.dice.one((Resumed, BackAsked, Paused, ReviewAsked, Finished, Deepened, ThreadLost))
        return Deed(self.anyone, event(self.sid))

    def go_on(self) -> Deed:
        return Deed(self.anyone, self.dice.one((Resumed, Finished))(self.session.id))

    def hand(self) -> Deed:
        session = self.session
        spot = self.spot(session)
        question = self.question(session, spot)
        right = self.programme.holder(question.role) if question is not None and question.role else None
        to = right if right is not None and self.dice.number(2) else self.anyone
        due = self.dice.one((None, dt.date(2027, 1, 4), dt.date(2020, 1, 1), dt.date.max))
        return Deed(self.anyone, Handed(session.id, spot, to, due))

    def verify(self) -> Deed:
        session = self.session
        spot = self.dice.one(list(session.answers.values())).spot if session.answers else self.spot(session)
        by = self.programme.owner if self.dice.once_in(2) else self.role_holder(self.question(session, spot))
        return Deed(by, Verified(session.id, spot))

    def settle(self) -> Deed:
        """A finding is settled, or taken up again: mostly by whoever may, now and then one that is not there or that has become graver."""
        session = self.session
        if not session.findings:
            return Deed(self.anyone, FindingTakenUp(self.sid, self.spot(session), "none_such"))
        finding = self.dice.one(session.findings)
        may = tuple(settlers(self.programme, finding.severity))
        by = self.dice.one(may) if may and self.dice.number(4) else self.anyone
        if finding.settled is not None and self.dice.number(3):
            return Deed(by, FindingTakenUp(session.id, finding.spot, finding.rule))
        shown = self.dice.one(tuple(Severity)) if self.dice.once_in(6) else finding.severity
        reason = " " if self.dice.once_in(8) else "It is known"
        return Deed(by, FindingSettled(session.id, finding.spot, finding.rule, shown, reason))

    def done(self) -> Deed:
        actions = self.held.actions
        action = self.dice.one(actions) if actions else None
        session = action.session if action is not None and self.dice.number(6) else self.sid
        by = action.owner if action is not None and action.owner is not None and self.dice.number(3) else self.anyone
        said = ActionReopened if self.dice.once_in(3) else ActionClosed
        return Deed(by, said(session, action.id if action else "action-99"))

    def move(self) -> Deed:
        """Open work, or a question that waits, gets another day or another person: by whoever has it, or by anybody."""
        session = self.session
        waits, actions = session.assignments, self.held.actions
        if waits and self.dice.once_in(2):
            one = self.dice.one(waits)
            return Deed(one.to if self.dice.number(3) else self.anyone, self._moved(session.id, "", one.spot))
        action = self.dice.one(actions) if actions else None
        if action is None:
            return Deed(self.anyone, self._moved(self.sid, "action-99", None))
        by = action.owner if action.owner is not None and self.dice.number(3) else self.anyone
        return Deed(by, self._moved(action.session, action.id, None))

    def _moved(self, session: SessionId, action: str, spot: Spot | None) -> WorkMoved | WorkGiven:
        if self.dice.once_in(2):
            return WorkGiven(session, self.dice.one(PEOPLE), action, spot)
        return WorkMoved(session, self.dice.one((dt.date(2027, 1, 4), dt.date(2020, 1, 1))), action, spot)

    def own(self) -> Deed:
        """Counsel asks in words, and is answered, mostly by whoever has it; or takes it back, or has no more to ask."""
        work = [action for action in self.held.actions if action.why is ActionWhy.COUNSEL]
        counsel = self.programme.holder(Role.COUNSEL)
        by = counsel if counsel is not None and self.dice.number(5) else self.anyone
        if not work or self.dice.once_in(3):
            return Deed(by, CounselAsked(self.sid, self.dice.one((" ", "Who?")), self.dice.one((None, *PEOPLE))))
        action = self.dice.one(work)
        if self.dice.once_in(2):
            had = action.owner if action.owner is not None and self.dice.number(4) else self.anyone
            return Deed(had, CounselAnswered(action.session, action.id, self.dice.one(("", "Anna did"))))
        done = CounselDone(action.session)
        return Deed(by, self.dice.one((CounselWithdrew(action.session, action.id), done)))

    # ── the programme ──

    @property
    def boss(self) -> PersonId:
        return self.programme.owner if self.dice.number(5) else self.anyone

    def role(self) -> Deed:
        to = None if self.dice.once_in(4) else self.dice.one(PEOPLE)
        return Deed(self.boss, RoleGiven(self.dice.one((Role.COUNSEL, Role.SECURITY, Role.APPROVER, Role.OWNER)), to))

    def settings(self) -> Deed:
        zone = self.dice.one((None, "Asia/Kolkata", "America/New_York", "Mars/Olympus", "../etc/passwd", ""))
        roles: dict[Role, PersonId | None] = {}
        if self.dice.once_in(2):
            roles = {Role.COUNSEL: self.dice.one((JON, None)), Role.OWNER: self.programme.owner}
        eyes = self.dice.one((None, True, False))
        return Deed(self.boss, SettingsChanged(zone, self.dice.one((None, "en_US")), eyes, roles))

    def around(self) -> Deed:
        event = self.dice.one(
            (
                OutsidersSeen(True),
                OutsidersSeen(False),
                ReachChanged(Reach.NOT_A_MEMBER),
                ReachChanged(Reach.OPEN),
                ReachChanged(Reach.UNINSTALLED),
                ReachChanged(Reach.ARCHIVED),
                Renamed("#atlas-2"),
                Exported(),
            )
        )
        return Deed(self.boss, event)

    def newer(self) -> Deed:
        """Somebody wants a version of the flow: one that there is or was, or none; or not now."""
        session = self.session
        hashes = [flow.hash for flow in self.flows.values() if flow.id == session.flow]
        if self.dice.once_in(4):
            return Deed(self.anyone, UpgradeRested(self.sid))
        return Deed(self.anyone, Upgraded(session.id, self.dice.one((*hashes[::-1], "none"))))

    def look(self) -> Deed:
        return Deed(self.anyone, Looked())


_WEIGHED: tuple[tuple[Callable[[Doer], Deed], int], ...] = (
    (Doer.look, 1),
    (Doer.answer, 12),
    (Doer.leave_open, 6),
    (Doer.reply, 6),
    (Doer.edit, 6),
    (Doer.to_what_waits, 4),
    (Doer.change, 10),
    (Doer.undo, 5),
    (Doer.go_on, 2),
    (Doer.course, 5),
    (Doer.hand, 5),
    (Doer.move, 3),
    (Doer.verify, 4),
    (Doer.done, 3),
    (Doer.settle, 4),
    (Doer.own, 4),
    (Doer.role, 4),
    (Doer.settings, 2),
    (Doer.around, 3),
    (Doer.newer, 2),
    (Doer.start, 3),
)
DEEDS = tuple(deed for deed, weight in _WEIGHED for _ in range(weight))
"""What may be done, as often as it is."""
