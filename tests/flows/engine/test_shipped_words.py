"""What the shipped content says and understands, where somebody read it as something else."""

from __future__ import annotations

import pytest

from flows.authoring.table import with_open_gates
from flows.engine.screens import asides
from flows.engine.screens.scene import Scene
from flows.model.events import Started
from flows.model.ids import FlowId
from flows.model.values import Choice
from tests.builders import MARIA, NOW, shipped
from tests.flows.engine.crew import Crew, words
from tests.flows.engine.readers.setting import check, sure

HELPERS = "Have {vendor} say who else would work on it, and make the same written duties a condition for each"


def listed(team: Crew) -> str:
    """The open work, as its list shows it."""
    scenes = [Scene(team, session, team.library, team.now) for session in team.sessions]
    return "\n".join(words(asides.actions(scenes, team.library.texts)))


def test_a_law_that_was_named_with_doubt_is_not_told_as_one_that_was_not_named() -> None:
    ladder = shipped().ladder
    evidence = ladder.evidence("law_read") if ladder is not None else None
    assert evidence is not None
    assert "not said for certain" in evidence.closed.default
    assert "confirm the law" in evidence.do.default and "or name it" in evidence.do.default


def test_the_work_on_helpers_names_the_vendors_that_are_to_say_who_they_are() -> None:
    team = Crew(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("ip_strategy"), "atlas"))
    for reply in ("software", "me", "not yet", "India", "our own", "freelancers"):
        team.reply(reply)
    assert HELPERS.format(vendor="the vendor") in listed(team)
    for name in ("Kodex", "Brightline"):
        team.say(MARIA, Started(FlowId("vendor_checks"), name=name))
    assert HELPERS.format(vendor="Kodex, Brightline") in listed(team)


@pytest.mark.parametrize(
    "said", ["they have to make an effort, we are fine", "effort on their side", "there is some effort on our side"]
)
def test_whose_effort_it_is_need_not_be_said_as_the_choice_reads(said: str) -> None:
    talks = shipped().flows[FlowId("communications")]
    ease = next(one for section in talks.sections for one in section.questions if one.name == "ease")
    check(ease, said, sure(Choice("one_side")))
