"""A reply to a question for words that says that it is the same as elsewhere, or names something with a doubt: asked back, never saved by itself."""

from __future__ import annotations

import pytest

from flows.model.session import Reading
from flows.model.values import NewItems, Text
from tests.builders import flow_of, library_of, spot
from tests.flows.engine.crew import Crew
from tests.flows.engine.several import FIRST, NAMING, VENDORS, Runs

SIGNS = flow_of(
    """\
  - section: paper
    title: The paper
    questions:
      - {ask: ours, kind: text, text: "Which of your companies signs with {vendor}?", why: W., source: method}
""",
    "vendor_checks",
    stage="checks",
    per="vendor",
)
OURS = spot("paper.ours")
ALONE = flow_of(
    """\
  - section: paper
    title: The paper
    questions:
      - {ask: ours, kind: text, text: "Which of your companies signs?", why: W., source: method}
"""
)
EACH = flow_of("""\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
  - section: care
    title: Care
    each: asset
    questions:
      - {ask: where, kind: text, text: "Where is {asset} kept", why: W., source: method}
""")


def second() -> Runs:
    """A team that said for Acme which of its companies signs, for Bolt another, and is asked it for Cord."""
    team = Runs(library_of(NAMING, SIGNS, stages=(FIRST, VENDORS)))
    team.start(NAMING)
    for vendor, ours in (("Acme", "Alderway Software Ltd"), ("Bolt", "Alderway Holding")):
        team.begin(SIGNS, vendor)
        team.click(Text(ours))
    team.begin(SIGNS, "Cord")
    return team


def ways(team: Crew) -> list[str]:
    """What is asked back, the likeliest first."""
    waits = team.open_session.pending
    assert isinstance(waits, Reading) and team.open_session.answer_at(waits.spot) is None
    return [one.text for one in (waits.draft.given, *waits.others) if isinstance(one, Text)]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("Alderway Software I guess, same as in the Acme", "Alderway Software Ltd"),
        ("It's the same company as before", "Alderway Holding"),
        ("Alderway Holding, same as in the paper of June", "Alderway Holding"),
    ],
)
def test_the_answer_of_the_other_run_is_asked_back_first(said: str, first: str) -> None:
    team = second()
    team.reply(said)
    assert ways(team)[0] == first and ways(team)[-1] == said, "and all of it can be meant"
    team.reply("1")
    answer = team.open_session.answer_at(OURS)
    assert answer is not None and answer.value == Text(first)


def test_its_own_words_come_second_without_their_doubt() -> None:
    team = second()
    said = "Alderway Software I guess, same as in the Acme"
    team.reply(said)
    assert ways(team) == ["Alderway Software Ltd", "Alderway Software", said]


def test_a_name_with_a_doubt_is_asked_back_without_it_and_other_words_are_kept_as_they_are() -> None:
    for said in (
        "Alderway Software I guess",
        "I think Alderway Software",
        "Alderway Software, same as in the moon papers",
    ):
        team = Crew.at(ALONE)
        team.reply(said)
        assert ways(team)[0] == "Alderway Software", said
    for said in (
        "I think our lawyers know",
        "it is paid monthly, same as in the order",
        "the same as always applies here",
    ):
        team = Crew.at(ALONE)
        team.reply(said)
        answer = team.answer("paper.ours")
        assert answer is not None and answer.value == Text(said), said


def test_where_each_row_is_asked_in_turn_it_is_looked_for_there() -> None:
    team = Crew.at(EACH)
    team.click(NewItems((), ("Old engine", "App")))
    team.click(Text("In the safe"))
    team.reply("In the vault I think, same as with the engine")
    assert ways(team)[:2] == ["In the safe", "In the vault"]
