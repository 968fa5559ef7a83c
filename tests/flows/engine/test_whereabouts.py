"""Who has it, out of a sentence: the ledger names the place alone, and of a leak the day on which it was noticed."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.engine.ledger import ledger_of, row_of
from flows.engine.readers.whereabouts import place_named
from flows.model.ledger import LEDGER, Disclosure
from flows.model.sharing import DisclosureCorrected, Side
from flows.model.values import Day, NewItems, Text
from tests.builders import MARIA, YES, flow_of
from tests.flows.engine.crew import Crew

LEAK = flow_of("""\
  - section: facts
    title: What it is
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
      - {ask: noticed_on, kind: date, text: When, why: W., source: method}
  - section: places
    title: Where it went
    each: asset
    records: disclosure
    questions:
      - {ask: held_by, kind: text, text: Who has it, why: W., source: method}
      - {ask: nda_covers, kind: yes_no, text: Under an NDA, why: W., source: method}
""")
SEEN = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("it's on a public GitHub repository", "a public GitHub repository"),
        ("It is with Kodex GmbH", "Kodex GmbH"),
        ("they have it at their Pune office", "their Pune office"),
        ("it was posted on a public forum.", "a public forum"),
        ("we found it on a code site", "a code site"),
        ("I think it's with Kodex Ltd.", "Kodex Ltd."),
        ("on GitHub", "GitHub"),
        ("Kodex has it now", "Kodex"),
    ],
)
def test_a_place_is_named_without_what_leads_in_to_it(said: str, place: str) -> None:
    assert place_named(said) == place


@pytest.mark.parametrize(
    "said", ["A tool shop in Brno", "In-Q-Tel", "Inditex Ltd.", "not known", "they have it", "it's on", ""]
)
def test_what_leads_in_to_nothing_stays_as_it_is(said: str) -> None:
    assert place_named(said) == said


def lines(team: Crew) -> tuple[Disclosure, ...]:
    rows = [row for row in team.rows.values() if row.register == LEDGER]
    return ledger_of(rows, {row.id: row.name for row in team.rows.values()})


def leaked(*, noticed: bool = True) -> Crew:
    team = Crew.at(LEAK)
    team.click(NewItems((), ("App",)))
    if noticed:
        team.click(Day(SEEN))
    else:
        team.skip()
    return team


def test_an_entry_of_a_leak_names_the_place_alone_and_the_day_it_was_noticed_apart_from_the_day_it_went_out() -> None:
    team = leaked()
    team.reply("it's on a public GitHub repository")
    (line,) = lines(team)
    assert (line.recipient, line.day, line.noticed) == ("a public GitHub repository", None, SEEN)
    held = team.answer("places.held_by", team.item("App"))
    assert held is not None and held.value == Text("it's on a public GitHub repository"), (
        "the answer is as it was given"
    )
    assert ledger_of([row_of(line, 3)], {})[0].noticed == SEEN


def test_where_nobody_knows_the_day_or_nothing_is_said_of_the_place_neither_is_told() -> None:
    team = leaked(noticed=False)
    team.skip()
    assert lines(team) == ()
    team.click(YES)
    (line,) = lines(team)
    assert (line.recipient, line.noticed) == ("", None)


def test_a_correction_keeps_the_day_it_was_noticed() -> None:
    team = leaked()
    team.click(Text("A forum"))
    (line,) = lines(team)
    event = DisclosureCorrected(line.id, Side(line.asset), Side(name="A chat"), "A slip", None, None, None)
    team.say(MARIA, msgspec.structs.replace(event))
    assert [one.noticed for one in lines(team)] == [SEEN, SEEN] and lines(team)[0].recipient == "A chat"
