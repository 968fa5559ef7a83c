"""What is held of the country at hand, shown with a question: facts with their source, questions for counsel, what is missing and where to
look; what has moved since it was answered; and the way to a figure of the team's own."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine.registers import country_name
from flows.engine.reopening import moved_notes
from flows.engine.screens.country import Atlas, card, own_figure, where_to_look
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import answer_line, finding_line, said, text
from flows.model.country import CountryField
from flows.model.effects import Mention, On
from flows.model.flow import Question
from flows.model.screens import Line, Part, Prose, Ref, Screen, Strong
from flows.model.session import Spot
from flows.rules.readiness import by_severity

MOST_FOUND = 3
"""Findings below a decision; the summary has all."""


def atlas_of(scene: Scene) -> Atlas:
    """What is held of countries, as the scene sees it."""
    holdings = scene.facts.holdings
    return Atlas(holdings.book, scene.texts, holdings.today, holdings.own)


def opening(scene: Scene) -> Screen:
    """The card of the country that a session runs for."""
    code = scene.facts.country(None)
    return card(atlas_of(scene), code, country_name(code))


def moved(scene: Scene, spot: Spot) -> list[Part]:
    """Why a question that was answered is put again: what it leaned on, as it was and as it is, and what was answered then."""
    pairs = scene.facts.moved(spot)
    answer = scene.session.answer_at(spot)
    if not pairs or answer is None:
        return []
    lines = [said(scene, note) for note in moved_notes(scene.texts, pairs)]
    then = {"answer": answer_line(scene, answer), "who": Mention(answer.by), "day": On(answer.at.date())}
    return [Prose((*lines, text(scene.texts, "country.moved.then", **then)))]


def shown(scene: Scene, question: Question, spot: Spot) -> list[Part]:
    """What a question shows of the country at hand; nothing for a question that shows none of it."""
    code = scene.facts.country(spot.item)
    if not question.book or not code:
        return []
    atlas = atlas_of(scene)
    lines = [line for field in question.book for line in _field(atlas, code, field)]
    head: Line = (Strong(atlas.words("country.shown", name=atlas.name(code, country_name(code)))),)
    ref = Ref("country_figure", scene.session.id, spot, scene.session.revision(spot))
    return [Prose((head, *(("• ", *line) for line in lines))), own_figure(atlas, code, question.book[0], ref)]


def weighed(scene: Scene, question: Question) -> list[Part]:
    """What the team itself found in this run, the gravest first, below a decision that leans on what is held of the country."""
    found = by_severity(scene.session.unsettled) if question.book and question.decides else ()
    if not found:
        return []
    lines: list[Line] = [("• ", *finding_line(scene, one)) for one in found[:MOST_FOUND]]
    if len(found) > MOST_FOUND:
        lines.append(text(scene.texts, "summary.more", count=len(found) - MOST_FOUND))
    return [Prose(((Strong(scene.texts["country.weighed"]),), *lines))]


def _field(atlas: Atlas, code: str, field: CountryField) -> Iterator[Line]:
    read = atlas.read(code, field)
    fact = atlas.fact(read)
    if fact is not None:
        yield (f"{atlas.field(field)}: {fact}",)
    for ask in read.asks:
        yield atlas.say("country.shown.ask", field=atlas.field(field), ask=atlas.question(ask))
    yield from (atlas.figure(own) for own in read.own[:1])
    if read.missing:
        yield atlas.say("country.shown.missing", field=atlas.field(field), where=where_to_look(atlas, field))
