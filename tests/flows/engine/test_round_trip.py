"""A register's file taken in again: it changes nothing where it came from, and says the same elsewhere."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.model.session import AnswerState
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Document,
    Documents,
    Given,
    Items,
    Money,
    Number,
    People,
    Scale,
    Text,
)
from tests.builders import NAMES, YES, spot
from tests.flows.engine.crew import Crew
from tests.flows.engine.register_files import (
    sheet,
    take,
    team_of,
)

# ── what goes out comes in ───────────────────────────────────────────────────

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("=+-@,;\"'\n"),
    min_size=1,
    max_size=40,
)
FIGURES = st.decimals(0, 5000, places=2)
VALUES: dict[str, st.SearchStrategy[Given | AnswerState]] = {
    "ours": st.sampled_from([YES, AnswerState.NOT_SURE]),
    "by": st.sampled_from([Choice("team"), Choice("firm"), AnswerState.SKIPPED]),
    "parts": st.sets(st.sampled_from(["core", "tail", "tip"])).map(lambda ids: Choices(tuple(sorted(ids)))),
    "note": WORDS.filter(lambda words: bool(words.strip())).map(Text),
    "days": FIGURES.map(Number),
    "price": st.builds(Money, FIGURES, st.sampled_from(["EUR", "USD", "JPY"])),
    "filed": st.dates(dt.date(1990, 1, 1), dt.date(2026, 11, 1)).map(Day),
    "who": st.tuples(
        st.sets(st.sampled_from(sorted(NAMES)), min_size=1), st.sets(st.sampled_from(["Jane Roe", "Li"]))
    ).map(lambda both: People(tuple(sorted(both[0])), tuple(sorted(both[1])))),
    "where": st.sets(st.sampled_from(["PL", "IN", "HK", "BO", "KR"]), min_size=1).map(
        lambda codes: Countries(tuple(sorted(codes)))
    ),
    "mark": st.integers(1, 5).map(Scale),
    "deed": st.just(Documents((Document("F1", "deed, final.pdf"),))),
}
ROWS = st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=2, max_size=2)


def answered(rows: list[dict[str, Given | AnswerState]]) -> Crew:
    """A team that gave these answers about its two assets."""
    team = team_of()
    team.click(Items((team.item("Brand"),)))
    for name, answers in zip(("Engine", "Brand"), rows, strict=True):
        for question, meant in answers.items():
            where = spot(f"about.{question}", team.item(name))
            if meant is AnswerState.NOT_SURE:
                team.not_sure(where)
            elif meant is AnswerState.SKIPPED:
                team.skip(where)
            elif not isinstance(meant, AnswerState):
                team.click(meant, where)
    return team


@settings(max_examples=40)
@given(ROWS)
def test_an_export_taken_in_again_changes_nothing_and_taken_in_elsewhere_says_the_same(
    rows: list[dict[str, Given | AnswerState]],
) -> None:
    team = answered(rows)
    text = sheet(team)
    again = take(team, text, change=True)
    assert not again.saves and not again.effects
    other = team_of()
    take(other, text)
    without_files = [{name: meant for name, meant in row.items() if name != "deed"} for row in rows]
    assert _plainly(sheet(other)) == _plainly(sheet(answered(without_files)))


def _plainly(text: str) -> str:
    return text.replace("\r\n", "\n")
