"""What somebody new reads who asks what goes on here."""

from __future__ import annotations

import msgspec

from flows.engine.screens import bearings
from flows.engine.screens.reminder import Told
from flows.model.reminders import Due, Matter
from tests.builders import MARIA, shipped
from tests.flows.engine.crew import at_people, does, words


def test_the_first_few_things_that_wait_are_named_and_counted() -> None:
    programme = at_people().head
    due = Due(programme.id, MARIA, Matter.ACTION, programme.started.date(), programme.started)
    one = Told(due, ("Get the paper",), "atlas")
    screen = bearings.here(shipped().texts, programme, (one,) * 4)
    assert words(screen)[1:-1] == ["4 things there wait for you:", *["• Get the paper"] * 3, "… and one more"]
    assert does(screen) == ["mine", "status"]


def test_of_a_programme_that_nobody_owns_now_it_is_said_so() -> None:
    programme = msgspec.structs.replace(at_people().head, ownerless=True)
    assert "the programme is owned by nobody now." in words(bearings.here(shipped().texts, programme, ()))[0]
