"""What says that an answer is to come, and what is one though it names a day."""

from __future__ import annotations

import pytest

from flows.engine.readers.promising import promises


@pytest.mark.parametrize(
    "said",
    [
        "tomorrow",
        "ill check with legal at kodex",
        "let me check and come back tomorrow",
        "ok, working on it",
        "I will ask Anna on Friday.",
        "by friday",
        "next week",
        "we'll ask them",
        "soon",
        "give me two days",
        "in a bit",
    ],
)
def test_a_promise_is_no_answer(said: str) -> None:
    assert promises(said)


@pytest.mark.parametrize(
    "said",
    [
        "Their CEO signed, and the register says he may",
        "no",
        "I checked, it was Anna",
        "20 June",
        "in 2019",
        "March 2021",
        "two years",
        "in progress, but the CEO signed",
        "I will ask Anna, since she wrote it",
        "let me check with Anna. " + "She wrote most of it in the first year, " * 4,
    ],
)
def test_what_tells_something_is_one(said: str) -> None:
    assert not promises(said)
