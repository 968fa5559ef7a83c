"""Giving an answer: what it changes, which findings and actions follow, and which question comes next."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.lifecycle import move_stage
from flows.engine.registers import record_round, stored_value
from flows.engine.turn import Turn
from flows.model.effects import (
    Ask,
    Brief,
    Entry,
    Mention,
    Note,
    On,
    Piece,
    RefreshRoot,
    ShowLook,
    ShowReview,
    Term,
    Words,
)
from flows.model.flow import FindingRule, Question
from flows.model.ids import ActionId, PersonId
from flows.model.people import Profile, Role
from flows.model.programme import Action, ActionState, ActionWhy
from flows.model.session import (
    Answer,
    AnswerState,
    Draft,
    Finding,
    SessionState,
    Spot,
    Standing,
    Step,
)
from flows.model.values import Choice, People

FINDING_NOTES = 2
"""How many findings an answer tells of in the next message; the rest are counted, so that a message fits a phone."""


def commit(turn: Turn, draft: Draft) -> tuple[Note, ...]:
    """Let a draft count: store it, judge what it affects, open and withdraw findings and actions. Says what came of it."""
    question = turn.question(draft.spot)
    before = turn.session.answer_at(draft.spot)
    value = stored_value(turn, question, draft.given, before.value if before else None)
    answer = Answer(
        spot=draft.spot,
        state=draft.state,
        by=draft.by,
        at=turn.at,
        revision=turn.session.revision(draft.spot) + 1,
        value=value,
        raw=draft.raw,
        hedged=draft.hedged,
        message=draft.message,
        evidence=before.evidence if before and before.value == value else (),
        standing=before.standing if before and before.value == value else Standing.CLAIMED,
    )
    _store(turn, answer)
    _fill(turn, question, answer)
    notes = judge_again(turn, draft.spot, everything=bool(question.register or question.fills))
    _left_open(turn, question, answer)
    turn.audit(
        Entry(
            "answered",
            draft.by,
            turn.at,
            turn.session.id,
            turn.session.flow_hash,
            draft.spot,
            answer=answer,
            before=before,
        )
    )
    record_round(turn, draft.spot)
    return (*_noted(turn, question, answer), *notes)


def _store(turn: Turn, answer: Answer) -> None:
    session, spot = turn.session, answer.spot
    turn.put_session(
        answers={**session.answers, spot.key: answer},
        trail=(*(s for s in session.trail if s != spot), spot),
        last=Step(spot, session.answer_at(spot)),
        pending=None,
        tries=0,
        noted=False,
        assignments=tuple(a for a in session.assignments if a.spot != spot),
    )


def take_back(turn: Turn, step: Step) -> None:
    """Undo the last answer: what stood before stands again, rows it named are gone, findings are judged afresh."""
    question = turn.question(step.spot)
    given = turn.session.answer_at(step.spot)
    before = step.before
    if question.register and given is not None:
        stored_value(turn, question, before.value if before else None, given.value)
    answers = {key: answer for key, answer in turn.session.answers.items() if key != step.spot.key}
    if before is not None:
        answers[step.spot.key] = before
    trail = turn.session.trail if before else tuple(s for s in turn.session.trail if s != step.spot)
    turn.put_session(answers=answers, trail=trail, last=None, pending=None, tries=0, noted=False)
    _unfill(turn, question, before)
    judge_again(turn, step.spot, everything=True)
    _close_open_work(turn, step.spot, ActionState.WITHDRAWN)
    if before is not None:
        _left_open(turn, question, before)
    turn.audit(
        Entry(
            "undone", turn.by, turn.at, turn.session.id, turn.session.flow_hash, step.spot, answer=before, before=given
        )
    )


def proceed(turn: Turn, after: Spot | None, notes: tuple[Note, ...] = ()) -> None:
    """Put the next open question after ``after``; where none is left, the review. Shows a look whose section was just finished."""
    spot = turn.plan.next_spot(turn.facts, after)
    _show_looks(turn, after, spot)
    if spot is None:
        if turn.session.state is not SessionState.REVIEW:
            turn.follow(RefreshRoot(turn.session.id))
        turn.put_session(spot=None, state=SessionState.REVIEW)
        move_stage(turn, "reviewed")
        turn.follow(ShowReview(turn.session.id, turn.posting(None)))
        return
    turn.put_session(spot=spot, state=SessionState.ASKING)
    ask(turn, spot, notes)


def ask(turn: Turn, spot: Spot, notes: tuple[Note, ...] = ()) -> None:
    """Put the question at ``spot`` below ``notes``."""
    turn.put_session(tries=0, noted=False)
    asked = turn.posting(spot)
    turn.follow(Ask(turn.session.id, spot, turn.session.revision(spot), asked, notes))


def _show_looks(turn: Turn, after: Spot | None, spot: Spot | None) -> None:
    if after is None or (spot is not None and turn.section(spot.question) is turn.section(after.question)):
        return
    for look in turn.plan.flow.looks:
        section = turn.plan.sections[look.after]
        done = any(answer.spot.question.startswith(f"{section.id}.") for answer in turn.session.answers.values())
        if (
            look.id not in turn.session.looked
            and done
            and not turn.facts.section_open(section)
            and turn.rows(look.each)
        ):
            turn.put_session(looked=(*turn.session.looked, look.id))
            turn.follow(ShowLook(turn.session.id, look.id))


# ── what follows from an answer ──────────────────────────────────────────────


def judge_again(turn: Turn, spot: Spot, *, everything: bool = False) -> tuple[Note, ...]:
    """Judge the findings that the answer at ``spot`` can move; open and withdraw their actions; say it in neutral words."""
    before = turn.session.findings
    facts = turn.facts
    plan = turn.plan
    after = facts.all_findings(turn.at) if everything else facts.findings_after(plan.affects[spot.question], turn.at)
    if after == before:
        return ()
    known, now = {f.key: f for f in before}, {f.key: f for f in after}
    turn.put_session(findings=after)
    notes: list[Note] = []
    raised = [finding for key, finding in now.items() if key not in known]
    for finding in raised:
        notes.append(_raise(turn, finding))
    if raised:
        turn.follow(Brief(turn.session.id, tuple(finding.key for finding in raised)))
    if len(notes) > FINDING_NOTES:
        notes[FINDING_NOTES:] = [Note("noted.more", {"count": len(notes) - FINDING_NOTES})]
    for key, finding in known.items():
        if key not in now:
            notes.append(_withdraw(turn, finding))
    return tuple(notes)


def rule_of(turn: Turn, finding: Finding) -> FindingRule:
    """The authored rule that a finding came from."""
    return next(rule for rule in turn.question(finding.spot).findings if rule.id == finding.rule)


def _raise(turn: Turn, finding: Finding) -> Note:
    rule = rule_of(turn, finding)
    say = Words(turn.session.id, finding.spot, "say", finding.rule)
    turn.note("finding_raised", spot=finding.spot, about=finding.rule, severity=finding.severity)
    due = turn.today + dt.timedelta(days=rule.due_days)
    action = _open_action(turn, finding.spot, ActionWhy.FINDING, rule.owner, due, rule.id)
    return Note("noted.finding", {"say": say, "who": _who(action), "due": On(due)})


def _withdraw(turn: Turn, finding: Finding) -> Note:
    turn.note("finding_withdrawn", spot=finding.spot, about=finding.rule, severity=finding.severity)
    for action in turn.actions():
        if action.spot == finding.spot and action.rule == finding.rule and action.state is ActionState.OPEN:
            turn.put_action(msgspec.structs.replace(action, state=ActionState.WITHDRAWN, closed=turn.at))
    return Note("noted.withdrawn", {"say": Words(turn.session.id, finding.spot, "say", finding.rule)})


def _open_action(turn: Turn, spot: Spot, why: ActionWhy, owner: str, due: dt.date, rule: str = "") -> Action:
    role, person = turn.holder(owner)
    action = Action(
        id=ActionId(f"action-{turn.number()}"),
        session=turn.session.id,
        spot=spot,
        why=why,
        due=due,
        opened=turn.at,
        rule=rule,
        role=role,
        owner=PersonId(person) if person else None,
    )
    turn.put_action(action)
    return action


def _who(action: Action) -> Piece:
    if action.owner is not None:
        return Mention(action.owner)
    return Term(f"role.{action.role}")


def _left_open(turn: Turn, question: Question, answer: Answer) -> None:
    """Not sure and skip leave an action behind; a real answer closes it."""
    _close_open_work(
        turn, answer.spot, ActionState.DONE if answer.state is AnswerState.VALUE else ActionState.WITHDRAWN
    )
    if answer.state is AnswerState.VALUE:
        return
    why = ActionWhy.NOT_SURE if answer.state is AnswerState.NOT_SURE else ActionWhy.SKIPPED
    owner = (
        question.not_sure_owner if question.role is None or question.not_sure_owner != "asker" else question.role.value
    )
    _open_action(turn, answer.spot, why, owner, turn.today + dt.timedelta(days=question.not_sure_due))


def _close_open_work(turn: Turn, spot: Spot, state: ActionState) -> None:
    for action in turn.actions():
        if (
            action.spot == spot
            and action.state is ActionState.OPEN
            and action.why in (ActionWhy.NOT_SURE, ActionWhy.SKIPPED)
        ):
            turn.put_action(msgspec.structs.replace(action, state=state, closed=turn.at))


def _noted(turn: Turn, question: Question, answer: Answer) -> tuple[Note, ...]:
    """What to say of the answer itself: only where the person should know how it was taken."""
    if answer.state is AnswerState.NOT_SURE or answer.state is AnswerState.SKIPPED:
        action = next(a for a in reversed(turn.actions()) if a.spot == answer.spot and a.state is ActionState.OPEN)
        return (Note(f"noted.{answer.state}", {"who": _who(action), "due": On(action.due)}),)
    shown: dict[str, Piece] = {"answer": Words(turn.session.id, answer.spot, "answer")}
    if answer.hedged:
        return (Note("noted.hedged", shown),)
    return (Note("noted.answer", shown),) if answer.raw else ()


# ── what an answer fills beside itself ───────────────────────────────────────


def _fill(turn: Turn, question: Question, answer: Answer) -> None:
    """The programme's profile or a role, where the question says that its answer fills one."""
    if question.fills == "profile" and isinstance(answer.value, Choice):
        turn.put_programme(profile=Profile(answer.value.option))
    elif question.fills and question.fills != "profile" and isinstance(answer.value, People) and answer.value.people:
        give_role(turn, Role(question.fills), answer.value.people[0])


def _unfill(turn: Turn, question: Question, before: Answer | None) -> None:
    """What an answer had filled is as the answer before it said, or empty."""
    if before is not None:
        _fill(turn, question, before)
    elif question.fills == "profile":
        turn.put_programme(profile=None)
    elif question.fills:
        give_role(turn, Role(question.fills), None)


def give_role(turn: Turn, role: Role, person: PersonId | None) -> None:
    """A role gets its holder (None: nobody), and with it the open actions that wait for that role."""
    programme = turn.programme
    if role is Role.OWNER:
        if person is not None:
            turn.put_programme(owner=person)
    else:
        roles = {key: value for key, value in programme.roles.items() if key is not role}
        turn.put_programme(roles=roles | ({role: person} if person is not None else {}))
    turn.note("role_given", role=role, person=person)
    for ref in programme.sessions:
        for action in turn.snapshot.actions(ref.id) if turn.snapshot.session(ref.id) else ():
            if action.role is role and action.state is ActionState.OPEN:
                turn.put_action(msgspec.structs.replace(action, owner=person))
