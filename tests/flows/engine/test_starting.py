"""Starting: once per flow and channel, whoever asks; the second time leads to what is there."""

from __future__ import annotations

from flows.authoring.paper import lines_of
from flows.engine.screens import overview
from flows.engine.screens.scene import Scene
from flows.model.effects import Whispered
from flows.model.events import Started
from flows.model.ids import FlowId
from flows.model.session import SessionState
from tests.builders import (
    JON,
    MARIA,
    NAMES,
    YES,
    asked,
    flow_of,
    is_refused,
    library_of,
)
from tests.flows.engine.crew import Crew, at_people, in_review
from tests.flows.engine.small import LEAK, LEAKY, STORY


def test_a_flow_that_runs_already_is_pointed_at_rather_than_started_twice() -> None:
    team = at_people()
    outcome = team.start(STORY, by=JON)
    assert is_refused(outcome, "start.running") and len(team.sessions) == 1
    assert isinstance(outcome.reply, Whispered)
    assert outcome.reply.buttons == ("continue",) and outcome.reply.session == team.ref.id


def test_starting_a_paused_flow_resumes_it() -> None:
    team = at_people()
    team.pause()
    outcome = team.start(STORY, by=JON)
    assert asked(outcome) == ["triage.people"] and team.ref.state is SessionState.ASKING


def test_starting_a_finished_flow_leads_to_its_review() -> None:
    team = in_review()
    team.finish()
    outcome = team.start(STORY)
    assert is_refused(outcome, "start.done")
    assert isinstance(outcome.reply, Whispered) and outcome.reply.buttons == ("review",)


def test_a_flow_that_nobody_wrote_is_not_started() -> None:
    team = Crew(library_of(STORY))
    assert is_refused(team.say(MARIA, Started(FlowId("nowhere"))), "start.unknown")
    assert team.programme is None


def test_whoever_starts_owns_the_programme() -> None:
    team = Crew(library_of(STORY))
    team.start(STORY, by=JON)
    assert team.programme is not None and team.programme.owner == JON


def test_a_start_with_an_unknown_time_zone_falls_back_to_utc() -> None:
    team = Crew(library_of(STORY))
    team.start(STORY, zone="Mars/Olympus")
    assert team.programme is not None and team.programme.settings.zone == "UTC"


def test_a_second_flow_of_the_channel_is_a_session_of_the_same_programme() -> None:
    other = flow_of(
        "  - section: a\n    title: A\n    questions:\n      - {ask: b, kind: yes_no, text: B, why: W., source: method}\n",
        "other",
    )
    team = Crew.at(STORY, other)
    team.start(other, by=JON)
    assert team.programme is not None
    assert [ref.id for ref in team.programme.sessions] == ["sample-1", "other-2"]
    assert team.programme.owner == MARIA


# ── what starts on the word of a leak ──


def told_of_a_leak() -> Crew:
    """A team at the first question of the flow for a leak, beside one that it had begun before."""
    team = Crew(LEAKY)
    team.start(STORY)
    team.start(LEAK)
    return team


def card(team: Crew) -> str:
    scenes = [Scene(team, session, team.library, team.now) for session in team.sessions]
    return "\n".join(lines_of(overview.card(team.library, scenes[0].programme, scenes, team.now.date()), NAMES))


def test_the_flow_for_a_leak_starts_anew_each_time_that_it_was_finished() -> None:
    team = told_of_a_leak()
    assert is_refused(team.start(LEAK, by=JON), "start.running") and len(team.sessions) == 2
    team.click(YES)
    team.finish()
    assert asked(team.start(LEAK, by=JON)) == ["a.counsel"] and len(team.sessions) == 3
    assert team.answer("a.counsel") is None and team.open_session.started_by == JON


def test_the_card_shows_the_flow_for_a_leak_only_once_it_has_begun() -> None:
    team = Crew(LEAKY)
    team.start(STORY)
    assert "First response" not in card(team)
    team.start(LEAK)
    assert "A leak is being dealt with. 0 of 1 answered" in card(team)
