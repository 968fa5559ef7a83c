"""What a summary says to be in order: nothing that is still to be met, to be shown by a paper, or in doubt."""

from __future__ import annotations

import pytest

from flows.engine.screens import review
from flows.engine.screens.scene import Scene
from flows.model.events import Verified
from flows.model.session import Standing
from flows.model.values import YesNo
from tests.builders import MARIA, YES, spot
from tests.flows.engine.crew import Crew, words
from tests.flows.engine.ladder_sample import FLOW, Climbers, library
from tests.flows.engine.small import STORY

PROVED = library(flow=FLOW.replace("{ask: signed,", "{ask: signed, evidence: true,"))


def fine(value: YesNo, standing: Standing = Standing.CLAIMED, *, on: bool = True) -> str:
    """What is said to be in order once a paper is said to be signed."""
    team = Climbers.ready(on=PROVED if on else None)
    team.tell("paper.signed", value, "Paper", standing=standing)
    scene = Scene(team, team.open_session.id, team.library, team.now)
    return next((line for line in words(review.summary(scene)) if line.startswith("Nothing is open in: ")), "")


def test_a_yes_without_the_paper_on_which_a_gate_waits_is_not_in_order_and_one_with_it_is() -> None:
    assert "The papers" not in fine(YES)
    assert "The papers" in fine(YES, Standing.EVIDENCED)
    assert "The papers" in fine(YES, on=False), "where it can have none"


@pytest.mark.parametrize("standing", list(Standing))
def test_a_yes_on_a_condition_is_not_in_order(standing: Standing) -> None:
    assert "The papers" not in fine(YesNo(yes=True, condition="until June"), standing)


def test_what_was_said_with_a_doubt_is_not_in_order_until_it_is_confirmed() -> None:
    team = Crew.at(STORY)
    team.reply("software")
    team.reply("I think not")
    assert not any(line.startswith("Nothing is open in: ") for line in words(review.summary(team.scene())))
    team.say(MARIA, Verified(team.ref.id, spot("triage.shares"), doubt=True))
    assert "Nothing is open in: What leaves the house." in words(review.summary(team.scene()))
