"""What the shipped content says and understands, where somebody read it as something else."""

from __future__ import annotations

from tests.builders import shipped


def test_a_law_that_was_named_with_doubt_is_not_told_as_one_that_was_not_named() -> None:
    ladder = shipped().ladder
    evidence = ladder.evidence("law_read") if ladder is not None else None
    assert evidence is not None
    assert "not said for certain" in evidence.closed.default
    assert "confirm the law" in evidence.do.default and "or name it" in evidence.do.default
