"""Which of several sessions is meant: a leak stands first, and no list of handed questions pushes it or a session out."""

from __future__ import annotations

from flows.engine.screens.picking import MOST_HANDED, which_session
from flows.engine.screens.scene import Scene
from flows.model.events import Handed, Started
from flows.model.ids import FlowId
from flows.model.screens import Buttons, Screen
from tests.builders import JON, MARIA, Team, shipped, spot

STRATEGY, LEAK = FlowId("ip_strategy"), FlowId("first_response")


def pressed(screen: Screen) -> list[tuple[str, str]]:
    shown = [button for part in screen.parts if isinstance(part, Buttons) for button in part.buttons]
    return [(button.ref.do, str(button.ref.session)) for button in shown]


def test_a_leak_comes_before_what_was_handed_over_and_no_session_is_pushed_out() -> None:
    team = Team(shipped())
    team.say(MARIA, Started(STRATEGY, "atlas", zone="Europe/Warsaw"))
    strategy = team.ref
    flow = team.library.flows[STRATEGY]
    free = [question for question in flow.sections[0].questions if question.role is None]
    for question in free:
        team.say(MARIA, Handed(strategy.id, spot(question.id), JON, None))
    handed = len(team.ref.assignments)
    team.say(MARIA, Started(LEAK))
    assert team.programme is not None
    scenes = [Scene(team, session, team.library, team.now) for session in team.sessions]
    found = pressed(which_session(team.library.texts, "continue", scenes, JON))
    assert found[0] == ("continue", team.ref.id) and found[-1] == ("continue", strategy.id)
    assert found.count(("open", strategy.id)) == min(handed, MOST_HANDED) > 0
