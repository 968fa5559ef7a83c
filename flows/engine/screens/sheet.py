"""The sheet of scenarios for the vendor: what both sides read, without any answer of ours. Plain text, to be printed or filled in."""

from __future__ import annotations

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import phrase, plain, text
from flows.model.flow import Apart
from flows.model.session import Spot

WIDTH = 72


def sheet(scene: Scene) -> str:
    """The scenarios of a session's flow with their readings to tick, under the words that it binds nobody; empty where it has none."""
    questions = [question for section in scene.plan.flow.sections if section.apart for question in section.questions]
    if not questions:
        return ""
    head = plain(text(scene.texts, "sheet.head"))
    title = scene.subject.name if scene.subject is not None else scene.title
    lines = [head, "=" * min(len(head), WIDTH), "", title, "", plain(text(scene.texts, "sheet.intro")), ""]
    for number, question in enumerate(questions, 1):
        lines += [f"{number}. {plain(phrase(scene, question.text, Spot(question.id)))}", ""]
        lines += [f"   [ ] {option.label}" for option in question.options if option.id not in set(Apart)]
        lines += [f"   {plain(text(scene.texts, 'sheet.clause'))}", ""]
    return "\n".join((*lines, plain(text(scene.texts, "notice")), ""))
