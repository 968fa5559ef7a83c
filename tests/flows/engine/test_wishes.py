"""A wish to change something, typed in the thread: led to the answer that is meant, and left alone where none is."""

from __future__ import annotations

import pytest

from flows.model.effects import Tell, Whispered
from flows.model.values import Choice, Items
from tests.builders import JON, effects_of, kinds, spot, told
from tests.flows.engine.crew import Crew, at_assets, in_review
from tests.flows.engine.small import STORY
from tests.flows.engine.test_thread import alone


def test_who_wants_to_change_an_answer_is_led_to_it() -> None:
    team = at_assets("Engine")
    led = team.reply("change the assets")
    (tell,) = effects_of(led, Tell)
    assert isinstance(tell, Tell) and told(led) == ["change.this"] and tell.spot == spot("naming.assets")
    assert tell.buttons == ("change", "review")
    assert told(team.reply("please change the answer")) == ["change.how"]
    for words in ("change 1", "fix the question about the logo", "change the jewels"):
        assert alone(team.reply(words)) == ["change.how"]
    team = in_review()
    team.finish()
    assert told(team.reply("change the work")) == ["change.this"]
    again = team.reply("change the work", by=JON)
    assert kinds(again) == [] and alone(again) == ["change.this"]
    assert isinstance(again.reply, Whispered) and again.reply.spot == spot("triage.work")


@pytest.mark.parametrize(
    "words", ["let me fix the build", "we need to change the date of the call", "please remove the coffee cups"]
)
def test_people_who_would_change_something_else_are_left_alone(words: str) -> None:
    finished = in_review()
    finished.finish()
    for team in (Crew.at(STORY), finished):
        for _ in range(2):
            said = team.reply(words)
            assert kinds(said) == [] and alone(said) == []


def test_one_of_several_rows_is_named_to_change_what_was_said_of_it() -> None:
    team = at_assets("Engine", "App")
    team.click(Items((team.item("Engine"), team.item("App"))))
    team.click(Choice("contractor"))
    (tell,) = effects_of(team.reply("change the answer about created by engine"), Tell)
    assert isinstance(tell, Tell) and tell.spot == spot("authorship.created_by", team.item("Engine"))
