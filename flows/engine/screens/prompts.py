"""What a question about a contract reminds of: the rules of the countries in which the other side's people work, each with its source and date.
What is not verified is a question for counsel there, and never stands as a fact."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine.countries import Prompt, prompts_of
from flows.engine.registers import country_name
from flows.engine.screens.country import MOST_COMPARED
from flows.engine.screens.held import atlas_of
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import text
from flows.model.country import CountryField
from flows.model.flow import Question
from flows.model.screens import Line, Part, Prose, Quiet, Strong

_WHOLE = frozenset({CountryField.NON_COMPETE})
"""Of these the rule itself is told beside what to write: whether such a clause holds at all is what the question comes down to."""


def shown(scene: Scene, question: Question) -> list[Part]:
    """The prompts that a question shows; that it is open where people work, where nobody has said so; nothing for one that shows none."""
    if not question.prompts:
        return []
    if not scene.lands:
        return [Quiet((text(scene.texts, "prompts.nowhere"),))]
    told = [lines for code in scene.lands if (lines := tuple(_of(scene, code, question.prompts)))]
    if not told:
        return []
    foot: list[Line] = [text(scene.texts, "prompts.foot")]
    left = len(told) - MOST_COMPARED
    if left > 0:
        foot.append(text(scene.texts, "prompts.more", count=left))
    shown = (line for lines in told[:MOST_COMPARED] for line in lines)
    return [Prose((text(scene.texts, "prompts.head"), *shown)), Quiet(tuple(foot))]


def _of(scene: Scene, code: str, fields: tuple[CountryField, ...]) -> Iterator[Line]:
    atlas = atlas_of(scene)
    for prompt in prompts_of(atlas, code, fields):
        yield ("• ", Strong(atlas.name(code, country_name(code))), ", ", *_line(scene, prompt))


def _line(scene: Scene, prompt: Prompt) -> Line:
    if prompt.ask:
        return text(scene.texts, "prompts.ask", field=prompt.label, ask=prompt.ask)
    says = f"{prompt.says} " if prompt.says and prompt.field in _WHOLE else ""
    return text(scene.texts, "prompts.draft", field=prompt.label, draft=f"{says}{prompt.draft}", source=prompt.source)
