"""The counsel lane: what findings mean, for counsel (or the owner where there is none) and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from flows.engine.reasons import source_key
from flows.engine.screens.own_questions import own_parts
from flows.engine.screens.scene import Scene
from flows.engine.screens.settling import settled_line
from flows.engine.screens.sign_off import lawyer_read, sign_off_panel
from flows.engine.screens.wording import (
    about_row,
    answer_line,
    beside_line,
    finding_line,
    phrase,
    plain,
    rule_named,
    rule_phrase,
    text,
)
from flows.model.briefs import Brief
from flows.model.effects import On
from flows.model.flow import Library, Severity, Source
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import Programme, Snapshot
from flows.model.screens import Button, Buttons, Heading, Line, Part, Prose, Quiet, Ref, Screen, Strong
from flows.model.session import Finding, Session, Spot
from flows.model.values import Choice
from flows.rules.readiness import SEVERITY_ORDER

Texts = Mapping[str, str]


def briefed(scene: Scene, told: Brief) -> Screen | None:
    """What a brief tells: how the clauses read, or what single findings mean; None when nothing of it is open any more."""
    return readings(scene) if told.readings else brief(scene, told.findings)


def readings(scene: Scene) -> Screen:
    """How each clause reads by the playbook, and what that means, clause by clause: what counsel decides on."""
    title = plain(text(scene.texts, "readings.title", title=scene.title))
    spots = [spot for question, spot in scene.facts.asked() if question.clause is not None]
    parts: list[Part] = [Heading(title), *(Prose(_reading(scene, spot)) for spot in spots)]
    if not spots:
        parts.append(Prose((text(scene.texts, "readings.none"),)))
    return Screen((*parts, *_said(scene), *own_parts(scene), *sign_off_panel(scene), _foot(scene)), title)


def _said(scene: Scene) -> list[Part]:
    """What those whose word decides said beyond a yes or no, wherever they said it."""
    lines: list[Line] = []
    for _, spot in scene.facts.asked():
        answer = scene.session.answer_at(spot)
        words = beside_line(scene, answer) if answer is not None else ()
        if answer is not None and words:
            lines.append(
                ("• ", *phrase(scene, scene.question(spot).text, spot), " ", *answer_line(scene, answer), *words)
            )
    return [Prose(((Strong(scene.texts["readings.said"]),), *lines))] if lines else []


def _reading(scene: Scene, spot: Spot) -> tuple[Line, ...]:
    """One clause: its question, the playbook's column and what the clause reads like, and what the findings on it mean."""
    question, answer = scene.question(spot), scene.session.answer_at(spot)
    number = plain(text(scene.texts, "readings.clause", number=question.clause or 0))
    head: Line = (Strong(f"{number}:"), " ", *phrase(scene, question.text, spot))
    shown = answer_line(scene, answer)
    option = answer.value.option if answer is not None and isinstance(answer.value, Choice) else ""
    column = text(scene.texts, f"column.{option}" if option else "column.open")
    meant = [
        line
        for one in scene.session.findings
        if one.spot == spot
        for line in (_means(scene, one), *_settled(scene, one))
    ]
    return (head, (*column, ": ", *shown), *meant)


def brief(scene: Scene, keys: Sequence[str]) -> Screen | None:
    """The legal meaning of findings, by key; None when none of them is open any more."""
    findings = [finding for finding in scene.session.findings if finding.key in set(keys)]
    if not findings:
        return None
    title = plain(text(scene.texts, "counsel.title", name=scene.programme.name))
    parts: list[Part] = [Heading(title)]
    parts += [part for finding in findings for part in _finding(scene, finding)]
    parts.append(_foot(scene))
    return Screen(
        tuple(parts), plain(text(scene.texts, "counsel.text", count=len(findings), name=scene.programme.name))
    )


# ── the brief of the day ─────────────────────────────────────────────────────

MOST_MEANT = 12
"""Findings told in full at once; the rest is a press away. A message holds 50 blocks, a finding takes two."""


class Meant(msgspec.Struct, frozen=True):
    """An open finding and what it means, in words. ``name``: of its programme; ``lawyer``: that one has a counsel who is a lawyer; ``reads``:
    in which part it is read."""

    severity: Severity
    name: str
    lawyer: bool
    parts: tuple[Part, ...]
    reads: str


def news(
    snapshot: Snapshot, library: Library, person: PersonId, between: tuple[int, int] | None, now: dt.datetime
) -> tuple[Meant, ...]:
    """What is open of a programme's news after the first number, up to the second (all that is open where None), to whoever is its counsel, or its
    owner where it has none; nothing to anybody else."""
    programme = snapshot.programme
    if programme is None or person != (programme.holder(Role.COUNSEL) or programme.owner):
        return ()
    found: list[Meant] = []
    for ref in programme.sessions:
        session = snapshot.session(ref.id)
        told = _told_of(session, between) if session else []
        scene = Scene(snapshot, ref.id, library, now) if told else None
        if scene is not None and not scene.away:
            lawyer = programme.lawyer is not None
            reads = _reads(programme)
            found += [Meant(f.severity, programme.name, lawyer, _finding(scene, f), reads) for f in told]
    return tuple(found)


