"""Looks: the rows of a register in lists, each in the first that holds for it; whole as a message, folded in the summary."""

from __future__ import annotations

from flows.engine.playbook import called
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import answer_line, item_name, phrase, plain, text
from flows.model.errors import NotHere
from flows.model.flow import Look, LookList
from flows.model.ids import ItemId, QuestionId
from flows.model.screens import Line, Part, Prose, Quiet, Screen, Strong
from flows.model.session import Spot
from flows.rules.conditions import judge

ABOUT_ITEM = QuestionId("")
"""A spot's question when a phrase is about an item alone."""
MOST_WHOLE = 6
"""Rows that a summary tells with their reason; of the others it gives the names."""


def heaps(scene: Scene, look: Look) -> tuple[tuple[LookList, tuple[ItemId, ...]], ...]:
    """The items of a look's register, each in the first list that holds for it."""
    heap: dict[str, list[ItemId]] = {one.id: [] for one in look.lists}
    for row in scene.rows.get(look.each, ()):
        for one in look.lists:
            if one.when is None or judge(one.when, scene.facts, row.id) is True:
                heap[one.id].append(row.id)
                break
    return tuple((one, tuple(heap[one.id])) for one in look.lists)


def _parts(scene: Scene, look: Look) -> list[Part]:
    """A look as parts: each list with its items and why they stand there."""
    parts: list[Part] = [Prose(((Strong(look.title),), *(((look.intro,),) if look.intro else ())))]
    for one, items in heaps(scene, look):
        if items:
            parts.append(Prose(((Strong(one.title),), *(_with_reason(scene, one, item) for item in items))))
    return [*parts, *_beside(scene, look)]


def _with_reason(scene: Scene, one: LookList, item: ItemId) -> Line:
    return ("• ", Strong(item_name(scene, item)), " – ", *phrase(scene, one.because, Spot(ABOUT_ITEM, item)))


def _beside(scene: Scene, look: Look) -> list[Part]:
    """The answers about each item side by side: item by item what differs between them; what is the same for all of them, once."""
    asked = [item for _, heap in heaps(scene, look) for item in heap if _answered(scene, look, item)]
    told = {item: {name: _told(scene, name, item) for name in look.beside} for item in asked}
    same = [name for name in look.beside if len({plain(answers[name]) for answers in told.values()}) == 1]
    parts: list[Part] = []
    for item, answers in told.items():
        lines = [
            ("• ", Strong(_called(scene, name)), ": ", *answers[name])
            for name in look.beside
            if name not in same or len(told) == 1
        ]
        parts.append(Prose(((Strong(item_name(scene, item)),), *lines)))
    if same and len(told) > 1:
        alike = [(f"{_called(scene, name)}: ", *next(iter(told.values()))[name]) for name in same]
        parts.append(Quiet((text(scene.texts, "look.same"), *alike)))
    return parts


def _answered(scene: Scene, look: Look, item: ItemId) -> bool:
    """Whether anything that is laid side by side was answered about an item."""
    return any(scene.session.answer_at(Spot(name, item)) is not None for name in look.beside)


def _told(scene: Scene, name: QuestionId, item: ItemId) -> Line:
    """What was answered about an item; a dash where it is not asked about that one."""
    spot = Spot(name, item)
    return answer_line(scene, scene.session.answer_at(spot)) if scene.facts.applies(spot) else ("–",)


def _called(scene: Scene, name: QuestionId) -> str:
    return called(scene.plan.questions[name])


def look(scene: Scene, look_id: str) -> Screen:
    """One look as a message."""
    found = next((one for one in scene.plan.flow.looks if one.id == look_id), None)
    if found is None:
        raise NotHere(f"look {look_id} is not part of flow {scene.plan.flow.id}")
    return Screen((*_parts(scene, found), Quiet((text(scene.texts, "look.foot"),))), found.title)


def folded_looks(scene: Scene) -> tuple[Line, ...]:
    """Each list of a look in a line: what stands in it. Why, was told when the look was shown, and stands in the review's answers; a list that is to
    be looked up later says it of its first rows."""
    lines: list[Line] = []
    for one in scene.plan.flow.looks:
        filled = [(heap, items) for heap, items in heaps(scene, one) if items]
        lines += [(Strong(one.title),)] if filled else []
        for heap, items in filled:
            lines += _folded(scene, heap, items)
    return tuple(lines)


def _folded(scene: Scene, heap: LookList, items: tuple[ItemId, ...]) -> list[Line]:
    """One list of the summary."""
    if not heap.whole:
        return [("• ", Strong(heap.title), ": ", ", ".join(item_name(scene, item) for item in items))]
    first, others = items[:MOST_WHOLE], items[MOST_WHOLE:]
    further: list[Line] = [("• ", ", ".join(item_name(scene, item) for item in others))] if others else []
    return [(f"{heap.title}:",), *(_with_reason(scene, heap, item) for item in first), *further]
