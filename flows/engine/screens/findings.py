"""All findings on one screen: what is open, the worst first over all parts, each with whose its work is, by when, and the way to settle it,
near-duplicates below one another; then what is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from flows.engine.screens.registers import Look
from flows.engine.screens.scene import Scene
from flows.engine.screens.settling import settled_parts, to_settle, up_to
from flows.engine.screens.wording import (
    about_row,
    alone,
    finding_line,
    finding_words,
    plain,
    text,
    unstopped,
    with_former,
)
from flows.engine.speaking import with_whom
from flows.engine.work import work_on
from flows.model.effects import On
from flows.model.flow import Severity
from flows.model.ids import ItemId, PersonId
from flows.model.programme import Action, Item
from flows.model.registers import FINDINGS
from flows.model.screens import Button, Buttons, Heading, Line, Part, Prose, Quiet, Ref, Screen
from flows.model.session import Finding
from flows.rules.names import known_as, told_with_former, was_called
from flows.rules.readiness import SEVERITY_ORDER

MOST_LISTED = 20
"""Findings on the screen, and presses beside them; what is critical always stands there, however much it is."""
ALIKE = 0.5
"""The share of the words of the shorter of two sentences that the other has too, from which they read as the same point."""
_EMPTY = frozenset(
    "a an and are be been for has have in is it its not of on or out that the their there this to was were with yet".split()
)


class Told(msgspec.Struct, frozen=True):
    """A finding with the open work on it, if there is any, what it is about, and the words that say what it is."""

    scene: Scene
    finding: Finding
    work: Action | None
    item: ItemId | None
    words: frozenset[str]

    @property
    def place(self) -> tuple[int, dt.date]:
        """The worst first, then the soonest due."""
        return SEVERITY_ORDER.index(self.finding.severity), self.work.due if self.work is not None else dt.date.max


def findings(scenes: Sequence[Scene], texts: Mapping[str, str], viewer: PersonId, about: str = "") -> Screen:
    """All findings in neutral words, worst first over all parts, to ``viewer``: what is open, then what is settled. ``about``: of what is open,
    only what names that; all of it where nothing does."""
    told = sorted((_told(scene, one) for scene in scenes for one in scene.session.unsettled), key=lambda one: one.place)
    rows = [row for scene in scenes for row in _rows(scene)]
    named = [one for one in told if _names(one, about)] if about else told
    title = plain(text(texts, "list.findings", count=len(named or told)))
    parts: list[Part] = [Heading(title)]
    if about and told:
        key = "list.findings.about" if named else "list.findings.not_about"
        parts.append(Quiet((text(texts, key, about=_called(texts, rows, about)),)))
    told = named or told
    parts += _open(texts, joined(told), viewer) if told else [Prose((text(texts, "list.findings.none"),))]
    parts += settled_parts(scenes, texts, viewer)
    if any(scene.session.findings for scene in scenes):
        parts.append(Quiet((*up_to(scenes, texts, viewer), text(texts, "list.findings.foot"))))
    return Screen(tuple(parts), title)


def _open(texts: Mapping[str, str], groups: Sequence[Sequence[Told]], viewer: PersonId) -> list[Part]:
    """What is open, the first of it each with the way to settle it for whoever may: what stands below moves up as that is settled."""
    most = max(MOST_LISTED, sum(group[0].finding.severity is Severity.CRITICAL for group in groups))
    lined = [(one, line) for group in groups[:most] for one, line in zip(group, _lines(texts, group), strict=True)]
    parts = [to_settle(one.scene, one.finding, line, viewer) for one, line in lined[:MOST_LISTED]]
    rest = [line for _, line in lined[MOST_LISTED:]]
    left = sum(len(group) for group in groups[most:])
    if left:
        rest.append(text(texts, "summary.more", count=left))
    ways = Buttons((Button(Ref("register", arg=Look(FINDINGS).arg), texts["button.findings_paged"]),))
    return [*parts, *((Prose(tuple(rest)),) if rest else ()), *((ways,) if left else ())]


def _told(scene: Scene, finding: Finding) -> Told:
    item = finding.spot.item or scene.session.item
    return Told(scene, finding, work_on(scene, finding), item, _words(scene, finding, item))


def _names(one: Told, about: str) -> bool:
    """Whether a finding is of a row of that name, or has it in its words."""
    row = one.scene.facts.row(one.item) if one.item is not None else None
    said = f"{row.name if row is not None else ''} {plain(finding_words(one.scene, one.finding))}"
    return about.casefold() in told_with_former(said, _rows(one.scene)).casefold()


def _rows(scene: Scene) -> list[Item]:
    """The rows that the findings of a run may name."""
    return [*(row for rows in scene.rows.values() for row in rows), *((scene.subject,) if scene.subject else ())]


def _called(texts: Mapping[str, str], rows: Sequence[Item], about: str) -> Line:
    """What was looked for; where it is a former name, with what is called so now."""
    row = known_as(rows, about)
    return with_former(texts, (row.name,), (about,)) if row is not None and was_called(row, about) else (about,)


def _words(scene: Scene, finding: Finding, item: ItemId | None) -> frozenset[str]:
    """What a finding says, without the small words and without what it is about."""
    row = scene.facts.row(item) if item is not None else None
    said = plain(finding_words(scene, finding)).replace(row.name if row is not None else "\0", " ").casefold()
    return frozenset(word for word in "".join(c if c.isalnum() else " " for c in said).split() if word not in _EMPTY)


def joined(told: Sequence[Told]) -> list[list[Told]]:
    """Findings about the same row that say nearly the same in several parts, together where the worst of them stands."""
    groups: list[list[Told]] = []
    for one in told:
        home = next((group for group in groups if any(_alike(one, other) for other in group)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def _alike(one: Told, other: Told) -> bool:
    if one.item is None or one.item != other.item:
        return False
    fewest = min(len(one.words), len(other.words))
    return fewest > 0 and len(one.words & other.words) >= ALIKE * fewest


def _lines(texts: Mapping[str, str], group: Sequence[Told]) -> list[Line]:
    """The worst of a group, and below it what says nearly the same elsewhere."""
    first, *others = group
    return [("• ", *_line(texts, first)), *(text(texts, "list.finding.also", what=_line(texts, one)) for one in others)]


def _line(texts: Mapping[str, str], one: Told) -> Line:
    scene, stages = one.scene, {stage.id: stage.title for stage in one.scene.library.stages}
    what = unstopped(about_row(scene, finding_line(scene, one.finding)))
    part = stages.get(scene.plan.flow.stage, scene.plan.flow.title)
    if one.work is None:
        return text(texts, "list.finding", what=what, part=part)
    who = alone(texts, with_whom(scene.programme, one.work))
    return text(texts, "list.finding.due", what=what, part=part, who=who, due=On(one.work.due))
