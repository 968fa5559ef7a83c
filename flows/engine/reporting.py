"""What anybody may report at any time: that evidence of a vendor is gone. It counts at once, as an answer in the run that asks for it.

Nobody has to say yes to it first: what a phase leans on is gone on the day on which somebody knows.
"""

from __future__ import annotations

from flows.engine.answers import commit
from flows.engine.approvals import MOST_WRITTEN
from flows.engine.asking import keep_course
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, Outcome, Tell, Whispered
from flows.model.flow import Question
from flows.model.ladder_events import LossReported
from flows.model.phasing import VENDORS, Ladder, Report
from flows.model.programme import SessionRef
from flows.model.session import Answer, Draft, Spot
from flows.model.values import Choice, Choices, Kind, Value, YesNo


def reported(turn: Turn, ladder: Ladder, event: LossReported) -> Outcome:
    """The answer that tells of the loss is given in the run that asks it of the vendor, whoever stands at which question there."""
    evidence = ladder.evidence(event.evidence)
    vendor = next((row for row in turn.rows(VENDORS) if row.id == event.vendor), None)
    if evidence is None or evidence.report is None or vendor is None:
        return refuse(Note("gate.gone"))
    seen = event.seen.strip()[:MOST_WRITTEN]
    if not seen:
        return refuse(Note("gate.reason"))
    spot = _open(turn, evidence.report, event)
    if spot is None:
        return refuse(Note("gate.report.unasked", {"vendor": vendor.name}))
    value = _with(turn.question(spot), turn.session.answer_at(spot), evidence.report.option)
    if value is None:
        return refuse(Note("gate.report.known", {"vendor": vendor.name}), ("gates",))
    done = commit(turn, Draft(spot, turn.by, given=value, raw=seen))
    turn.settle(spot)
    told = Note("gate.report.told", {"who": Mention(turn.by), "vendor": vendor.name, "seen": seen})
    turn.follow(Tell(turn.session.id, (told, *done.followed), spot))
    keep_course(turn)
    turn.note("loss_reported", about=f"{event.evidence} {event.vendor}")
    return turn.outcome(Whispered((Note("gate.report.kept", {"vendor": vendor.name}),), ("gates",)))


def _open(turn: Turn, report: Report, event: LossReported) -> Spot | None:
    """The question, in the latest run that asks it of the vendor, which is taken in hand; None where none does."""
    for ref in _runs(turn, report, event):
        turn.open_session(ref.id)
        if report.question in turn.plan.questions:
            spot = Spot(report.question, event.vendor if turn.section(report.question).each == VENDORS else None)
            if turn.facts.applies(spot):
                return spot
    return None


def _runs(turn: Turn, report: Report, event: LossReported) -> list[SessionRef]:
    """The runs of the flow for that vendor, or for all of them, the latest first."""
    return [
        ref for ref in reversed(turn.programme.sessions) if ref.flow == report.flow and ref.item in (None, event.vendor)
    ]


def _with(question: Question, answer: Answer | None, option: str) -> Value | None:
    """The answer with that option in it; None where it says so already."""
    known = answer.value if answer is not None else None
    if question.kind is Kind.MANY_OF:
        chosen = known.options if isinstance(known, Choices) else ()
        options = tuple(one.id for one in question.options if one.id in (*chosen, option))
        return Choices(options) if option not in chosen else None
    value = Choice(option) if question.kind is Kind.ONE_OF else YesNo(option == "yes")
    return value if value != known else None
