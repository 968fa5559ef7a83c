"""The way to settle a finding: the press beside it, the form, what is settled, and the line that says who settled one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, finding_line, plain, text
from flows.model.effects import Mention, On
from flows.model.flow import Severity
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.screens import (
    Button,
    Divide,
    Field,
    Form,
    Line,
    Listed,
    Part,
    Prose,
    Ref,
    Strong,
)
from flows.model.session import Finding, Settled
from flows.rules.readiness import SEVERITY_ORDER
from flows.rules.settling import reads_reason, settlers

REASON = "reason"
MOST_SETTLED = 20
"""Settled findings that are shown below the open ones."""


def settled_parts(scenes: Sequence[Scene], texts: Mapping[str, str], viewer: PersonId) -> list[Part]:
    """What is settled, worst first over all parts, each with who settled it, when, to whom that may be told why, and the way to take it up."""
    found = [(scene, one, one.settled) for scene in scenes for one in scene.session.findings if one.settled is not None]
    if not found:
        return []
    found.sort(key=lambda one: SEVERITY_ORDER.index(one[1].severity))
    parts: list[Part] = [Divide(), Prose(((Strong(plain(text(texts, "list.settled", count=len(found)))),),))]
    parts += [_done(texts, scene, finding, word, viewer) for scene, finding, word in found[:MOST_SETTLED]]
    left = len(found) - MOST_SETTLED
    return [*parts, Prose((text(texts, "summary.more", count=left),))] if left > 0 else parts


def _done(texts: Mapping[str, str], scene: Scene, finding: Finding, word: Settled, viewer: PersonId) -> Part:
    told = settled_line(scene, word, why=reads_reason(scene.programme, finding, viewer))
    said: Line = ("• ", *about_row(scene, finding_line(scene, finding)))
    return Listed((said, told), (Button(_ref("take_up", scene, finding), texts["button.take_up"]),))


def to_settle(scene: Scene, finding: Finding, line: Line, viewer: PersonId) -> Part:
    """The line of an open finding, with the way to settle it for whoever may."""
    if viewer not in settlers(scene.programme, finding.severity):
        return Prose((line,))
    return Listed((line,), (Button(_ref("settle", scene, finding), scene.texts["button.settle"]),))


def up_to(scenes: Sequence[Scene], texts: Mapping[str, str], viewer: PersonId) -> list[Line]:
    """Whose it is to settle what is open and what this viewer may not: of what is critical, and of the rest."""
    found: dict[str, Line] = {}
    for scene in scenes:
        for finding in scene.session.unsettled:
            may = tuple(settlers(scene.programme, finding.severity))
            grade = "critical" if finding.severity is Severity.CRITICAL else "other"
            if viewer not in may:
                found[grade] = text(texts, f"settle.up_to.{grade}", who=_either(texts, may))
    return [found[grade] for grade in ("critical", "other") if grade in found]


def _either(texts: Mapping[str, str], may: Sequence[PersonId]) -> Line:
    """These people, of whom one is enough; where there is nobody, whoever comes to own the programme."""
    match may:
        case ():
            return (texts["settle.up_to.nobody"],)
        case (one,):
            return (Mention(one),)
        case _:
            return text(texts, "settle.up_to.either", who=Mention(may[0]), other=Mention(may[-1]))


def settled_line(scene: Scene, word: Settled, *, why: bool) -> Line:
    """Who settled a finding and when, and that it was the owner for want of a counsel; ``why``: with the reason."""
    day = word.at.astimezone(ZoneInfo(scene.programme.settings.zone)).date()
    key = "settled.by.owner" if word.role is Role.OWNER else "settled.by"
    said = text(scene.texts, key, who=Mention(word.by), day=On(day))
    return text(scene.texts, "settled.why", said=said, reason=word.reason) if why else said


# ── the form ─────────────────────────────────────────────────────────────────


def _ref(do: str, scene: Scene, finding: Finding) -> Ref:
    """What names a finding, and how grave it was when it was shown."""
    return Ref(do, scene.session.id, finding.spot, arg=f"{finding.severity}.{finding.rule}")


def named(ref: Ref) -> tuple[Severity, str] | None:
    """How grave the finding that a press names was when it was shown, and its rule; None for a press that names none."""
    severity, _, rule = ref.arg.partition(".")
    return (Severity(severity), rule) if severity in set(Severity) and rule else None


def settle_form(scene: Scene, finding: Finding) -> Form:
    """The form that asks why a finding is settled."""
    texts = scene.texts
    field = Field(REASON, "long_text", texts["settle.form.reason"], texts["settle.form.hint"], high=300)
    intro = (about_row(scene, finding_line(scene, finding)), text(texts, "settle.form.means"))
    ref = _ref("settle", scene, finding)
    return Form(ref, texts["settle.form.title"], texts["button.settle"], texts["form.close"], (field,), intro)
