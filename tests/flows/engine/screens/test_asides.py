"""What is said beside a thread: help that names what was not understood."""

from __future__ import annotations

from flows.engine.screens.asides import help_screen, short_help
from tests.builders import shipped
from tests.flows.engine.crew import words

TEXTS = shipped().texts


def test_help_begins_with_the_command_that_is_none_and_the_nearest_that_is() -> None:
    assert words(short_help(TEXTS, "regster", "register"))[0] == (
        "I do not know “regster”. Did you mean /ringfence register?"
    )
    assert words(short_help(TEXTS, "moon"))[0] == "I do not know “moon”."
    assert words(help_screen(TEXTS))[0] == TEXTS["help.title"]
