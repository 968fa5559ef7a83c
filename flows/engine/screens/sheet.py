"""The sheet of scenarios for the vendor: what both sides read, without any answer of ours. To be printed or filled in."""

from __future__ import annotations

import msgspec

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import phrase, plain, text
from flows.model.effects import Mention, On
from flows.model.flow import Apart
from flows.model.screens import Line
from flows.model.session import Spot, VendorReading


def vendor_line(scene: Scene, vendor: VendorReading) -> Line:
    """Whose entry the vendor's answers are, of when, and how far they agree with ours where we agree."""
    return text(
        scene.texts,
        "apart.vendor.line" if vendor.total else "apart.vendor.line.none",
        who=Mention(vendor.by),
        day=On(vendor.day),
        alike=vendor.alike,
        total=vendor.total,
    )


class Scenario(msgspec.Struct, frozen=True):
    """One scenario, and how it can be read."""

    text: str
    readings: tuple[str, ...]


class Scenarios(msgspec.Struct, frozen=True):
    """A sheet of them. ``head``: that it binds nobody; ``title``: of what; ``clause``: the line on which a clause is named."""

    head: str
    title: str
    intro: str
    questions: tuple[Scenario, ...]
    clause: str
    notice: str


def scenario(scene: Scene) -> Spot | None:
    """The first scenario of a session's flow, by which their form is known; None where it has none."""
    asked = (question for section in scene.plan.flow.sections if section.apart for question in section.questions)
    first = next(asked, None)
    return Spot(first.id) if first is not None else None


def sheet(scene: Scene) -> Scenarios | None:
    """The scenarios of a session's flow with their readings; None where it has none."""
    asked = [question for section in scene.plan.flow.sections if section.apart for question in section.questions]
    if not asked:
        return None
    told = tuple(
        Scenario(
            plain(phrase(scene, question.text, Spot(question.id))),
            tuple(option.label for option in question.options if option.id not in set(Apart)),
        )
        for question in asked
    )
    words = {key: plain(text(scene.texts, f"sheet.{key}")) for key in ("head", "intro", "clause")}
    title = scene.subject.name if scene.subject is not None else scene.title
    return Scenarios(
        words["head"], title, words["intro"], told, words["clause"], notice=plain(text(scene.texts, "notice"))
    )
