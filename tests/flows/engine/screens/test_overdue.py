"""What is counted alike wherever it is told: what is overdue, and how a check stands."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.screens import home, overview
from flows.engine.screens.wording import plain
from flows.model.values import Day, NewItems
from tests.builders import NO
from tests.flows.engine.crew import Crew, words
from tests.flows.engine.screens.test_overview import card, scenes
from tests.flows.engine.test_deadlines import DAYS, SOON
from tests.flows.engine.test_scoring import Guard


def test_the_card_and_home_count_a_named_day_that_has_passed_among_what_is_overdue() -> None:
    team = Crew.at(DAYS)
    team.click(NO)
    team.click(NewItems((), ("Engine",)))
    team.click(Day(SOON))
    assert [one.day for one in team.ref.deadlines] == [SOON]
    team.now += SOON - team.now.date() + dt.timedelta(days=1)
    assert "0 findings open (0 critical, 0 high) · 0 actions, 1 overdue (with 1 date that has passed)" in words(
        card(team)
    )
    of_home = home.open_line(team.library.texts, scenes(team))
    assert plain(of_home) == "0 findings open · 0 actions, 1 overdue (with 1 date that has passed)"
    session = msgspec.structs.replace(team.ref, superseded=True)
    team.sessions[session.id] = session
    assert plain(home.open_line(team.library.texts, scenes(team))) == "No open findings or actions"


def test_a_finished_check_names_the_verdict_of_its_scorecard_in_place_of_its_readiness() -> None:
    team = Guard.of("Acme")
    team.answers()
    team.finish()
    (before,) = [overview.session_line(scene) for scene in scenes(team)]
    assert "scorecard" not in plain(before) and "%" in plain(before)
    team.settle()
    (line,) = [overview.session_line(scene) for scene in scenes(team)]
    assert plain(line) == "Gone through · scorecard: falls short"
