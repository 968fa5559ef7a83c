"""Whether what a turn moved can change how an open phase stands. Most answers are read by no gate, and judging one reads the whole programme.

It may say yes for nothing, never no where a gate could see it: what is left out here, every morning's look catches only a day later.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import is_not

from flows.engine.machine import plan_of
from flows.engine.phase_rows import marks_of
from flows.engine.ripples import moved_by
from flows.engine.turn import Turn
from flows.model.flow import Severity
from flows.model.ids import FlowId, ItemId, QuestionId
from flows.model.phasing import LIVE, MARKS, Ladder
from flows.model.programme import Programme
from flows.model.session import Answer, Session


def may_move_phases(turn: Turn) -> bool:
    """Whether a phase that was opened has to be judged again after this turn: it was not looked at today, or something moved that may matter
    to it: a row, a part that somebody plays, a stage, a run or what is found in it, an answer that a condition of the ladder reads."""
    ladder, before = turn.library.ladder, turn.snapshot.programme
    if ladder is None or before is None or turn.moved_rows or _seen(before) != _seen(turn.programme):
        return True
    live = (mark for mark in marks_of(turn.rows(MARKS)).values() if mark.state in LIVE)
    if any(mark.looked != turn.today for mark in live):
        return True
    return any(_may_matter(turn, ladder, turn.snapshot.session(after.id), after) for after in turn.moved_sessions)


def _seen(head: Programme) -> tuple[object, ...]:
    """What of the head any condition can look at, and which runs there are."""
    return head.profile, head.roles, head.owner, head.capacities, head.stages, head.settings, head.sessions


def _may_matter(turn: Turn, ladder: Ladder, before: Session | None, after: Session) -> bool:
    if before is None or before.flow_hash != after.flow_hash or before.deeper != after.deeper:
        return True
    if before.findings is not after.findings and _graveness(before) != _graveness(after):
        return True
    moved, plan = _moved(before, after), plan_of(turn.flow_of(after))
    if not moved <= plan.questions.keys():
        return True
    leaning = {
        one for question in moved for one in moved_by(plan.leaning[question], plan.questions, plan.questions[question])
    }
    return bool(leaning) and not _reached(turn, after.flow, leaning).isdisjoint(ladder.reads)


def _graveness(session: Session) -> set[tuple[ItemId | None, Severity]]:
    """What a gate sees of findings: how grave those about a row are that nobody has settled."""
    return {(finding.spot.item, finding.severity) for finding in session.unsettled}


def _moved(before: Session, after: Session) -> set[QuestionId]:
    """The questions of whose answers one came, went or became another."""
    gone = (before.answers[key].spot.question for key in before.answers.keys() - after.answers.keys())
    return {*(answer.spot.question for answer in new_answers(before, after)), *gone}


def new_answers(before: Session, after: Session) -> Iterator[Answer]:
    """The answers that came or became another."""
    if before.answers is after.answers:
        return iter(())
    # Hundreds of answers, of which one changed: compared without a step of Python for each.
    return compress(after.answers.values(), map(is_not, after.answers.values(), map(before.answers.get, after.answers)))


def _reached(turn: Turn, flow: FlowId, moved: set[QuestionId]) -> set[tuple[FlowId, QuestionId]]:
    """All whose answers count or not as those do, in the runs of other flows too."""
    reached = {(flow, question) for question in moved}
    for ref in turn.others.behind(flow, moved):
        readers = plan_of(turn.flow_of(ref)).readers
        reached |= {(ref.flow, question) for source in readers.keys() & reached for question in readers[source]}
    return reached
