"""A wish to have a phase opened or closed: told apart from other wishes, and from other things that can be opened."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.readers.opening import Wish, phase_named, wishes_phase
from flows.model.ids import ItemId, RegisterId
from flows.model.programme import Item
from tests.builders import MARIA

TRIAL, BUILD = (
    Item(ItemId(name.casefold()), RegisterId("phase"), name, 1, MARIA, dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    for name in ("Trial", "Build")
)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("open trial", Wish("trial", False)),
        ("reopen the review", Wish("review", False)),
        ("close", Wish("", True)),
        ("please open the phase Trial now", Wish("trial", True)),
        ("close Trial", Wish("trial", False)),
        ("request pilot", Wish("pilot", False)),
        ("can we start the pilot?", Wish("pilot", False)),
        ("can we start the pilot phase?", Wish("pilot", True)),
        ("ask to open trial", Wish("trial", False)),
        ("can we open it to Poland?", Wish("it to poland", False)),
        ("open source", None),
        ("gates", None),
        ("who owns new code?", None),
    ],
)
def test_a_wish_is_about_a_phase_where_it_says_so(text: str, wish: Wish | None) -> None:
    assert wishes_phase(text) == wish


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("open trial", "trial"),
        ("open trail", "trial"),
        ("request the build", "build"),
        ("open pilot", None),
        ("open", None),
        ("start the build of the contract", None),
    ],
)
def test_only_a_phase_that_is_plainly_named_is_meant(text: str, phase: str | None) -> None:
    wish = wishes_phase(text)
    assert wish is not None and phase_named(wish, (TRIAL, BUILD)) == phase
