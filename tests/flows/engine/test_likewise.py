"""An answer that points at one given before is asked back with that one, and saved by a yes alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from flows.engine.screens.pending import confirming
from flows.model.events import Replied
from flows.model.session import AnswerState, Reading
from flows.model.values import Choice, Day, Given, Items, NewItems, Number
from tests.builders import JON, MARIA, NAMES, NO, YES, flow_of, spot, told
from tests.flows.engine.crew import Crew, at_assets, words
from tests.flows.engine.several import CHECKS, VENDORS, Runs


def three() -> Crew:
    """A team that is asked who made the third of its assets: of the engine it said a contractor, of the app an employee."""
    team = at_assets("Engine", "App", "Data set")
    team.click(Items(tuple(team.item(name) for name in ("Engine", "App", "Data set"))))
    for made_by in ("contractor", "employee"):
        while team.open_session.spot is not None and team.open_session.spot.question != "authorship.created_by":
            team.skip()
        team.click(Choice(made_by))
    while team.open_session.spot is not None and team.open_session.spot.question != "authorship.created_by":
        team.skip()
    return team


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("same as before", "employee"),
        ("It's the same here", "employee"),
        ("ditto", "employee"),
        ("as above", "employee"),
        ("same as for the Engine", "contractor"),
        ("like the engine again", "contractor"),
    ],
)
def test_words_that_point_at_an_answer_given_before_are_asked_back_with_it(said: str, meant: str) -> None:
    team = three()
    spot = team.open_session.spot
    team.reply(said)
    waits = team.open_session.pending
    assert isinstance(waits, Reading) and waits.draft.given == Choice(meant) and waits.spot == spot
    assert spot is not None and team.open_session.answer_at(spot) is None, "nothing is saved before the yes"
    team.reply("yes")
    answer = team.open_session.answer_at(spot)
    assert answer is not None and answer.value == Choice(meant)


@pytest.mark.parametrize("said", ["same as for the moon", "as agreed", "same as for the Data set"])
def test_words_that_point_at_nothing_that_was_answered_are_read_like_all_others(said: str) -> None:
    team = three()
    spot = team.open_session.spot
    team.reply(said)
    assert team.open_session.pending is None and team.open_session.spot == spot


def test_where_nothing_was_answered_of_another_row_or_none_is_asked_about_there_is_nothing_to_point_at() -> None:
    team = at_assets("Engine")
    team.reply("same as before")
    assert team.open_session.pending is None
    team.click(Items((team.item("Engine"),)))
    team.reply("same as before")
    assert team.open_session.pending is None


def added_to(*marked: str) -> Crew:
    """A team that marked some of two assets, and is asked again since a third was named."""
    team = at_assets("Engine", "App")
    team.click(Items(tuple(map(team.item, marked))))
    team.click(NewItems(tuple(map(team.item, ("Engine", "App"))), ("Deck",)), "naming.assets")
    while team.now_open != "naming.jewels":
        team.skip()
    return team


def marked(team: Crew) -> Given | None:
    answer = team.answer("naming.jewels")
    return answer.value if answer is not None else None


@pytest.mark.parametrize(
    "said",
    [
        "none new",
        "no new ones",
        "none of the new ones",
        "same as before",
        "same",
        "as before",
        "no change",
        "unchanged",
        "keep it as it is",
    ],
)
def test_rows_that_came_in_since_and_change_nothing_leave_what_stands(said: str) -> None:
    team = added_to("Engine")
    team.reply(said)
    assert marked(team) == Items((team.item("Engine"),)) and team.now_open != "naming.jewels"


def test_the_other_one_is_not_none_of_the_others() -> None:
    team = added_to("Engine")
    team.reply("no, the other one")
    assert team.answer("naming.jewels") is not None and team.now_open == "naming.jewels", "it is asked back, or again"


@pytest.mark.parametrize(("said", "new"), [("no", ()), ("none", ()), ("nothing", ()), ("Deck", ("Deck",))])
def test_what_names_none_of_the_rows_that_stand_is_asked_back_with_them_first(said: str, new: tuple[str, ...]) -> None:
    team = added_to("Engine")
    engine, deck = team.item("Engine"), tuple(map(team.item, new))
    team.reply(said)
    waits = team.open_session.pending
    assert isinstance(waits, Reading) and (waits.draft.given, *waits.others) == (Items((engine, *deck)), Items(deck))
    assert marked(team) == Items((engine,)), "nothing is lost before they said so"
    team.reply("1")
    assert marked(team) == Items((engine, *deck)) and team.now_open != "naming.jewels"


def test_one_or_the_other_is_asked_back_as_it_is_said_where_it_names_what_stands() -> None:
    team = added_to("Engine")
    engine, deck = team.item("Engine"), team.item("Deck")
    team.reply("Engine or Deck")
    waits = team.open_session.pending
    assert isinstance(waits, Reading)
    assert (waits.draft.given, *waits.others) == (Items((engine, deck)), Items((engine,)), Items((deck,)))
    assert marked(team) == Items((engine,)), "nothing is lost before they said so"


def test_a_list_of_old_and_new_is_taken_as_it_is_said_and_so_is_all_where_nothing_stands() -> None:
    team = added_to("Engine", "App")
    team.reply("Engine and Deck")
    assert marked(team) == Items((team.item("Engine"), team.item("Deck")))
    team = added_to()
    team.reply("no")
    assert marked(team) == Items(()) and team.open_session.pending is None


def test_what_can_not_be_read_is_told_as_ever_where_rows_came_in() -> None:
    team = added_to("Engine")
    team.reply("the purple one with wheels")
    assert marked(team) == Items((team.item("Engine"),)) and team.now_open == "naming.jewels"


def test_the_question_says_what_stands_when_it_is_asked_again() -> None:
    team = at_assets("Engine", "App")
    team.click(Items((team.item("Engine"),)))
    outcome = team.click(NewItems(tuple(map(team.item, ("Engine", "App"))), ("Deck",)), "naming.assets")
    assert "again.rows" in told(outcome)


def test_to_the_bot_alone_no_loses_nothing_either() -> None:
    team = added_to("Engine")
    team.hand(to=JON)
    spot = team.open_session.spot
    if spot is None or spot.question != "naming.jewels":
        spot = next(one.spot for one in team.open_session.assignments if one.spot.question == "naming.jewels")
    team.say(JON, Replied(team.ref.id, "no", "", names=NAMES, spot=spot))
    assert marked(team) == Items((team.item("Engine"),))


@pytest.mark.parametrize("how", ["not_sure", "skip", "reply"])
def test_not_sure_is_about_the_rows_that_came_in_and_what_stands_is_kept_and_said(how: str) -> None:
    team = added_to("Engine")
    outcome = team.reply("not sure") if how == "reply" else getattr(team, how)()
    assert marked(team) == Items((team.item("Engine"),)) and team.now_open != "naming.jewels"
    assert told(outcome)[:2] == ["again.kept", "noted.skipped" if how == "skip" else "noted.not_sure"]
    facts, jewels = team.scene().facts, spot("naming.jewels").question
    picked = [facts.mark(jewels, team.item(name)) for name in ("Engine", "App", "Deck")]
    assert picked == [True, False, None], "nobody knows of the new one"
    assert [action.spot.key for action in team.todo() if action.spot.question == jewels] == ["naming.jewels"]
    team.click(NewItems(tuple(map(team.item, ("Engine", "App", "Deck"))), ("Set",)), "naming.assets")
    assert facts_late(team), "it is asked again once more come in"
    team.click(Items(tuple(map(team.item, ("Engine", "Deck")))), "naming.jewels")
    assert marked(team) == Items(tuple(map(team.item, ("Engine", "Deck"))))
    assert not [action for action in team.todo() if action.spot.question == jewels]


def facts_late(team: Crew) -> bool:
    return team.scene().facts.late_rows(spot("naming.jewels"))


def test_not_sure_where_none_stands_keeps_that_and_where_all_that_stood_are_gone_is_about_all() -> None:
    team = added_to()
    team.not_sure()
    assert marked(team) == Items(())
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.change("naming.assets")
    team.click(NewItems((), ("Deck",)), "naming.assets")
    team.confirm("naming.assets")
    assert team.scene().facts.void(spot("naming.jewels")) and facts_late(team)
    team.not_sure("naming.jewels")
    answer = team.answer("naming.jewels")
    assert answer is not None and answer.state is AnswerState.NOT_SURE


def test_none_of_them_pressed_where_rows_came_in_is_asked_back_with_what_stands_first() -> None:
    team = added_to("Engine")
    team.click(Items(()))
    waits = team.open_session.pending
    assert isinstance(waits, Reading) and (waits.draft.given, *waits.others) == (
        Items((team.item("Engine"),)),
        Items(()),
    )
    assert any("none of the new ones, or none at all" in line for line in words(confirming(team.scene(), waits.spot)))
    team.click(Items(()))
    assert marked(team) == Items(()) and team.now_open != "naming.jewels", "said twice it is meant"
    team = added_to("Engine")
    team.click(Items((team.item("Deck"),)))
    team.confirm("naming.jewels")
    assert marked(team) == Items((team.item("Engine"), team.item("Deck")))


TERMS = flow_of("""\
  - section: terms
    title: The terms
    questions:
      - {ask: assigned_on, kind: date, text: When was it assigned?, why: W., source: method}
      - {ask: signed_on, kind: date, text: When did the last side sign?, why: W., source: method}
      - {ask: ends_on, kind: date, text: Until when does it hold?, why: W., source: method}
      - {ask: started, kind: date, text: When did it start?, why: W., source: method}
      - {ask: restarted, kind: date, text: When did it start again?, why: W., source: method}
      - {ask: notice_on, kind: date, text: By when is notice given?, why: W., source: method}
      - {ask: days, kind: number, text: How many days?, why: W., source: method}
