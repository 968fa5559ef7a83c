"""An answer that points at one given before is asked back with that one, and saved by a yes alone."""

from __future__ import annotations

import pytest

from flows.model.session import Reading
from flows.model.values import Choice, Items
from tests.flows.engine.crew import Crew, at_assets


def three() -> Crew:
    """A team that is asked who made the third of its assets: of the engine it said a contractor, of the app an employee."""
    team = at_assets("Engine", "App", "Data set")
    team.click(Items(tuple(team.item(name) for name in ("Engine", "App", "Data set"))))
    for made_by in ("contractor", "employee"):
        while team.open_session.spot is not None and team.open_session.spot.question != "authorship.created_by":
            team.skip()
        team.click(Choice(made_by))
    while team.open_session.spot is not None and team.open_session.spot.question != "authorship.created_by":
        team.skip()
    return team


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("same as before", "employee"),
        ("It's the same here", "employee"),
        ("ditto", "employee"),
        ("as above", "employee"),
        ("same as for the Engine", "contractor"),
        ("like the engine again", "contractor"),
    ],
)
def test_words_that_point_at_an_answer_given_before_are_asked_back_with_it(said: str, meant: str) -> None:
    team = three()
    spot = team.open_session.spot
    team.reply(said)
    waits = team.open_session.pending
    assert isinstance(waits, Reading) and waits.draft.given == Choice(meant) and waits.spot == spot
    assert spot is not None and team.open_session.answer_at(spot) is None, "nothing is saved before the yes"
    team.reply("yes")
    answer = team.open_session.answer_at(spot)
    assert answer is not None and answer.value == Choice(meant)


@pytest.mark.parametrize("said", ["same as for the moon", "as agreed", "same as for the Data set"])
def test_words_that_point_at_nothing_that_was_answered_are_read_like_all_others(said: str) -> None:
    team = three()
    spot = team.open_session.spot
    team.reply(said)
    assert team.open_session.pending is None and team.open_session.spot == spot


def test_where_nothing_was_answered_of_another_row_or_none_is_asked_about_there_is_nothing_to_point_at() -> None:
    team = at_assets("Engine")
    team.reply("same as before")
    assert team.open_session.pending is None
    team.click(Items((team.item("Engine"),)))
    team.reply("same as before")
    assert team.open_session.pending is None
