"""What a question shows of the country at hand: in all countries and all questions nothing unverified as a fact, every value with source and date."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from bot.slack.blocks.message import message
from bot.slack.limits import broken
from flows.authoring.table import with_open_gates
from flows.engine.countries import prompts_for
from flows.engine.screens import held, question
from flows.engine.screens.country import Atlas
from flows.engine.screens.days import since_text
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import plain
from flows.model.country import LAW, CountryField, CountryValue, Right
from flows.model.events import FigureEntered, Started
from flows.model.flow import Question, Severity
from flows.model.ids import FlowId, ProgrammeId, country_id
from flows.model.screens import Buttons, Part, Prose
from flows.model.session import Finding, Spot
from flows.rules.countries import is_fact, reading
from tests.builders import JON, MARIA, NOW, Team, shipped
from tests.flows.engine.crew import words

CODES = (*sorted(shipped().countries.economies), "KZ")
F = CountryField


@cache
def team() -> Team:
    there = Team(with_open_gates(shipped()))
    there.say(MARIA, Started(FlowId("country_checks"), "atlas", name="India"))
    return there


def scene_of(code: str) -> Scene:
    """The check of a country, begun."""
    there = team()
    there.sessions[there.ref.id] = msgspec.structs.replace(there.ref, item=country_id(code))
    return there.scene()


def lines(parts: list[Part]) -> list[str]:
    return [plain(line).removeprefix("• ") for part in parts if isinstance(part, Prose) for line in part.lines]


def showing() -> list[Question]:
    return [asked for asked in team().scene().plan.questions.values() if asked.book]


def is_cited(line: str, value: CountryValue, atlas: Atlas) -> bool:
    """Whether a line carries where a value comes from and of when it is."""
    source = atlas.book.sources[value.sources[0]]
    date = since_text(value.as_of) if value.as_of != "undated" else "bears no date"
    return f"{source.publisher}, {value.edition}" in line and date in line


@pytest.mark.parametrize("code", CODES)
def test_no_question_shows_as_a_fact_what_is_not_verified_and_every_value_has_source_and_date(code: str) -> None:
    scene = scene_of(code)
    atlas = held.atlas_of(scene)
    economy = atlas.book.economies.get(code)
    for asked in showing():
        told = lines(held.shown(scene, asked, Spot(asked.id)))
        for field in asked.book:
            about = [line for line in told if line.startswith(f"{atlas.field(field)}: ")]
            read = reading(economy, field, scene.today)
            facts = [
                line for line in about if "not verified; to ask counsel" not in line and "not found in our" not in line
            ]
            if read.fact is None:
                assert facts == [] and about, f"{code} {field} says nothing as a fact, and is not passed over"
            else:
                assert is_fact(read.fact) and len(facts) == 1 and is_cited(facts[0], read.fact, atlas)
                assert field not in LAW or read.fact.says in facts[0]
            for ask in read.asks:
                assert any(atlas.question(ask) in line and "to ask counsel there" in line for line in about)


def test_what_is_shown_fits_a_message_of_slack_in_all_countries() -> None:
    for code in CODES:
        scene = scene_of(code)
        for asked in showing():
            screen = question.asked(scene, Spot(asked.id))
            assert broken(message(screen, ProgrammeId("T:C"), "en_GB", {})) == [], (code, asked.id)


def test_where_nothing_is_held_it_says_so_and_where_to_look_and_a_figure_can_be_entered() -> None:
    scene = scene_of("KZ")
    asked = next(one for one in showing() if one.name == "index_covers")
    parts = held.shown(scene, asked, Spot(asked.id))
    assert "not found in our sources; the US Chamber of Commerce publishes" in lines(parts)[1]
    (row,) = (part for part in parts if isinstance(part, Buttons))
    assert [(button.ref.do, button.ref.arg) for button in row.buttons] == [("country_figure", "KZ.ip_index")]


def test_a_teams_own_figure_stands_beside_ours_with_who_and_whence() -> None:
    there = Team(with_open_gates(shipped()))
    there.say(MARIA, Started(FlowId("country_checks"), "atlas", name="India"))
    there.say(JON, FigureEntered("IN", F.IP_INDEX, "41.2", "the 13th edition", 2025))
    asked = next(one for one in showing() if one.name == "index_stands")
    told = lines(held.shown(there.scene(), asked, Spot(asked.id)))
    assert "38.64 % of the points" in told[1] and "41.2, from the 13th edition, 2025; entered by" in told[2]


def test_who_decides_on_a_country_reads_what_the_teams_own_answers_raised_gravest_first() -> None:
    there = Team(with_open_gates(shipped()))
    there.say(MARIA, Started(FlowId("country_checks"), "atlas", name="India"))
    questions = there.scene().plan.questions.values()
    decision = next(one for one in questions if one.name == "decision")
    assert held.weighed(there.scene(), decision) == []
    rules = [(one.id, rule) for one in questions for rule in one.findings if one.name != "decision"]
    found = [
        Finding(rule.id, Spot(name), level, NOW)
        for (name, rule), level in zip(
            rules, (Severity.LOW, Severity.CRITICAL, Severity.LOW, Severity.HIGH), strict=False
        )
    ]
    there.sessions[there.ref.id] = msgspec.structs.replace(there.ref, findings=tuple(found[:3]))
    assert len(lines(held.weighed(there.scene(), decision))) == 4
    there.sessions[there.ref.id] = msgspec.structs.replace(there.ref, findings=tuple(found))
    head, *told, more = lines(held.weighed(there.scene(), decision))
    assert head == "Open here, by your own answers" and more == "… and 1 more"
    assert [line.partition(":")[0] for line in told] == ["Critical", "High", "Low"]
    assert told[0] in [line.removeprefix("• ") for line in words(question.asked(there.scene(), Spot(decision.id)))]
    other = next(one for one in showing() if one.name != "decision")
    assert held.weighed(there.scene(), other) == [], "only below what is decided"


# ── what a contract has to see to ────────────────────────────────────────────


@pytest.mark.parametrize("code", CODES)
def test_a_prompt_is_either_what_to_write_with_its_source_or_a_question_for_counsel(code: str) -> None:
    atlas = Atlas(shipped().countries, shipped().texts, team().scene().today)
    prompts = prompts_for(atlas, code, Right)
    assert {F.ASSIGNMENT, F.MORAL_RIGHTS, F.NON_COMPETE, F.FOREIGN_FILING} <= {one.field for one in prompts}
    for one in prompts:
        assert bool(one.draft) is bool(one.source) and bool(one.draft) is not bool(one.ask), one
        assert not one.ask or "?" in one.ask


def test_india_is_prompted_by_what_was_read_and_asked_what_was_not() -> None:
    atlas = Atlas(shipped().countries, shipped().texts, team().scene().today)
    prompts = {one.field: one for one in prompts_for(atlas, "IN", [Right.COPYRIGHT])}
    assert prompts[F.ASSIGNMENT].draft.startswith("Name the work, each right")
    assert (
        "Copyright Act 1957 s. 19" in prompts[F.ASSIGNMENT].source and "bears no date" in prompts[F.ASSIGNMENT].source
    )
    assert prompts[F.FOREIGN_FILING].draft == "" and "Patents Act 1970" in prompts[F.FOREIGN_FILING].ask
