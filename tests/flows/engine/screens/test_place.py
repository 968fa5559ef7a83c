"""How far one is, as it stands below a question."""

from __future__ import annotations

from flows.engine.screens import question
from flows.model.screens import Screen
from flows.model.session import Spot
from flows.model.values import Choice, Items
from tests.builders import NO, spot
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, words
from tests.flows.engine.small import STORY


def asked(team: Crew, where: Spot | None = None) -> Screen:
    found = where or team.ref.spot
    assert found is not None
    return question.asked(team.scene(), found)


def test_how_far_we_are_is_counted_in_the_part_so_that_it_never_grows_and_says_what_comes_after() -> None:
    team = at_people()
    assert words(asked(team))[-1].startswith("What leaves the house: 3 of 3 · ")
    team = at_assets("Engine", "App")
    team.click(Items((team.item("Engine"), team.item("App"))))
    assert words(asked(team))[-1].startswith("Who made it: 1 of 2 at most · Engine, then one more · ")
    team.click(Choice("employee"))
    assert words(asked(team))[-1].startswith("Who made it: 1 of 2 at most · App · ")
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    shares = spot("triage.shares")
    team.click(NO)
    assert words(asked(team, spot("triage.people")))[-1].startswith("What leaves the house: 3 of 3 · ")
    assert words(asked(team, shares))[-1].startswith("What leaves the house: 2 of 2 · ")
