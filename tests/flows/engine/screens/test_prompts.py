"""What a question about a contract reminds of: in all countries nothing unverified as a fact, every rule with its source and date."""

from __future__ import annotations

import datetime as dt
from functools import cache

import msgspec
import pytest

from bot.slack.blocks.message import message
from bot.slack.limits import broken
from flows.authoring.table import with_open_gates
from flows.engine.screens import prompts, question
from flows.engine.screens.days import since_text
from flows.engine.screens.held import atlas_of
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import plain
from flows.model.country import TREATIES, CountryField
from flows.model.events import Started
from flows.model.flow import Question
from flows.model.ids import FlowId, ProgrammeId
from flows.model.screens import Part, Prose, Quiet
from flows.model.session import SessionState, Spot
from flows.rules.countries import is_fact, reading
from tests.builders import MARIA, NOW, shipped
from tests.flows.engine.crew import Crew

CODES = (*sorted(shipped().countries.economies), "KZ")
F = CountryField


def reading_of(countries: str) -> Crew:
    """A team whose vendor works from these countries, and that begins to read its agreement."""
    team = Crew(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("vendor_checks"), name="Kodex"))
    for answer in ("confidential", "none", countries):
        team.reply(answer)
    team.say(MARIA, Started(FlowId("contract_review"), name="Kodex MSA"))
    for answer in ("main", "Kodex"):
        team.reply(answer)
    return team


@cache
def india() -> Scene:
    return reading_of("India").scene()


def there(*codes: str) -> Scene:
    """The same review, of a vendor whose people work in these countries."""
    team = reading_of("India")
    scene = team.scene()
    scene.lands = codes
    return scene


def prompted() -> list[Question]:
    return [asked for asked in india().plan.questions.values() if asked.prompts]


def lines(parts: list[Part]) -> list[str]:
    return [plain(line).removeprefix("• ") for part in parts if isinstance(part, Prose | Quiet) for line in part.lines]


def test_the_countries_are_those_in_which_the_vendors_people_work() -> None:
    assert india().lands == ("IN",) and set(reading_of("India and Poland").scene().lands) == {"IN", "PL"}


def test_the_question_on_work_for_rivals_tells_what_our_source_says_of_such_a_ban_there_and_what_to_write() -> None:
    (asked,) = (one for one in prompted() if one.name == "exclusivity")
    told = lines(prompts.shown(india(), asked))
    assert told[1].startswith("India, ") and "(about employees, individuals, companies) Our source says that" in told[1]
    assert "Protect yourself by secrecy" in told[1] and "Indian Contract Act 1872 s. 27" in told[1]
    assert "its source bears no date" in told[1] and "Have counsel there confirm it" in told[-1]


@pytest.mark.parametrize("code", CODES)
def test_what_is_not_verified_is_a_question_for_counsel_and_every_rule_has_source_and_date(code: str) -> None:
    scene = there(code)
    atlas, economy = atlas_of(scene), scene.library.countries.economies.get(code)
    for asked in prompted():
        told = lines(prompts.shown(scene, asked))
        for field in asked.prompts:
            about = [line for line in told if f", {atlas.field(field)}" in line]
            read = reading(economy, field, scene.today)
            facts = [line for line in about if "not verified. Ask counsel there" not in line]
            if field in TREATIES:
                assert facts == [] and bool(about) is not (read.fact is not None and read.fact.value == "yes")
            elif read.fact is None:
                assert facts == [] and about, f"{code} {field} says nothing as a fact, and is not passed over"
            else:
                source = scene.library.countries.sources[read.fact.sources[0]]
                date = since_text(read.fact.as_of) if read.fact.as_of != "undated" else "bears no date"
                assert is_fact(read.fact) and len(facts) == 1
                assert f"{source.publisher}, {read.fact.edition}" in facts[0] and date in facts[0]


def test_a_question_with_its_prompts_fits_a_message_of_slack_in_all_countries_four_at_a_time() -> None:
    for at in range(0, len(CODES), 4):
        scene = there(*CODES[at : at + 4])
        for asked in prompted():
            screen = question.asked(scene, Spot(asked.id))
            assert broken(message(screen, ProgrammeId("T:C"), "en_GB", {})) == [], (CODES[at : at + 4], asked.id)


def test_of_more_countries_than_fit_a_phone_the_rest_are_counted_and_those_without_a_gap_are_none() -> None:
    rivals, court = (next(one for one in prompted() if one.name == name) for name in ("exclusivity", "forum"))
    scene = there("IN", "PL", "VN", "CN", "US", "DE")
    told = lines(prompts.shown(scene, rivals))
    assert not any(line.startswith("United States") for line in told) and told[-1].startswith("2 more countries")
    assert prompts.shown(scene, court) == [], "the New York Convention is held to bind in all of them"


def test_where_nobody_has_said_where_people_work_the_question_says_so_and_states_no_law() -> None:
    team = Crew(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("contract_review"), name="Kodex MSA"))
    for answer in ("main", "Kodex"):
        team.reply(answer)
    scene = team.scene()
    assert scene.lands == ()
    for asked in prompted():
        (only,) = lines(prompts.shown(scene, asked))
        assert "is not known yet" in only


def test_a_review_that_is_done_reads_no_other_run_for_its_prompts() -> None:
    team = reading_of("India")
    done = msgspec.structs.replace(team.ref, state=SessionState.DONE, finished=dt.datetime(2026, 11, 26, tzinfo=dt.UTC))
    assert Scene(team, team.ref.id, team.library, team.now, done).lands == ()


def test_a_question_without_prompts_shows_none() -> None:
    scene = india()
    (asked,) = (one for one in scene.plan.questions.values() if one.name == "residuals")
    assert prompts.shown(scene, asked) == []
