"""Findings that a named person settles or takes up again: facts that do not change keep none open for ever (ADR 0026)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec

from flows.engine.approvals import MOST_WRITTEN
from flows.engine.findings import drop_work, open_again, put_finding, worse
from flows.engine.turn import Turn, refuse
from flows.engine.work import what
from flows.model.effects import Mention, Note, On, Outcome, Piece, Whisper, Whispered, Words
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import Programme
from flows.model.session import Finding, Settled
from flows.model.settling import FindingSettled, FindingTakenUp
from flows.rules.settling import settlers


def barred(programme: Programme, finding: Finding | None, person: PersonId) -> Note | None:
    """Why this person can't settle a finding; None where they can."""
    if finding is None:
        return Note("settle.gone")
    if finding.settled is not None:
        day = finding.settled.at.astimezone(ZoneInfo(programme.settings.zone)).date()
        return Note("settle.already", {"who": Mention(finding.settled.by), "day": On(day)})
    may = settlers(programme, finding.severity)
    return None if person in may else _who(tuple(may))


def _who(may: tuple[PersonId, ...]) -> Note:
    """Whose it is to settle."""
    if not may:
        return Note("settle.nobody")
    people: dict[str, Piece] = {"who": Mention(may[0]), "other": Mention(may[-1])}
    return Note("settle.who.two" if len(may) > 1 else "settle.who", people)


def settled(turn: Turn, event: FindingSettled) -> Outcome:
    """A finding is settled: it shuts no gate, and its work is not needed. Counsel hears of it in the next brief, unless it was counsel's word."""
    finding = _found(turn, event)
    why_not = barred(turn.programme, finding, turn.by)
    if why_not is None and finding is not None and worse(finding.severity, event.severity):
        why_not = Note("settle.graver")
    if why_not is None and not event.reason.strip():
        why_not = Note("settle.reason")
    if finding is None or why_not is not None:
        return refuse(why_not or Note("settle.gone"), ("findings",), turn.session.id)
    role = settlers(turn.programme, finding.severity)[turn.by]
    reason = event.reason.strip()[:MOST_WRITTEN]
    word = Settled(turn.by, turn.at, role, reason, turn.session.revision(finding.spot))
    put_finding(turn, msgspec.structs.replace(finding, settled=word, news=0), news=not _is_counsel(turn))
    about = {"spot": finding.spot, "about": finding.rule, "severity": finding.severity}
    turn.note("finding_settled", **about, role=role, settled=word)
    for action in drop_work(turn, finding):
        if action.owner not in (None, turn.by):
            told = Note("settle.work", {"who": Mention(turn.by), "what": what(action)})
            turn.follow(Whisper(action.owner, (told,), turn.session.id))
    return turn.outcome(Whispered((Note("settle.done", {"say": _say(turn, finding)}),), ("findings",), turn.session.id))


def taken_up(turn: Turn, event: FindingTakenUp) -> Outcome:
    """A settled finding is open again, with its work: by whoever may settle it, whoever did, or the owner."""
    finding = _found(turn, event)
    if finding is None or finding.settled is None:
        return refuse(Note("settle.gone" if finding is None else "settle.open"), ("findings",), turn.session.id)
    may = settlers(turn.programme, finding.severity)
    if turn.by not in {*may, finding.settled.by, turn.programme.owner}:
        return refuse(_who(tuple(may)), ("findings",), turn.session.id)
    open_again(turn, finding)
    told = Note("settle.taken_up", {"say": _say(turn, finding)})
    return turn.outcome(Whispered((told,), ("findings",), turn.session.id))


def _found(turn: Turn, event: FindingSettled | FindingTakenUp) -> Finding | None:
    return next((one for one in turn.session.findings if (one.spot, one.rule) == (event.spot, event.rule)), None)


def _is_counsel(turn: Turn) -> bool:
    """Whether the one who acts is who counsel's brief goes to."""
    return turn.by == (turn.programme.holder(Role.COUNSEL) or turn.programme.owner)


def _say(turn: Turn, finding: Finding) -> Words:
    return Words(turn.session.id, finding.spot, "say", finding.rule)