""")


def test_a_day_that_counts_from_one_that_is_known_is_shown_back_and_saved_by_a_yes() -> None:
    team = Crew.at(TERMS)
    team.skip()
    team.click(Day(dt.date(2024, 2, 29)))
    team.reply("two years from signing")
    waits = team.open_session.pending
    assert isinstance(waits, Reading) and waits.draft.given == Day(dt.date(2026, 2, 28))
    assert team.answer("terms.ends_on") is None, "nothing is saved before the yes"
    team.reply("yes")
    answer = team.answer("terms.ends_on")
    assert answer is not None and answer.value == Day(dt.date(2026, 2, 28)) and answer.raw == "two years from signing"


def test_a_day_that_counts_back_from_the_end_is_worked_out_from_the_day_of_the_end() -> None:
    team = Crew.at(TERMS)
    team.skip()
    team.skip()
    team.reply("three months before it ends")
    assert team.open_session.pending is None and team.now_open == "terms.ends_on", "that asks for the end itself"
    team.click(Day(dt.date(2027, 11, 30)))
    team.skip()
    team.skip()
    team.reply("three months before it ends")
    waits = team.open_session.pending
    assert isinstance(waits, Reading) and waits.draft.given == Day(dt.date(2027, 8, 30))
    team.reply("yes")
    answer = team.answer("terms.notice_on")
    assert answer is not None and answer.value == Day(dt.date(2027, 8, 30))


def test_a_day_that_counts_from_one_that_is_not_known_or_of_two_is_asked_for() -> None:
    team = Crew.at(TERMS)
    team.reply("two years from signing")
    assert team.open_session.pending is None and team.now_open == "terms.assigned_on", (
        "no question before it asks for it"
    )
    for _ in range(2):
        team.skip()
    team.reply("two years from signing")
    assert team.open_session.pending is None and team.now_open == "terms.ends_on", "it was passed over"
    team.skip()
    for day in (3, 4):
        team.click(Day(dt.date(2026, 3, day)))
    team.reply("30 days after the start")
    assert team.open_session.pending is None, "it started twice"
    team.reply("11 March 2027")
    team.reply("two years from signing")
    waits = team.open_session.pending
    assert isinstance(waits, Reading) and waits.draft.given == Number(Decimal(2)), (
        "a question for no day reads it as ever"
    )


def test_where_each_row_has_a_run_of_its_own_the_answer_of_another_run_is_asked_back() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.click(NO)
    team.begin(CHECKS, "Bolt")
    team.click(YES)
    team.begin(CHECKS, "Cord")
    gate = spot("gate.guarded")
    for said, meant in (("same as for Acme", NO), ("same as before", YES)):
        team.reply(said)
        waits = team.run("Cord").pending
        assert isinstance(waits, Reading) and waits.draft.given == meant and waits.spot == gate
        assert team.run("Cord").answer_at(gate) is None, "nothing is saved before the yes"
        team.drop(gate)
    team.reply("same as for Dorn")
    assert team.run("Cord").pending is None
    team.reply("same as for Acme")
    team.reply("yes")
    waits = team.run("Cord").pending
    assert isinstance(waits, Reading) and (waits.draft.given, *waits.others) == (NO, YES), "yes, it is no; or yes"
    team.reply("1")
    answer = team.run("Cord").answer_at(gate)
    assert answer is not None and answer.value == NO


def test_what_was_said_to_the_bot_alone_in_another_run_is_pointed_at_by_nobody() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.say(MARIA, Replied(team.run("Acme").id, "no", "", names=NAMES, spot=spot("gate.guarded")))
    team.begin(CHECKS, "Bolt")
    team.reply("same as for Acme")
    assert team.run("Bolt").pending is None and team.run("Bolt").answer_at(spot("gate.guarded")) is None
