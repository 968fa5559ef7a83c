"""The counsel lane: what findings mean, for counsel (or the owner where there is none) and nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from flows.engine.screens.review import finding_line
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, phrase, plain, rule_named, text
from flows.model.effects import On
from flows.model.flow import Source
from flows.model.people import Role
from flows.model.screens import Heading, Line, Part, Prose, Quiet, Screen
from flows.model.session import Finding


def brief(scene: Scene, keys: Sequence[str]) -> Screen | None:
    """The legal meaning of findings, by key; None when none of them is open any more."""
    findings = [finding for finding in scene.session.findings if finding.key in set(keys)]
    if not findings:
        return None
    title = plain(text(scene.texts, "counsel.title", name=scene.programme.name))
    parts: list[Part] = [Heading(title)]
    parts += [part for finding in findings for part in _finding(scene, finding)]
    role = Role.COUNSEL if scene.programme.holder(Role.COUNSEL) else Role.OWNER
    parts.append(Quiet((text(scene.texts, f"counsel.foot.{role}"), text(scene.texts, "notice"))))
    return Screen(
        tuple(parts), plain(text(scene.texts, "counsel.text", count=len(findings), name=scene.programme.name))
    )


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
