"""The counsel lane: what findings mean, for counsel (or the owner where there is none) and nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from flows.engine.screens.review import finding_line
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, answer_line, phrase, plain, rule_named, text
from flows.model.effects import Brief, On
from flows.model.flow import Source
from flows.model.people import Role
from flows.model.screens import Heading, Line, Part, Prose, Quiet, Screen, Strong
from flows.model.session import Finding, Spot
from flows.model.values import Choice


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
    return Screen((*parts, _foot(scene)), title)


def _reading(scene: Scene, spot: Spot) -> tuple[Line, ...]:
    """One clause: its question, the playbook's column and what the clause reads like, and what the findings on it mean."""
    question, answer = scene.question(spot), scene.session.answer_at(spot)
    number = plain(text(scene.texts, "readings.clause", number=question.clause or 0))
    head: Line = (Strong(f"{number}: "), *phrase(scene, question.text, spot))
    shown = answer_line(scene, answer)
    option = answer.value.option if answer is not None and isinstance(answer.value, Choice) else ""
    column = text(scene.texts, f"column.{option}" if option else "column.open")
    meant = [
        phrase(scene, rule_named(question, one.rule).counsel, spot)
        for one in scene.session.findings
        if one.spot == spot
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


def _foot(scene: Scene) -> Quiet:
    """Why they read it, and what it is not."""
    lawyer = scene.programme.lawyer is not None
    lines = [text(scene.texts, f"counsel.foot.{Role.COUNSEL if lawyer else Role.OWNER}"), text(scene.texts, "notice")]
    return Quiet(tuple(lines if lawyer else [*lines, text(scene.texts, "notice.no_lawyer")]))


def _finding(scene: Scene, finding: Finding) -> tuple[Part, Part]:
    rule = rule_named(scene.question(finding.spot), finding.rule)
    do = text(scene.texts, "counsel.do", what=phrase(scene, rule.do, finding.spot))
    source = next((s for s in scene.plan.flow.sources if s.id == rule.source), None)
    said = about_row(scene, finding_line(scene, finding))
    lines: tuple[Line, ...] = (said, phrase(scene, rule.counsel, finding.spot), do)
    return Prose(lines), Quiet((_source_line(scene, source, rule.source, On(rule.reviewed)),))


def _source_line(scene: Scene, source: Source | None, named: str, reviewed: On) -> Line:
    title = f"{source.title}, {source.publisher}" if source else named
    return text(scene.texts, "counsel.source", source=title, day=reviewed)
