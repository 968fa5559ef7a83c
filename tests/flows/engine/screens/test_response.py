"""The summary of a first response: what was found and done and when, and of the ledger what is about the leak; no readiness."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.screens import response, review
from flows.model.events import ActionClosed, Answered
from flows.model.ids import ItemId, RegisterId
from flows.model.programme import ActionWhy, Item
from flows.model.values import NewItems, Text
from tests.builders import MARIA, NOW
from tests.flows.engine.crew import words
from tests.flows.engine.test_leak_first import Leaking


def summary(team: Leaking) -> list[str]:
    return words(review.summary(team.leak()))


def test_what_was_said_and_done_stands_there_in_the_order_in_which_it_came_with_day_and_hour() -> None:
    team = Leaking.now()
    assert "What was found and done, and when" not in summary(team)
    team.unsure(2)
    team.now += dt.timedelta(minutes=25)
    work = next(one for one in team.leak().actions if one.why is ActionWhy.FINDING)
    team.say(MARIA, ActionClosed(work.session, work.id))
    team.now += dt.timedelta(hours=3)
    team.unsure(1)
    lines = summary(team)
    at = lines.index("What was found and done, and when")
    assert lines[at + 2].startswith("• 23 November 2026, ") and lines[at + 2].endswith("not sure · Maria Kowalska")
    assert ": Done: " in lines[at + 3] and lines[at + 3].endswith("agree who writes what")
    hours = [line.partition(", ")[2][:5] for line in lines[at + 1 : at + 5]]
    assert hours == sorted(hours) and len(set(hours)) == 4
    assert not any(line.startswith(("Readiness", "Too little is known", "Nothing is open in: ")) for line in lines)


def test_of_much_the_first_is_told_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response, "MOST_TOLD", 3)
    team = Leaking.now()
    team.unsure(5)
    lines = summary(team)
    at = lines.index("What was found and done, and when")
    assert lines[at + 3].startswith("• ") and lines[at + 4] == "… and 2 more"


def test_of_the_ledger_it_shows_what_is_about_the_leak_alone() -> None:
    team = Leaking.now()
    row = Item(
        ItemId("disclosure-x"), RegisterId("disclosure"), "Test suite", 500, MARIA, NOW, {"shown_to": Text("Kodex")}
    )
    team.rows[row.id] = row
    assert "Disclosure ledger, first rows" not in summary(team)
    while (at := team.leak().session.spot) is not None and at.question != "facts.what":
        team.unsure(1)
    session = team.leak().session
    assert session.spot is not None
    team.say(MARIA, Answered(session.id, session.spot, session.revision(session.spot), NewItems((), ("Engine",))))
    while (at := team.leak().session.spot) is not None and at.question != "places.held_by":
        team.unsure(1)
    session = team.leak().session
    assert session.spot is not None
    team.say(MARIA, Answered(session.id, session.spot, session.revision(session.spot), Text("A forum")))
    lines = summary(team)
    listed = lines[lines.index("Disclosure ledger, first rows") + 1 :]
    assert listed[0].startswith("• Engine · A forum") and not any("Test suite" in line for line in listed)
