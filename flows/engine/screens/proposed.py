"""What an item question puts forward by itself, as people see it: whence each row comes, and in the summary which were taken and which not."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine.closing import moves_still
from flows.engine.playbook import called
from flows.engine.proposing import came, often, often_of
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import phrase, plain, text
from flows.model.flow import Proposal
from flows.model.programme import Item
from flows.model.screens import Line, Part, Quiet
from flows.model.session import AnswerState, Spot


def _of(scene: Scene, proposal: Proposal) -> str:
    """The first answer that it comes of, by its short name."""
    return called(scene.plan.questions[proposal.of[0]])


def whence(scene: Scene, spot: Spot) -> dict[str, str]:
    """Whence the rows come that are put forward at a spot, and how often each comes round, by their names in small letters."""
    question, texts = scene.question(spot), scene.texts
    rows, put = scene.offered(question), {one.name.casefold(): one for one in scene.facts.proposed(spot)}
    told: dict[str, str] = {}
    for row in (row for row in rows if row.name.casefold() in put):
        clause, count = _of(scene, put[row.name.casefold()]), often(scene.facts, question, row)
        key = "proposed.from" if count is None else "proposed.from.every"
        told[row.name.casefold()] = plain(text(texts, key, clause=clause, count=count or 0))
    return told


def written(scene: Scene, spot: Spot, row: Item) -> str:
    """A row as it is named in a form: with how often it comes round, where that is known, so that it can be changed there."""
    count = often(scene.facts, scene.question(spot), row)
    return row.name if count is None else plain(text(scene.texts, "proposed.every", name=row.name, count=count))


def above(scene: Scene, spot: Spot) -> list[Part]:
    """What stands above the rows, while some of them are put forward that nobody has decided on."""
    fresh = scene.facts.undecided(spot)
    asked = often_of(scene.plan, scene.question(spot))
    rounds = (text(scene.texts, "proposed.often"),) if any(asked in one.then for one in fresh) else ()
    return [Quiet((text(scene.texts, "proposed.ticked"), *rounds))] if fresh else []


def lines(scene: Scene) -> tuple[Line, ...]:
    """Of each question that put rows forward and was answered: those that were taken, each with the clause it comes of, and those that were not, with
    the way to take them while they can be taken."""
    return tuple(line for spot in _spots(scene) for line in _lines(scene, spot))


def _spots(scene: Scene) -> Iterator[Spot]:
    for question in scene.plan.questions.values():
        answer = scene.facts.answer(question.id, None) if question.proposes else None
        if answer is not None and answer.state is AnswerState.VALUE:
            yield answer.spot


def _lines(scene: Scene, spot: Spot) -> Iterator[Line]:
    question = scene.question(spot)
    register = question.register
    found = list(came(scene.facts, spot, scene.rows.get(register, ()) if register is not None else ()))
    for key, those in (
        ("proposed.taken", [(row.name, one) for one, row in found if row is not None]),
        ("proposed.declined", [(one.name, one) for one, row in found if row is None]),
    ):
        if those:
            named = text(scene.texts, key, rows=", ".join(f"{name} ({_of(scene, one)})" for name, one in those))
            shut = key == "proposed.taken" or not moves_still(scene.plan.flow, scene.session, question)
            way = text(scene.texts, "proposed.declined.way", question=phrase(scene, question.text, spot))
            yield named if shut else (*named, " ", *way)
