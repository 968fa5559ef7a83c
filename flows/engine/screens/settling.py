"""Findings with the way to settle them: the list, the form, and the line that says who settled one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from flows.engine.screens.review import finding_line
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, plain, text
from flows.model.effects import Mention, On
from flows.model.flow import Severity
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.screens import (
    Button,
    Divide,
    Field,
    Form,
    Heading,
    Line,
    Listed,
    Part,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
)
from flows.model.session import Finding, Settled
from flows.rules.readiness import by_severity
from flows.rules.settling import reads_reason

REASON = "reason"
MOST_LISTED = 20
"""Open findings that are shown, and again as many settled ones."""
_Placed = tuple[Scene, Finding]


def findings(scenes: Sequence[Scene], texts: Mapping[str, str], viewer: PersonId) -> Screen:
    """All findings in neutral words, worst first, to ``viewer``: what is open, each with the way to settle it, then what is settled, with who
    settled it, when, and to whom that may be told, why."""
    found = [(scene, one) for scene in scenes for one in by_severity(scene.session.findings)]
    unsettled = [one for one in found if one[1].settled is None]
    title = plain(text(texts, "list.findings", count=len(unsettled)))
    parts: list[Part] = [Heading(title)]
    parts += [_open(texts, one) for one in unsettled[:MOST_LISTED]]
    parts += _more(texts, unsettled)
    if not unsettled:
        parts.append(Prose((text(texts, "list.findings.none"),)))
    done = [(scene, finding, word) for scene, finding in found if (word := finding.settled) is not None]
    if done:
        parts += [Divide(), Prose(((Strong(plain(text(texts, "list.settled", count=len(done)))),),))]
        parts += [_done(texts, scene, finding, word, viewer) for scene, finding, word in done[:MOST_LISTED]]
        parts += _more(texts, done)
    if found:
        parts.append(Quiet((text(texts, "list.findings.foot"),)))
    return Screen(tuple(parts), title)


def _more(texts: Mapping[str, str], found: Sequence[object]) -> list[Part]:
    left = len(found) - MOST_LISTED
    return [Prose((text(texts, "summary.more", count=left),))] if left > 0 else []


def _open(texts: Mapping[str, str], placed: _Placed) -> Part:
    scene, finding = placed
    return Listed((_said(scene, finding),), (Button(_ref("settle", scene, finding), texts["button.settle"]),))


def _done(texts: Mapping[str, str], scene: Scene, finding: Finding, word: Settled, viewer: PersonId) -> Part:
    told = settled_line(scene, word, why=reads_reason(scene.programme, finding, viewer))
    return Listed((_said(scene, finding), told), (Button(_ref("take_up", scene, finding), texts["button.take_up"]),))


def _said(scene: Scene, finding: Finding) -> Line:
    return ("• ", *about_row(scene, finding_line(scene, finding)))


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