def _told_of(session: Session, between: tuple[int, int] | None) -> list[Finding]:
    """What of a session is news between these numbers, with what was settled; all that is open where None."""
    if between is None:
        return list(session.unsettled)
    return [one for one in session.findings if between[0] < one.news <= between[1]]


def daily(texts: Texts, found: Sequence[Meant]) -> Screen | None:
    """The brief: what came up since the last, the gravest first; None where nothing of it is open any more."""
    if not found:
        return None
    shown, left = _gravest(found)[:MOST_MEANT], len(found) - MOST_MEANT
    title, parts = _told(texts, found, shown)
    if left > 0:
        parts.append(Prose((text(texts, "counsel.more", count=left),)))
        parts.append(Buttons((Button(Ref("counsel_open", arg="0"), texts["button.counsel_open"]),)))
    return Screen((*parts, _daily_foot(texts, found)), title)


def open_page(texts: Texts, found: Sequence[Meant], page: int) -> Screen:
    """A page of all that is open, the gravest first, with the way to the next."""
    start = page * MOST_MEANT
    shown, left = _gravest(found)[start : start + MOST_MEANT], len(found) - start - MOST_MEANT
    if not shown:
        line = text(texts, "counsel.nothing")
        return Screen((Prose((line,)),), plain(line))
    title, parts = _told(texts, found, shown)
    if left > 0:
        label = plain(text(texts, "counsel.next", count=left))
        parts.append(Buttons((Button(Ref("counsel_open", arg=str(page + 1)), label),)))
    return Screen((*parts, _daily_foot(texts, found)), title)


def _gravest(found: Sequence[Meant]) -> list[Meant]:
    """The gravest first, else programme by programme."""
    return sorted(found, key=lambda one: (SEVERITY_ORDER.index(one.severity), one.name))


def _told(texts: Texts, found: Sequence[Meant], shown: Sequence[Meant]) -> tuple[str, list[Part]]:
    """The title, and what each means; of several programmes each under its name."""
    names = sorted({one.name for one in found})
    title = plain(text(texts, "counsel.title", name=", ".join(names)))
    parts: list[Part] = [Heading(title), Prose((text(texts, "counsel.open", count=len(found)),))]
    for one in shown:
        if len(names) > 1:
            parts.append(Prose(((Strong(one.name),),)))
        parts += one.parts
    return title, parts


def _daily_foot(texts: Texts, found: Sequence[Meant]) -> Quiet:
    reads = dict.fromkeys(one.reads for one in found)
    return _notices(texts, next(iter(reads)), lawyer=all(one.lawyer for one in found))


def _reads(programme: Programme) -> str:
    """In which part somebody reads what is for counsel: as counsel, as the owner where there is none, or as an owner who plays both parts and has
    not said whether they are a lawyer."""
    counsel = programme.holder(Role.COUNSEL)
    if counsel is None:
        return Role.OWNER
    return "both" if counsel == programme.owner and counsel not in programme.capacities else Role.COUNSEL


def _foot(scene: Scene) -> Quiet:
    """Why they read it, and what it is not."""
    return _notices(scene.texts, _reads(scene.programme), lawyer=lawyer_read(scene))


def _notices(texts: Texts, reads: str, *, lawyer: bool) -> Quiet:
    lines = [text(texts, f"counsel.foot.{reads}"), text(texts, "notice")]
    return Quiet(tuple(lines if lawyer else [*lines, text(texts, "notice.no_lawyer")]))


def _means(scene: Scene, finding: Finding) -> Line:
    """What a finding means: for counsel alone."""
    rule = rule_named(scene.question(finding.spot), finding.rule)
    return rule_phrase(scene, rule, rule.counsel, finding.spot)


def _finding(scene: Scene, finding: Finding) -> tuple[Part, Part]:
    rule = rule_named(scene.question(finding.spot), finding.rule)
    do = text(scene.texts, "counsel.do", what=rule_phrase(scene, rule, rule.do, finding.spot))
    source = next((s for s in scene.plan.flow.sources if s.id == rule.source), None)
    said = about_row(scene, finding_line(scene, finding))
    lines: tuple[Line, ...] = (said, _means(scene, finding), *(_settled(scene, finding) or (do,)))
    return Prose(lines), Quiet((_source_line(scene, source, rule.source, On(rule.reviewed)),))


def _settled(scene: Scene, finding: Finding) -> tuple[Line, ...]:
    """That a finding is settled, with the reason: this lane is where that is told."""
    return (settled_line(scene, finding.settled, why=True),) if finding.settled is not None else ()


def _source_line(scene: Scene, source: Source | None, named: str, reviewed: On) -> Line:
    return text(scene.texts, source_key(source), source=source.named if source else named, day=reviewed)
