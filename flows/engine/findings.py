"""What follows from answers: findings raised and withdrawn, and the owned, dated work that they and open answers ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set

import msgspec

from flows.engine.deadlines import keep_deadlines
from flows.engine.met import keep_conditions
from flows.engine.raising import findings_of
from flows.engine.speaking import with_whom
from flows.engine.turn import Turn
from flows.model.effects import Brief, Mention, Note, On, Term, Words
from flows.model.flow import Question, Severity
from flows.model.ids import ActionId, PersonId
from flows.model.people import Role
from flows.model.programme import LEFT_OPEN, Action, ActionState, ActionWhy
from flows.model.session import Answer, AnswerState, Finding, Spot
from flows.rules.readiness import GRAVE, SEVERITY_ORDER

FINDING_NOTES = 2
"""How many findings an answer tells of in the next message; the rest are counted, so that a message fits a phone."""

# ── findings ─────────────────────────────────────────────────────────────────


def judge_again(turn: Turn, spot: Spot | None = None) -> tuple[Note, ...]:
    """Judge the findings that the answer at ``spot`` can move (all where None); open and withdraw their actions.

    Says in neutral words what came of it; counsel is told of what is new or has become worse: at once of what cannot wait, of the rest in the next
    brief.
    """
    if turn.session.superseded:
        return ()
    _keep_open_work(turn)
    bound = keep_conditions(turn)
    keep_deadlines(turn, spot)
    before = turn.session.findings
    after = findings_of(turn.facts, turn.at, turn.plan.affects[spot.question] if spot else None)
    if after == before:
        return bound
    known = {f.key: f for f in before}
    anew = {f.key for f in after if f.key not in known or (known[f.key].settled is not None and f.settled is None)}
    grave = [f for f in after if f.key in anew or worse(f.severity, known[f.key].severity)]
    urgent = tuple(f.key for f in grave if f.severity in GRAVE and turn.plan.rules[f.spot.question, f.rule].at_once)
    after = _heard_of(turn, after, {f.key for f in grave}.difference(urgent))
    now = {f.key: f for f in after}
    turn.put_session(findings=after)
    work = turn.actions()
    raised = [_raise(turn, finding) for key, finding in now.items() if key in anew]
    withdrawn = [_withdraw(turn, finding, spot) for key, finding in known.items() if key not in now]
    if urgent:
        turn.follow(Brief(turn.session.id, urgent))
    return (*bound, *_some(raised), *_stood_in(turn, work), *_some(withdrawn))


def _heard_of(turn: Turn, findings: tuple[Finding, ...], keys: Set[str]) -> tuple[Finding, ...]:
    """The findings with a number at those of which counsel hears in the next brief."""
    if not keys:
        return findings
    turn.put_programme(news=turn.programme.news + 1, news_at=turn.at)
    number = turn.programme.news
    return tuple(msgspec.structs.replace(f, news=number) if f.key in keys else f for f in findings)


def withdraw_all(turn: Turn) -> None:
    """Withdraw all that the run in hand has raised, and the work that it left: another run has taken its place."""
    for finding in turn.session.findings:
        _withdraw(turn, finding)
    for action in turn.actions():
        _close(turn, action, ActionState.WITHDRAWN)
    turn.put_session(findings=())


def worse(severity: Severity, than: Severity) -> bool:
    """Whether a severity is the graver of two."""
    return SEVERITY_ORDER.index(severity) < SEVERITY_ORDER.index(than)


# ── settled, and open again ──────────────────────────────────────────────────


def put_finding(turn: Turn, finding: Finding, *, news: bool) -> None:
    """A finding as it is now; ``news``: counsel hears of it in the next brief."""
    findings = tuple(finding if one.key == finding.key else one for one in turn.session.findings)
    turn.put_session(findings=_heard_of(turn, findings, {finding.key} if news else set()))


def open_again(turn: Turn, finding: Finding) -> None:
    """A settled finding is open again, with its work; the history keeps the word of before."""
    about = {"spot": finding.spot, "about": finding.rule, "severity": finding.severity}
    turn.note("finding_taken_up", **about, settled=finding.settled)
    put_finding(turn, msgspec.structs.replace(finding, settled=None, news=0), news=True)
    _open_work(turn, finding)


def open_to_counsel(turn: Turn, counsel: PersonId) -> None:
    """Somebody became counsel: what is critical and was settled for want of one is open until they have looked at it."""
    here = turn.in_hand
    for ref in turn.programme.sessions:
        turn.open_session(ref.id)
        for finding in turn.session.findings:
            word = finding.settled if finding.severity is Severity.CRITICAL else None
            if word is not None and word.role is Role.OWNER and word.by != counsel:
                open_again(turn, finding)
    turn.leave_session()
    if here is not None:
        turn.open_session(here)


def _some(notes: list[Note]) -> tuple[Note, ...]:
    """The first notes, and how many more there are."""
    left = len(notes) - FINDING_NOTES
    return (*notes[:FINDING_NOTES], Note("noted.more", {"count": left})) if left > 0 else tuple(notes)


def _raise(turn: Turn, finding: Finding) -> Note:
    turn.note("finding_raised", spot=finding.spot, about=finding.rule, severity=finding.severity)
    action = _open_work(turn, finding)
    say = Words(turn.session.id, finding.spot, "say", finding.rule)
    return Note("noted.finding", {"say": say, "who": with_whom(turn.programme, action), "due": On(action.due)})


def _open_work(turn: Turn, finding: Finding) -> Action:
    """The work that a finding asks for."""
    rule = turn.plan.rules[finding.spot.question, finding.rule]
    return _open(turn, Work(finding.spot, ActionWhy.FINDING, rule.owner, rule.due_days, rule.id))


def drop_work(turn: Turn, finding: Finding) -> list[Action]:
    """Close the open work on a finding as not needed; what was closed."""
    about = (finding.spot, finding.rule, ActionState.OPEN)
    found = [action for action in turn.actions() if (action.spot, action.rule, action.state) == about]
    for action in found:
        _close(turn, action, ActionState.WITHDRAWN)
    return found


def _withdraw(turn: Turn, finding: Finding, moved: Spot | None = None) -> Note:
    """``moved``: whose answer did it. A finding that goes because its answer is not known any more is not told as mended."""
    turn.note("finding_withdrawn", spot=finding.spot, about=finding.rule, severity=finding.severity)
    drop_work(turn, finding)
    answer = turn.session.answer_at(finding.spot) if finding.spot == moved else None
    lost = answer is not None and answer.state is not AnswerState.VALUE
    key = "noted.withdrawn.unknown" if lost else "noted.withdrawn"
    return Note(key, {"say": Words(turn.session.id, finding.spot, "say", finding.rule)})


# ── work ─────────────────────────────────────────────────────────────────────


class Work(msgspec.Struct, frozen=True):
    """Work to be opened: what asks for it, whose it is (a role, or "asker"), and in how many days it is due."""

    spot: Spot
    why: ActionWhy
    owner: str
    due_days: int
    rule: str = ""


def _open(turn: Turn, work: Work) -> Action:
    role, held = turn.holder(work.owner, work.spot)
    person = (
        held or turn.programme.owner
    )  # of a part that nobody plays, until somebody does: it would be in nobody's list
    action = Action(
        id=ActionId(f"action-{turn.number()}"),
        session=turn.session.id,
        spot=work.spot,
        why=work.why,
        due=turn.today + dt.timedelta(days=work.due_days),
        opened=turn.at,
        rule=work.rule,
        role=role,
        owner=person,
        quiet=turn.at if person == turn.by else None,
    )
    turn.put_action(action)
    return action


def _close(turn: Turn, action: Action, state: ActionState) -> None:
    if action.state is ActionState.OPEN:
        turn.put_action(msgspec.structs.replace(action, state=state, closed=turn.at))


def _stood_in(turn: Turn, before: Sequence[Action]) -> tuple[Note, ...]:
    """The parts that nobody plays and whose work has just gone to the owner: each told once a session. ``before``: the work there was."""
    programme = turn.programme
    new = [action for action in turn.actions() if all(one.id != action.id for one in before)]
    told = {programme.vacant(action) for action in before}
    roles = dict.fromkeys(role for action in new if (role := programme.vacant(action)) not in (None, *told))
    owner = Mention(programme.owner)
    return tuple(Note("noted.stood_in", {"role": Term(f"role.{role}"), "who": owner}) for role in roles)


def left_open(turn: Turn, question: Question, answer: Answer) -> tuple[Note, ...]:
    """Not sure and skip leave work behind, and say with whom; a real answer closes it. Where a finding asks for the same, its work is enough."""
    known = answer.state is AnswerState.VALUE
    close_open_work(turn, answer.spot, ActionState.DONE if known else ActionState.WITHDRAWN)
    here = (finding for finding in turn.session.findings if finding.spot == answer.spot)
    if known or any(turn.plan.rules[answer.spot.question, finding.rule].for_not_sure for finding in here):
        return ()
    why = ActionWhy.NOT_SURE if answer.state is AnswerState.NOT_SURE else ActionWhy.SKIPPED
    asker = question.not_sure_owner == "asker"
    owner = question.role.value if asker and question.role is not None else question.not_sure_owner
    work = turn.actions()
    action = _open(turn, Work(answer.spot, why, owner, question.not_sure_due))
    return (
        Note(f"noted.{answer.state}", {"who": with_whom(turn.programme, action), "due": On(action.due)}),
        *_stood_in(turn, work),
    )


def _keep_open_work(turn: Turn) -> None:
    """Work that an open answer left behind goes with its question: withdrawn while that does not apply, open again once it does."""
    left = {action.spot: action for action in turn.actions() if action.why in LEFT_OPEN}
    for spot, action in left.items():
        answer = turn.session.answer_at(spot)
        if not turn.facts.applies(spot):
            _close(turn, action, ActionState.WITHDRAWN)
        elif action.state is ActionState.WITHDRAWN and answer is not None and answer.state is not AnswerState.VALUE:
            held = turn.programme.holder(action.role) if action.role is not None else action.owner
            owner = held or turn.programme.owner
            turn.put_action(msgspec.structs.replace(action, state=ActionState.OPEN, owner=owner, closed=None))


def close_open_work(turn: Turn, spot: Spot, state: ActionState) -> None:
    """Close what "not sure" or "skip" left behind at a spot."""
    for action in turn.actions():
        if action.spot == spot and action.why in LEFT_OPEN:
            _close(turn, action, state)
