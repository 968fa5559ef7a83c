"""The machinery of `make bench`, with tiny rounds: every row is measured, and none of its figures is judged here."""

from __future__ import annotations

import math

import pytest

from tests.bench.__main__ import ROWS, main


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS)
def test_every_row_can_be_measured(row: str) -> None:
    figures = main([row, "--quick"])
    assert figures
    for one in figures:
        assert math.isfinite(one.ratio)
        assert min(one.floor, one.subject, one.ratio) > 0, one


def test_an_unknown_row_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rubbish"])
    assert "there is no row rubbish; choose from ack, turn" in capsys.readouterr().err
